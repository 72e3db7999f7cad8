import type { History } from '../../attribution/history.ts';
import type { ChangeOutcome } from '../../outcomes/outcome.ts';
import type { Money } from '../live.ts';
import { getOrAdd, MoneySum, noMoney } from '../moneySum.ts';

/** What a change cost. */
export type CostOfChange = (outcome: ChangeOutcome) => Money;

const known = new WeakMap<History, CostOfChange>();

/**
 * The cost of every change: the requests that led to its commits, and to what joined it (its reverts and hotfixes). What only an inferred link (tier 6)
 * connects is left out of every cost per something. Summed once for as long as the history is the same.
 */
export function changeCosts(history: History): CostOfChange {
  let costs = known.get(history);
  if (costs === undefined) known.set(history, (costs = sumCosts(history)));
  return costs;
}

function sumCosts({ requests, links, outcomes }: History): CostOfChange {
  const inferred = new Set(
    links.filter(({ tier }) => tier === 6).map(({ repository, sessionId, sha }) => `${sha} ${sessionId} ${repository}`),
  );
  const sums = new Map<ChangeOutcome, MoneySum>();
  for (const { placement, sessionId, nanodollars, lowerBound } of requests) {
    const { target } = placement;
    if (target.kind !== 'commit') continue;
    const outcome = outcomes.get(target.repository)?.changeOf.get(target.sha);
    if (outcome === undefined || (inferred.size > 0 && inferred.has(`${target.sha} ${sessionId} ${target.repository}`))) continue;
    getOrAdd(sums, outcome, () => new MoneySum()).add(nanodollars, lowerBound);
  }
  return (outcome) => sums.get(outcome)?.money() ?? noMoney;
}
