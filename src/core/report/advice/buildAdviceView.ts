import type { Advice, AdviceQuestion } from '../../advice/advice.ts';
import { coldContextAdvice } from '../../advice/coldContext.ts';
import { contextBloatAdvice } from '../../advice/contextBloat.ts';
import type { ContextInput } from '../../advice/contextInput.ts';
import { inNoCommitAdvice } from '../../advice/inNoCommit.ts';
import { insights } from '../../advice/insights/insights.ts';
import { modelAdvice } from '../../advice/modelAdvice.ts';
import { repeatedFailuresAdvice } from '../../advice/repeatedFailures.ts';
import { repeatedReadsAdvice } from '../../advice/repeatedReads.ts';
import type { History } from '../../attribution/history.ts';
import type { Rate } from '../../pricing/rating.ts';
import { everything } from '../filterRequests.ts';
import { selectHistory } from '../selection.ts';
import type { Period } from '../time.ts';
import type { AdviceView, Dismissal } from './adviceView.ts';
import { contextSection } from './contextSection.ts';
import { byStake, withoutDismissed } from './dismissals.ts';
import { inRepository } from './inRepository.ts';
import { modelsSection } from './modelsSection.ts';
import { supplyOf } from './supply.ts';
import { usageSection } from './usageSection.ts';

/** Everything of the Advice view that depends on the history and the question alone: dismissals are laid over it (`dismissedFrom`). */
export type AdviceBasis = Omit<AdviceView, 'advice' | 'dismissed' | 'dismissedRules'> & { readonly advice: readonly Advice[] };

export interface AdviceInput {
  readonly history: History;
  readonly period: Period;
  /** Null: all of them. */
  readonly repository: string | null;
  readonly nowMs: number;
  readonly timezone: string;
  readonly rate: Rate;
}

/** What every rule and section says about a period of the history, or of one repository of it. */
export function buildAdvice({ history: whole, period, repository, nowMs, timezone, rate }: AdviceInput): AdviceBasis {
  const history = inRepository(whole, repository);
  const { sinceMs, untilMs } = period;
  const question: AdviceQuestion = { fromMs: sinceMs ?? 0, toMs: untilMs ?? nowMs + 1, nowMs, timezone };
  // With the question's end: what came while the history was read, or from a clock that is ahead, is in every section or in none.
  const selection = selectHistory(history, { ...everything, sinceMs, untilMs: question.toMs }, rate);
  const input: ContextInput = { history: whole, repository, question, rate };
  return {
    ...{ timezone, nowMs, period, repository },
    requests: selection.requests.length,
    supply: supplyOf(history, selection, question),
    advice: byStake([...ofContexts(input), ...ofWork(input), ...ofModels(history, question, rate)]),
    models: modelsSection({ history, selection, question, rate }),
    context: contextSection(input),
    usage: usageSection(input),
  };
}

/** The view as the user wants it: without what they dismissed. */
export function dismissedFrom(basis: AdviceBasis, dismissals: readonly Dismissal[]): AdviceView {
  const dismissedRules = dismissals.flatMap((each) => (each.kind === 'rule' ? [each.rule] : []));
  return { ...basis, ...withoutDismissed(basis.advice, dismissals), dismissedRules };
}

function ofContexts(input: ContextInput): readonly Advice[] {
  return [...coldContextAdvice(input), ...contextBloatAdvice(input)];
}

function ofWork(input: ContextInput): readonly Advice[] {
  return [...inNoCommitAdvice(input), ...repeatedFailuresAdvice(input), ...repeatedReadsAdvice(input)];
}

function ofModels(history: History, question: AdviceQuestion, rate: Rate): readonly Advice[] {
  return [...modelAdvice(history, question, rate), ...insights(history, question)];
}
