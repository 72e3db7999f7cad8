import type { StandingPart } from '../attribution/placement.ts';
import type { CommitLink } from './commits.ts';
import type { Money, ModelShare } from './live.ts';
import type { SessionRow } from './report.ts';
import type { Standing } from './standing.ts';

/** A row of the panel's Sessions. */
export interface SessionListRow extends SessionRow {
  /** Of what fits the filter. */
  readonly money: Money;
  /** Of all of the session: more than `money` where a filter leaves some of it out. */
  readonly whole: Money;
  /** Name of the default branch that its parts' labels say; `''` where none is known, or its repositories differ in it. */
  readonly defaultBranch: string;
  /** Dearest part first, empty ones left out. */
  readonly parts: readonly { readonly part: StandingPart; readonly money: Money }[];
  readonly commits: number;
  readonly live: boolean;
}

export const sessionOrders = ['endedAt', 'cost', 'turns', 'lines', 'commits', 'branch'] as const;
export type SessionOrder = (typeof sessionOrders)[number];

export interface SessionList {
  readonly total: number;
  /** From `offset` on. */
  readonly offset: number;
  readonly rows: readonly SessionListRow[];
  /** Of all that fit, not only of those shown. */
  readonly money: Money;
}

/** One session, told along its turns. */
export interface SessionPage {
  readonly row: SessionListRow;
  readonly standing: Standing;
  readonly timezone: string;
  /** With `sideCalls` they add up to the row's money. */
  readonly models: readonly ModelShare[];
  /** Side calls (titles, web searches) of whichever models; null where they are not known. */
  readonly sideCalls: Money | null;
  readonly turns: readonly TurnPoint[];
  readonly marks: readonly SessionMoment[];
  readonly subagents: readonly {
    readonly agentId: string;
    readonly startedAtMs: number;
    readonly endedAtMs: number;
    readonly money: Money;
  }[];
  readonly cache: {
    readonly readTokens: number;
    readonly writtenTokens: number;
    readonly uncachedTokens: number;
    /** Part of the prompt tokens that came from the cache, 0 to 1; null without any. */
    readonly hitShare: number | null;
  };
  readonly commits: readonly {
    readonly sha: string;
    readonly repository: string;
    readonly link: CommitLink;
    readonly onDefaultBranch: boolean;
    readonly branch: string;
    readonly defaultBranch: string;
  }[];
  readonly pullRequests: readonly {
    readonly url: string;
    readonly number: number;
    readonly created: boolean;
    readonly reviewed: boolean;
  }[];
  readonly checks: { readonly passed: number; readonly failed: number; readonly unknown: number };
  /** Read from the transcript when shown, never stored; null where it has none or is gone. */
  readonly title: string | null;
}

export interface TurnPoint {
  /** From 1; 0 is what came before the first prompt. */
  readonly turn: number;
  readonly atMs: number;
  readonly money: Money;
  readonly cumulativeNanodollars: number;
  readonly requests: number;
  /** Prompt tokens of the main thread's last request of the turn. */
  readonly contextTokens: number;
  readonly contextWindow: number | null;
}

export interface SessionMoment {
  readonly kind: 'edit' | 'commit' | 'compaction' | 'subagent' | 'check';
  readonly atMs: number;
  readonly turn: number;
  /** `12 lines in src/…`-less: a count or a short SHA; no path. */
  readonly label: string;
  readonly sha: string | null;
  /** Whether it is a check that failed. */
  readonly failed: boolean;
}
