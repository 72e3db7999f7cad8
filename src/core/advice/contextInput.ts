import type { History } from '../attribution/history.ts';
import type { Rate } from '../pricing/rating.ts';
import type { Money } from '../report/live.ts';
import { MoneySum } from '../report/moneySum.ts';
import { weekKey } from '../report/time.ts';
import type { AdviceQuestion, AdviceRule } from './advice.ts';

/** What rules about contexts look at. */
export interface ContextInput {
  /** All of it: threads go through several repositories, and what is usual is learnt from all sessions. */
  readonly history: History;
  /** Whose requests are counted; null: all. */
  readonly repository: string | null;
  readonly question: AdviceQuestion;
  readonly rate: Rate;
}

interface Counted {
  readonly atMs: number;
  readonly repository: string;
}

/** Whether something lies in the period and in the repository that are asked for. */
export function isAskedFor({ repository, question: { fromMs, toMs } }: ContextInput): (row: Counted) => boolean {
  return (row) => row.atMs >= fromMs && row.atMs < toMs && (repository === null || row.repository === repository);
}

/** Everything that was spent in the period, side calls included as far as they are known. */
export function spendAskedFor(input: ContextInput): Money {
  const isAsked = isAskedFor(input);
  const sum = new MoneySum();
  for (const request of input.history.requests) if (isAsked(request)) sum.add(request.nanodollars, request.lowerBound);
  for (const row of input.history.sideCalls) if (isAsked(row) && row.nanodollars !== null) sum.add(row.nanodollars, false);
  return sum.money();
}

/** The last moment of the period that has come. */
export function lastMomentOf({ toMs, nowMs }: AdviceQuestion): number {
  return Math.min(toMs - 1, nowMs);
}

/** Id of advice on a period's last week, in one repository or in all: next week's is another, and so is another repository's. */
export function weekAdviceId(rule: AdviceRule, { repository, question }: ContextInput): string {
  const week = `${rule} ${weekKey(lastMomentOf(question), question.timezone)}`;
  return repository === null ? week : `${week} ${repository}`;
}
