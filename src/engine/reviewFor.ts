import { parseQuarter } from '../core/report/quarter.ts';
import type { BudgetReview } from './outcomeViews.ts';
import type { Engine } from './types.ts';

/** The review of a quarter as it is written; rejects with a sentence where that is none. */
export function reviewFor(engine: Engine, text: string, repository: string | null, nowMs: number): Promise<BudgetReview> {
  const quarter = parseQuarter(text, nowMs, engine.timezone);
  if (quarter === null) return Promise.reject(new Error('This is no quarter: one is called such as 2026-Q3.'));
  return engine.outcomes.review({ quarter, repository, nowMs });
}
