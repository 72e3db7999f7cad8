import { canonicalNames } from './filterRequests.ts';
import type { StandingPart } from '../attribution/placement.ts';
import type { Rate } from '../pricing/rating.ts';
import { partShares } from './buildSessionList.ts';
import { getOrAdd, ModelMix, MoneySum } from './moneySum.ts';
import type { BranchRow, DayRow, WeekRow } from './overview.ts';
import type { RequestRow } from './rows.ts';
import type { Selection } from './selection.ts';
import { sideCallCost } from './sideCallCost.ts';
import { dayKey, nextDay } from './time.ts';

/** Sums of a selection by branch, day and session, taken in one pass. */
export interface OverviewSums {
  readonly branches: readonly BranchRow[];
  /** By day; only days with a request or side calls. */
  readonly days: ReadonlyMap<string, DaySum>;
  readonly sessions: ReadonlyMap<string, SessionCost>;
}

interface DaySum {
  readonly mix: ModelMix;
  tokens: number;
  /** The session that cost most on it. */
  readonly sessions: Map<string, number>;
}

interface SessionCost {
  readonly sum: MoneySum;
  /** What of it is in no commit. */
  readonly noCommit: MoneySum;
}

interface BranchSum {
  readonly repository: string;
  readonly branch: string;
  readonly sum: MoneySum;
  readonly parts: Map<StandingPart, MoneySum>;
  readonly sessions: Set<string>;
  readonly commits: Set<string>;
  lastAtMs: number;
}

/** Known side calls stand with what made no edits, on the day and branch of their session's last request. */
export function overviewSums({ requests, sideCalls }: Selection, timezone: string, rate: Rate): OverviewSums {
  const nameOf = canonicalNames();
  const branches = new Map<string, Map<string, BranchSum>>();
  const days = new Map<string, DaySum>();
  const sessions = new Map<string, SessionCost>();
  const dayOf = (atMs: number): DaySum =>
    getOrAdd(days, dayKey(atMs, timezone), () => ({ mix: new ModelMix(nameOf), tokens: 0, sessions: new Map() }));
  const sessionOf = (id: string): SessionCost => getOrAdd(sessions, id, () => ({ sum: new MoneySum(), noCommit: new MoneySum() }));
  const branchOf = ({ repository, branch }: Pick<RequestRow, 'repository' | 'branch'>): BranchSum =>
    getOrAdd(
      getOrAdd(branches, repository, () => new Map<string, BranchSum>()),
      branch,
      () => ({ repository, branch, sum: new MoneySum(), parts: new Map(), sessions: new Set(), commits: new Set(), lastAtMs: 0 }),
    );

  for (const request of requests) {
    const { sessionId, atMs, nanodollars, lowerBound, part, tokens } = request;
    const day = dayOf(atMs);
    day.mix.add(request);
    day.tokens += tokens.input + tokens.output + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h;
    day.sessions.set(sessionId, (day.sessions.get(sessionId) ?? 0) + (nanodollars ?? 0));
    const session = sessionOf(sessionId);
    session.sum.add(nanodollars, lowerBound);
    if (part === 'noCommit') session.noCommit.add(nanodollars, lowerBound);
    const branch = branchOf(request);
    branch.sum.add(nanodollars, lowerBound);
    getOrAdd(branch.parts, part, () => new MoneySum()).add(nanodollars, lowerBound);
    branch.sessions.add(sessionId);
    const { target } = request.placement;
    if (target.kind === 'commit') branch.commits.add(target.sha);
    if (atMs > branch.lastAtMs) branch.lastAtMs = atMs;
  }
  for (const row of sideCalls) {
    if (row.nanodollars === null || row.nanodollars === 0) continue;
    const day = dayOf(row.atMs);
    for (const { model, tokens } of row.models ?? []) {
      day.tokens += tokens.input + tokens.output + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h;
      day.mix.addOf(nameOf(model), sideCallCost(model, tokens, row.atMs, rate), false);
    }
    sessionOf(row.sessionId).sum.add(row.nanodollars, false);
    const branch = branchOf(row);
    branch.sum.add(row.nanodollars, false);
    getOrAdd(branch.parts, 'noEdits', () => new MoneySum()).add(row.nanodollars, false);
    branch.sessions.add(row.sessionId);
    if (row.atMs > branch.lastAtMs) branch.lastAtMs = row.atMs;
  }
  return { branches: branchRows([...branches.values()].flatMap((ofRepository) => [...ofRepository.values()])), days, sessions };
}

function branchRows(branches: readonly BranchSum[]): readonly BranchRow[] {
  return branches
    .map(({ repository, branch, sum, parts, sessions, commits, lastAtMs }): BranchRow => {
      const money = sum.money();
      return { repository, branch, money, sessions: sessions.size, commits: commits.size, lastAtMs, parts: partShares(parts) };
    })
    .sort((left, right) => right.money.nanodollars - left.money.nanodollars || right.lastAtMs - left.lastAtMs);
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
