import { display } from '../l10n/display.ts';
import { formatDay } from '../l10n/numbers.ts';
import { zoneOffset } from './zone.ts';

/** A period in milliseconds UTC, the end excluded; null is open. */
export interface Period {
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
}

export type ParsedPeriod = { readonly ok: true; readonly period: Period } | { readonly ok: false; readonly sentence: string };

const minuteMs = 60_000;
const quarterMs = 15 * minuteMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

interface CalendarDay {
  readonly day: string;
  readonly week: string;
  readonly month: string;
}

const calendar = new Map<number, CalendarDay>();
/** Of the few thousand days that anybody asks for. */
const starts = new Map<string, number>();

/** The day of `ms` on the clocks of `zone`, `2026-11-22`. */
export function dayKey(ms: number, zone: string): string {
  return calendarDay(ms, zone).day;
}

/** The ISO week of that day, `2026-W47`; the year is the week's own. */
export function weekKey(ms: number, zone: string): string {
  return calendarDay(ms, zone).week;
}

/** The month of that day, `2026-11`. */
export function monthKey(ms: number, zone: string): string {
  return calendarDay(ms, zone).month;
}

/** Hour and minute of `ms` on the clocks of `zone`, `14:32`. */
export function clockTime(ms: number, zone: string): string {
  return new Date(ms + zoneOffset(ms, zone)).toISOString().slice(11, 16);
}

/** The clock times of two instants; with the offset from UTC, `02:30 UTC+2`, where the clocks were changed between them within a day. */
export function clockTimes(fromMs: number, toMs: number, zone: string): readonly [string, string] {
  const changed = toMs - fromMs < dayMs && zoneOffset(fromMs, zone) !== zoneOffset(toMs, zone);
  const text = (ms: number): string => `${clockTime(ms, zone)}${changed ? ` ${offsetText(zoneOffset(ms, zone))}` : ''}`;
  return [text(fromMs), text(toMs)];
}

/** `UTC+2`, `UTC-3:30`. */
function offsetText(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / minuteMs);
  const rest = minutes % 60;
  return `UTC${offsetMs < 0 ? '-' : '+'}${String(Math.floor(minutes / 60))}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}

/** The weekday of `ms` in `zone` as it is shortened: `Tue`. */
export function weekday(ms: number, zone: string): string {
  if (display().locale !== 'en') return formatDay(dayKey(ms, zone), { weekday: 'short' });
  const number = new Date(ms + zoneOffset(ms, zone)).getUTCDay();
  return ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][number] ?? '';
}

/** The day after (or `count` days after) the day `key`. */
export function nextDay(key: string, count = 1): string {
  return new Date(Date.parse(`${key}T00:00:00Z`) + count * dayMs).toISOString().slice(0, 10);
}

/**
 * The first instant of the day `key` in `zone`, in milliseconds UTC: 00:00, or later where the clocks jump over midnight. Of a day
 * that a zone left out (Samoa, 2011-12-30) it is the first instant after.
 */
export function startOfDay(key: string, zone: string): number {
  const name = `${key} ${zone}`;
  let start = starts.get(name);
  if (start === undefined) starts.set(name, (start = findStart(key, zone)));
  return start;
}

function findStart(key: string, zone: string): number {
  // No zone is further than 15 hours from UTC: before `from` it is surely still an earlier day.
  const from = Date.parse(`${key}T00:00:00Z`) - 15 * hourMs;
  let instant = from;
  while (dayKey(instant, zone) < key) instant += quarterMs;
  let low = instant - quarterMs;
  while (instant - low > 1) {
    const middle = Math.floor((low + instant) / 2);
    if (dayKey(middle, zone) < key) low = middle;
    else instant = middle;
  }
  return instant;
}

/**
 * Reads a period as people write it: dates such as `2026-11-22`, both days included in `zone`, or instants with `Z` or an offset.
 * The problem is a sentence that names the value and what is understood.
 */
export function parsePeriod(given: { readonly since?: string; readonly until?: string; readonly zone: string }): ParsedPeriod {
  const since = given.since === undefined ? null : parseBound(given.since, given.zone, 0);
  if (Number.isNaN(since)) return notUnderstood('--since', given.since);
  const until = given.until === undefined ? null : parseBound(given.until, given.zone, 1);
  if (Number.isNaN(until)) return notUnderstood('--until', given.until);
  if (since !== null && until !== null && since >= until) {
    return {
      ok: false,
      sentence: `The period is empty: --since ${String(given.since)} is not before the end of --until ${String(given.until)}.`,
    };
  }
  return { ok: true, period: { sinceMs: since, untilMs: until } };
}

function notUnderstood(option: string, value: string | undefined): ParsedPeriod {
  const forms = 'a date such as 2026-11-22, or an instant such as 2026-11-22T09:30:00Z';
  return { ok: false, sentence: `${option} ${JSON.stringify(value)} is not understood: give ${forms}.` };
}

/** Milliseconds UTC of a bound, NaN when it is none. `days` is how many days after a date its bound lies. */
function parseBound(text: string, zone: string, days: 0 | 1): number {
  const parts = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/.exec(text);
  const date = parts?.[1];
  if (date === undefined || !isCalendarDate(date)) return NaN;
  return parts?.[2] === undefined ? startOfDay(days === 0 ? date : nextDay(date), zone) : Date.parse(text);
}

/** Date.parse takes 30 February for 2 March: such a date is a mistake to be told. */
function isCalendarDate(date: string): boolean {
  const ms = Date.parse(`${date}T00:00:00Z`);
  return ms >= 0 && new Date(ms).toISOString().slice(0, 10) === date;
}

function calendarDay(ms: number, zone: string): CalendarDay {
  const number = Math.floor((ms + zoneOffset(ms, zone)) / dayMs);
  let known = calendar.get(number);
  if (known === undefined) {
    const day = new Date(number * dayMs).toISOString().slice(0, 10);
    known = { day, week: isoWeek(number), month: day.slice(0, 7) };
    calendar.set(number, known);
  }
  return known;
}

/** ISO 8601: weeks begin on Monday, and belong to the year that holds their Thursday. */
function isoWeek(dayNumber: number): string {
  const sinceMonday = (dayNumber + 3) % 7; // 1970-01-01 was a Thursday
  const thursday = dayNumber - sinceMonday + 3;
  const year = new Date(thursday * dayMs).getUTCFullYear();
  const firstOfYear = Date.UTC(year, 0, 1) / dayMs;
  const week = Math.floor((thursday - firstOfYear) / 7) + 1;
  return `${String(year)}-W${String(week).padStart(2, '0')}`;
}
