import type { Money } from './live.ts';

/** The panel's page of one file: what Claude's edits of it cost, and how many of its lines are still there. */
export interface FilePage {
  readonly repository: string;
  /** From the root of the working tree, with `/`. */
  readonly file: string;
  /** As labels say it. */
  readonly defaultBranch: string;
  /** Of the requests that led to an edit of it; the rows add up to it. */
  readonly money: Money;
  readonly edits: number;
  /** On the default branch as it was last read; null where git did not say. */
  readonly lines: FileLineCounts | null;
  /** Why `lines` is null, in a sentence; null where it is not. */
  readonly problem: string | null;
  /** The last one that edited it first. */
  readonly sessions: readonly FileSession[];
}

export interface FileLineCounts {
  /** All that are not blank. */
  readonly all: number;
  /** Those that Claude wrote. `ofSessions` of them are of sessions that are known; the others only Claude's trailer names. */
  readonly withClaude: number;
  readonly ofSessions: number;
}

export interface FileSession {
  readonly sessionId: string;
  readonly lastEditAtMs: number;
  readonly edits: number;
  /** Of its requests that led to those edits. */
  readonly money: Money;
  /** Lines that it wrote and that are still there; null where git did not say. */
  readonly lines: number | null;
  /** What these lines cost as a part of what the session spent for its changes, nanodollars; null where that is not known. */
  readonly linesCost: number | null;
}
