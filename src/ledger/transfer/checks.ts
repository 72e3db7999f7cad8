/** Small checks of values that came out of a file: what is not as it has to be is `undefined`, and with it the whole record. */

/** The value as what it has to be, undefined when it is not. Never throws. */
export type Check<T> = (value: unknown) => T | undefined;

export type Checked<C> = C extends Check<infer T> ? T : never;

type Shape = Readonly<Record<string, Check<unknown>>>;
export type CheckedShape<S extends Shape> = { readonly [Name in keyof S]: Checked<S[Name]> };

/** Longer texts are in no ledger: names of paths and branches are. */
const longestText = 1_000_000;
const latestMs = 8_640_000_000_000_000;

export const text: Check<string> = (value) => (typeof value === 'string' && value.length <= longestText ? value : undefined);

export const name: Check<string> = (value) => (value === '' ? undefined : text(value));

export const flag: Check<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);

/** A whole number from 0 to `largest`. */
export function countTo(largest: number): Check<number> {
  return (value) => (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= largest ? value : undefined);
}

export const count = countTo(Number.MAX_SAFE_INTEGER);

/** Milliseconds UTC, a fraction included as file systems have it. */
export const time: Check<number> = (value) => (typeof value === 'number' && Math.abs(value) <= latestMs ? value : undefined);

export const wholeTime: Check<number> = (value) => (Number.isInteger(value) ? time(value) : undefined);

/** When something was recorded, within the years that a transcript is believed to be of. */
export const moment: Check<number> = (value) => {
  const ms = wholeTime(value);
  return ms !== undefined && ms >= Date.UTC(2020, 0) && ms < Date.UTC(2200, 0) ? ms : undefined;
};

/** A name of letters, digits and a few signs, `''` included. */
export const word: Check<string> = (value) => (typeof value === 'string' && /^[\w.:/@[\]+-]{0,200}$/.test(value) ? value : undefined);

/** A SHA or its beginning, or a keyed hash; `''` where there is none. */
export const hex: Check<string> = (value) => (typeof value === 'string' && /^[0-9a-f]{0,64}$/.test(value) ? value : undefined);

/** Bytes as base64, a whole number of `size` each. */
export function bytesOf(size: number): Check<Uint8Array> {
  return (value) => {
    if (typeof value !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(value)) return undefined;
    const bytes = Buffer.from(value, 'base64');
    return bytes.length % size === 0 ? new Uint8Array(bytes) : undefined;
  };
}

export function oneOf<const T extends string | number>(...known: readonly T[]): Check<T> {
  return (value) => known.find((one) => one === value);
}

/** The value as a key of the object itself. */
export function keyOf<T extends object>(known: T, value: unknown): (keyof T & string) | undefined {
  return typeof value === 'string' && Object.hasOwn(known, value) ? (value as keyof T & string) : undefined;
}

export function orNull<T>(check: Check<T>): Check<T | null> {
  return (value) => (value === null ? null : check(value));
}

/** As `orNull`, and null where the field is not there: one that files of before do not have. */
export function orMissing<T>(check: Check<T>): Check<T | null> {
  return (value) => (value === null || value === undefined ? null : check(value));
}

/** `''` where the field is not there: one that files of before do not have. */
export function orEmpty(check: Check<string>): Check<string> {
  return (value) => (value === undefined ? '' : check(value));
}

export function listOf<T>(check: Check<T>): Check<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    const list: T[] = [];
    for (const item of value) {
      const checked = check(item);
      if (checked === undefined) return undefined;
      list.push(checked);
    }
    return list;
  };
}

/** Counts by name. */
export const counts: Check<Readonly<Record<string, number>>> = (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value);
  return entries.every((entry) => text(entry[0]) !== undefined && count(entry[1]) !== undefined) ? Object.fromEntries(entries) : undefined;
};

/** An object with all of these fields; others are passed over. */
export function shape<const S extends Shape>(fields: S): Check<CheckedShape<S>> & { readonly fields: S } {
  const entries = Object.entries(fields);
  const check = (value: unknown): CheckedShape<S> | undefined => {
    if (typeof value !== 'object' || value === null) return undefined;
    const found: Record<string, unknown> = {};
    for (const [field, checkField] of entries) {
      const given: unknown = Object.hasOwn(value, field) ? (value as Record<string, unknown>)[field] : undefined;
      const checked = checkField(given);
      if (checked === undefined) return undefined;
      found[field] = checked;
    }
    return found as CheckedShape<S>;
  };
  return Object.assign(check, { fields });
}
