/** What a period may come to, and when an amount is reached, from past days drawn again. */
import { randomFrom } from '../outcomes/resample.ts';
import { dayKey, nextDay, startOfDay } from '../report/time.ts';
import { zoneOffset } from '../report/zone.ts';
import { weekdaySinceMonday } from './markWindow.ts';
import type { MarkWindow } from './markWindow.ts';
import { quarterOfDay, quartersOfDay, spentWithin } from './rhythm.ts';
import type { Rhythm, RhythmDay } from './rhythm.ts';
import { quarterMs } from './spend.ts';

/** The part of futures that an interval holds: eight of ten. */
export const forecastLevel = 0.8;
const rounds = 500;
/** From this many weeks on a day is drawn from the same weekday; below from all workdays, or all days of weekends. */
const weeksForWeekdays = 6;

/** The part of a day that lies ahead. */
interface Slot {
  readonly day: string;
  /** Its first instant, milliseconds UTC. */
  readonly startMs: number;
  readonly fromQuarter: number;
  readonly toQuarter: number;
}

/** A day that was drawn for a slot; `factor` stretches it where a day is smaller or larger than any that was seen. */
interface Drawn {
  readonly day: RhythmDay;
  readonly factor: number;
}

/** Many ways that the rest of a window may go, in nanodollars; they depend on the time, not on what was spent so far. */
export interface Futures {
  readonly slots: readonly Slot[];
  readonly paths: readonly (readonly Drawn[])[];
  /** What each path adds until the window's end, the least first. */
  readonly sums: Float64Array;
  readonly timezone: string;
}

export interface Interval {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/** When an amount is reached in the middle of all futures; null where less than half of them reach it before the window ends. */
export interface Reach {
  readonly atMs: number | null;
  /** The part of futures that reach it, 0 to 1. */
  readonly share: number;
}

/**
 * Futures of the rest of a window: each draws as many weeks as there are, with replacement, and each day ahead from the days of its weekday in them. Now
 * and then a day is less than the least or more than the most that was seen, as often as a further day of so many would be.
 */
export function futuresOf(rhythm: Rhythm, { toMs }: Pick<MarkWindow, 'toMs'>, nowMs: number, timezone: string): Futures {
  const slots = slotsOf(nowMs, toMs, timezone);
  const random = randomFrom(1);
  const pools = slots.map((slot) => poolOf(rhythm, slot));
  const { weeks } = rhythm;
  const paths: (readonly Drawn[])[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const chosen = weeks.map(() => Math.floor(random() * weeks.length));
    paths.push(pools.map((pool) => draw(pool, chosen, random)));
  }
  const sums = Float64Array.from(paths, (path) => path.reduce((sum, drawn, index) => sum + spentIn(drawn, slots[index]), 0)).sort();
  return { slots, paths, sums, timezone };
}

/** What the rest of the window adds, in eight of ten futures. */
export function restInterval({ sums }: Futures): Interval {
  const tail = (1 - forecastLevel) / 2;
  const last = sums.length - 1;
  const value = (index: number): number => sums[index] ?? 0;
  return { low: value(Math.floor(tail * last)), middle: value(Math.round(last / 2)), high: value(Math.ceil((1 - tail) * last)) };
}

/** When `missing` nanodollars more are spent. */
export function reachOf(futures: Futures, missing: number): Reach {
  const moments = futures.paths.map((path) => momentOf(futures, path, missing)).sort((left, right) => left - right);
  const reached = moments.filter(Number.isFinite).length;
  const middle = moments[Math.floor(moments.length / 2)] ?? Infinity;
  return { atMs: Number.isFinite(middle) ? middle : null, share: moments.length === 0 ? 0 : reached / moments.length };
}

function slotsOf(nowMs: number, toMs: number, timezone: string): readonly Slot[] {
  const slots: Slot[] = [];
  const last = dayKey(toMs - 1, timezone);
  for (let day = dayKey(nowMs, timezone); day <= last; day = nextDay(day)) {
    const startMs = startOfDay(day, timezone);
    const fromQuarter = startMs >= nowMs ? 0 : quarterOfDay(nowMs, timezone);
    const toQuarter = startOfDay(nextDay(day), timezone) <= toMs ? quartersOfDay : quarterOfDay(toMs, timezone);
    slots.push({ day, startMs, fromQuarter, toQuarter });
  }
  return slots;
}

interface Pool {
  /** By week what may be drawn. */
  readonly byWeek: readonly (readonly RhythmDay[])[];
  readonly least: Drawn & { readonly nanodollars: number };
  readonly most: Drawn & { readonly nanodollars: number };
  readonly size: number;
}

function poolOf({ weeks }: Rhythm, slot: Slot): Pool {
  const weekday = weekdaySinceMonday(slot.day);
  const isAlike = (day: RhythmDay): boolean =>
    weeks.length >= weeksForWeekdays ? day.weekday === weekday : day.weekday >= 5 === weekday >= 5;
  const byWeek = weeks.map((days) => days.filter(isAlike));
  const all = byWeek
    .flat()
    .map((day) => ({ day, factor: 1, nanodollars: spentWithin(day, slot.fromQuarter, slot.toQuarter) }))
    .sort((left, right) => left.nanodollars - right.nanodollars);
  const [least] = all;
  const most = all.at(-1);
  if (least === undefined || most === undefined) throw new Error('A week of the rhythm lacks a day.');
  return { byWeek, least, most, size: all.length };
}

function draw({ byWeek, least, most, size }: Pool, chosen: readonly number[], random: () => number): Drawn {
  // A further day is as likely to fall below all that were seen, above them, or between any two of them.
  const place = random() * (size + 1);
  if (place < 1) {
    const beyond = ((most.nanodollars - least.nanodollars) / Math.max(1, size - 1)) * -Math.log(1 - random());
    if (place < 0.5) return { day: least.day, factor: least.nanodollars === 0 ? 1 : Math.max(0, 1 - beyond / least.nanodollars) };
    if (most.nanodollars > 0) return { day: most.day, factor: 1 + beyond / most.nanodollars };
  }
  const week = byWeek[chosen[Math.floor(random() * chosen.length)] ?? 0] ?? [];
  return { day: week[Math.floor(random() * week.length)] ?? least.day, factor: 1 };
}

function spentIn({ day, factor }: Drawn, slot: Slot | undefined): number {
  return slot === undefined ? 0 : factor * spentWithin(day, slot.fromQuarter, slot.toQuarter);
}

/** The end of the quarter of an hour in which a path has spent so much; Infinity where it never does. */
function momentOf({ slots, timezone }: Futures, path: readonly Drawn[], missing: number): number {
  let left = missing;
  for (const [index, drawn] of path.entries()) {
    const slot = slots[index];
    const here = spentIn(drawn, slot);
    if (slot === undefined || here < left) {
      left -= here;
      continue;
    }
    let quarter = Math.floor(slot.fromQuarter) + 1;
    while (quarter < slot.toQuarter && drawn.factor * spentWithin(drawn.day, slot.fromQuarter, quarter) < left) quarter += 1;
    return instantOf(slot.startMs, Math.min(quarter, slot.toQuarter), timezone);
  }
  return Infinity;
}

/** The instant at which the clocks of a day show so many quarters of an hour. */
function instantOf(startMs: number, quarter: number, timezone: string): number {
  // Where the clocks jump over midnight a day begins at one.
  const ms = startMs + (quarter - quarterOfDay(startMs, timezone)) * quarterMs;
  return ms - (zoneOffset(ms, timezone) - zoneOffset(startMs, timezone));
}
