import type { History } from '../../attribution/history.ts';
import type { ChangeOutcome, RepositoryOutcomes } from '../../outcomes/outcome.ts';
import type { Money } from '../live.ts';
import { getOrAdd, MoneySum, noMoney } from '../moneySum.ts';

/** What changes cost. */
export interface ChangeCosts {
  readonly costOf: (outcome: ChangeOutcome) => Money;
}

/**
 * The cost of every change of a repository: the requests that led to its commits, and to what joined it (its reverts and hotfixes). What only an
 * inferred link (tier 6) connects is left out of every cost per something.
 */
export function changeCosts(history: Pick<History, 'requests' | 'links'>, { repository, changeOf }: RepositoryOutcomes): ChangeCosts {
  const inferred = new Set(
    history.links.filter((link) => link.tier === 6 && link.repository === repository).map(({ sessionId, sha }) => `${sessionId} ${sha}`),
  );
  const sums = new Map<ChangeOutcome, MoneySum>();
  for (const { placement, sessionId, nanodollars, lowerBound } of history.requests) {
    const { target } = placement;
    if (target.kind !== 'commit' || target.repository !== repository || inferred.has(`${sessionId} ${target.sha}`)) continue;
    const outcome = changeOf.get(target.sha);
    if (outcome !== undefined) getOrAdd(sums, outcome, () => new MoneySum()).add(nanodollars, lowerBound);
  }
  return { costOf: (outcome) => sums.get(outcome)?.money() ?? noMoney };
}
