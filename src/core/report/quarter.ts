/** Calendar quarters: what whoever signs an invoice thinks in. */
import { dayKey, nextDay, startOfDay } from './time.ts';

export interface Quarter {
  /** `2026-Q3`. */
  readonly name: string;
  /** Both included. */
  readonly firstDay: string;
  readonly lastDay: string;
  /** Milliseconds UTC, the end excluded. */
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** The quarter called `2026-Q3` or `Q3` (of this year), `current`, or, empty, the last one that is over. Null where the text is none of them. */
export function parseQuarter(text: string, nowMs: number, timezone: string): Quarter | null {
  const today = dayKey(nowMs, timezone);
  const year = Number(today.slice(0, 4));
  const index = Math.floor((Number(today.slice(5, 7)) - 1) / 3);
  if (text === 'current') return quarterOf(year, index, timezone);
  if (text === '' || text === 'last') return index === 0 ? quarterOf(year - 1, 3, timezone) : quarterOf(year, index - 1, timezone);
  const named = /^(?:(\d{4})-?)?Q([1-4])$/i.exec(text);
  return named === null ? null : quarterOf(named[1] === undefined ? year : Number(named[1]), Number(named[2]) - 1, timezone);
}

/** The last quarter that is over, the current one, and the four before both. */
export function recentQuarters(nowMs: number, timezone: string): readonly Quarter[] {
  const today = dayKey(nowMs, timezone);
  const current = 4 * Number(today.slice(0, 4)) + Math.floor((Number(today.slice(5, 7)) - 1) / 3);
  return [-1, 0, -2, -3, -4, -5].map((offset) => quarterOf(Math.floor((current + offset) / 4), (current + offset) % 4, timezone));
}

/** `index` is 0 to 3. */
function quarterOf(year: number, index: number, timezone: string): Quarter {
  const month = (number: number): string => String(number).padStart(2, '0');
  const firstDay = `${String(year)}-${month(3 * index + 1)}-01`;
  const after = index === 3 ? `${String(year + 1)}-01-01` : `${String(year)}-${month(3 * index + 4)}-01`;
  return {
    ...{ name: `${String(year)}-Q${String(index + 1)}`, firstDay, lastDay: nextDay(after, -1) },
    ...{ sinceMs: startOfDay(firstDay, timezone), untilMs: startOfDay(after, timezone) },
  };
}
