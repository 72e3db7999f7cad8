import { distributionOf } from '../distribution.ts';
import type { Money } from '../live.ts';
import { isUnpriced } from '../money.ts';
import { MoneySum } from '../moneySum.ts';
import type { UnitCost } from './outcomesView.ts';

/** A part of an amount, in whole nanodollars; what is not known of the amount is not known of the part. */
export function divided(money: Money, by: number): Money {
  return { ...money, nanodollars: Math.round(money.nanodollars / by) };
}

/** The sum of some costs, what each is on average, and how they are spread. Those without any price are no amount and in no distribution. */
export function unitCost(costs: readonly Money[]): UnitCost {
  const sum = new MoneySum();
  for (const cost of costs) sum.addMoney(cost);
  const total = sum.money();
  const priced = costs.filter((cost) => !isUnpriced(cost)).map(({ nanodollars }) => nanodollars);
  return {
    count: costs.length,
    total,
    each: costs.length === 0 || isUnpriced(total) ? null : divided(total, costs.length),
    distribution: priced.length === 0 ? null : distributionOf(priced),
  };
}
