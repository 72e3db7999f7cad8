import { adviceRules } from '../core/advice/advice.ts';
import type { Dismissal } from '../core/report/advice/adviceView.ts';

/** What `payoff advice` is to do; the dismissal is what it is done with, null for nothing or (restore) for everything. */
export interface AdviceArguments {
  readonly action: 'show' | 'dismiss' | 'restore';
  readonly dismissal: Dismissal | null;
}

export const showAdvice: AdviceArguments = { action: 'show', dismissal: null };

/** The words behind `payoff advice`, and `--rule`; what is wrong with them is a sentence. */
export function adviceArguments(
  [action, id, unexpected]: readonly string[],
  rule: string | undefined,
): AdviceArguments | { readonly problem: string } {
  const known = adviceRules.find((each) => each === rule);
  if (rule !== undefined && known === undefined)
    return { problem: `--rule ${JSON.stringify(rule)} is not a rule: give one of ${adviceRules.join(', ')}.` };
  if (action === undefined) return known === undefined ? showAdvice : { problem: '--rule is for payoff advice dismiss and restore.' };
  if (action !== 'dismiss' && action !== 'restore')
    return { problem: `payoff advice does not know ${JSON.stringify(action)}: give dismiss, restore or nothing.` };
  if (unexpected !== undefined) return { problem: `payoff advice ${action} takes no ${JSON.stringify(unexpected)}.` };
  if (id !== undefined && known !== undefined) return { problem: `payoff advice ${action} takes an id or --rule: give one of them.` };
  if (known !== undefined) return { action, dismissal: { kind: 'rule', rule: known } };
  if (id !== undefined && id.trim() !== '') return { action, dismissal: { kind: 'advice', id: id.trim() } };
  return action === 'restore'
    ? { action, dismissal: null }
    : { problem: 'payoff advice dismiss needs the id of a piece of advice, or --rule RULE.' };
}
