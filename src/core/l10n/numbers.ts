/** Numbers, amounts and days as the user's language writes them. Intl's formatters are slow to make, and are kept. */
import { display } from './display.ts';

const numberFormats = new Map<string, Intl.NumberFormat>();
const digitsOf = new Map<string, number>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** A number with its separators: `1,204.5`; at least and at most so many digits after the point. */
export function formatNumber(value: number, mostDigits = 0, leastDigits = 0): string {
  return numberFormat(`number ${leastDigits} ${mostDigits}`, () => ({
    minimumFractionDigits: leastDigits,
    maximumFractionDigits: mostDigits,
  })).format(value);
}

/** `42%` of 42, with so many digits after the point. */
export function formatPercentage(percent: number, digits = 0): string {
  return numberFormat(`percent ${digits}`, () => ({
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })).format(percent / 100);
}

/** `$1,204.50`: an amount of a currency. Dollars have their bare sign, in which they are meant everywhere here; others have theirs as it is told apart. */
export function formatCurrency(amount: number, code: string, mostDigits: number, leastDigits = mostDigits): string {
  return numberFormat(`${code} ${leastDigits} ${mostDigits}`, () => ({
    ...currencyStyle(code),
    minimumFractionDigits: leastDigits,
    maximumFractionDigits: mostDigits,
  })).format(amount);
}

/** `$1.2万`: an amount where room is short, as the language shortens it. */
export function formatCompactCurrency(amount: number, code: string): string {
  return numberFormat(`${code} compact`, () => ({ ...currencyStyle(code), notation: 'compact' })).format(amount);
}

/** How many digits a currency's smallest coin has: 2 of cents, none of yen. */
export function currencyDigits(code: string): number {
  let digits = digitsOf.get(code);
  if (digits === undefined) {
    digits = new Intl.NumberFormat('en-US', currencyStyle(code)).resolvedOptions().maximumFractionDigits ?? 2;
    digitsOf.set(code, digits);
  }
  return digits;
}

/** The day `2026-10-03` as the language says it. */
export function formatDay(day: string, options: Pick<Intl.DateTimeFormatOptions, 'year' | 'month' | 'day' | 'weekday'>): string {
  const key = `${display().locale} ${JSON.stringify(options)}`;
  let format = dateFormats.get(key);
  if (format === undefined) dateFormats.set(key, (format = new Intl.DateTimeFormat(locales(), { ...options, timeZone: 'UTC' })));
  return format.format(Date.parse(`${day}T00:00:00Z`));
}

function currencyStyle(code: string): Intl.NumberFormatOptions {
  return { style: 'currency', currency: code, currencyDisplay: code === 'USD' ? 'narrowSymbol' : 'symbol' };
}

function numberFormat(kind: string, options: () => Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${display().locale} ${kind}`;
  let format = numberFormats.get(key);
  if (format === undefined) numberFormats.set(key, (format = new Intl.NumberFormat(locales(), options())));
  return format;
}

/** A language that Intl does not know, such as a pseudo-locale, is written as English is. */
function locales(): readonly string[] {
  const { locale } = display();
  return locale === 'en' ? ['en-US'] : [locale, 'en-US'];
}
