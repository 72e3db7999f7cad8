import type { CommitRecord } from './gitFacts.ts';

/**
 * Commits that are one another's copies, by SHA: each group with all its members, earliest committed first; a commit without a copy
 * is not in it. Copies have one author, author time and subject (a rebase, a cherry-pick, an amend), or one author, author time and
 * parents where one of them is on no ref any more (an amend with another subject).
 */
export function findCopies(_commits: ReadonlyMap<string, CommitRecord>): ReadonlyMap<string, readonly CommitRecord[]> {
  return new Map();
}
