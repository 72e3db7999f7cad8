import type { PlacedRequest } from '../attribution/history.ts';
import type { StandingPart } from '../attribution/placement.ts';
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

interface CostSum {
  readonly mix: ModelMix;
  readonly sessions: Sums<ModelMix>;
}
