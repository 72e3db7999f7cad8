import { display } from '../l10n/display.ts';
import { t } from '../l10n/message.ts';
import { currencyDigits, formatCompactCurrency, formatCurrency, formatNumber, formatPercentage } from '../l10n/numbers.ts';
import type { Money } from './live.ts';

/** Integer nanodollars as a number of dollars; the nanodollars stay the exact figure. */
export function dollars(nanodollars: number): number {
  return nanodollars / 1e9;
}

/** Whether the true amount may be larger: an incomplete response, or a request that has no price. */
export function isAtLeast(money: Money): boolean {
  return money.lowerBound || money.unpricedRequests > 0;
}

/** Whether nothing of it has a price: then there is no amount to show. */
export function isUnpriced(money: Money): boolean {
  return money.unpricedRequests > 0 && money.nanodollars === 0;
}

/** How much room an amount may take: cents, whole dollars from $10 on, thousands as `$12.4k`. */
export type Precision = 'cents' | 'dollars' | 'thousands';

/** `$1,204.50`; sums under a cent with one significant digit, `$0.004`; less than a tenth of a cent is `<$0.001`. In the user's currency where one is set. */
export function formatDollars(nanodollars: number, precision: Precision = 'cents'): string {
  return `${nanodollars < 0 ? '-' : ''}${formatAmount(Math.abs(nanodollars), precision)}`;
}

/** As `formatDollars`, in dollars even where a currency is set: beside another tool's figure, which is in dollars. */
export function formatUsDollars(nanodollars: number): string {
  return `${nanodollars < 0 ? '-' : ''}${formatAmount(Math.abs(nanodollars), 'cents', null)}`;
}

/** Nanodollars of one unit of the currency that amounts are shown in. */
export function displayedUnit(): number {
  return 1e9 / (display().currency?.perDollar ?? 1);
}

/**
 * An amount at an axis whose marks are `step` apart, all with as many digits as the step needs: `$0`, `$10`, `$20`; `$0.00`, `$0.50`; `$0.005`, `$0.010`.
 * Where nothing has an amount the marks are closer than any amount, and only the zero is said.
 */
export function formatDollarsMark(nanodollars: number, step: number): string {
  const { code, perDollar } = display().currency ?? { code: 'USD', perDollar: 1 };
  const apart = dollars(step) * perDollar;
  const coins = currencyDigits(code);
  if (apart < 1e-6) return nanodollars === 0 ? formatCurrency(0, code, coins) : '';
  const digits = fractionDigits(apart);
  return formatCurrency(dollars(nanodollars) * perDollar, code, digits === 0 ? 0 : Math.max(coins, digits));
}

/** Digits behind the point that numbers need which are `step` apart, one, two or five of a power of ten. */
export function fractionDigits(step: number): number {
  return Math.abs(step - Math.round(step)) < 1e-9 * step ? 0 : Math.max(1, Math.ceil(-Math.log10(step) - 1e-9));
}

/** An amount as it may be said: `$1.84`, `≥ $1.84`, or `no price yet`. */
export function formatMoney(money: Money, precision: Precision = 'cents'): string {
  if (isUnpriced(money)) return t('no price yet');
  return `${isAtLeast(money) ? '≥ ' : ''}${formatDollars(money.nanodollars, precision)}`;
}

/** `1,204`; a whole number with separators for thousands. */
export function formatCount(count: number): string {
  return formatNumber(Math.round(count));
}

/** Tokens as `950`, `84k`, `1.2M`. */
export function formatTokens(count: number): string {
  if (count < 1000) return formatNumber(count);
  if (count < 999_500) return `${formatNumber(Math.round(count / 1000))}k`;
  return `${formatNumber(oneDecimal(count / 1e6), 1)}M`;
}

/** `42%`, rounded down: a limit is not reached before it is. */
export function formatPercent(percent: number): string {
  return formatPercentage(Math.floor(percent));
}

/** Half a cent is rounded up, as a person rounds it: from the integer, since in binary $1.005 is a little less. */
function formatAmount(nanodollars: number, precision: Precision, currency = display().currency): string {
  const { locale } = display();
  const { code, perDollar } = currency ?? { code: 'USD', perDollar: 1 };
  const digits = currencyDigits(code);
  const coin = 10 ** -digits;
  const amount = dollars(nanodollars) * perDollar;
  if (precision === 'thousands' && amount >= 999.5)
    return locale === 'en' ? formatThousands(amount, code) : formatCompactCurrency(amount, code);
  if (precision !== 'cents' && amount >= 9.995) return formatCurrency(Math.round(amount), code, 0);
  if (amount === 0) return formatCurrency(0, code, digits);
  if (amount < 0.05 * coin) return `<${formatCurrency(coin / 10, code, digits + 1)}`;
  if (amount < 0.95 * coin) return formatCurrency(rounded(nanodollars, perDollar, digits + 1), code, digits + 1);
  return formatCurrency(rounded(nanodollars, perDollar, digits), code, digits);
}

/** Nanodollars in a currency, with so many digits after the point. */
function rounded(nanodollars: number, perDollar: number, digits: number): number {
  return Math.round((nanodollars * perDollar) / 10 ** (9 - digits)) / 10 ** digits;
}

/** English shortens with a small k. */
function formatThousands(amount: number, code: string): string {
  if (amount < 99_950) return `${formatCurrency(oneDecimal(amount / 1000), code, 1, 0)}k`;
  if (amount < 999_500) return `${formatCurrency(Math.round(amount / 1000), code, 0)}k`;
  return `${formatCurrency(oneDecimal(amount / 1e6), code, 1, 0)}M`;
}

function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}
