import { changeStates } from '../../outcomes/outcome.ts';
import type { ChangeOutcome, ChangeState } from '../../outcomes/outcome.ts';
import type { OutcomeCounts } from './outcomesView.ts';

/** Whether a change has had its whole window: it has closed, and the default branch was seen after. */
export function hasClosed({ windowClosesAtMs }: ChangeOutcome, seenUntilMs: number): boolean {
  return windowClosesAtMs !== null && windowClosesAtMs <= seenUntilMs;
}

/**
 * Counts changes by their state. A change that came back within days is counted as that at once, but enters a share only when its window has
 * closed, together with those that shipped beside it: a share that took the quick failures first would always look worse than it is.
 */
export function countOutcomes(outcomes: Iterable<ChangeOutcome>, seenUntilMs: number): OutcomeCounts {
  const states: Record<ChangeState, number> = { verified: 0, pending: 0, reverted: 0, hotfixed: 0, reopened: 0 };
  let closed = 0;
  let closedVerified = 0;
  for (const outcome of outcomes) {
    states[outcome.state] += 1;
    if (!hasClosed(outcome, seenUntilMs)) continue;
    closed += 1;
    if (outcome.state === 'verified') closedVerified += 1;
  }
  const attempted = changeStates.reduce((sum, state) => sum + states[state], 0);
  return { ...states, attempted, closed, closedVerified };
}
