/** Threads with prompts that are cached, for the tests of rules about contexts. */
import type { History, PlacedRequest } from '../../src/core/attribution/history.ts';
import type { ContextInput } from '../../src/core/advice/contextInput.ts';
import type { RequestRow } from '../../src/core/report/rows.ts';
import type { Tokens } from '../../src/core/transcript/facts.ts';
import { aHistory, aPlaced, dayMs, noon } from './histories.ts';
import { testRate } from './rows.ts';

export const minuteMs = 60_000;

/** A request of 20 output tokens so many minutes after noon, at the tests' prices; `tokens` are those of its prompt. */
export function aStep(minutes: number, tokens: Partial<Tokens>, some: Partial<Omit<RequestRow, 'tokens'>> = {}): PlacedRequest {
  const placed = aPlaced('noEdits', 0, { atMs: noon + minutes * minuteMs, ...some, tokens: { output: 20, ...tokens } });
  const rating = testRate(placed);
  return { ...placed, repository: some.repository ?? placed.repository, nanodollars: rating.priced ? rating.cost.total : null };
}

/** What a rule is asked: of the eight weeks before and the one after noon, of all repositories, unless said otherwise. */
export function anInput(
  requests: readonly PlacedRequest[],
  some: Partial<Omit<ContextInput, 'history'>> & { readonly history?: Partial<Omit<History, 'requests' | 'repositories'>> } = {},
): ContextInput {
  const { history, ...rest } = some;
  const nowMs = noon + 7 * dayMs;
  return {
    history: aHistory({ ...history, requests }),
    repository: null,
    question: { fromMs: noon - 56 * dayMs, toMs: nowMs, nowMs, timezone: 'Europe/Berlin' },
    rate: testRate,
    ...rest,
  };
}
