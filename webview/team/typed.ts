/** Numbers as a person types them. Undefined is what cannot be read, null an empty field. */

const most = 9e15;

/** Dollars, `1,234.56` or `1234.5`, as integer nanodollars. */
export function readAmount(text: string): number | null | undefined {
  const plain = text.trim().replace(/^\$\s*/, '');
  if (plain === '') return null;
  if (!/^(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,9})?$/.test(plain)) return undefined;
  const [whole = '', fraction = ''] = plain.replaceAll(',', '').split('.');
  const nanodollars = Number(whole) * 1e9 + Number(fraction.padEnd(9, '0'));
  return nanodollars <= most ? nanodollars : undefined;
}

/** The same back: `1234.56`; empty for none. */
export function typedAmount(nanodollars: number | null): string {
  if (nanodollars === null) return '';
  const fraction = String(nanodollars % 1e9)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return `${String(Math.floor(nanodollars / 1e9))}${fraction === '' ? '' : `.${fraction.padEnd(2, '0')}`}`;
}

export interface AmountOfMonth<Amount = number> {
  readonly month: string;
  readonly nanodollars: Amount;
}

interface ReadMonths<Amount> {
  readonly months: readonly AmountOfMonth<Amount>[];
  /** Lines that cannot be read, as they are. */
  readonly unreadable: readonly string[];
}

/** A line a month, `2026-10 1234.56`. */
export function readMonths(text: string): ReadMonths<number> {
  return readLines(text, (amount) => readAmount(amount) ?? undefined);
}

/** The same with `2026-12 none`, from which month on there is no amount: null. */
export function readMonthsOrNone(text: string): ReadMonths<number | null> {
  return readLines(text, (amount) => (amount.toLowerCase() === none ? null : (readAmount(amount) ?? undefined)));
}

const none = 'none';

function readLines<Amount>(text: string, read: (amount: string) => Amount | undefined): ReadMonths<Amount> {
  const months: AmountOfMonth<Amount>[] = [];
  const unreadable: string[] = [];
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '') continue;
    const [, month, amount = ''] = /^(\d{4}-\d{2})[\s:;,]+(\S.*)$/.exec(line) ?? [];
    const nanodollars = month === undefined ? undefined : read(amount);
    if (month === undefined || nanodollars === undefined) unreadable.push(line);
    else months.push({ month, nanodollars });
  }
  return { months, unreadable };
}

/** The same back, a line a month. */
export function typedMonths(months: readonly AmountOfMonth<number | null>[]): string {
  return months.map(({ month, nanodollars }) => `${month} ${nanodollars === null ? none : typedAmount(nanodollars)}`).join('\n');
}

/** A whole number, `1,200` or `1200`. */
export function readWhole(text: string): number | null | undefined {
  const plain = text.trim();
  if (plain === '') return null;
  return /^(?:\d{1,3}(?:,\d{3})+|\d{1,12})$/.test(plain) ? Number(plain.replaceAll(',', '')) : undefined;
}
