import type { StandingPart } from '../attribution/placement.ts';
import type { CommitRow } from './commits.ts';
import type { Money, ModelShare } from './live.ts';
import type { StayedFigures } from './outcomes/stayedView.ts';
import type { Standing } from './standing.ts';

/** The panel's first view: what was spent, where it is now, what is worth a look. */
export interface Overview {
  readonly atMs: number;
  readonly timezone: string;
  readonly asOf: string;
  /** The days shown, first and last included, `2026-11-01`; empty strings when there is nothing. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly days: number;
  /** The computed sentence, which names a filter and the whole that it is a part of; its kind is `part` where a part is chosen. */
  readonly sentence: string;
  readonly sentenceKind: 'onDefaultBranch' | 'oneCommit' | 'noCommit' | 'noRepository' | 'nothing' | 'unread' | 'part';
  readonly standing: Standing;
  /** Everything used in the period in the chosen repository, whatever branch, model or part is chosen; with side calls, as `standing.total`. */
  readonly whole: Money;
  /** Everything used in the period, in all repositories: 100% where amounts are shown as shares of a plan. */
  readonly wholePlan: Money;
  /** `25 commits on main: 12 have been there for more than 14 days, 13 not yet (the next on 23 November).`; null without a commit there. */
  readonly windows: string | null;
  /** Name of the default branch, as the parts' labels say it; null where the repositories shown differ in it or none was read. */
  readonly defaultBranch: string | null;
  readonly sessions: number;
  readonly requests: number;
  /** The same length of time before, with everything used then in all repositories; null where the ledger does not reach back so far. */
  readonly before: { readonly total: Money; readonly standing: Standing; readonly sessions: number; readonly wholePlan: Money } | null;
  readonly figures: readonly OverviewFigure[];
  /** What became of own changes of the period; null with a branch, a model or a part chosen, and where git was read of no repository. */
  readonly stayed: StayedFigures | null;
  readonly worthALook: readonly WorthALook[];
  /** Dearest first, and no more than can be shown. */
  readonly branches: readonly BranchRow[];
  /** All branches beyond those, as one sum; null where there are none. */
  readonly otherBranches: BranchRest | null;
  /** Oldest first, Monday's day as key; weeks without a request included. */
  readonly weeks: readonly WeekRow[];
  /** The whole period, oldest first, days or weeks without a request included: the rows add up to `standing.total`. */
  readonly spend: Spend;
  readonly choices: FilterChoices;
  /** States that have to be known to read the figures right, most important first. */
  readonly notes: readonly OverviewNote[];
}

export interface OverviewFigure {
  readonly id: 'session' | 'commit' | 'day';
  readonly label: string;
  /** Null where there are too few to say. */
  readonly distribution: Distribution | null;
  /** `Too few to say: 11 of the 30 sessions needed.`; null with a distribution. */
  readonly tooFew: string | null;
}

/** In nanodollars. */
export interface Distribution {
  readonly count: number;
  readonly lowest: number;
  readonly firstQuartile: number;
  readonly median: number;
  readonly thirdQuartile: number;
  readonly highest: number;
  /** Share of the sum that the dearest tenth has, 0 to 1. */
  readonly dearestTenth: number;
  /** Equal steps from 0 to the highest, at most twenty. */
  readonly bins: readonly { readonly upTo: number; readonly count: number }[];
}

export interface WorthALook {
  readonly id: string;
  readonly sentence: string;
  readonly money: Money | null;
  /** Where a click leads. */
  readonly leadsTo:
    | { readonly view: 'sessions'; readonly sessionId: string | null; readonly part: StandingPart | null }
    | { readonly view: 'shipped'; readonly sha: string | null };
}

export interface BranchRow {
  readonly repository: string;
  /** `''` where no branch was recorded. */
  readonly branch: string;
  /** Name of the repository's default branch, as its parts' labels say it; `''` where that is not known. */
  readonly defaultBranch: string;
  readonly money: Money;
  readonly sessions: number;
  readonly commits: number;
  readonly lastAtMs: number;
  readonly parts: readonly { readonly part: StandingPart; readonly money: Money }[];
}

/** What the branches that are not named one by one add up to. */
export interface BranchRest {
  /** How many they are. */
  readonly branches: number;
  readonly money: Money;
  readonly parts: BranchRow['parts'];
}

export interface WeekRow {
  /** Monday, `2026-11-16`. */
  readonly week: string;
  /** Whether the period has only a part of it, the running week included. */
  readonly partial: boolean;
  readonly money: Money;
  readonly tokens: number;
  /** Own changes that shipped in it and stayed; null until every window of the week has closed. */
  readonly outcomes: number | null;
  /** Of the four weeks that end with it, in nanodollars where it is a cost; null until all of their windows have closed. */
  readonly verifiedShare: number | null;
  readonly costPerChange: number | null;
  /** Why the observation window is another from this week on; null where it is as before. */
  readonly windowChange: string | null;
}

/** What was used over time: by day, or by week where the period has 92 days or more. */
export interface Spend {
  readonly grain: 'day' | 'week';
  readonly rows: readonly SpendRow[];
}

export interface SpendRow {
  /** The first and the last of its days that the period has; the same where the grain is a day. */
  readonly firstDay: string;
  readonly lastDay: string;
  /** Whether it is a week that the period has only a part of, the running one included. */
  readonly partial: boolean;
  readonly money: Money;
  readonly models: readonly ModelShare[];
}

export interface FilterChoices {
  readonly repositories: readonly { readonly repository: string; readonly name: string; readonly read: boolean }[];
  /** The newest ones; `''` where some request has no branch recorded. */
  readonly branches: readonly string[];
  readonly models: readonly { readonly model: string; readonly label: string }[];
}

export interface OverviewNote {
  readonly kind:
    'notInGit' | 'shallow' | 'notFetched' | 'unread' | 'problem' | 'unpriced' | 'lowerBound' | 'sideCalls' | 'reading' | 'untrusted';
  readonly sentence: string;
}

/** What became of today, for the tree beside source control and the tooltip. */
export interface Today {
  readonly total: Money;
  readonly standing: Standing;
  readonly commits: readonly CommitRow[];
}
