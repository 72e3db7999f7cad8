import { adviceRules } from '../../advice/advice.ts';
import type { Advice } from '../../advice/advice.ts';
import type { DismissedAdvice, Dismissal } from './adviceView.ts';

/** What is still said, and what would be and is dismissed; both in the order that they were given. */
export function withoutDismissed(
  all: readonly Advice[],
  dismissals: readonly Dismissal[],
): { readonly advice: readonly Advice[]; readonly dismissed: readonly DismissedAdvice[] } {
  const ids = new Set(dismissals.flatMap((each) => (each.kind === 'advice' ? [each.id] : [])));
  const rules = new Set(dismissals.flatMap((each) => (each.kind === 'rule' ? [each.rule] : [])));
  const dismissed = all.flatMap((advice): readonly DismissedAdvice[] => {
    if (rules.has(advice.rule)) return [{ advice, by: 'rule' }];
    return ids.has(advice.id) ? [{ advice, by: 'advice' }] : [];
  });
  const silent = new Set(dismissed.map(({ advice }) => advice));
  return { advice: all.filter((each) => !silent.has(each)), dismissed };
}

/** The highest stake first; then what names no dollars, by the order of the rules. Ids decide between equals, so that an order never depends on chance. */
export function byStake(all: readonly Advice[]): readonly Advice[] {
  return [...all].sort(
    (left, right) =>
      (right.stake?.high ?? -1) - (left.stake?.high ?? -1) ||
      (right.stake?.low ?? -1) - (left.stake?.low ?? -1) ||
      adviceRules.indexOf(left.rule) - adviceRules.indexOf(right.rule) ||
      (left.id < right.id ? -1 : 1),
  );
}
