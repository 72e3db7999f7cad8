import type { History } from '../attribution/history.ts';
import { commitKey } from './commitCosts.ts';

/**
 * The `commitKey` of every commit that nothing but an inferred link (tier 6) connects with a session: its cost is likely, so that it is in every sum
 * and in no figure of what something costs.
 */
export function inferredCommits({ links }: Pick<History, 'links'>): ReadonlySet<string> {
  const inferred = new Set<string>();
  for (const { repository, sha, tier } of links) if (tier === 6) inferred.add(commitKey(repository, sha));
  if (inferred.size > 0) for (const { repository, sha, tier } of links) if (tier !== 6) inferred.delete(commitKey(repository, sha));
  return inferred;
}
