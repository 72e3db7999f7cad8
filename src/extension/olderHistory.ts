/** Whether older history is being read, as the palette knows it: of the two commands about it only the one that fits is offered. */
import type { LiveSnapshot } from '../core/report/live.ts';

/** Context key of the `when` clauses in package.json. */
export const olderHistoryKey = 'payoff.olderHistory';

/** Today's own files are read in any case: there is nothing to stop before they are. */
export function olderHistory({ reading }: LiveSnapshot): 'reading' | 'paused' | undefined {
  if (reading === null) return undefined;
  if (reading.paused === true) return 'paused';
  return reading.todayExact ? 'reading' : undefined;
}
