import type { Confidence, LinkEvidence, Tier } from '../attribution/link.ts';
import type { StandingPart } from '../attribution/placement.ts';
import type { ChangeStyle } from '../outcomes/changes.ts';
import type { ChangeState, JoinedCommit, PendingReason } from '../outcomes/outcome.ts';
import type { ShippedLines } from '../outcomes/survival.ts';
import type { Money, ModelShare } from './live.ts';

/** One commit and what it cost; without links it was made without a session that is known. */
export interface CommitRow {
  readonly sha: string;
  readonly repository: string;
  readonly authoredAtMs: number;
  readonly branch: string;
  /** Itself, or by a copy. */
  readonly onDefaultBranch: boolean;
  /** Name of its repository's default branch, as labels say it; `''` where that is not known. */
  readonly defaultBranch: string;
  readonly reachable: boolean;
  /** Whether the author is an identity of this clone, or the commit a session's own. */
  readonly own: boolean;
  readonly merge: boolean;
  readonly part: StandingPart | null;
  readonly links: readonly CommitLink[];
  /** Sum of the links'; null without a link: not recorded. */
  readonly money: Money | null;
  readonly models: readonly ModelShare[];
  readonly linesAdded: number;
  readonly linesRemoved: number;
  /** The files that it changed most, from the root of the working tree, at most ten of `fileCount`. */
  readonly files: readonly string[];
  readonly fileCount: number;
  /** Of the lines that it adds and removes those that sessions' edits did, blank ones left out; null without a link of tiers 1 to 5. */
  readonly linesWithClaude: number | null;
  /** The change on the default branch that it belongs to, and what became of that; null where it belongs to none. */
  readonly change: CommitChange | null;
  /** Other commits with its author, author time and subject, such as a cherry-pick, and what it was squashed into; they carry no cost. */
  readonly copies: readonly { readonly sha: string; readonly branch: string }[];
  /** Read from git for the rows that are shown, never stored; null where it was not asked for or cannot be read. */
  readonly subject: string | null;
}

/** What became of the change that a commit belongs to. */
export interface CommitChange {
  /** The commit by which it came on to the default branch. */
  readonly sha: string;
  readonly style: ChangeStyle;
  readonly state: ChangeState;
  readonly pending: PendingReason | null;
  readonly shippedAtMs: number | null;
  readonly windowDays: number;
  readonly windowClosesAtMs: number | null;
  readonly setAside: boolean;
  /** What the commit itself is to it where it is none of those that shipped it; null where it is one. */
  readonly joined: JoinedCommit['kind'] | null;
  /** `stayed`, `window open until 4 December`. */
  readonly words: string;
  /** How it shipped, what became of it and why, a sentence each. */
  readonly sentences: readonly string[];
  /** Its lines that Claude wrote; null where nothing is known of them. */
  readonly lines: ShippedLines | null;
}

export interface CommitLink {
  readonly sessionId: string;
  readonly tier: Tier;
  readonly confidence: Confidence;
  readonly evidence: LinkEvidence;
  /** One sentence: which call, at what time, how it was found. */
  readonly sentence: string;
  readonly money: Money;
}

/** A pull request that a session made or worked on; its cost is the cost of its commits. */
export interface PullRequestRow {
  readonly url: string;
  readonly number: number;
  readonly repository: string;
  /** `''` where it is not known: where it was only read or commented on, the session's branch says nothing of it. */
  readonly branch: string;
  /** Whether a session of this ledger created it; else it was only touched. */
  readonly created: boolean;
  /** Whether it was only read or commented on. */
  readonly reviewed: boolean;
  readonly firstSeenAtMs: number;
  readonly sessionIds: readonly string[];
  readonly commits: readonly string[];
  readonly money: Money | null;
  /** Whether a commit of it, a copy, or its merge is on the default branch; null where git was not read, or no commit of it is known. */
  readonly onDefaultBranch: boolean | null;
  /** Name of its repository's default branch, as labels say it; `''` where that is not known. */
  readonly defaultBranch: string;
}
