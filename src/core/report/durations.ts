import { plural, t } from '../l10n/message.ts';
import { dateWords } from './dates.ts';
import { formatCount } from './money.ts';
import { clockTime, dayKey, weekday } from './time.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** `12 min`, `1 h 5 min`, `3 days`: how long something lasted. */
export function formatDuration(ms: number): string {
  if (ms < minuteMs) return t('under 1 min');
  if (ms < hourMs) return t('{0} min', formatCount(Math.floor(ms / minuteMs)));
  if (ms < dayMs) {
    const minutes = Math.floor((ms % hourMs) / minuteMs);
    const hours = formatCount(Math.floor(ms / hourMs));
    return minutes === 0 ? t('{0} h', hours) : t('{0} h {1} min', hours, formatCount(minutes));
  }
  const days = Math.floor(ms / dayMs);
  return plural(days, '{0} day', '{0} days', formatCount(days));
}

/** `just now`, `3 min ago`, `2 days ago`. */
export function formatAge(ms: number): string {
  if (ms < minuteMs) return t('just now');
  if (ms < hourMs) return t('{0} min ago', formatCount(Math.floor(ms / minuteMs)));
  if (ms < dayMs) return t('{0} h ago', formatCount(Math.floor(ms / hourMs)));
  const days = Math.floor(ms / dayMs);
  return plural(days, '{0} day ago', '{0} days ago', formatCount(days));
}

/** A time as a person in `zone` says it at `nowMs`: `14:32` today, `Tue 09:00` within a week, else `3 December 09:00`, with the year where it is another. */
export function formatTime(ms: number, nowMs: number, zone: string): string {
  const clock = clockTime(ms, zone);
  const day = dayKey(ms, zone);
  const today = dayKey(nowMs, zone);
  if (day === today) return clock;
  return `${Math.abs(ms - nowMs) < 6 * dayMs ? weekday(ms, zone) : dateWords(day, today)} ${clock}`;
}
