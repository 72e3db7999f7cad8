import type { Currency } from '../l10n/display.ts';
import { display } from '../l10n/display.ts';
import { t } from '../l10n/message.ts';
import { currencyDigits, formatCurrency, formatNumber } from '../l10n/numbers.ts';

/** The currency that is set, null for dollars, or (`problem`) what is wrong with it: then amounts stay in dollars. */
export interface ParsedCurrency {
  readonly currency: Currency | null;
  readonly problem: string | null;
}

const mostPerDollar = 1e9;

/** Reads the setting `payoff.currency`: `{ "code": "EUR", "perDollar": 0.92 }`. */
export function parseCurrency(value: unknown): ParsedCurrency {
  const none = { currency: null, problem: null };
  if (value === undefined || value === null) return none;
  if (typeof value !== 'object' || Array.isArray(value)) return wrong();
  const given = new Map<string, unknown>(Object.entries(value));
  if (given.size === 0) return none;
  const [code, perDollar] = [given.get('code'), given.get('perDollar')];
  if (typeof code !== 'string' || !/^[A-Za-z]{3}$/.test(code)) return wrong();
  if (typeof perDollar !== 'number' || !(perDollar > 0) || perDollar > mostPerDollar) return wrong();
  return code.toUpperCase() === 'USD' && perDollar === 1 ? none : { currency: { code: code.toUpperCase(), perDollar }, problem: null };
}

function wrong(): ParsedCurrency {
  return {
    currency: null,
    problem: t(
      'payoff.currency needs a code of three letters and how much of it a US dollar is, such as { "code": "EUR", "perDollar": 0.92 }: amounts stay in dollars.',
    ),
  };
}

/** Where amounts in another currency come from: `at your rate of €0.92 for $1`; null in dollars. */
export function rateText(): string | null {
  const { currency } = display();
  if (currency === null) return null;
  const { code, perDollar } = currency;
  // As many digits as the rate has: a rate is quoted, not rounded to coins.
  const coins = currencyDigits(code);
  const digits = Math.min(10, (/\.(\d+)/.exec(String(perDollar))?.[1] ?? '').length);
  const rate =
    perDollar >= 1e-6 ? formatCurrency(perDollar, code, Math.max(coins, digits), coins) : `${formatNumber(perDollar, 20)} ${code}`;
  return t('at your rate of {0} for {1}', rate, formatCurrency(1, 'USD', 0));
}
