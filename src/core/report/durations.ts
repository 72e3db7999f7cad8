import { dateWords } from './dates.ts';
import { clockTime, dayKey, weekday } from './time.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** `12 min`, `1 h 5 min`, `3 days`: how long something lasted. */
export function formatDuration(ms: number): string {
  if (ms < minuteMs) return 'under 1 min';
  if (ms < hourMs) return `${String(Math.floor(ms / minuteMs))} min`;
  if (ms < dayMs) {
    const minutes = Math.floor((ms % hourMs) / minuteMs);
    return `${String(Math.floor(ms / hourMs))} h${minutes === 0 ? '' : ` ${String(minutes)} min`}`;
  }
  const days = Math.floor(ms / dayMs);
  return days === 1 ? '1 day' : `${String(days)} days`;
}

/** `just now`, `3 min ago`, `2 days ago`. */
export function formatAge(ms: number): string {
  return ms < minuteMs ? 'just now' : `${formatDuration(ms >= hourMs ? Math.floor(ms / hourMs) * hourMs : ms)} ago`;
}

/** A time as a person in `zone` says it at `nowMs`: `14:32` today, `Tue 09:00` within a week, else `3 December 09:00`, with the year where it is another. */
export function formatTime(ms: number, nowMs: number, zone: string): string {
  const clock = clockTime(ms, zone);
  const day = dayKey(ms, zone);
  const today = dayKey(nowMs, zone);
  if (day === today) return clock;
  return `${Math.abs(ms - nowMs) < 6 * dayMs ? weekday(ms, zone) : dateWords(day, today)} ${clock}`;
}
