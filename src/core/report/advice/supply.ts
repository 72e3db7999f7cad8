import type { History } from '../../attribution/history.ts';
import { distinct } from '../filterRequests.ts';
import { hasClosed } from '../outcomes/outcomeCounts.ts';
import type { Selection } from '../selection.ts';
import { weekKey } from '../time.ts';
import type { Period } from '../time.ts';
import type { AdviceSupply } from './adviceView.ts';

/** How much a period has of what rules count: sessions and weeks with requests, and own changes that shipped before its end and had their whole window. */
export function supplyOf(
  outcomes: History['outcomes'],
  { requests }: Pick<Selection, 'requests'>,
  { untilMs }: Pick<Period, 'untilMs'>,
  timezone: string,
): AdviceSupply {
  const shipped = (atMs: number | null): boolean => atMs !== null && (untilMs === null || atMs < untilMs);
  let closedChanges = 0;
  for (const { changes, seenUntilMs } of outcomes.values())
    for (const outcome of changes)
      if (outcome.own && shipped(outcome.shippedAtMs) && seenUntilMs !== null && hasClosed(outcome, seenUntilMs)) closedChanges += 1;
  return {
    sessions: distinct(requests, ({ sessionId }) => sessionId).size,
    closedChanges,
    weeks: distinct(requests, ({ atMs }) => weekKey(atMs, timezone)).size,
  };
}
