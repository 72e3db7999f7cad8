/** The whole history with each request in its place: what every view of cost and outcome is made from. */
import type { RepositoryOutcomes } from '../outcomes/outcome.ts';
import type { ChangeLines } from '../outcomes/survival.ts';
import type { SideCallRow, RequestRow } from '../report/rows.ts';
import type { CheckCall, CommitCall, CommitRecord, EditCall, PullRequestCall, RepositoryFacts } from './gitFacts.ts';
import type { Link } from './link.ts';
import type { Placement, StandingPart } from './placement.ts';
import type { Repetition } from './repetition.ts';

export interface PlacedRequest extends RequestRow {
  /** At list price; null when the model has no price. */
  readonly nanodollars: number | null;
  readonly placement: Placement;
  readonly part: StandingPart;
}

/** Side calls of a session; null when they cannot be known. They stand with what made no edits. */
export interface PlacedSideCalls extends SideCallRow {
  readonly nanodollars: number | null;
}

export interface HistoryTurn {
  readonly atMs: number;
  readonly promptId: string;
  readonly textHash: string;
  readonly command: boolean;
  /** The permission mode in which it was asked, as recorded; `''` where that is not known. */
  readonly mode: string;
}

export interface History {
  /** Every request in order of time. Its `repository` is its placement's. */
  readonly requests: readonly PlacedRequest[];
  readonly sideCalls: readonly PlacedSideCalls[];
  /** By path; only those that git was read of. */
  readonly repositories: ReadonlyMap<string, RepositoryFacts>;
  readonly links: readonly Link[];
  /** By the SHA that carries the cost: its copies (same author, author time and subject) and its squash, without itself. */
  readonly copies: ReadonlyMap<string, readonly CommitRecord[]>;
  /** By the SHA that carries the cost: the commit on the default branch that it became together with others. */
  readonly squashes: ReadonlyMap<string, CommitRecord>;
  /** By path: what became of the changes of each repository that git was read of. */
  readonly outcomes: ReadonlyMap<string, RepositoryOutcomes>;
  /** By path, then by the SHA of a change: its lines that Claude's sessions wrote, and which of them are still there. */
  readonly survival: ReadonlyMap<string, ReadonlyMap<string, ChangeLines>>;
  /** In order of time. */
  readonly edits: readonly EditCall[];
  /** The commit that took an edit, by `toolUseId`. */
  readonly takenEdits: ReadonlyMap<string, string>;
  /** By the SHA as it is linked: of the lines that a commit adds and removes those that sessions' edits did; no entry for none. */
  readonly linesTaken: ReadonlyMap<string, number>;
  readonly commitCalls: readonly CommitCall[];
  readonly pullRequests: readonly PullRequestCall[];
  readonly checks: readonly CheckCall[];
  readonly compactions: readonly { readonly sessionId: string; readonly atMs: number; readonly tokensBefore: number }[];
  /** What was tried or read again and again. */
  readonly repetition: Repetition;
  /** By session, in order of time. */
  readonly turns: ReadonlyMap<string, readonly HistoryTurn[]>;
}
