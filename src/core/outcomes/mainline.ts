/** The default branch as a line of arrivals: what came on to it, in order, by which commit. */
import type { CommitRecord } from '../attribution/gitFacts.ts';

export interface Arrival {
  /** The commit of the line. */
  readonly commit: CommitRecord;
  /** Of a merge: what it brought, first committed first, merges included; none of a plain commit. */
  readonly brought: readonly CommitRecord[];
  /** A merge of the default branch into work that became the default branch then: a pull, and no arrival of its own. */
  readonly isBackMerge: boolean;
}

export interface MainlineInput {
  readonly commits: ReadonlyMap<string, CommitRecord>;
  /** Where the default branch stands; `''` when it has no commit. */
  readonly headSha: string;
  /** Whether a merge says that it brings the default branch into another, or into a clone's own of that name. */
  readonly mergesDefault: (commit: CommitRecord) => boolean;
}

/**
 * Arrivals, oldest first. The line follows first parents; at a merge of the default branch itself it follows the parent that was the default
 * branch. It ends where commits are not known (a shallow clone), and each commit arrives once.
 */
export function mainline({ commits, headSha, mergesDefault }: MainlineInput): readonly Arrival[] {
  const line: { readonly commit: CommitRecord; readonly isBackMerge: boolean }[] = [];
  const onLine = new Set<string>();
  for (let at = commits.get(headSha); at !== undefined && !onLine.has(at.sha);) {
    const isBackMerge = at.parents.length > 1 && mergesDefault(at);
    line.push({ commit: at, isBackMerge });
    onLine.add(at.sha);
    at = commits.get((isBackMerge ? at.parents[1] : at.parents[0]) ?? '');
  }
  const arrived = new Set(onLine);
  return line.reverse().map(({ commit, isBackMerge }) => ({ commit, isBackMerge, brought: broughtBy(commit, commits, arrived) }));
}

/** What is new behind the parents of a commit; `arrived` grows by it. */
function broughtBy({ parents }: CommitRecord, commits: MainlineInput['commits'], arrived: Set<string>): readonly CommitRecord[] {
  const brought: CommitRecord[] = [];
  const waiting = [...parents];
  for (let sha = waiting.pop(); sha !== undefined; sha = waiting.pop()) {
    const commit = commits.get(sha);
    if (commit === undefined || arrived.has(sha)) continue;
    arrived.add(sha);
    brought.push(commit);
    waiting.push(...commit.parents);
  }
  return brought.sort(byTime);
}

function byTime(left: CommitRecord, right: CommitRecord): number {
  return left.committerMs - right.committerMs || left.authorMs - right.authorMs || (left.sha < right.sha ? -1 : 1);
}
