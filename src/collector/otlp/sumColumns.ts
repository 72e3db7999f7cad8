import type { Measure } from '../../core/team/otlp/measures.ts';
import { measures } from '../../core/team/otlp/measures.ts';

/** The column of a measure: `cache_read` of `cacheRead`. */
export function columnOf(measure: Measure): string {
  return measure.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Every measure with its column, in one order. */
export const sumColumns: readonly { readonly measure: Measure; readonly column: string }[] = measures.map((measure) => ({
  measure,
  column: columnOf(measure),
}));

/** No sum grows above it: far more than any day has, and small enough for sums of sums to stay exact. */
export const largestSum = 1e15;
