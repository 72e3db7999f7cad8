/** Which linked commits were squashed into another, while links are being made. */
import type { Copies } from '../core/attribution/copies.ts';
import type { CommitCall, CommitRecord, PullRequestCall, RepositoryFacts } from '../core/attribution/gitFacts.ts';
import type { Link } from '../core/attribution/link.ts';
import { findSquashes } from '../core/attribution/squashes.ts';
import type { Ledger } from '../ledger/open.ts';
import { readPullRequests } from '../ledger/pullRequests.ts';
import type { Places } from './places.ts';

interface KnownSquashesInput {
  readonly database: Ledger['database'];
  readonly facts: RepositoryFacts;
  readonly copies: Copies;
  readonly commitCalls: readonly CommitCall[];
  readonly places: Places;
}

/** The commit of the default branch that linked commits became with others, by the SHA of each. */
export function knownSquashes(
  links: readonly Link[],
  { database, facts, copies, commitCalls, places }: KnownSquashesInput,
): ReadonlyMap<string, CommitRecord> {
  return findSquashes({ repository: facts, copies, links, commitCalls, pullRequests: placedPullRequests(database, places) });
}

/** Every pull request of the ledger, with the repository that it is of. */
export function placedPullRequests(database: Ledger['database'], places: Places): readonly PullRequestCall[] {
  return readPullRequests(database).map(({ cwd, ...pull }) => ({ ...pull, repository: places.ofFolder(cwd).repository }));
}
