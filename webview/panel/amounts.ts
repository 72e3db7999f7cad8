import { formatDollars, formatMoney, isAtLeast, isUnpriced } from '../../src/core/report/money.ts';
import { exactShareText } from '../../src/core/report/words.ts';
import type { PanelSettings } from '../../src/protocol/panel.ts';
import type { Amounts } from './panel.ts';

const flatPlans: readonly string[] = ['pro', 'max', 'team', 'enterprise'];

/** Whether the fee is flat: then a share of what it was used for says more than dollars. */
export function hasFlatPlan(settings: PanelSettings | null): boolean {
  return flatPlans.includes(settings?.plan?.plan ?? '');
}

/** Amounts in dollars, or as shares of `whole` (nanodollars: all that was used in the period; null while it is not known). */
export function amountsIn(unit: 'money' | 'plan', whole: number | null): Amounts {
  if (unit === 'money')
    return { unit, text: (money) => formatMoney(money), nanodollars: (nanodollars) => formatDollars(nanodollars), said: (text) => text };
  const share = (nanodollars: number): string => (whole === null ? '–' : exactShareText(nanodollars, whole));
  return {
    unit,
    text: (money) => (isUnpriced(money) ? 'no price yet' : `${isAtLeast(money) ? '≥ ' : ''}${share(money.nanodollars)}`),
    nanodollars: share,
    said: (text) =>
      text.replace(saidDollars, (said, amount: string, label: string | undefined) => {
        const nanodollars = Math.round(Number(amount.replace(/,/g, '')) * 1e9);
        // The sentence has cents, the whole has not: what reads alike is meant alike.
        const part = whole !== null && said.startsWith(formatDollars(whole)) ? share(whole) : share(nanodollars);
        return label === undefined ? part : `${part} of the plan’s use`;
      }),
  };
}

/** An amount as the core's sentences say it; what is less than the smallest is less than the smallest share. */
const saidDollars = /<?\$(\d[\d,]*(?:\.\d+)?)( at list price)?/g;
