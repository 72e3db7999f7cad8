import type { History } from '../attribution/history.ts';
import type { Rate } from '../pricing/rating.ts';
import type { Filter } from './filter.ts';
import type { Overview, OverviewNote } from './overview.ts';

export interface OverviewInput {
  readonly history: History;
  readonly filter: Filter;
  readonly nowMs: number;
  readonly timezone: string;
  /** Day of the prices, as every report says it. */
  readonly asOf: string;
  readonly rate: Rate;
  /** What only the caller knows: older history is still being read, the folder is not trusted. They come first. */
  readonly notes: readonly OverviewNote[];
}

/** The panel's first view of the requests that fit a filter. */
export function buildOverview(input: OverviewInput): Overview {
  throw new Error(`not built: ${String(input.nowMs)}`);
}
