import type { PlacedRequest } from '../attribution/history.ts';
import type { StandingPart } from '../attribution/placement.ts';
import { getOrAdd, ModelMix } from './moneySum.ts';

/** What one commit cost, also one that is lost. */
export interface CommitCost {
  readonly sha: string;
  readonly repository: string;
  readonly mix: ModelMix;
  readonly bySession: ReadonlyMap<string, ModelMix>;
  readonly part: StandingPart;
}

/** One commit of one clone: two clones of a project share their SHAs, and each has its own costs. */
export function commitKey(repository: string, sha: string): string {
  return `${sha} ${repository}`;
}

/** The commit that a request belongs to, lost or not; `''` for none. */
export function commitOf({ placement: { target } }: Pick<PlacedRequest, 'placement'>): string {
  return target.kind === 'commit' ? target.sha : (target.lostSha ?? '');
}

/** The cost of every commit that a request belongs to, by `commitKey`. */
export function commitCosts(requests: Iterable<PlacedRequest>, nameOf: (model: string) => string): ReadonlyMap<string, CommitCost> {
  const costs = new Map<string, CostSum>();
  // Requests of one commit come one after the other: most of them need no look-up.
  let cost: CostSum | null = null;
  for (const request of requests) {
    const sha = commitOf(request);
    if (sha === '') continue;
    const { repository, part } = request;
    if (cost === null || cost.sha !== sha || cost.repository !== repository)
      cost = getOrAdd(costs, commitKey(repository, sha), () => ({
        ...{ sha, repository, part },
        mix: new ModelMix(nameOf),
        bySession: new Map<string, ModelMix>(),
      }));
    cost.mix.add(request);
    getOrAdd(cost.bySession, request.sessionId, () => new ModelMix(nameOf)).add(request);
  }
  return costs;
}

interface CostSum extends CommitCost {
  readonly bySession: Map<string, ModelMix>;
}
