/** The part of the Advice view on usage over time: what each week was like, and what it took. */
import { isAskedFor, lastMomentOf } from '../../advice/contextInput.ts';
import type { ContextInput } from '../../advice/contextInput.ts';
import type { PlacedRequest } from '../../attribution/history.ts';
import type { Money } from '../live.ts';
import { isUnpriced } from '../money.ts';
import { getOrAdd, MoneySum } from '../moneySum.ts';
import { nextDay, startOfDay } from '../time.ts';
import { answeredTurns } from './answeredTurns.ts';
import { codingTime, leastCodingMs, longestGapMs } from './codingTime.ts';
import { everyWeek, WeekCalendar } from './weekCalendar.ts';
import { levelOf, rhythmOf, usualWeekOf } from './weekLabels.ts';
import type { UsualWeek, WeekLevel, WeekRhythm } from './weekLabels.ts';

/** Figures of some time. Those of the weeks add up to the totals, sessions apart: one that goes on over a Sunday is one of both weeks. */
export interface UsageSums {
  /** All that was spent, known side calls included. */
  readonly spend: Money;
  /** Of every kind, those that are read from the cache included. */
  readonly tokens: number;
  /** Whether responses are among them whose output is not known whole. */
  readonly lowerBound: boolean;
  readonly requests: number;
  readonly sessions: number;
  /** Prompts that were answered; a slash command is none. */
  readonly turns: number;
  readonly activeDays: number;
  /** The gaps between requests and prompts that are no longer than `longestGapMs`. */
  readonly codingMs: number;
  /** Null without a session. */
  readonly tokensPerSession: number | null;
  readonly turnsPerSession: number | null;
  /** Tokens of prompts that came from no cache, written into it or not, by those of the answers; null where an answer's are not known whole, or none. */
  readonly uncachedInputToOutput: number | null;
  /** Null below `leastCodingMs`. */
  readonly tokensPerHour: number | null;
  /** Nanodollars; a lower bound where the spend is one. Null below `leastCodingMs`, and where nothing has a price. */
  readonly spendPerHour: number | null;
}

export interface UsageWeek extends UsageSums {
  /** Its Monday, `2026-11-16`. */
  readonly week: string;
  /** Whether it is not over, the period holds only a part of it, or it is the one in which the record begins. */
  readonly partial: boolean;
  readonly level: WeekLevel;
  readonly rhythm: WeekRhythm;
}

export interface UsageSection {
  /** Oldest first, from the first with a request to the last; those between without any included. */
  readonly weeks: readonly UsageWeek[];
  readonly totals: UsageSums;
  /** From all whole weeks up to the end of the period, of the same repository where one is asked for. */
  readonly usual: UsualWeek;
  readonly longestGapMs: number;
  readonly leastCodingMs: number;
}

export function usageSection(input: ContextInput): UsageSection {
  const { history, question } = input;
  const { fromMs, timezone } = question;
  const isAsked = isAskedFor(input);
  const calendar = new WeekCalendar(timezone);
  const weekOf = (atMs: number): string => calendar.at(atMs).week;
  const weeks = new Map<string, UsageSum>();
  const [all, last] = [new UsageSum(), lastMomentOf(question)];
  const sumsAt = (atMs: number): readonly UsageSum[] => [all, getOrAdd(weeks, weekOf(atMs), () => new UsageSum())];

  const requests = history.requests.filter(isAsked);
  for (const request of requests) for (const sum of sumsAt(request.atMs)) sum.add(request, calendar.at(request.atMs).day);
  for (const row of history.sideCalls)
    if (row.nanodollars !== null && isAsked(row)) for (const sum of sumsAt(row.atMs)) sum.spend.add(row.nanodollars, false);
  const answered = answeredTurns(history).filter(({ request }) => isAsked(request));
  for (const { request } of answered) for (const sum of sumsAt(request.atMs)) sum.turns += 1;
  const moments = [...requests.map(({ atMs }) => atMs), ...answered.flatMap(({ atMs }) => (atMs >= fromMs ? [atMs] : []))];
  for (const [week, codingMs] of codingTime(moments, weekOf)) {
    getOrAdd(weeks, week, () => new UsageSum()).codingMs += codingMs;
    all.codingMs += codingMs;
  }

  const usual = usualWeekOf(wholeWeeks(input, weekOf));
  const firstWeek = firstWeekOf(input, weekOf);
  const isWhole = (week: string): boolean =>
    week > firstWeek && fromMs <= startOfDay(week, timezone) && startOfDay(nextDay(week, 7), timezone) <= last + 1;
  return {
    weeks: everyWeek(weeks.keys()).map((week) => {
      const sum = weeks.get(week) ?? new UsageSum();
      const level = isWhole(week) ? levelOf(sum.tokens, usual) : null;
      const rhythm = isWhole(week) && level !== 'nearZero' ? rhythmOf([...sum.days.values()]) : null;
      return { week, partial: !isWhole(week), level, rhythm, ...sum.sums() };
    }),
    totals: all.sums(),
    usual,
    longestGapMs,
    leastCodingMs,
  };
}

/** The week in which the record begins, of a repository's where one is asked for; `''` without any. */
function firstWeekOf({ history, repository }: ContextInput, weekOf: (atMs: number) => string): string {
  const first = history.requests.find((request) => repository === null || request.repository === repository);
  return first === undefined ? '' : weekOf(first.atMs);
}

/** The tokens of each week with use that was over at the end of the period; the one in which the record begins is left out. */
function wholeWeeks(input: ContextInput, weekOf: (atMs: number) => string): readonly number[] {
  const { history, repository, question } = input;
  const last = lastMomentOf(question);
  const weeks = new Map<string, number>();
  for (const { atMs, tokens, repository: own } of history.requests) {
    if (atMs > last || (repository !== null && own !== repository)) continue;
    const week = weekOf(atMs);
    weeks.set(week, (weeks.get(week) ?? 0) + allTokens(tokens));
  }
  const running = weekOf(last + 1);
  const first = firstWeekOf(input, weekOf);
  return [...weeks].flatMap(([week, tokens]) => (week < running && week > first ? [tokens] : []));
}

function allTokens({ input, output, cacheWrite5m, cacheWrite1h, cacheRead }: PlacedRequest['tokens']): number {
  return input + output + cacheWrite5m + cacheWrite1h + cacheRead;
}

class UsageSum {
  readonly spend = new MoneySum();
  /** Requests of each day. */
  readonly days = new Map<string, number>();
  readonly #sessions = new Set<string>();
  turns = 0;
  codingMs = 0;
  tokens = 0;
  #requests = 0;
  #uncached = 0;
  #output = 0;
  #lowerBound = false;

  add({ tokens, sessionId, nanodollars, lowerBound }: PlacedRequest, day: string): void {
    this.spend.add(nanodollars, lowerBound);
    this.days.set(day, (this.days.get(day) ?? 0) + 1);
    this.#sessions.add(sessionId);
    this.tokens += allTokens(tokens);
    this.#requests += 1;
    this.#uncached += tokens.input + tokens.cacheWrite5m + tokens.cacheWrite1h;
    this.#output += tokens.output;
    this.#lowerBound ||= lowerBound;
  }

  sums(): UsageSums {
    const spend = this.spend.money();
    const sessions = this.#sessions.size;
    const { tokens, turns, codingMs } = this;
    const hours = codingMs < leastCodingMs ? null : codingMs / 3_600_000;
    return {
      spend,
      tokens,
      lowerBound: this.#lowerBound,
      requests: this.#requests,
      sessions,
      turns,
      activeDays: this.days.size,
      codingMs,
      tokensPerSession: sessions === 0 ? null : tokens / sessions,
      turnsPerSession: sessions === 0 ? null : turns / sessions,
      uncachedInputToOutput: this.#lowerBound || this.#output === 0 ? null : this.#uncached / this.#output,
      tokensPerHour: hours === null ? null : tokens / hours,
      spendPerHour: hours === null || isUnpriced(spend) ? null : Math.round(spend.nanodollars / hours),
    };
  }
}
