import { shortDate } from '../../src/core/report/dates.ts';
import { clockTime, dayKey, weekday } from '../../src/core/report/time.ts';

const dayMs = 86_400_000;

/** A time as short as it is clear: `14:32` today, `Tue 09:00` within a week, `6 Nov 09:00`, with the year where it is another. */
export function formatWhen(ms: number, nowMs: number, zone: string): string {
  const clock = clockTime(ms, zone);
  const day = dayKey(ms, zone);
  const today = dayKey(nowMs, zone);
  if (day === today) return clock;
  if (Math.abs(nowMs - ms) < 6 * dayMs) return `${weekday(ms, zone)} ${clock}`;
  return day.slice(0, 4) === today.slice(0, 4) ? `${shortDate(day)} ${clock}` : `${shortDate(day)} ${day.slice(0, 4)}`;
}
