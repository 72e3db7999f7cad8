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

/** `$1,204.50`; sums under a cent with one significant digit, `$0.004`; less than a tenth of a cent is `<$0.001`. */
export function formatDollars(nanodollars: number, precision: Precision = 'cents'): string {
  return `${nanodollars < 0 ? '-' : ''}${formatAmount(Math.abs(nanodollars), precision)}`;
}

/** An amount as it may be said: `$1.84`, `≥ $1.84`, or `no price yet`. */
export function formatMoney(money: Money, precision: Precision = 'cents'): string {
  if (isUnpriced(money)) return 'no price yet';
  return `${isAtLeast(money) ? '≥ ' : ''}${formatDollars(money.nanodollars, precision)}`;
}

/** `1,204`; a whole number with separators for thousands. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Tokens as `950`, `84k`, `1.2M`. */
export function formatTokens(count: number): string {
  if (count < 1000) return String(count);
  if (count < 999_500) return `${String(Math.round(count / 1000))}k`;
  return `${oneDecimal(count / 1e6)}M`;
}

/** `42%`, rounded down: a limit is not reached before it is. */
export function formatPercent(percent: number): string {
  return `${String(Math.floor(percent))}%`;
}

/** Half a cent is rounded up, as a person rounds it: from the integer, since in binary $1.005 is a little less. */
function formatAmount(nanodollars: number, precision: Precision): string {
  const amount = dollars(nanodollars);
  if (precision === 'thousands' && amount >= 999.5) return formatThousands(amount);
  if (precision !== 'cents' && amount >= 9.995) return `$${formatCount(amount)}`;
  if (amount === 0) return '$0.00';
  if (amount < 0.0005) return '<$0.001';
  if (amount < 0.0095) return `$0.00${String(Math.round(nanodollars / 1e6))}`;
  const cents = Math.round(nanodollars / 1e7);
  return `$${formatCount(Math.floor(cents / 100))}.${String(cents % 100).padStart(2, '0')}`;
}

function formatThousands(amount: number): string {
  if (amount < 99_950) return `$${oneDecimal(amount / 1000)}k`;
  if (amount < 999_500) return `$${String(Math.round(amount / 1000))}k`;
  return `$${oneDecimal(amount / 1e6)}M`;
}

/** One decimal, left out when it is 0. */
function oneDecimal(value: number): string {
  return String(Math.round(value * 10) / 10);
}
