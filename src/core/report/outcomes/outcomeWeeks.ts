import type { ChangeOutcome } from '../../outcomes/outcome.ts';
import { windowAt } from '../../outcomes/repositorySettings.ts';
import type { ObservationWindow } from '../../outcomes/repositorySettings.ts';
import type { PlacedRequest, PlacedSideCalls } from '../../attribution/history.ts';
import type { Money } from '../live.ts';
import { getOrAdd, MoneySum } from '../moneySum.ts';
import { mondayOf } from '../overviewSums.ts';
import { dayKey, nextDay, startOfDay, weekKey } from '../time.ts';
import { countOutcomes, hasClosed } from './outcomeCounts.ts';
import type { OutcomeRatios, OutcomeWeek } from './outcomesView.ts';
import { divided, unitCost } from './unitCosts.ts';

export interface WeeksInput {
  /** Everything used in the repository in the period. */
  readonly requests: readonly PlacedRequest[];
  readonly sideCalls: readonly PlacedSideCalls[];
  /** Own changes, what is set aside left out. */
  readonly changes: readonly ChangeOutcome[];
  readonly costOf: (outcome: ChangeOutcome) => Money;
  readonly windows: readonly ObservationWindow[];
  /** `2026-11-01`; the period, both included; empty strings for none. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly timezone: string;
  /** Until when the default branch is known, and no later than now, milliseconds UTC. */
  readonly seenUntilMs: number;
}

const dayMs = 86_400_000;
/** Ratios are taken over so many weeks (DESIGN section 6). */
const weeksOfRatio = 4;

/**
 * The weeks of a period, oldest first, weeks without anything included; spend and changes outside it are passed over. Where the period is only a part
 * of all there is, `fourWeeks` of its first weeks lack what came before.
 */
export function outcomeWeeks(input: WeeksInput): readonly OutcomeWeek[] {
  const { firstDay, lastDay, timezone, seenUntilMs } = input;
  if (firstDay === '') return [];
  const spend = weeklySpend(input);
  const changes = new Map<string, ChangeOutcome[]>();
  for (const outcome of input.changes) {
    const day = dayKey(whenOf(outcome), timezone);
    if (day >= firstDay && day <= lastDay) getOrAdd(changes, mondayOf(day), () => []).push(outcome);
  }
  const weeks: OutcomeWeek[] = [];
  for (let week = mondayOf(firstDay); week <= lastDay; week = nextDay(week, 7)) {
    const shipped = changes.get(week) ?? [];
    const used = spend.get(week);
    const endMs = startOfDay(nextDay(week, 7), timezone);
    weeks.push({
      ...{ week, isoWeek: weekKey(startOfDay(week, timezone), timezone), partial: week < firstDay || nextDay(week, 6) > lastDay },
      ...countOutcomes(shipped, seenUntilMs),
      spend: (used?.spend ?? new MoneySum()).money(),
      setAside: (used?.setAside ?? new MoneySum()).money(),
      settled: isSettled(shipped, endMs, input),
      fourWeeks: null,
      distribution: unitCost(shipped.filter(({ state }) => state === 'verified').map(input.costOf)).distribution,
      windowChange: input.windows.find(({ fromMs }) => fromMs !== null && mondayOf(dayKey(fromMs, timezone)) === week) ?? null,
    });
  }
  return weeks.map((week, index) => ({ ...week, fourWeeks: lastFour(weeks.slice(Math.max(0, index + 1 - weeksOfRatio), index + 1)) }));
}

/**
 * Whether everything that could ship in a week has had its window. A week in which nothing shipped waits as long as the others: its spend alone
 * would make the rest look dear.
 */
function isSettled(shipped: readonly ChangeOutcome[], endMs: number, { windows, seenUntilMs }: WeeksInput): boolean {
  if (endMs + windowAt({ windows }, endMs - 1).days * dayMs > seenUntilMs) return false;
  return shipped.every((outcome) => hasClosed(outcome, seenUntilMs) || outcome.shippedAtMs === null);
}

/** When a change counts: when it shipped; while it has not, when it came on to the default branch. */
export function whenOf({ shippedAtMs, change }: Pick<ChangeOutcome, 'shippedAtMs' | 'change'>): number {
  return shippedAtMs ?? change.shippedAtMs;
}

function lastFour(weeks: readonly OutcomeWeek[]): OutcomeRatios | null {
  return weeks.every(({ settled }) => settled) ? ratiosOf(weeks) : null;
}

/** Sum by sum: what was spent in the weeks that are settled for each change of theirs that stayed. */
export function ratiosOf(
  weeks: readonly Pick<OutcomeWeek, 'settled' | 'spend' | 'verified' | 'closed' | 'closedVerified'>[],
): OutcomeRatios {
  const settled = weeks.filter((week) => week.settled);
  const sum = new MoneySum();
  let verified = 0;
  for (const week of settled) {
    sum.addMoney(week.spend);
    verified += week.verified;
  }
  const closed = weeks.reduce((count, week) => count + week.closed, 0);
  const closedVerified = weeks.reduce((count, week) => count + week.closedVerified, 0);
  const spend = sum.money();
  return {
    settledWeeks: settled.length,
    settledSpend: spend,
    settledVerified: verified,
    closed,
    closedVerified,
    verifiedShare: closed === 0 ? null : closedVerified / closed,
    costPerChange: verified === 0 ? null : divided(spend, verified),
  };
}

interface WeekSpend {
  readonly spend: MoneySum;
  readonly setAside: MoneySum;
}

function weeklySpend({ requests, sideCalls, firstDay, lastDay, timezone }: WeeksInput): ReadonlyMap<string, WeekSpend> {
  const weeks = new Map<string, WeekSpend>();
  const days = new Map<string, WeekSpend | null>();
  const ofDay = (day: string): WeekSpend | null =>
    day < firstDay || day > lastDay ? null : getOrAdd(weeks, mondayOf(day), () => ({ spend: new MoneySum(), setAside: new MoneySum() }));
  const of = (atMs: number): WeekSpend | null => {
    const day = dayKey(atMs, timezone);
    return getOrAdd(days, day, () => ofDay(day));
  };
  for (const { atMs, nanodollars, lowerBound, part } of requests) {
    const week = of(atMs);
    (part === 'setAside' ? week?.setAside : week?.spend)?.add(nanodollars, lowerBound);
  }
  for (const { atMs, nanodollars } of sideCalls) if (nanodollars !== null) of(atMs)?.spend.add(nanodollars, false);
  return weeks;
}
