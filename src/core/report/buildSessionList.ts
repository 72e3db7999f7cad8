import type { History } from '../attribution/history.ts';
import type { Rate } from '../pricing/rating.ts';
import type { Filter } from './filter.ts';
import type { SessionList, SessionOrder } from './sessionPage.ts';

export interface SessionListInput {
  readonly history: History;
  readonly filter: Filter;
  readonly rate: Rate;
  readonly timezone: string;
  readonly nowMs: number;
  /** Words that all have to be found in branch, model, repository, session id or day. */
  readonly search: string;
  readonly order: SessionOrder;
  readonly descending: boolean;
  readonly offset: number;
  /** Null is all. */
  readonly limit: number | null;
  /** Sessions whose client says that it is busy; those with a request within five minutes are live without it. */
  readonly busy: ReadonlySet<string>;
}

/** A row for each session with a request that fits, ordered, from `offset` on. */
export function buildSessionList(input: SessionListInput): SessionList {
  throw new Error(`not built: ${input.timezone}`);
}
