import { t } from '../l10n/message.ts';
import { mostDollars } from './parseMarks.ts';
import type { MarkUnit } from './mark.ts';

export interface TypedAmounts {
  readonly first: number;
  readonly second: number | null;
}

/** `1,000` and `1.000` are a thousand to some and one to others: neither is guessed. */
const thousands = /^[1-9]\d{0,2}[.,]\d{3}$/;
/** As few digits as leave an amount what it was in the user's currency. */
const keptDigits = 6;

/**
 * One amount or two as a person types them, `10`, `12,50`, `10 20`, in dollars (percent where the unit is): what is typed in another currency is divided by
 * `perDollar`. A sentence where they are none.
 */
export function parseTypedAmounts(text: string, unit: MarkUnit, perDollar: number): TypedAmounts | string {
  const amounts = text
    .trim()
    .split(/[\s;/]+/)
    .map((part) => (/^\d+(?:[.,]\d+)?$/.test(part) && !thousands.test(part) ? Number(part.replace(',', '.')) : NaN));
  const [first, second, ...more] = amounts;
  if (first === undefined || amounts.some(Number.isNaN) || more.length > 0) return t('Type one amount, or two with a space between them.');
  const most = unit === 'percent' ? 100 : mostDollars;
  const inUnit = (amount: number): number => (unit === 'percent' ? amount : Number((amount / perDollar).toFixed(keptDigits)));
  const typed = { first: inUnit(first), second: second === undefined ? null : inUnit(second) };
  if (typed.first <= 0 || Math.max(typed.first, typed.second ?? 0) > most)
    return t('An amount is above 0 and at most {0}.', unit === 'percent' ? '100%' : '$1,000,000');
  if (typed.second !== null && typed.second <= typed.first) return t('The second amount is larger than the first.');
  return typed;
}
