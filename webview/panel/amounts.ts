import { formatDollars, formatMoney, isUnpriced } from '../../src/core/report/money.ts';
import { formatExactShare } from '../shared/share.ts';
import type { Amounts } from './panel.ts';

/** Amounts in dollars, or as shares of `total` (nanodollars; null while it is not known). */
export function amountsIn(unit: 'money' | 'plan', total: number | null): Amounts {
  if (unit === 'money') return { unit, text: (money) => formatMoney(money), nanodollars: (nanodollars) => formatDollars(nanodollars) };
  const share = (nanodollars: number): string => (total === null ? '–' : formatExactShare(nanodollars, total));
  return { unit, text: (money) => (isUnpriced(money) ? 'no price yet' : share(money.nanodollars)), nanodollars: share };
}
