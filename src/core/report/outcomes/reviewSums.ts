import type { Money } from '../live.ts';
import { MoneySum } from '../moneySum.ts';
import type { ChangeCost, OutcomeCounts, OutcomeRatios, OutcomesView } from './outcomesView.ts';
import { divided } from './unitCosts.ts';

/** Several repositories as one. */
export interface ReviewSums {
  readonly totals: OutcomeCounts & Pick<OutcomeRatios, 'settledSpend' | 'settledVerified' | 'costPerChange'> & { readonly spend: Money };
  readonly setAside: Money;
}

const counts = ['attempted', 'verified', 'pending', 'reverted', 'hotfixed', 'reopened', 'closed', 'closedVerified'] as const;

/** Sum by sum: a ratio of several repositories is that of their sums, over the weeks that are settled in each. */
export function reviewSums(views: readonly Pick<OutcomesView, 'totals' | 'weeks'>[]): ReviewSums {
  const sum: Record<(typeof counts)[number], number> = {
    ...{ attempted: 0, verified: 0, pending: 0, reverted: 0, hotfixed: 0, reopened: 0, closed: 0, closedVerified: 0 },
  };
  const [spend, setAside, settledSpend] = [new MoneySum(), new MoneySum(), new MoneySum()];
  let settledVerified = 0;
  for (const { totals, weeks } of views) {
    for (const name of counts) sum[name] += totals[name];
    spend.addMoney(totals.spend);
    setAside.addMoney(totals.setAside);
    for (const week of weeks) {
      if (!week.settled) continue;
      settledSpend.addMoney(week.spend);
      settledVerified += week.verified;
    }
  }
  const costPerChange = settledVerified === 0 ? null : divided(settledSpend.money(), settledVerified);
  return {
    totals: { ...sum, spend: spend.money(), settledSpend: settledSpend.money(), settledVerified, costPerChange },
    setAside: setAside.money(),
  };
}

/** The dearest changes of each repository, dearest first. */
export function dearestOfAll(views: readonly Pick<OutcomesView, 'dearest'>[]): readonly ChangeCost[] {
  return views.flatMap(({ dearest }) => dearest).sort((left, right) => right.money.nanodollars - left.money.nanodollars);
}
