/** Advice on contexts that were written again because the cache had expired. It counts what happened and needs no sample. */
import { t, plural } from '../l10n/message.ts';
import { formatTime } from '../report/durations.ts';
import type { Money } from '../report/live.ts';
import { formatCount, formatDollars, formatTokens, isAtLeast, isUnpriced } from '../report/money.ts';
import { getOrAdd, MoneySum } from '../report/moneySum.ts';
import { saidMoney, shareText } from '../report/words.ts';
import type { Advice, AdviceEvidence } from './advice.ts';
import { hourLifetimeMs } from './cacheEntries.ts';
import type { ColdContext } from './coldContexts.ts';
import { coldContexts } from './coldContexts.ts';
import type { ContextInput } from './contextInput.ts';
import { isAskedFor, spendAskedFor, weekAdviceId } from './contextInput.ts';

/** Below this share of what was spent there is nothing to do about it. */
export const leastColdShare = 0.01;
const mostEvidence = 5;

/** Some of what was written again, summed. */
export interface ColdSum {
  /** Requests that wrote again what had been cached. */
  readonly count: number;
  readonly tokens: number;
  /** What writing cost beyond reading. */
  readonly money: Money;
}

export class ColdSums {
  readonly #money = new MoneySum();
  #count = 0;
  #tokens = 0;

  add({ tokens, nanodollars }: ColdContext): void {
    this.#count += 1;
    this.#tokens += tokens;
    // How long the answer became has no part in this: it is exact where there is a price.
    this.#money.add(nanodollars, false);
  }

  sum(): ColdSum {
    return { count: this.#count, tokens: this.#tokens, money: this.#money.money() };
  }
}

/** What was written again in each session, the dearest first. */
export interface ColdSession extends ColdSum {
  readonly sessionId: string;
  /** The first time that it happened. */
  readonly atMs: number;
}

export function coldSessions(cold: readonly ColdContext[]): readonly ColdSession[] {
  const sessions = new Map<string, { readonly atMs: number; readonly sums: ColdSums }>();
  for (const each of cold) {
    const { sessionId, atMs } = each.request;
    getOrAdd(sessions, sessionId, () => ({ atMs, sums: new ColdSums() })).sums.add(each);
  }
  return [...sessions]
    .map(([sessionId, { atMs, sums }]): ColdSession => ({ sessionId, atMs, ...sums.sum() }))
    .sort(
      (left, right) =>
        right.money.nanodollars - left.money.nanodollars || right.tokens - left.tokens || (left.sessionId < right.sessionId ? -1 : 1),
    );
}

/** One piece of advice for a period, or none. */
export function coldContextAdvice(input: ContextInput): readonly Advice[] {
  const isAsked = isAskedFor(input);
  const cold = coldContexts(input.history, input.rate).filter(({ request }) => isAsked(request));
  if (cold.length === 0) return [];
  const all = new ColdSums();
  for (const each of cold) all.add(each);
  const { count, tokens, money } = all.sum();
  const spend = spendAskedFor(input);
  // What has no price may be much: then the share says nothing.
  if (money.unpricedRequests === 0 && money.nanodollars < leastColdShare * spend.nanodollars) return [];
  const { question } = input;
  return [
    {
      rule: 'coldContext',
      id: weekAdviceId('coldContext', input),
      sentence: sentenceOf({ count, tokens, money }, spend),
      action: actionOf(cold),
      stake: isUnpriced(money) ? null : { low: money.nanodollars, high: money.nanodollars, what: t('written again') },
      sample: null,
      evidence: coldSessions(cold)
        .slice(0, mostEvidence)
        .map((session) => evidenceOf(session, question.nowMs, question.timezone)),
      source: 'cold-context',
    },
  ];
}

function sentenceOf({ count, tokens, money }: ColdSum, spend: Money): string {
  const [times, written] = [formatCount(count), formatTokens(tokens)];
  if (isUnpriced(money))
    return plural(
      count,
      'Once a context was written again because its cache had expired: {1} tokens, of a model that has no price yet.',
      '{0} times a context was written again because its cache had expired: {1} tokens, of models that have no price yet.',
      times,
      written,
    );
  if (money.unpricedRequests > 0)
    return plural(
      count,
      'Once a context was written again because its cache had expired: {1} tokens, {2} more than reading them.',
      '{0} times a context was written again because its cache had expired: {1} tokens, {2} more than reading them.',
      times,
      written,
      saidMoney(money),
    );
  const [amount, share] = [formatDollars(money.nanodollars), shareText(money.nanodollars, spend.nanodollars)];
  if (isAtLeast(spend))
    return plural(
      count,
      'Once a context was written again because its cache had expired: {1} tokens, {2} more than reading them, at most {3} of what was spent.',
      '{0} times a context was written again because its cache had expired: {1} tokens, {2} more than reading them, at most {3} of what was spent.',
      ...[times, written, amount, share],
    );
  return plural(
    count,
    'Once a context was written again because its cache had expired: {1} tokens, {2} more than reading them, {3} of what was spent.',
    '{0} times a context was written again because its cache had expired: {1} tokens, {2} more than reading them, {3} of what was spent.',
    ...[times, written, amount, share],
  );
}

/** By what most of the tokens were written again for. */
function actionOf(cold: readonly ColdContext[]): string {
  const of = (fits: (one: ColdContext) => boolean): number => cold.filter(fits).reduce((sum, { tokens }) => sum + tokens, 0);
  const isLong = ({ gapMs }: ColdContext): boolean => gapMs > hourLifetimeMs;
  const isOfSubagent = ({ request }: ColdContext): boolean => request.agentId !== '';
  const long = of(isLong);
  const pauses = of((one) => !isLong(one) && one.afterPause);
  const working = of((one) => !isLong(one) && !one.afterPause);
  const ofSubagents = of((one) => !isLong(one) && isOfSubagent(one));
  if (long >= pauses && long >= working)
    return t(
      'Before a pause of more than an hour, /compact while the cache is still warm, or begin what comes after it with /clear: a small context costs little to write again.',
    );
  if (pauses >= working)
    return t(
      'Where pauses of more than five minutes are usual, {0} in the settings of Claude Code keeps the cache for an hour (writing it costs 2 times the input price instead of 1.25); for another task, /clear.',
      'promptCacheTtl: "1h"',
    );
  return t(
    'Most of it was within a turn, while a long call, subagents or a question waited: {0} in the settings of Claude Code keeps the cache for an hour (writing it costs 2 times the input price instead of 1.25).',
    ofSubagents > working / 2 ? 'subagentPromptCacheTtl: "1h"' : 'promptCacheTtl: "1h"',
  );
}

function evidenceOf({ sessionId, atMs, count, tokens, money }: ColdSession, nowMs: number, timezone: string): AdviceEvidence {
  const text = plural(
    count,
    'Session of {1}: once, {2} tokens, {3}',
    'Session of {1}: {0} times, {2} tokens, {3}',
    formatCount(count),
    formatTime(atMs, nowMs, timezone),
    formatTokens(tokens),
    saidMoney(money),
  );
  return { text, reference: { kind: 'session', sessionId } };
}
