import type { Advice, AdviceRule } from '../../advice/advice.ts';
import type { Period } from '../time.ts';
import type { ContextSection } from './contextSection.ts';
import type { ModelsSection } from './modelsSection.ts';
import type { UsageSection } from './usageSection.ts';

/** A choice of the user that silences advice: one piece of it, or a rule altogether. */
export type Dismissal = { readonly kind: 'advice'; readonly id: string } | { readonly kind: 'rule'; readonly rule: AdviceRule };

/** A piece of advice that would speak and was told not to, and which choice of the user silences it. */
export interface DismissedAdvice {
  readonly advice: Advice;
  readonly by: Dismissal['kind'];
}

/** What rules that compare are fed by: how much of it the period has so far. */
export interface AdviceSupply {
  readonly sessions: number;
  /** Own changes whose window has closed, of the half year before the period ends: what comparisons are learnt from. */
  readonly closedChanges: number;
  /** Weeks with at least one request. */
  readonly weeks: number;
}

/** Everything that the Advice view shows: what is worth doing, and what it was seen in. */
export interface AdviceView {
  readonly timezone: string;
  readonly nowMs: number;
  /** As it was asked for; null is open. */
  readonly period: Period;
  /** Null: all of them. */
  readonly repository: string | null;
  readonly requests: number;
  readonly supply: AdviceSupply;
  /** The highest stake first; what names no dollars comes after, by rule and then by id. */
  readonly advice: readonly Advice[];
  /** What would speak and is dismissed, in the same order. */
  readonly dismissed: readonly DismissedAdvice[];
  /** Rules that are dismissed, also those that would say nothing now. */
  readonly dismissedRules: readonly AdviceRule[];
  readonly models: ModelsSection;
  readonly context: ContextSection;
  readonly usage: UsageSection;
}
