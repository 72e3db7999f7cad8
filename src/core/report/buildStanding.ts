import type { History } from '../attribution/history.ts';
import type { Selection } from './selection.ts';
import type { Standing } from './standing.ts';

export interface StandingInput {
  readonly history: History;
  readonly selection: Selection;
  readonly nowMs: number;
}

/** Where each nanodollar of a selection is now; the parts add up to the total exactly. */
export function buildStanding({ history, selection, nowMs }: StandingInput): Standing {
  throw new Error(`not built: ${String(history.requests.length + selection.requests.length + nowMs)}`);
}
