/** What is concluded from what a commit says of itself. A commit whose hints were never read says nothing. */
import type { CommitRecord } from '../attribution/gitFacts.ts';

/** Whether a program made it of its own accord: what it ships is no change of anybody's. */
export function isBot({ hints }: CommitRecord): boolean {
  return hints?.bot === true;
}

/**
 * Whether it is a merge that says it brings the default branch into another (`Merge branch 'main' into topic`), or into a clone's own of that
 * name (`Merge branch 'main' of …`, a pull). A pull request of a branch that is called like the default branch is work, unless it goes into another.
 */
export function mergesDefault({ parents, hints, pullNumber }: CommitRecord, defaultBranch: string): boolean {
  if (parents.length < 2 || hints === undefined || defaultBranch === '' || hints.mergedBranch !== defaultBranch) return false;
  return pullNumber === null || (hints.mergedInto !== '' && hints.mergedInto !== defaultBranch);
}
