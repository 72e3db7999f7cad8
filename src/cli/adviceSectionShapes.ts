/** The parts of `payoff advice --json` that its pieces were seen in: contexts and usage over time. Names and meanings only ever grow. */
import type { CacheSum } from '../core/advice/cacheEconomics.ts';
import type { ColdSum } from '../core/advice/coldContext.ts';
import type { AdviceView } from '../core/report/advice/adviceView.ts';
import type { ContextSums } from '../core/report/advice/contextSection.ts';
import type { UsageSums } from '../core/report/advice/usageSection.ts';
import type { Money } from '../core/report/live.ts';
import { dollars, isUnpriced } from '../core/report/money.ts';

export function contextJson({ weeks, totals, coldSessions, otherColdSessions, usual, cache }: AdviceView['context']): object {
  return {
    weeks: weeks.map((week) => ({ from: week.week, partial: week.partial, ...contextSumsJson(week) })),
    totals: contextSumsJson(totals),
    coldSessions: coldSessions.map((session) => ({
      sessionId: session.sessionId,
      firstAt: new Date(session.atMs).toISOString(),
      ...coldJson(session),
    })),
    otherColdSessions: { sessions: otherColdSessions.sessions, ...coldJson(otherColdSessions) },
    usual,
    cache: { totals: cacheJson(cache.totals), models: cache.models.map((sum) => ({ model: sum.model, ...cacheJson(sum) })) },
  };
}

export function usageJson({ weeks, totals, usual, longestGapMs, leastCodingMs }: AdviceView['usage']): object {
  return {
    weeks: weeks.map((week) => ({
      from: week.week,
      partial: week.partial,
      level: week.level,
      rhythm: week.rhythm,
      ...usageSumsJson(week),
    })),
    totals: usageSumsJson(totals),
    usual,
    longestGapMs,
    leastCodingMs,
  };
}

function contextSumsJson({ spend, cold, coldShare, compactions, requestContext, sessionContext }: ContextSums): object {
  return { ...moneyJson(spend), cold: coldJson(cold), coldShare, compactions, requestContext, sessionContext };
}

function coldJson({ count, tokens, money }: ColdSum): object {
  return { count, tokens, ...moneyJson(money) };
}

function cacheJson({ readCost, writeCost, savedByReading, addedByWriting, netNanodollars, ...counts }: CacheSum): object {
  const { requests, readTokens, written5mTokens, written1hTokens, uncachedTokens, hitShare } = counts;
  return {
    ...{ requests, readTokens, written5mTokens, written1hTokens, uncachedTokens, hitShare },
    readUsd: usd(readCost),
    writeUsd: usd(writeCost),
    savedByReadingUsd: usd(savedByReading),
    addedByWritingUsd: usd(addedByWriting),
    netUsd: dollars(netNanodollars),
  };
}

function usageSumsJson(sums: UsageSums): object {
  return {
    ...moneyJson(sums.spend),
    tokens: sums.tokens,
    tokensLowerBound: sums.lowerBound,
    requests: sums.requests,
    sessions: sums.sessions,
    turns: sums.turns,
    activeDays: sums.activeDays,
    codingMs: sums.codingMs,
    tokensPerSession: sums.tokensPerSession,
    turnsPerSession: sums.turnsPerSession,
    uncachedInputToOutput: sums.uncachedInputToOutput,
    tokensPerHour: sums.tokensPerHour,
    costPerHourUsd: dollarsOrNull(sums.spendPerHour),
  };
}

function moneyJson({ nanodollars, unpricedRequests, lowerBound }: Money): object {
  return { costUsd: dollars(nanodollars), costNanodollars: nanodollars, unpricedRequests, lowerBound };
}

/** Null where nothing of it has a price. */
function usd(money: Money): number | null {
  return isUnpriced(money) ? null : dollars(money.nanodollars);
}

function dollarsOrNull(nanodollars: number | null): number | null {
  return nanodollars === null ? null : dollars(nanodollars);
}
