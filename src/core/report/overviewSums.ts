import { canonicalNames } from './filterRequests.ts';
import type { PlacedRequest, PlacedSideCalls } from '../attribution/history.ts';
import type { StandingPart } from '../attribution/placement.ts';
import type { Rate } from '../pricing/rating.ts';
import type { Tokens } from '../transcript/facts.ts';
import { partShares } from './buildSessionList.ts';
import { getOrAdd, ModelMix, MoneySum } from './moneySum.ts';
import type { BranchRow, DayRow, WeekRow } from './overview.ts';
import type { Selection } from './selection.ts';
import { sideCallCost } from './sideCallCost.ts';
import { Sums } from './sums.ts';
import { dayKey, nextDay } from './time.ts';

/** Sums of a selection by branch, day and session, taken in one pass. */
export interface OverviewSums {
  readonly branches: readonly BranchRow[];
  /** By day; only days with a request or side calls. */
  readonly days: ReadonlyMap<string, DaySum>;
  readonly sessions: ReadonlyMap<string, SessionCost>;
  /** Commits that a request of the selection belongs to; lost ones are none. */
  readonly commits: readonly CommitSum[];
}

/** What the selection's requests in one commit cost. */
export interface CommitSum {
  readonly sha: string;
  readonly repository: string;
  part: StandingPart;
  readonly sum: MoneySum;
}

interface DaySum {
  readonly mix: ModelMix;
  tokens: number;
  /** Nanodollars of each session. */
  readonly sessions: Map<string, number>;
}

interface SessionCost {
  readonly sum: MoneySum;
  /** What of it is in no commit. */
  readonly noCommit: MoneySum;
}

/** Known side calls stand with what made no edits, on the day and branch of their session's last request. */
export function overviewSums({ requests, sideCalls }: Selection, timezone: string, rate: Rate): OverviewSums {
  const nameOf = canonicalNames();
  const days = new Sums((): DaySum => ({ mix: new ModelMix(nameOf), tokens: 0, sessions: new Map() }));
  const sessions = new Sums((): SessionCost => ({ sum: new MoneySum(), noCommit: new MoneySum() }));
  const repositories = new Sums((repository) => ({
    branches: new Sums((branch) => new BranchSum(repository, branch)),
    commits: new Sums((sha): CommitSum => ({ sha, repository, sum: new MoneySum(), part: 'onDefaultBranch' })),
  }));

  for (const request of requests) {
    const { sessionId, atMs, nanodollars, lowerBound, repository, placement } = request;
    const day = days.of(dayKey(atMs, timezone));
    day.mix.add(request);
    day.tokens += allTokens(request.tokens);
    day.sessions.set(sessionId, (day.sessions.get(sessionId) ?? 0) + (nanodollars ?? 0));
    const session = sessions.of(sessionId);
    session.sum.add(nanodollars, lowerBound);
    if (request.part === 'noCommit') session.noCommit.add(nanodollars, lowerBound);
    const { branches, commits } = repositories.of(repository);
    branches.of(request.branch).add(request);
    if (placement.target.kind !== 'commit') continue;
    const commit = commits.of(placement.target.sha);
    commit.sum.add(nanodollars, lowerBound);
    commit.part = request.part;
  }
  for (const row of sideCalls) {
    if (row.nanodollars === null || row.nanodollars === 0) continue;
    const day = days.of(dayKey(row.atMs, timezone));
    const models = row.models ?? [];
    for (const { model, tokens } of models) {
      day.tokens += allTokens(tokens);
      day.mix.addOf(nameOf(model), models.length === 1 ? row.nanodollars : sideCallCost(model, tokens, row.atMs, rate), false);
    }
    sessions.of(row.sessionId).sum.add(row.nanodollars, false);
    repositories.of(row.repository).branches.of(row.branch).addSideCalls(row, row.nanodollars);
  }
  const ofRepositories = [...repositories.map.values()];
  return {
    branches: ofRepositories.flatMap(({ branches }) => [...branches.map.values()].map((branch) => branch.row())).sort(dearestFirst),
    days: days.map,
    sessions: sessions.map,
    commits: ofRepositories.flatMap(({ commits }) => [...commits.map.values()]),
  };
}

class BranchSum {
  readonly repository: string;
  readonly branch: string;
  readonly #sum = new MoneySum();
  readonly #parts = new Map<StandingPart, MoneySum>();
  readonly #sessions = new Set<string>();
  readonly #commits = new Set<string>();
  #lastAtMs = 0;

  constructor(repository: string, branch: string) {
    this.repository = repository;
    this.branch = branch;
  }

  add({ sessionId, atMs, nanodollars, lowerBound, part, placement: { target } }: PlacedRequest): void {
    this.#sum.add(nanodollars, lowerBound);
    getOrAdd(this.#parts, part, () => new MoneySum()).add(nanodollars, lowerBound);
    this.#sessions.add(sessionId);
    if (target.kind === 'commit') this.#commits.add(target.sha);
    if (atMs > this.#lastAtMs) this.#lastAtMs = atMs;
  }

  addSideCalls({ sessionId, atMs }: PlacedSideCalls, nanodollars: number): void {
    this.#sum.add(nanodollars, false);
    getOrAdd(this.#parts, 'noEdits', () => new MoneySum()).add(nanodollars, false);
    this.#sessions.add(sessionId);
    if (atMs > this.#lastAtMs) this.#lastAtMs = atMs;
  }

  row(): BranchRow {
    return {
      ...{ repository: this.repository, branch: this.branch, money: this.#sum.money(), lastAtMs: this.#lastAtMs },
      ...{ sessions: this.#sessions.size, commits: this.#commits.size, parts: partShares(this.#parts) },
    };
  }
}

function dearestFirst(left: BranchRow, right: BranchRow): number {
  return right.money.nanodollars - left.money.nanodollars || right.lastAtMs - left.lastAtMs;
}

function allTokens(tokens: Tokens): number {
  return tokens.input + tokens.output + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h;
}

/** Every day from the first to the last, also those without a request; at most the last `most` of them. */
export function dayRows(days: OverviewSums['days'], firstDay: string, lastDay: string, most: number): readonly DayRow[] {
  if (firstDay === '') return [];
  const earliest = nextDay(lastDay, 1 - most);
  const rows: DayRow[] = [];
  for (let day = earliest > firstDay ? earliest : firstDay; day <= lastDay; day = nextDay(day)) {
    const mix = days.get(day)?.mix ?? new ModelMix((model) => model);
    rows.push({ day, money: mix.money(), models: mix.models() });
  }
  return rows;
}

/** Every week from the first day's to the last's, by its Monday. What became of it is not known before windows close. */
export function weekRows(days: OverviewSums['days'], firstDay: string, lastDay: string): readonly WeekRow[] {
  if (firstDay === '') return [];
  const weeks = new Map<string, { readonly sum: MoneySum; tokens: number }>();
  for (let week = mondayOf(firstDay); week <= lastDay; week = nextDay(week, 7)) weeks.set(week, { sum: new MoneySum(), tokens: 0 });
  for (const [day, { mix, tokens }] of days) {
    const week = getOrAdd(weeks, mondayOf(day), () => ({ sum: new MoneySum(), tokens: 0 }));
    week.sum.addMoney(mix.money());
    week.tokens += tokens;
  }
  return [...weeks].map(([week, { sum, tokens }]) => ({
    ...{ week, money: sum.money(), tokens },
    ...{ outcomes: null, verifiedShare: null, costPerChange: null },
  }));
}

/** The Monday of the week of a day. */
export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return nextDay(day, -((weekday + 6) % 7));
}
