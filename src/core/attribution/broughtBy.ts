import type { CommitRecord } from './gitFacts.ts';
import { ancestors } from './reach.ts';

/** A commit; of a merge also what it brought: what its other parents reach and its first does not. */
export function broughtBy(commits: ReadonlyMap<string, CommitRecord>, commit: CommitRecord): readonly string[] {
  const [first, ...others] = commit.parents;
  if (first === undefined || others.length === 0) return [commit.sha];
  const before = ancestors(commits, [first]);
  return [commit.sha, ...[...ancestors(commits, others)].filter((sha) => !before.has(sha))];
}
