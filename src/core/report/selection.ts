import type { History, PlacedRequest, PlacedSideCalls } from '../attribution/history.ts';
import type { Rate } from '../pricing/rating.ts';
import type { Filter } from './filter.ts';

/** What of a history a view is made of. */
export interface Selection {
  /** In order of time. */
  readonly requests: readonly PlacedRequest[];
  readonly sideCalls: readonly PlacedSideCalls[];
}

/**
 * The requests and side calls that fit a filter. Side calls made no edits; with a model they are those that this model answered, and
 * unknown for every session of the selection whose side calls are not known.
 */
export function selectHistory(history: History, filter: Filter, rate: Rate): Selection {
  throw new Error(`not built: ${String(history.requests.length)} ${String(filter.sinceMs)} ${String(rate.length)}`);
}
