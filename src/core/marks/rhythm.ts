/** A developer's own rhythm: what past days cost, by weekday and by the time of the day. */
import { dayKey, nextDay } from '../report/time.ts';
import { zoneOffset } from '../report/zone.ts';
import { weekdaySinceMonday } from './markWindow.ts';
import type { Mark } from './mark.ts';
import { quarterMs } from './spend.ts';
import type { SpendBucket } from './spend.ts';

export const quartersOfDay = 96;
const dayMs = 24 * 60 * 60_000;

/** A forecast rests on whole weeks, on this many at most and at least. */
export const mostWeeks = 8;
export const fewestWeeks = 2;

export interface RhythmDay {
  /** 0 for Monday to 6 for Sunday. */
  readonly weekday: number;
  /** Nanodollars from each quarter of an hour on to the day's end; 97 of them, the last 0. */
  readonly from: Float64Array;
}

export interface Rhythm {
  /** The last week first; each has its seven days. */
  readonly weeks: readonly (readonly RhythmDay[])[];
  /** Something in them has no price: the true rhythm is at least this. */
  readonly lowerBound: boolean;
}

/**
 * The whole weeks before today that were seen, up to eight: days on which nothing was spent count, days before the first request do not. `firstMs` is when
 * anything at all was first seen, `buckets` is what the mark counts. Null below two weeks.
 */
export function rhythmOf(buckets: readonly SpendBucket[], firstMs: number | null, nowMs: number, timezone: string): Rhythm | null {
  if (firstMs === null) return null;
  const today = dayKey(nowMs, timezone);
  const firstDay = dayKey(firstMs, timezone);
  const seen = Math.round((Date.parse(`${today}T00:00:00Z`) - Date.parse(`${firstDay}T00:00:00Z`)) / dayMs);
  const weeks = Math.min(mostWeeks, Math.floor(seen / 7));
  if (weeks < fewestWeeks) return null;
  const quarters = new Map<string, Float64Array>();
  for (let back = 1; back <= 7 * weeks; back += 1) quarters.set(nextDay(today, -back), new Float64Array(quartersOfDay + 1));
  let lowerBound = false;
  for (const { atMs, money } of buckets) {
    const day = quarters.get(dayKey(atMs, timezone));
    if (day === undefined) continue;
    const quarter = Math.floor(quarterOfDay(atMs, timezone));
    day[quarter] = (day[quarter] ?? 0) + money.nanodollars;
    lowerBound ||= money.lowerBound || money.unpricedRequests > 0;
  }
  const days = [...quarters].map(([day, each]): RhythmDay => ({ weekday: weekdaySinceMonday(day), from: summedFromEnd(each) }));
  return { weeks: Array.from({ length: weeks }, (_, week) => days.slice(7 * week, 7 * week + 7)), lowerBound };
}

/**
 * Since when a mark's rhythm was seen: of a branch or a repository since something was first done there, since days before it say nothing of it. `buckets` is what
 * the mark counts, `firstMs` when anything at all was first seen.
 */
export function seenSince(
  { repository, branch }: Pick<Mark, 'repository' | 'branch'>,
  buckets: readonly SpendBucket[],
  firstMs: number | null,
): number | null {
  if (firstMs === null || (repository === null && branch === null)) return firstMs;
  let ownMs: number | null = null;
  for (const { atMs } of buckets) if (ownMs === null || atMs < ownMs) ownMs = atMs;
  return ownMs === null ? null : Math.max(ownMs, firstMs);
}

/** How much of the day has gone by the clocks of a zone, in quarters of an hour with their fractions: an hour that comes twice is the same hour. */
export function quarterOfDay(ms: number, timezone: string): number {
  const local = ms + zoneOffset(ms, timezone);
  return (local - Math.floor(local / dayMs) * dayMs) / quarterMs;
}

/** What a day cost between two times of it, in quarters of an hour; within one it is taken as even. */
export function spentWithin({ from }: RhythmDay, fromQuarter: number, toQuarter: number): number {
  return Math.max(0, at(from, fromQuarter) - at(from, toQuarter));
}

function at(from: Float64Array, quarter: number): number {
  const whole = Math.floor(quarter);
  const here = from[whole] ?? 0;
  return here + (quarter - whole) * ((from[whole + 1] ?? 0) - here);
}

function summedFromEnd(quarters: Float64Array): Float64Array {
  for (let quarter = quartersOfDay - 1; quarter >= 0; quarter -= 1)
    quarters[quarter] = (quarters[quarter] ?? 0) + (quarters[quarter + 1] ?? 0);
  return quarters;
}
