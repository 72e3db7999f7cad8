/** Advice on what long sessions cost above this developer's usual context. It is silent below a sample of sessions. */
import type { PlacedRequest } from '../attribution/history.ts';
import { plural, t } from '../l10n/message.ts';
import type { Rate } from '../pricing/rating.ts';
import { formatTime } from '../report/durations.ts';
import type { Money } from '../report/live.ts';
import { promptTokens } from '../report/liveSnapshot.ts';
import { formatCount, formatDollars, formatTokens } from '../report/money.ts';
import { getOrAdd } from '../report/moneySum.ts';
import { saidMoney, shareText } from '../report/words.ts';
import type { Advice, AdviceEvidence } from './advice.ts';
import { compactionsOf } from './compactions.ts';
import type { ContextInput } from './contextInput.ts';
import { isAskedFor, spendAskedFor, weekAdviceId } from './contextInput.ts';
import { isOfMainThread } from './contextThreads.ts';
import { usualContext } from './usualContext.ts';

/** Below this share of what was spent there is nothing to do about it. */
export const leastBloatShare = 0.05;
const mostEvidence = 5;

/** What reading the context above the usual one cost in a session. */
export interface LargeContext {
  readonly sessionId: string;
  /** When it first went above. */
  readonly atMs: number;
  /** The largest prompt, in tokens. */
  readonly largest: number;
  /** Above the third quartile, and above the median; in nanodollars. */
  readonly low: number;
  readonly high: number;
  /** Requests above that have no price: then both are lower bounds. */
  readonly unpricedRequests: number;
}

/** The sessions of a period that went above the usual context, the dearest first; null below the sample. */
export function largeContexts(input: ContextInput): readonly LargeContext[] | null {
  const usual = usualContext(input).quartiles;
  if (usual === null) return null;
  const isAsked = isAskedFor(input);
  const sessions = new Map<string, { -readonly [Key in keyof LargeContext]: LargeContext[Key] }>();
  for (const request of input.history.requests) {
    const { tokens, sessionId, atMs } = request;
    if (!isOfMainThread(request) || !isAsked(request) || tokens.cacheRead <= usual.median) continue;
    const session = getOrAdd(sessions, sessionId, () => ({ sessionId, atMs, largest: 0, low: 0, high: 0, unpricedRequests: 0 }));
    session.largest = Math.max(session.largest, promptTokens(tokens));
    const [low, high] = [usual.thirdQuartile, usual.median].map((size) =>
      costOfReading(request, Math.max(0, tokens.cacheRead - size), input.rate),
    );
    if (low === null || low === undefined || high === null || high === undefined) session.unpricedRequests += 1;
    else {
      session.low += low;
      session.high += high;
    }
  }
  return [...sessions.values()].sort((left, right) => right.high - left.high || (left.sessionId < right.sessionId ? -1 : 1));
}

/** One piece of advice for a period, or none. */
export function contextBloatAdvice(input: ContextInput): readonly Advice[] {
  const usual = usualContext(input);
  const sessions = largeContexts(input);
  if (sessions === null || usual.quartiles === null) return [];
  const sum = (of: (session: LargeContext) => number): number => sessions.reduce((total, session) => total + of(session), 0);
  const [low, high] = [sum((session) => session.low), sum((session) => session.high)];
  const spend = spendAskedFor(input);
  if (low === 0 || high < leastBloatShare * spend.nanodollars) return [];
  const { nowMs, timezone } = input.question;
  return [
    {
      rule: 'contextBloat',
      id: weekAdviceId('contextBloat', input),
      sentence: sentenceOf(sessions, { low, high }, usual.quartiles.median, spend),
      action: t(
        'Each request reads the whole context: begin another task with /clear, /compact at a point where the work so far can be told in a few lines, and leave wide searches to subagents, which keep what they read to themselves.',
      ),
      stake: { low, high, what: t('reading context above your usual size') },
      sample: { of: 'sessions', counted: usual.sessions, needed: usual.needed },
      evidence: [...sessions.slice(0, mostEvidence).map((session) => evidenceOf(session, nowMs, timezone)), ...compactionEvidence(input)],
      source: 'context-bloat',
    },
  ];
}

function sentenceOf(
  sessions: readonly LargeContext[],
  { low, high }: { readonly low: number; readonly high: number },
  usual: number,
  spend: Money,
): string {
  const [least, most] = [formatDollars(low), formatDollars(high)];
  const parts = [formatCount(sessions.length), formatTokens(usual), least === most ? most : t('{0} to {1}', least, most)];
  if (sessions.some(({ unpricedRequests }) => unpricedRequests > 0))
    return plural(
      sessions.length,
      'One session went above your usual context of {1} tokens: reading what was above it cost at least {2}; some of it has no price yet.',
      '{0} sessions went above your usual context of {1} tokens: reading what was above it cost at least {2}; some of it has no price yet.',
      ...parts,
    );
  // Where the whole is known only from below, the share is at most this: "up to" holds for both.
  return plural(
    sessions.length,
    'One session went above your usual context of {1} tokens: reading what was above it cost {2}, up to {3} of what was spent.',
    '{0} sessions went above your usual context of {1} tokens: reading what was above it cost {2}, up to {3} of what was spent.',
    ...parts,
    shareText(high, spend.nanodollars),
  );
}

/** What reading some of a request's cached tokens cost; the prompt stays as long as it is, since a price may depend on its length. */
function costOfReading(request: PlacedRequest, tokens: number, rate: Rate): number | null {
  if (tokens === 0) return 0;
  const { cacheRead, input } = request.tokens;
  const whole = rate(request);
  const rest = rate({ ...request, tokens: { ...request.tokens, cacheRead: cacheRead - tokens, input: input + tokens } });
  return whole.priced && rest.priced ? whole.cost.cacheRead - rest.cost.cacheRead : null;
}

function evidenceOf({ sessionId, atMs, largest, high, unpricedRequests }: LargeContext, nowMs: number, timezone: string): AdviceEvidence {
  const amount = saidMoney({ nanodollars: high, unpricedRequests, lowerBound: false });
  const text = t('Session of {0}: up to {1} tokens, {2}', formatTime(atMs, nowMs, timezone), formatTokens(largest), amount);
  return { text, reference: { kind: 'session', sessionId } };
}

/** Compactions of the sessions that are counted. */
function compactionEvidence(input: ContextInput): readonly AdviceEvidence[] {
  const { count, tokensBefore } = compactionsOf(input);
  if (count === 0) return [];
  const text = plural(
    count,
    'One compaction, of a context of {1} tokens',
    '{0} compactions, of contexts of {1} tokens together',
    formatCount(count),
    formatTokens(tokensBefore),
  );
  return [{ text, reference: null }];
}
