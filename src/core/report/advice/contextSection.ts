/** The part of the Advice view on contexts: what was written again, how large contexts become, what the cache saved and cost. */
import { cacheEconomics } from '../../advice/cacheEconomics.ts';
import type { CacheEconomics } from '../../advice/cacheEconomics.ts';
import { coldSessions, ColdSums } from '../../advice/coldContext.ts';
import type { ColdSession, ColdSum } from '../../advice/coldContext.ts';
import { coldContexts } from '../../advice/coldContexts.ts';
import { compactionsAskedFor } from '../../advice/compactions.ts';
import type { CompactionSum } from '../../advice/compactions.ts';
import { isAskedFor, lastMomentOf, spendAskedFor } from '../../advice/contextInput.ts';
import type { ContextInput } from '../../advice/contextInput.ts';
import { isOfMainThread } from '../../advice/contextThreads.ts';
import { largestContexts, quartilesOf, usualContext } from '../../advice/usualContext.ts';
import type { Quartiles, UsualContext } from '../../advice/usualContext.ts';
import type { PlacedRequest } from '../../attribution/history.ts';
import type { Money } from '../live.ts';
import { promptTokens } from '../liveSnapshot.ts';
import { getOrAdd, MoneySum } from '../moneySum.ts';
import { mondayOf } from '../overviewSums.ts';
import { dayKey, nextDay, startOfDay } from '../time.ts';
import { everyWeek } from './weekCalendar.ts';

/** Figures of some time; those of the weeks add up to the totals, quartiles apart. */
export interface ContextSums {
  /** All that was spent, known side calls included. */
  readonly spend: Money;
  readonly cold: ColdSum;
  /** What writing again cost of all that was spent, 0 to 1: at most this where the spend is a lower bound. Null where some of it has no price. */
  readonly coldShare: number | null;
  readonly compactions: CompactionSum;
  /** Prompt tokens of the requests of main conversations; null without any. */
  readonly requestContext: Quartiles | null;
  /** The largest prompt of each session's main conversation in that time. */
  readonly sessionContext: Quartiles | null;
}

export interface ContextWeek extends ContextSums {
  /** Its Monday, `2026-11-16`. */
  readonly week: string;
  /** Whether it is not over, or the period holds only a part of it. */
  readonly partial: boolean;
}

export interface ContextSection {
  /** Oldest first, from the first with a request to the last; those between without any included. */
  readonly weeks: readonly ContextWeek[];
  readonly totals: ContextSums;
  /** Sessions in which contexts were written again, the dearest first, at most `mostSessions`. */
  readonly coldSessions: readonly ColdSession[];
  /** What the others had together; with those above it is the totals. */
  readonly otherColdSessions: ColdSum & { readonly sessions: number };
  /** How large contexts usually become, from which long ones are told. */
  readonly usual: UsualContext;
  readonly cache: CacheEconomics;
}

export const mostSessions = 20;

export function contextSection(input: ContextInput): ContextSection {
  const { history, question, rate } = input;
  const { fromMs, timezone } = question;
  const isAsked = isAskedFor(input);
  const requests = history.requests.filter(isAsked);
  const cold = coldContexts(history, rate).filter(({ request }) => isAsked(request));
  const compactions = compactionsAskedFor(input);

  const weeks = new Map<string, WeekSum>();
  const mondays = new Map<string, string>();
  const weekOf = (atMs: number): WeekSum => {
    const day = dayKey(atMs, timezone);
    return getOrAdd(
      weeks,
      getOrAdd(mondays, day, () => mondayOf(day)),
      () => new WeekSum(),
    );
  };
  for (const request of requests) weekOf(request.atMs).add(request);
  for (const row of history.sideCalls) if (row.nanodollars !== null && isAsked(row)) weekOf(row.atMs).spend.add(row.nanodollars, false);
  for (const each of cold) weekOf(each.request.atMs).cold.add(each);
  for (const { atMs, tokensBefore } of compactions) weekOf(atMs).addCompaction(tokensBefore);

  const all = new WeekSum();
  for (const request of requests) all.add(request);
  for (const each of cold) all.cold.add(each);
  for (const { tokensBefore } of compactions) all.addCompaction(tokensBefore);
  const sessions = coldSessions(cold);
  const last = lastMomentOf(question);
  return {
    weeks: everyWeek(weeks.keys()).map((week) => ({
      week,
      partial: fromMs > startOfDay(week, timezone) || startOfDay(nextDay(week, 7), timezone) > last + 1,
      ...(weeks.get(week) ?? new WeekSum()).sums(),
    })),
    totals: all.sums(spendAskedFor(input)),
    coldSessions: sessions.slice(0, mostSessions),
    otherColdSessions: together(sessions.slice(mostSessions)),
    usual: usualContext(input),
    cache: cacheEconomics(requests, rate),
  };
}

class WeekSum {
  readonly spend = new MoneySum();
  readonly cold = new ColdSums();
  readonly #requests: PlacedRequest[] = [];
  #compactions = 0;
  #tokensBefore = 0;

  add(request: PlacedRequest): void {
    this.spend.add(request.nanodollars, request.lowerBound);
    if (isOfMainThread(request)) this.#requests.push(request);
  }

  addCompaction(tokensBefore: number): void {
    this.#compactions += 1;
    this.#tokensBefore += tokensBefore;
  }

  sums(spend: Money = this.spend.money()): ContextSums {
    const cold = this.cold.sum();
    const known = cold.money.unpricedRequests === 0 && spend.nanodollars > 0;
    return {
      spend,
      cold,
      coldShare: known ? cold.money.nanodollars / spend.nanodollars : null,
      compactions: { count: this.#compactions, tokensBefore: this.#tokensBefore },
      requestContext: quartilesOf(this.#requests.map(({ tokens }) => promptTokens(tokens))),
      sessionContext: quartilesOf([...largestContexts(this.#requests, 1).values()]),
    };
  }
}

function together(sessions: readonly ColdSession[]): ContextSection['otherColdSessions'] {
  const money = new MoneySum();
  for (const session of sessions) money.addMoney(session.money);
  return {
    sessions: sessions.length,
    count: sessions.reduce((sum, { count }) => sum + count, 0),
    tokens: sessions.reduce((sum, { tokens }) => sum + tokens, 0),
    money: money.money(),
  };
}
