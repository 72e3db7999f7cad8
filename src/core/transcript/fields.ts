/**
 * Reading single fields of a record whose shape nobody promises: every field is checked by itself, so that one odd field costs
 * no other (TRANSCRIPTS section 2).
 */

export type Fields = Readonly<Record<string, unknown>>;

/** The value as an object that is no array, else null. */
export function asFields(value: unknown): Fields | null {
  return isFields(value) ? value : null;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a string, else `''`. */
export function asString(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/**
 * The value as a name: of a model, a version, a reason. `''` for anything that is no such word, so that no text gets into the ledger
 * by the way of a field that holds names today.
 */
export function asName(value: unknown): string {
  return typeof value === 'string' && /^[\w.:/@[\]+-]{1,200}$/.test(value) ? value : '';
}

/** The value as an id: one short word of characters that can be seen. `''` for anything else. */
export function asId(value: unknown): string {
  return typeof value === 'string' && /^[^\s\p{C}]{1,200}$/u.test(value) ? value : '';
}

/** The value as a path or a branch: as long as systems allow, of characters that they allow. `''` for anything else. */
export function asPath(value: unknown): string {
  return typeof value === 'string' && value.length <= longestPath && !/[\0\p{Cs}]/u.test(value) ? value : '';
}

const longestPath = 4096;

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Milliseconds UTC of an ISO time, null when it is none between 2020 and 2200. */
export function asTime(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  const ms = utcMs(value) ?? Date.parse(value);
  return ms >= earliestMs && ms < latestMs ? ms : null;
}

/** The time that a text like `2026-11-20T07:26:24.142Z` names, as every record's does; null for any other, `Date.parse` knows more. */
function utcMs(text: string): number | null {
  if (text.length !== 24 || text[4] !== '-' || text[7] !== '-' || text[10] !== 'T') return null;
  if (text[13] !== ':' || text[16] !== ':' || text[19] !== '.' || text[23] !== 'Z') return null;
  const day = numberAt(text, 8, 10);
  const month = numberAt(text, 5, 7);
  const hour = numberAt(text, 11, 13);
  const minute = numberAt(text, 14, 16);
  const second = numberAt(text, 17, 19);
  if (!(day >= 1 && day <= 28 && month >= 1 && month <= 12 && hour <= 23 && minute <= 59 && second <= 59)) return null;
  return Date.UTC(numberAt(text, 0, 4), month - 1, day, hour, minute, second, numberAt(text, 20, 23));
}

/** The number that digits write, not a number where one of them is none. */
function numberAt(text: string, from: number, end: number): number {
  let number = 0;
  for (let at = from; at < end; at += 1) {
    const digit = text.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) return NaN;
    number = 10 * number + digit;
  }
  return number;
}

const earliestMs = Date.UTC(2020, 0);
const latestMs = Date.UTC(2200, 0);

/**
 * Beyond this no count of one response's tokens is believable, a hundred times the largest context window; a line that claims more is skipped and
 * counted. The cost of hundreds of such responses is still an exact sum.
 */
export const largestCount = 100_000_000;

/** As many searches no response makes: each costs as much as thousands of tokens. */
export const mostSearches = 10_000;

export const largestTotal = 1_000_000_000_000;

/** A whole running total from 0 on, as `asCount`, but of a whole session. */
export function asTotal(value: unknown): number | null {
  return asCount(value, largestTotal);
}

/** As `asCount`, however large: to tell a count that is too large from what is none. */
export function asAnyCount(value: unknown): number | null {
  return asCount(value, Infinity);
}

/** A whole count from 0 to `most`; 0 when the field is absent or null; null when it is anything else. */
export function asCount(value: unknown, most = largestCount): number | null {
  if (value === undefined || value === null) return 0;
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most ? value : null;
}
