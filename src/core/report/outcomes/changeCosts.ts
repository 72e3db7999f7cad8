import type { History } from '../../attribution/history.ts';
import type { ChangeOutcome, RepositoryOutcomes } from '../../outcomes/outcome.ts';
import type { Money } from '../live.ts';
import { getOrAdd, MoneySum, noMoney } from '../moneySum.ts';

/** What changes cost, and on which branches they were made. */
export interface ChangeCosts {
  costOf(outcome: ChangeOutcome): Money;
  branchesOf(outcome: ChangeOutcome): ReadonlySet<string>;
}

/**
 * The cost of every change of a repository: the requests that led to its commits, and to what joined it (its reverts and hotfixes). What only an
 * inferred link (tier 6) connects is left out of every cost per something.
 */
export function changeCosts(history: Pick<History, 'requests' | 'links'>, { repository, changeOf }: RepositoryOutcomes): ChangeCosts {
  const inferred = new Set(
    history.links.filter((link) => link.tier === 6 && link.repository === repository).map(({ sessionId, sha }) => `${sessionId} ${sha}`),
  );
  const sums = new Map<ChangeOutcome, { readonly money: MoneySum; readonly branches: Set<string> }>();
  for (const { placement, sessionId, nanodollars, lowerBound, branch } of history.requests) {
    const { target } = placement;
    if (target.kind !== 'commit' || target.repository !== repository || inferred.has(`${sessionId} ${target.sha}`)) continue;
    const outcome = changeOf.get(target.sha);
    if (outcome === undefined) continue;
    const sum = getOrAdd(sums, outcome, () => ({ money: new MoneySum(), branches: new Set<string>() }));
    sum.money.add(nanodollars, lowerBound);
    sum.branches.add(branch);
  }
  return {
    costOf: (outcome) => sums.get(outcome)?.money.money() ?? noMoney,
    branchesOf: (outcome) => sums.get(outcome)?.branches ?? new Set(),
  };
}
