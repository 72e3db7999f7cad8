import type { History, PlacedRequest } from '../attribution/history.ts';
import type { StandingPart } from '../attribution/placement.ts';
import { canonicalNames } from './filterRequests.ts';
import { ModelMix } from './moneySum.ts';
import { Sums } from './sums.ts';

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
  const repositories = new Sums(
    () => new Sums((): CostSum => ({ mix: new ModelMix(nameOf), sessions: new Sums(() => new ModelMix(nameOf)) })),
  );
  const costs = new Map<string, CommitCost>();
  for (const request of requests) {
    const sha = commitOf(request);
    if (sha === '') continue;
    const { repository, part, sessionId } = request;
    const { mix, sessions } = repositories.of(repository).of(sha);
    if (mix.requests === 0) costs.set(commitKey(repository, sha), { sha, repository, part, mix, bySession: sessions.map });
    mix.add(request);
    sessions.of(sessionId).add(request);
  }
  return costs;
}

const known = new WeakMap<History['requests'], ReadonlyMap<string, CommitCost>>();

/** The cost of every commit of a history, summed once for as long as it is the same. */
export function commitCostsOf({ requests }: Pick<History, 'requests'>): ReadonlyMap<string, CommitCost> {
  let costs = known.get(requests);
  if (costs === undefined) known.set(requests, (costs = commitCosts(requests, canonicalNames())));
  return costs;
}

interface CostSum {
  readonly mix: ModelMix;
  readonly sessions: Sums<ModelMix>;
}
