import { display } from '../l10n/display.ts';
import { formatDay } from '../l10n/numbers.ts';

const months = 'January February March April May June July August September October November December'.split(' ');

/** `3 October` for the day `2026-10-03`, with its year where that is not the year of the day `today`, or none is given. */
export function dateWords(day: string, today = ''): string {
  const [year = '', month = '', date = ''] = day.split('-');
  if (display().locale !== 'en')
    return formatDay(day, { day: 'numeric', month: 'long', ...(today.startsWith(year) ? {} : { year: 'numeric' }) });
  return `${String(Number(date))} ${monthName(month)}${today.startsWith(year) ? '' : ` ${year}`}`;
}

/** `3 Oct`, or `3 Oct 2026`: for axes and narrow columns. */
export function shortDate(day: string, withYear = false): string {
  if (display().locale !== 'en') return formatDay(day, { day: 'numeric', month: 'short', ...(withYear ? { year: 'numeric' } : {}) });
  const [year = '', month = '', date = ''] = day.split('-');
  return `${String(Number(date))} ${monthName(month).slice(0, 3)}${withYear ? ` ${year}` : ''}`;
}

/** Days from the first to the last, both included. */
export function daysBetween(firstDay: string, lastDay: string): number {
  return Math.round((Date.parse(`${lastDay}T00:00:00Z`) - Date.parse(`${firstDay}T00:00:00Z`)) / 86_400_000) + 1;
}

function monthName(month: string): string {
  return months[Number(month) - 1] ?? month;
}
