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
