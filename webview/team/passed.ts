import type { BudgetMonth } from '../../src/core/team/published/dashboardTypes.ts';

/**
 * Whether a month's budget was passed: `no` only where every day of it is told and none as a lower bound, `untold` where what is hidden or ahead may have
 * passed it.
 */
export type Passed = 'notEntered' | 'no' | 'untold' | { readonly week: string; readonly atTheLatest: boolean };

export function passedOf({
  set,
  missingDays,
  isAtLeast,
  passedIn,
}: Pick<BudgetMonth, 'set' | 'missingDays' | 'isAtLeast' | 'passedIn'>): Passed {
  const isAllTold = missingDays === 0 && !isAtLeast;
  if (!('value' in set)) return 'notEntered';
  if (passedIn !== null) return { week: passedIn, atTheLatest: !isAllTold };
  return isAllTold ? 'no' : 'untold';
}
