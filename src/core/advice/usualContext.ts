/** How large this developer's contexts usually become. */
import type { PlacedRequest } from '../attribution/history.ts';
import { quantile } from '../report/distribution.ts';
import { promptTokens } from '../report/liveSnapshot.ts';
import type { ContextInput } from './contextInput.ts';
import { lastMomentOf } from './contextInput.ts';
import { isOfMainThread } from './contextThreads.ts';
import { oncePer } from './oncePer.ts';

const dayMs = 86_400_000;

/** What is usual is learnt from the twelve weeks up to the end of the period. */
export const usualWeeks = 12;
/** Of so many sessions, as the quartiles of the Overview would need 30 of amounts that vary more. */
export const neededSessions = 20;
/** A session of fewer requests in its main thread is a question, not a conversation: its context is little more than the system prompt. */
export const leastRequests = 10;

/** Quartiles of some sizes in tokens. */
export interface Quartiles {
  readonly count: number;
  readonly firstQuartile: number;
  readonly median: number;
  readonly thirdQuartile: number;
}

/** Null of nothing. */
export function quartilesOf(values: readonly number[]): Quartiles | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  return {
    count: values.length,
    firstQuartile: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    thirdQuartile: quantile(sorted, 0.75),
  };
}

export interface UsualContext {
  /** Sessions that are long enough to be counted. */
  readonly sessions: number;
  readonly needed: number;
  /** Of the largest prompt of each; null below the sample. */
  readonly quartiles: Quartiles | null;
}

/** The largest prompt of each session's main conversation. */
export function largestContexts(requests: Iterable<PlacedRequest>, least: number): ReadonlyMap<string, number> {
  const sessions = new Map<string, { largest: number; requests: number }>();
  for (const request of requests) {
    if (!isOfMainThread(request)) continue;
    const prompt = promptTokens(request.tokens);
    const session = sessions.get(request.sessionId);
    if (session === undefined) sessions.set(request.sessionId, { largest: prompt, requests: 1 });
    else {
      session.requests += 1;
      if (prompt > session.largest) session.largest = prompt;
    }
  }
  return new Map([...sessions].flatMap(([id, session]) => (session.requests < least ? [] : [[id, session.largest]])));
}

/** Of all repositories: it is the developer's way of working that is learnt. */
export const usualContext = oncePer(({ history, question }: Pick<ContextInput, 'history' | 'question'>): UsualContext => {
  const toMs = lastMomentOf(question);
  const fromMs = toMs - 7 * usualWeeks * dayMs;
  const contexts = largestContexts(
    history.requests.filter(({ atMs }) => atMs > fromMs && atMs <= toMs),
    leastRequests,
  );
  const sessions = contexts.size;
  return { sessions, needed: neededSessions, quartiles: sessions < neededSessions ? null : quartilesOf([...contexts.values()]) };
});
