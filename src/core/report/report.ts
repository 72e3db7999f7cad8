/** The shapes that every face shows: one row a key, and totals that are exactly the sum of the rows. */
import type { PriceTable } from '../pricing/rating.ts';

export const groupings = ['day', 'week', 'month', 'model', 'session', 'repository', 'branch', 'commit', 'pull-request', 'kind'] as const;
export type Grouping = (typeof groupings)[number];

/** Money and tokens of some requests. All sums are exact integers. */
export interface Figures {
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
  readonly cacheReadTokens: number;
  readonly webSearches: number;
  /** Sum over the priced requests, side calls left out. */
  readonly costNanodollars: number;
  /** Side calls that fall on this row; null when a session's of this row cannot be known. */
  readonly sideCallsNanodollars: number | null;
  readonly unpricedRequests: number;
  /** Whether the cost is at least this much: some response's output was recorded incompletely. */
  readonly lowerBound: boolean;
}

export interface ReportRow extends Figures {
  readonly key: string;
}

export interface Report {
  readonly timezone: string;
  readonly prices: PriceTable;
  readonly totals: ReportRow;
  /** Side calls of the sessions whose side calls are known; in every other view they are part of the cost. */
  readonly knownSideCallsNanodollars: number;
  readonly rows: readonly ReportRow[];
}

export interface SessionRow {
  readonly sessionId: string;
  /** Milliseconds UTC of the first and the last record that says anything. */
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly cwd: string;
  readonly repository: string;
  readonly branches: readonly string[];
  readonly models: readonly string[];
  readonly turns: number;
  readonly subagents: number;
  readonly linesAdded: number;
  readonly linesRemoved: number;
  readonly figures: Figures;
}
