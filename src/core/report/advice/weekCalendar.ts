import { mondayOf } from '../overviewSums.ts';
import { dayKey, nextDay, startOfDay } from '../time.ts';

/** A day on the clocks of a zone. */
export interface DayOfWeek {
  /** `2026-11-22` */
  readonly day: string;
  /** The Monday of its week. */
  readonly week: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Days of many moments that come in order of time, or nearly: the clocks of the zone are asked once a day. */
export class WeekCalendar {
  private readonly zone: string;
  private readonly days = new Map<string, DayOfWeek>();
  private last: DayOfWeek | null = null;

  constructor(zone: string) {
    this.zone = zone;
  }

  at(atMs: number): DayOfWeek {
    if (this.last !== null && atMs >= this.last.fromMs && atMs < this.last.untilMs) return this.last;
    const day = dayKey(atMs, this.zone);
    let known = this.days.get(day);
    if (known === undefined) {
      known = { day, week: mondayOf(day), fromMs: startOfDay(day, this.zone), untilMs: startOfDay(nextDay(day), this.zone) };
      this.days.set(day, known);
    }
    return (this.last = known);
  }
}

/** Mondays from the first to the last of some, oldest first, those without anything included. */
export function everyWeek(mondays: Iterable<string>): readonly string[] {
  const sorted = [...mondays].sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  const weeks: string[] = [];
  if (first === undefined || last === undefined) return weeks;
  for (let week = first; week <= last; week = nextDay(week, 7)) weeks.push(week);
  return weeks;
}
