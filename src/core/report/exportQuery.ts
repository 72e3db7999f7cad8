import type { Filter } from './filter.ts';
import type { SessionOrder } from './sessionPage.ts';

/** Which view, how much of it and in which order a table is made of. */
export interface ExportQuery {
  readonly view: 'overview' | 'sessions' | 'shipped';
  readonly format: 'csv' | 'json' | 'markdown';
  readonly filter: Filter;
  /** Of the sessions, as their list takes it; nothing else is searched or ordered. */
  readonly search: string;
  readonly order: SessionOrder;
  readonly descending: boolean;
  /** The turns of one session, whole, in the place of the view; null is the view. */
  readonly sessionId: string | null;
  /** Whether the figures are made up: the table says so. */
  readonly demo: boolean;
  readonly nowMs: number;
}
