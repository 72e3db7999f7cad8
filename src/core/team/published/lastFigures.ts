/** The figures that stand for a team as it is now, each with its weeks: what is older than a quarter stands for it no more. */
import { weekAfter } from './closing.ts';
import type { Figure, WeekRow, WeekSpan } from './dashboardTypes.ts';
import { shareOf, weeksOfRatio } from './weekRows.ts';
import { isShown, runningWeek, setAsideOf, tooLittle } from './weeks.ts';
import type { Week } from './weeks.ts';

/** A last week from before so many is too old. */
const weeksOfNow = 13;
const weeksOfShare = 13;
const weeksOfCordon = 4;
const noneOfLate = `There is none from the last ${String(weeksOfNow)} weeks`;

export interface LastFigure {
  readonly figure: Figure;
  /** Null where there is no value. */
  readonly weeks: WeekSpan | null;
}

/** The last four-week figure. */
export function lastCostPerChange(rows: readonly WeekRow[], nowMs: number): LastFigure {
  const last = rows.findLast(({ costPerChange }) => isShown(costPerChange));
  if (last !== undefined && isOfNow(last.week, nowMs))
    return { figure: last.costPerChange, weeks: { first: weekAfter(last.week, 1 - weeksOfRatio), last: last.week } };
  if (rows.length === 0) return { figure: { hidden: 'notPublished' }, weeks: null };
  return { figure: tooLittle(`${noneOfLate}: it takes four weeks in a row whose cost and outcomes are told.`), weeks: null };
}

/** Sum by sum over the last 13 weeks in which both are told. */
export function lastVerifiedShare(weeks: readonly Week[], nowMs: number): LastFigure {
  const both = lastTold(weeks, weeksOfShare, ({ outcomes }) =>
    outcomes?.verified && outcomes.closed ? { verified: outcomes.verified, closed: outcomes.closed } : null,
  );
  return lastFigure(both, nowMs, weeks.length === 0, (values) =>
    shareOf(
      values.reduce((sum, { verified }) => sum + verified, 0),
      values.reduce((sum, { closed }) => sum + closed, 0),
    ),
  );
}

/** The mean of the last weeks in which it is told, 0 to 1. */
export function lastCordonShare(weeks: readonly Week[], nowMs: number): LastFigure {
  const shares = lastTold(weeks, weeksOfCordon, ({ outcomes }) => setAsideOf(outcomes));
  const nothing = weeks.every(({ outcomes }) => outcomes === null);
  return lastFigure(shares, nowMs, nothing, (values) => values.reduce((sum, share) => sum + share, 0) / values.length / 1_000);
}

interface Told<Value> {
  readonly week: string;
  readonly value: Value;
}

function lastTold<Value>(weeks: readonly Week[], count: number, of: (week: Week) => Value | null): readonly Told<Value>[] {
  return weeks
    .flatMap((each) => {
      const value = of(each);
      return value === null ? [] : [{ week: each.week, value }];
    })
    .slice(-count);
}

function lastFigure<Value>(
  told: readonly Told<Value>[],
  nowMs: number,
  isNothingPublished: boolean,
  figureOf: (values: readonly Value[]) => number | null,
): LastFigure {
  const [first, last] = [told[0]?.week, told.at(-1)?.week];
  if (first === undefined || last === undefined)
    return { figure: { hidden: isNothingPublished ? 'notPublished' : 'protected' }, weeks: null };
  if (!isOfNow(last, nowMs)) return { figure: tooLittle(`${noneOfLate}.`), weeks: null };
  const value = figureOf(told.map((each) => each.value));
  return value === null ? { figure: { hidden: 'protected' }, weeks: null } : { figure: { value }, weeks: { first, last } };
}

function isOfNow(week: string, nowMs: number): boolean {
  return week >= weekAfter(runningWeek(nowMs), -weeksOfNow);
}
