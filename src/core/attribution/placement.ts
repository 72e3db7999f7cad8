/** Where the cost of a request went: to a commit, or to none, with the first reason that fits. */
import type { Link } from './link.ts';
import type { Undoing } from '../outcomes/undoing.ts';
import type { SurvivalRow } from '../outcomes/survival.ts';
import type { RepositoryFacts } from './gitFacts.ts';

/** Why a request belongs to no commit. */
export type Reason =
  /** Its edit is still open in a working tree. */
  | 'openWork'
  /** Its edit is in no commit that is known to have it, and younger than the observation window: it may still come. */
  | 'recentEdits'
  /** Its edit is in no commit that is known to have it. */
  | 'noCommit'
  /** The commit it belongs to is on no branch any more, and became no other. */
  | 'lostCommit'
  /** Another's pull request was read, nothing edited. */
  | 'review'
  /** Reading, planning, answering. */
  | 'noEdits'
  | 'outsideRepositories'
  | 'sideCalls'
  /** Its repository was never read: gone, not allowed, or not yet. */
  | 'unread';

export type Target =
  | { readonly kind: 'commit'; readonly repository: string; readonly sha: string }
  | {
      readonly kind: 'none';
      readonly reason: Reason;
      /** With the reason `lostCommit`: the commit that is lost. */
      readonly lostSha?: string;
    };

export interface Placement {
  /** Where the work went: the commit's or the edit's repository, else that of the folder; `''` for none. */
  readonly repository: string;
  readonly target: Target;
  /** The edit that it led to, `''` for none: evidence. */
  readonly editId: string;
}

/** Where a nanodollar is now, in exactly one of these. */
export const standingParts = [
  'stayed',
  'onDefaultBranch',
  'onAnotherBranch',
  'cameBack',
  'openWork',
  'noCommit',
  'noEdits',
  'setAside',
  'outsideRepositories',
  'unknown',
] as const;
export type StandingPart = (typeof standingParts)[number];

/** Everything that is known of links at one moment. */
export interface Linked {
  /** By path. */
  readonly repositories: ReadonlyMap<string, RepositoryFacts>;
  readonly links: readonly Link[];
  /** Which commits took lines of an edit, by `toolUseId`, each list in order of the commits; nothing where lines were not read. */
  readonly takenLines?: ReadonlyMap<string, readonly LinesTaken[]>;
  /** What later arrivals took back of changes, by repository; nothing where lines were not read. */
  readonly undoings?: ReadonlyMap<string, readonly Undoing[]>;
  /** Which lines of changes were seen to be still there, by repository; nothing where they were not looked at. */
  readonly survival?: ReadonlyMap<string, readonly SurvivalRow[]>;
}

export interface LinesTaken {
  /** Of the commit as it is linked. */
  readonly sha: string;
  readonly lines: number;
}
