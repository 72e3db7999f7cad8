import { canonicalNames } from './filterRequests.ts';
import type { History, PlacedRequest, PlacedSideCalls } from '../attribution/history.ts';
import type { StandingPart } from '../attribution/placement.ts';
import type { Rate } from '../pricing/rating.ts';
import type { Tokens } from '../transcript/facts.ts';
import { partShares } from './buildSessionList.ts';
import { daysBetween } from './dates.ts';
import { getOrAdd, ModelMix, MoneySum } from './moneySum.ts';
import type { BranchRow, Spend, SpendRow, WeekRow } from './overview.ts';
import type { Selection } from './selection.ts';
import { sideCallCost } from './sideCallCost.ts';
import { Sums } from './sums.ts';
import { nameOfDefaultBranch } from './explainWords.ts';
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

interface SumsInput {
  readonly history: Pick<History, 'repositories'>;
  readonly timezone: string;
  readonly rate: Rate;
}

/** Known side calls stand with what made no edits, on the day and branch of their session's last request. */
export function overviewSums({ requests, sideCalls }: Selection, { history, timezone, rate }: SumsInput): OverviewSums {
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
    branches: ofRepositories
      .flatMap(({ branches }) => [...branches.map.values()].map((branch) => branch.row(nameOfDefaultBranch(history, branch.repository))))
      .sort(dearestFirst),
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

  row(defaultBranch: string): BranchRow {
    return {
      ...{ repository: this.repository, branch: this.branch, defaultBranch, money: this.#sum.money(), lastAtMs: this.#lastAtMs },
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

/** From so many days on a period is shown by week. */
const daysOfWeeks = 92;

/** A period by its days. The running week is not whole before its Sunday is over, as the advice on weeks has it. */
interface Days {
  readonly firstDay: string;
  readonly lastDay: string;
  readonly today: string;
}

/** What was used on each day of a period, or in each week of a long one, also on those without a request: all of it, so that it adds up. */
export function spendOf(days: OverviewSums['days'], { firstDay, lastDay, today }: Days): Spend {
  const range = rangeOf(days, firstDay, lastDay);
  if (range === null) return { grain: 'day', rows: [] };
  const [first, last] = range;
  const byWeek = daysBetween(first, last) >= daysOfWeeks;
  const rows: SpendRow[] = [];
  for (let day = byWeek ? mondayOf(first) : first; day <= last; day = nextDay(day, byWeek ? 7 : 1)) {
    const end = byWeek ? nextDay(day, 6) : day;
    const mix = new ModelMix((model) => model);
    for (let each = day; each <= end; each = nextDay(each)) {
      const sum = days.get(each);
      if (sum !== undefined) mix.addMix(sum.mix);
    }
    rows.push({
      ...{
        firstDay: day < first ? first : day,
        lastDay: end > last ? last : end,
        partial: byWeek && (day < first || end > last || end >= today),
      },
      ...{ money: mix.money(), models: mix.models() },
    });
  }
  return { grain: byWeek ? 'week' : 'day', rows };
}

/** The days of a period and, where clocks went wrong, those beyond it that something is on; null for none at all. */
function rangeOf(days: OverviewSums['days'], firstDay: string, lastDay: string): readonly [first: string, last: string] | null {
  const all = [...days.keys(), ...(firstDay === '' ? [] : [firstDay, lastDay])].sort();
  const [first] = all;
  const last = all.at(-1);
  return first === undefined || last === undefined ? null : [first, last];
}

/** Every week from the first day's to the last's, by its Monday. What became of it is not in them: outcomes fill it in. */
export function weekRows(days: OverviewSums['days'], { firstDay, lastDay, today }: Days): readonly WeekRow[] {
  const range = rangeOf(days, firstDay, lastDay);
  if (range === null) return [];
  const [first, last] = range;
  const weeks = new Map<string, { readonly sum: MoneySum; tokens: number }>();
  for (let week = mondayOf(first); week <= last; week = nextDay(week, 7)) weeks.set(week, { sum: new MoneySum(), tokens: 0 });
  for (const [day, { mix, tokens }] of days) {
    const week = getOrAdd(weeks, mondayOf(day), () => ({ sum: new MoneySum(), tokens: 0 }));
    week.sum.addMoney(mix.money());
    week.tokens += tokens;
  }
  return [...weeks].map(([week, { sum, tokens }]) => ({
    ...{ week, partial: week < first || nextDay(week, 6) > last || nextDay(week, 6) >= today, money: sum.money(), tokens },
    ...{ outcomes: null, verifiedShare: null, costPerChange: null, windowChange: null },
  }));
}

/** The Monday of the week of a day. */
export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return nextDay(day, -((weekday + 6) % 7));
}
