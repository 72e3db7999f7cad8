/**
 * A piece of advice: what was seen, what it may have cost, what it rests on and what to do. Never a grade of a person, no word of waste (DESIGN section 2).
 * Each rule is a pure function of the history; it is silent below the sample that `docs/advice.md` names.
 */

export const adviceRules = [
  'modelMismatch',
  'modelMix',
  'coldContext',
  'contextBloat',
  'repeatedReads',
  'inNoCommit',
  'repeatedFailures',
  'sessionLength',
  'sessionFocus',
  'planMode',
  'subagents',
  'kindOfWork',
  'modelCost',
] as const;

export type AdviceRule = (typeof adviceRules)[number];

/** What a figure is counted over: independent of one another as turns of a session are not. */
export interface AdviceSample {
  readonly of: 'changes' | 'sessions' | 'weeks' | 'requests';
  readonly counted: number;
  /** From how many on the rule speaks. */
  readonly needed: number;
}

/** Something that can be pointed at, in a few words, and where it is when it is a thing that has a page. */
export interface AdviceEvidence {
  readonly text: string;
  readonly reference: AdviceReference | null;
}

export type AdviceReference =
  | { readonly kind: 'session'; readonly sessionId: string }
  | { readonly kind: 'commit'; readonly repository: string; readonly sha: string }
  | { readonly kind: 'model'; readonly model: string };

/** Nanodollars at list price, of the period that is looked at. Both ends are the same where it is counted rather than estimated. */
export interface AdviceStake {
  readonly low: number;
  readonly high: number;
  /** What the money is: "written again", "between the two models' prices". */
  readonly what: string;
}

export interface Advice {
  readonly rule: AdviceRule;
  /** What is dismissed when it is dismissed once: the same for the same thing tomorrow, another for another session, model or kind. */
  readonly id: string;
  /** One sentence: what was seen, with its figures. */
  readonly sentence: string;
  /** One sentence: what can be done, from the user's side. */
  readonly action: string;
  /** Null where no dollars can be named honestly. */
  readonly stake: AdviceStake | null;
  /** Null where a rule counts what happened and compares nothing: it needs no sample. */
  readonly sample: AdviceSample | null;
  readonly evidence: readonly AdviceEvidence[];
  /** The heading in `docs/advice.md` that has the rule, its sample and its sources: `model-mismatch`. */
  readonly source: string;
}

/** What a rule looks at besides the history: the period from `fromMs` (included) to `toMs` (left out). */
export interface AdviceQuestion {
  readonly fromMs: number;
  readonly toMs: number;
  readonly nowMs: number;
  readonly timezone: string;
}
