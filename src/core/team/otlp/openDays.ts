/** When a UTC day takes points, and when its figures are made. One rule by the clock alone, so that every instance of the collector agrees. */

const dayMs = 86_400_000;

/** Days after its end for which a day takes points. */
export const daysOpen = 2;

/** A point may be so much ahead of the collector's clock. */
export const aheadMs = 3_600_000;

/** A day is published so long after it closed, when every request that began before is done. */
export const settlingMs = 3_600_000;

/** A counter that told nothing for so long is forgotten, in days. */
export const counterDays = 35;

/** The UTC day of a time in milliseconds: `2026-11-23`. */
export function utcDay(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** The moment from which a day (`2026-11-23`) takes no more points, in milliseconds. */
export function closesAtMs(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) + (1 + daysOpen) * dayMs;
}

/** The first day that still takes points at a time. */
export function firstOpenDay(nowMs: number): string {
  return utcDay(nowMs - daysOpen * dayMs);
}

/** The last day whose figures may be made at a time. */
export function lastPublishableDay(nowMs: number): string {
  return utcDay(nowMs - settlingMs - (1 + daysOpen) * dayMs);
}

/** A counter that is not known and began before this told something before that is forgotten: microseconds. */
export function forgottenUs(nowMs: number): number {
  return (nowMs - counterDays * dayMs) * 1000;
}
