import type { Rate } from '../pricing/rating.ts';
import type { RequestRow, SideCallRow } from '../report/rows.ts';
import type { CheckCall, CommitCall, EditCall, PullRequestCall } from './gitFacts.ts';
import type { History, HistoryTurn } from './history.ts';
import type { Linked } from './placement.ts';

/** How long an edit in no commit counts as open work, and a change on the default branch as not yet proven. */
export const observationWindowMs = 14 * 24 * 60 * 60_000;

export interface PlaceInput {
  /** Each once; its `repository` is that of its folder. */
  readonly requests: readonly RequestRow[];
  readonly sideCalls: readonly SideCallRow[];
  readonly rate: Rate;
  readonly edits: readonly EditCall[];
  readonly commitCalls: readonly CommitCall[];
  readonly pullRequests: readonly PullRequestCall[];
  readonly checks: readonly CheckCall[];
  readonly compactions: History['compactions'];
  readonly turns: ReadonlyMap<string, readonly HistoryTurn[]>;
  readonly linked: Linked;
  readonly nowMs: number;
  /** `observationWindowMs` when left out. */
  readonly windowMs?: number;
}

/** Puts every request in its one place. The order of what is given does not matter. */
export function placeHistory(input: PlaceInput): History {
  return {
    requests: [],
    sideCalls: [],
    repositories: input.linked.repositories,
    links: input.linked.links,
    copies: new Map(),
    edits: [],
    takenEdits: new Map(),
    commitCalls: input.commitCalls,
    pullRequests: input.pullRequests,
    checks: input.checks,
    compactions: input.compactions,
    turns: input.turns,
  };
}
