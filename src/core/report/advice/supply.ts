import type { AdviceQuestion } from '../../advice/advice.ts';
import { judgedChanges } from '../../advice/judgedChanges.ts';
import type { History } from '../../attribution/history.ts';
import { distinct } from '../filterRequests.ts';
import type { Selection } from '../selection.ts';
import { weekKey } from '../time.ts';
import type { AdviceSupply } from './adviceView.ts';

/** How much there is of what rules count: sessions and weeks with requests in the period, and the changes that comparisons are learnt from. */
export function supplyOf(
  history: History,
  { requests }: Pick<Selection, 'requests'>,
  { toMs, timezone }: Pick<AdviceQuestion, 'toMs' | 'timezone'>,
): AdviceSupply {
  return {
    sessions: distinct(requests, ({ sessionId }) => sessionId).size,
    closedChanges: judgedChanges({ history, toMs, timezone }).length,
    weeks: distinct(requests, ({ atMs }) => weekKey(atMs, timezone)).size,
  };
}
