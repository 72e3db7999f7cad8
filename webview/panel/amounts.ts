import { formatDollars, formatMoney, isAtLeast, isUnpriced } from '../../src/core/report/money.ts';
import { exactShareText } from '../../src/core/report/words.ts';
import type { Overview } from '../../src/core/report/overview.ts';
import type { PanelSettings } from '../../src/protocol/panel.ts';
import type { Amounts } from './panel.ts';

const flatPlans: readonly string[] = ['pro', 'max', 'team', 'enterprise'];

/** Whether the fee is flat: then a share of what it was used for says more than dollars. */
export function hasFlatPlan(settings: PanelSettings | null): boolean {
  return flatPlans.includes(settings?.plan?.plan ?? '');
}

/**
 * Amounts in dollars, or as shares of `whole` (nanodollars: all that was used in the period; null while it is not known). Sentences have
 * cents: of the amounts that `exact` has in nanodollars the share is exact all the same, and reads as it does elsewhere.
 */
export function amountsIn(unit: 'money' | 'plan', whole: number | null, exact: readonly number[] = []): Amounts {
  if (unit === 'money')
    return { unit, text: (money) => formatMoney(money), nanodollars: (nanodollars) => formatDollars(nanodollars), said: (text) => text };
  const known = new Map([...exact, whole ?? 0].map((nanodollars) => [formatDollars(nanodollars), nanodollars]));
  const share = (nanodollars: number): string => (whole === null ? '–' : exactShareText(nanodollars, whole));
  return {
    unit,
    text: (money) => (isUnpriced(money) ? 'no price yet' : `${isAtLeast(money) ? '≥ ' : ''}${share(money.nanodollars)}`),
    nanodollars: share,
    said: (text) =>
      text.replace(saidDollars, (said, amount: string, label: string | undefined) => {
        const dollars = said.slice(0, said.length - (label ?? '').length);
        const part = share(known.get(dollars) ?? Math.round(Number(amount.replace(/,/g, '')) * 1e9));
        return label === undefined ? part : `${part} of the plan’s use`;
      }),
  };
}

/** The amounts that the sentences of an Overview say. */
export function amountsSaid({ standing, whole, wholePlan, worthALook }: Overview): readonly number[] {
  const said = [...worthALook.map(({ money }) => money), ...standing.parts.map(({ money }) => money), standing.total, whole, wholePlan];
  return said.flatMap((money) => money?.nanodollars ?? []);
}

/** An amount as the core's sentences say it; what is less than the smallest is less than the smallest share. */
const saidDollars = /<?\$(\d[\d,]*(?:\.\d+)?)( at list price)?/g;
