import type { History } from '../attribution/history.ts';
import type { Rate } from '../pricing/rating.ts';
import type { Filter } from './filter.ts';

export interface ExportInput {
  readonly history: History;
  readonly filter: Filter;
  readonly view: 'overview' | 'sessions' | 'shipped';
  readonly format: 'csv' | 'json' | 'markdown';
  readonly nowMs: number;
  readonly timezone: string;
  readonly rate: Rate;
}

/** A view as a table. The rows of `overview` (parts of the standing) and `sessions` add up to the cost of what fits the filter. */
export function exportTable(input: ExportInput): string {
  throw new Error(`not built: ${input.timezone}`);
}
