import type { History } from '../attribution/history.ts';
import type { CommitRow } from './commits.ts';
import type { Filter } from './filter.ts';

export interface CommitsInput {
  readonly history: History;
  readonly filter: Filter;
  readonly timezone: string;
}

/**
 * Commits that a session is linked with and own ones, authored in the period, the newest first; subjects are null. Each has its whole
 * cost, also of what was asked before the period. With a branch or a model those that a request of it led to.
 */
export function buildCommits(input: CommitsInput): readonly CommitRow[] {
  throw new Error(`not built: ${input.timezone}`);
}

/** The row of one commit, null when the history has no such commit. */
export function buildCommit(input: { readonly history: History; readonly sha: string; readonly timezone: string }): CommitRow | null {
  throw new Error(`not built: ${input.timezone}`);
}
