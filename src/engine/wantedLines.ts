/** Whose lines are read of git: of the commits that may take lines of sessions, and of all that may undo such a commit. */
import type { CommitRecord, EditCall, RepositoryFacts } from '../core/attribution/gitFacts.ts';
import type { Link } from '../core/attribution/link.ts';

export interface WantedInput {
  readonly facts: RepositoryFacts;
  /** Of the repository, in order of time. */
  readonly edits: readonly EditCall[];
}

/** git knows whole seconds: an edit of the same second may have come before. */
const secondMs = 999;

/** Commits whose lines may be a session's: an own identity's, no merges, not committed before the first edit (an amend keeps the author time). */
export function ownCandidates({ facts: { record, commits }, edits }: WantedInput): readonly CommitRecord[] {
  const firstEditMs = edits[0]?.atMs;
  if (firstEditMs === undefined) return [];
  const own = new Set(record.identityHashes);
  return [...commits.values()].filter(
    (commit) => own.has(commit.authorHash) && !isMerge(commit) && commit.committerMs + secondMs >= firstEditMs,
  );
}

/**
 * Commits of the default branch, anybody's, since the first one that Claude took part in: they may take back its lines or mend them. Merges
 * change nothing themselves. `links` are those known so far.
 */
export function commitsSinceFirstOwn(input: WantedInput, links: readonly Pick<Link, 'sha'>[]): readonly CommitRecord[] {
  const { record, commits } = input.facts;
  const own = new Set(record.identityHashes);
  let firstMs = Infinity;
  const begins = ({ committerMs }: CommitRecord): void => {
    firstMs = Math.min(firstMs, committerMs);
  };
  ownCandidates(input).forEach(begins);
  for (const { sha } of links) [commits.get(sha) ?? []].flat().forEach(begins);
  for (const commit of commits.values()) if (commit.hints?.withClaude === true && own.has(commit.authorHash)) begins(commit);
  return [...commits.values()].filter((commit) => commit.onDefaultBranch && !isMerge(commit) && commit.committerMs >= firstMs);
}

function isMerge({ parents }: CommitRecord): boolean {
  return parents.length > 1;
}
