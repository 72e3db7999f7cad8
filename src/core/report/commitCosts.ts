import type { PlacedRequest } from '../attribution/history.ts';
import type { StandingPart } from '../attribution/placement.ts';
import { getOrAdd, ModelMix } from './moneySum.ts';

/** What one commit cost, also one that is lost. */
export interface CommitCost {
  readonly mix: ModelMix;
  readonly bySession: ReadonlyMap<string, ModelMix>;
  readonly part: StandingPart;
  readonly repository: string;
}

/** The commit that a request belongs to, lost or not; `''` for none. */
export function commitOf({ placement: { target } }: Pick<PlacedRequest, 'placement'>): string {
  return target.kind === 'commit' ? target.sha : (target.lostSha ?? '');
}

/** The cost of every commit that a request belongs to, by SHA. */
export function commitCosts(requests: Iterable<PlacedRequest>, nameOf: (model: string) => string): ReadonlyMap<string, CommitCost> {
  const costs = new Map<string, { mix: ModelMix; bySession: Map<string, ModelMix>; part: StandingPart; repository: string }>();
  for (const request of requests) {
    const sha = commitOf(request);
    if (sha === '') continue;
    const { part, repository } = request;
    const cost = getOrAdd(costs, sha, () => ({ mix: new ModelMix(nameOf), bySession: new Map<string, ModelMix>(), part, repository }));
    cost.mix.add(request);
    getOrAdd(cost.bySession, request.sessionId, () => new ModelMix(nameOf)).add(request);
  }
  return costs;
}
