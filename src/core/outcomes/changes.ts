/** Changes on the default branch: what was meant to ship, whatever the style in which a repository merges (DESIGN section 2 and 6). */
import type { CommitRecord } from '../attribution/gitFacts.ts';
import type { Arrival } from './mainline.ts';

/** A merge commit, a squashed pull request, a rebased one (its commits are one change), or a commit on the default branch. */
export type ChangeStyle = 'merge' | 'squash' | 'rebase' | 'trunk';

export interface Change {
  /** The commit by which it is there: the merge, the squash, the last of a rebased pull request, the commit itself. */
  readonly sha: string;
  readonly style: ChangeStyle;
  /** What it is made of, first committed first; of a merge what that brought, without merges. */
  readonly commits: readonly CommitRecord[];
  /** Merges that a merge brought along, as of the default branch into its own: they say nothing of the change, and their cost is its cost. */
  readonly merges?: readonly CommitRecord[];
  readonly pullNumber: number | null;
  /** When it came on to the default branch, milliseconds UTC: its last commit's committer time. */
  readonly shippedAtMs: number;
}

export interface ChangesInput {
  /** Oldest first. */
  readonly arrivals: readonly Arrival[];
  /** The style that a repository says it has; null to tell each change's from the history. */
  readonly style: ChangeStyle | null;
  /** Whether a program made the commit: what it ships is no change of anybody's. */
  readonly isBot: (commit: CommitRecord) => boolean;
  /** Whether a copy of the commit is on another branch, or was: it was merged by a rebase. */
  readonly wasElsewhere: (commit: CommitRecord) => boolean;
}

/** Commits that a forge rebases in one go are committed within so long of one another. */
const oneGoMs = 3_000;

/** The changes in order of their arrival. Bots' and merges that brought nothing, or the default branch itself, are none. */
export function findChanges({ arrivals, style, isBot, wasElsewhere }: ChangesInput): readonly Change[] {
  const changes: Change[] = [];
  let open: Change | null = null;
  const close = (): void => {
    if (open !== null) changes.push(open);
    open = null;
  };
  for (const { commit, brought, isBackMerge } of arrivals) {
    const plain = brought.filter(({ parents }) => parents.length < 2);
    if (commit.parents.length > 1) {
      close();
      if (isBackMerge || style === 'trunk') changes.push(...plain.filter((each) => !isBot(each)).map((each) => single(each, commit)));
      else if (plain.length > 0 && !isMostly(plain, isBot)) changes.push(mergeOf(commit, plain, brought));
      continue;
    }
    const grown: Change | null =
      open === null || style === 'trunk' || style === 'squash' ? null : grow(open, commit, { style, wasElsewhere });
    if (grown !== null) {
      open = grown;
      continue;
    }
    close();
    if (!isBot(commit)) open = single(commit, commit, style);
  }
  close();
  return changes;
}

function mergeOf(commit: CommitRecord, commits: readonly CommitRecord[], brought: readonly CommitRecord[]): Change {
  const merges = brought.filter(({ parents }) => parents.length > 1);
  const change: Change = { sha: commit.sha, style: 'merge', commits, pullNumber: commit.pullNumber, shippedAtMs: commit.committerMs };
  return merges.length === 0 ? change : { ...change, merges };
}

function single(commit: CommitRecord, arrival: CommitRecord, style: ChangeStyle | null = null): Change {
  const isSquash = commit.pullNumber !== null && style !== 'trunk';
  return {
    sha: commit.sha,
    style: isSquash ? 'squash' : 'trunk',
    commits: [commit],
    pullNumber: commit.pullNumber,
    shippedAtMs: arrival.committerMs,
  };
}

/** The change with one commit more where both came in one go; null where the commit is a change of its own. */
function grow(open: Change, commit: CommitRecord, { style, wasElsewhere }: Pick<ChangesInput, 'style' | 'wasElsewhere'>): Change | null {
  const last = open.commits.at(-1);
  if (last === undefined || open.pullNumber !== commit.pullNumber) return null;
  const inOneGo = Math.abs(commit.committerMs - last.committerMs) <= oneGoMs;
  const isRebased = style === 'rebase' || (wasElsewhere(last) && wasElsewhere(commit));
  // One number on several commits that follow one another is one pull request, however long it took.
  if (commit.pullNumber === null && !(inOneGo && isRebased)) return null;
  return { ...open, sha: commit.sha, style: 'rebase', commits: [...open.commits, commit], shippedAtMs: commit.committerMs };
}

function isMostly(commits: readonly CommitRecord[], is: (commit: CommitRecord) => boolean): boolean {
  return 2 * commits.filter(is).length > commits.length;
}
