import type { PeopleCount, Split } from '../published/types.ts';

export const publishedDaySchemaName = 'payoff.claude-day/1';

/**
 * What is published of one UTC day of Claude Code's own metrics (the source `claude`, never added to what Payoff reports), once, three days after the day
 * began. A value that is `null` is protected, as in the week's figures: fewer than k people have a share in it, one of them has more than half, or it would
 * tell another that is. A day without an edition and a day of nulls mean the same.
 */
export interface PublishedDay {
  readonly schema: typeof publishedDaySchemaName;
  readonly team: string;
  /** `2026-11-20`. */
  readonly day: string;
  readonly publishedAtMs: number;
  readonly k: number;
  /** Who had a session or spent tokens. A developer with two machines counts as two: the client tells installations, not people. */
  readonly developers: PeopleCount | null;
  readonly sessions: number | null;
  /** Nanodollars, as the client reckoned them. */
  readonly cost: { readonly total: number; readonly models: Split } | null;
  /** Tokens of all classes, and by class (`input`, `output`, `cacheRead`, `cacheCreation`). */
  readonly tokens: { readonly total: number; readonly classes: Split } | null;
  readonly linesAdded: number | null;
  readonly linesRemoved: number | null;
  readonly commits: number | null;
  readonly pullRequests: number | null;
  /** Milliseconds in which somebody typed or read, and in which Claude worked. */
  readonly activeUserMs: number | null;
  readonly activeClaudeMs: number | null;
  /** Edits that were accepted and rejected, by hand or by a setting. */
  readonly editsAccepted: number | null;
  readonly editsRejected: number | null;
}
