/** What became of changes on the default branch (DESIGN section 6): the words that every face and every figure shares. */
import type { Change } from './changes.ts';
import type { ObservationWindow, RepositorySettings } from './repositorySettings.ts';

/**
 * `reopened`: a linked task went from done to open within the window. No tracker is read yet, so that nothing has this state; it is in every
 * sum already.
 */
export const changeStates = ['verified', 'pending', 'reverted', 'hotfixed', 'reopened'] as const;
export type ChangeState = (typeof changeStates)[number];

/** Why a change is not judged yet. */
export type PendingReason =
  /** Its window is open. */
  | 'windowOpen'
  /** Its window is over, and nothing was fetched since. */
  | 'notFetched'
  /** It is on the default branch and not in what stands for production (`shippedRef`). */
  | 'notShipped';

/** Why a change came back: the commit that says or shows it. */
export interface ComeBack {
  readonly kind: 'reverted' | 'hotfixed';
  readonly sha: string;
  readonly atMs: number;
  /** Named in the message, by lines, or by files (the wider rule); a hotfix is always by lines. */
  readonly by: 'name' | 'lines' | 'files';
  /** Of lines that can prove something: what the change added and what of it is gone, what it removed and what of it is back; null by name alone. */
  readonly lines: { readonly added: number; readonly addedGone: number; readonly removed: number; readonly removedBack: number } | null;
  /** After the window had closed: the change stays verified, and this is shown beside it. */
  readonly afterWindow: boolean;
}

/** A commit that is no change of its own: it belongs to this one, with its cost. */
export interface JoinedCommit {
  readonly sha: string;
  readonly kind: 'revert' | 'hotfix' | 'reland';
  readonly atMs: number;
}

export interface ChangeOutcome {
  readonly repository: string;
  /** As it first came on to the default branch. */
  readonly change: Change;
  readonly state: ChangeState;
  /** Null unless `state` is `pending`. */
  readonly pending: PendingReason | null;
  /** Where its window begins, milliseconds UTC: on the default branch (or `shippedRef`), the last time that it was landed; null where `notShipped`. */
  readonly shippedAtMs: number | null;
  readonly window: ObservationWindow;
  /** Null where it has not shipped. */
  readonly windowClosesAtMs: number | null;
  /** What came back, first in time first; also what was landed again after. */
  readonly comeBacks: readonly ComeBack[];
  readonly joined: readonly JoinedCommit[];
  /** Linked at tiers 1 to 5, and its author (of a merge: of most of its commits) an identity of this clone. */
  readonly own: boolean;
  /** `linked`: a session is linked with a commit of it (any tier). `trailer`: only Claude's trailer says so, its cost is not recorded. */
  readonly withClaude: 'linked' | 'trailer' | 'no';
  /** Of its links, each once, in order. */
  readonly sessionIds: readonly string[];
  /** By the cordon in force when it shipped. */
  readonly setAside: boolean;
}

/** What became of everything that shipped in a repository. */
export interface RepositoryOutcomes {
  readonly repository: string;
  readonly settings: RepositorySettings;
  /** In the order in which they shipped first. Bots', back-merges, reverts and hotfixes are none. */
  readonly changes: readonly ChangeOutcome[];
  /** By the SHA of every commit that belongs to one: its own, what joined it, merges that it brought along, and copies of them and the commits that it squashed. */
  readonly changeOf: ReadonlyMap<string, ChangeOutcome>;
  /** Until when the default branch is known, milliseconds UTC: the last fetch, or the last reading where there is no remote; null where it never was. */
  readonly seenUntilMs: number | null;
}
