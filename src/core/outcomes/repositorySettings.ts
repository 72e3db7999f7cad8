/** What `.payoff.json` of a repository says, whole: what the file leaves out has its default. */
import type { ChangeStyle } from './changes.ts';

export interface RepositorySettings {
  /** Oldest first; the first one is in force from the beginning. */
  readonly windows: readonly ObservationWindow[];
  readonly hotfix: HotfixRule;
  /** `lines`: a commit that names what it reverts, or takes its lines back. `files`: any revert that touches the same files (the wider rule). */
  readonly reverts: 'lines' | 'files';
  /** Null: told from the history, change by change. */
  readonly style: ChangeStyle | null;
  /** Stands for production where merging is not shipping; null: the default branch does. */
  readonly shippedRef: ShippedRef | null;
  readonly cordon: readonly CordonRule[];
  /** Commands whose success is a recorded verification, each as its first words (three at the most). */
  readonly verification: readonly string[];
  /**
   * Globs of paths, from the root of the working tree, whose lines are never counted; the last one that matches decides, and `!` before one
   * counts lines that would be left out (see `pathRules`). What `.gitattributes` marks as generated or vendored comes before the file's own.
   */
  readonly exclude: readonly string[];
  /** `''` for none. */
  readonly team: string;
  /** Where its collector is, for whoever wants to join; `''` for none. Nothing is sent because of it. */
  readonly collector: string;
  /** Where the file was found; absent where there is none, and every setting has its default. */
  readonly from?: 'workingTree' | 'defaultBranch';
}

/** How long a change is watched. A change keeps the window that was in force when it shipped. */
export interface ObservationWindow {
  readonly days: 7 | 14 | 21;
  /** Milliseconds UTC; -Infinity is not JSON: the first one has null. */
  readonly fromMs: number | null;
  /** Why it was changed; `''` of the first one. */
  readonly reason: string;
}

export interface HotfixRule {
  /** A hotfix comes within so long of the change that it mends. */
  readonly hours: number;
  /** Globs of branches that are hotfixes (see `matchesRef`); subjects say it by their words (`hotfix`). */
  readonly branches: readonly string[];
}

export interface ShippedRef {
  readonly kind: 'branch' | 'tag';
  /** A branch's name, or a glob of tags: `v*`. */
  readonly pattern: string;
}

/** Work that is set aside: what the survival test cannot see. In force for what shipped from `fromMs` on, before `untilMs`. */
export interface CordonRule {
  readonly kind: 'branch' | 'path';
  readonly glob: string;
  /** Milliseconds UTC; null is open. */
  readonly fromMs: number | null;
  readonly untilMs: number | null;
}

/** Without a `.payoff.json`. */
export const defaultSettings: RepositorySettings = {
  windows: [{ days: 14, fromMs: null, reason: '' }],
  hotfix: { hours: 72, branches: ['hotfix/*', 'hotfix-*'] },
  reverts: 'lines',
  style: null,
  shippedRef: null,
  cordon: [],
  verification: [],
  exclude: [],
  team: '',
  collector: '',
};

/** The window in force at a time, milliseconds UTC. */
export function windowAt({ windows }: Pick<RepositorySettings, 'windows'>, atMs: number): ObservationWindow {
  const inForce = windows.findLast(({ fromMs }) => fromMs === null || fromMs <= atMs);
  return inForce ?? windows[0] ?? { days: 14, fromMs: null, reason: '' };
}
