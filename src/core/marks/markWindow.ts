import { dayKey, monthKey, nextDay, startOfDay, weekKey } from '../report/time.ts';

/** A span of time that a mark is counted over, in milliseconds UTC, the end excluded. */
export interface MarkWindow {
  /** The same as long as the window is, and another for the next: `2026-11-22`, `2026-W47`, `2026-11`. */
  readonly key: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The calendar day, week (from Monday) or month of `nowMs` in a zone; with a change of the clocks in it an hour longer or shorter. */
export function calendarWindow(period: 'day' | 'week' | 'month', nowMs: number, timezone: string): MarkWindow {
  const today = dayKey(nowMs, timezone);
  const [key, first, after] = calendar(period, today, nowMs, timezone);
  return { key, fromMs: startOfDay(first, timezone), toMs: startOfDay(after, timezone) };
}

/** Key, first day, and the day after the last. */
function calendar(period: 'day' | 'week' | 'month', today: string, nowMs: number, timezone: string): readonly [string, string, string] {
  switch (period) {
    case 'day':
      return [today, today, nextDay(today)];
    case 'week': {
      const monday = nextDay(today, -weekdaySinceMonday(today));
      return [weekKey(nowMs, timezone), monday, nextDay(monday, 7)];
    }
    case 'month': {
      const first = `${today.slice(0, 7)}-01`;
      return [monthKey(nowMs, timezone), first, `${nextDay(first, 31).slice(0, 7)}-01`];
    }
  }
}

/** 0 for Monday to 6 for Sunday. */
export function weekdaySinceMonday(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}
