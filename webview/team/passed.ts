import type { BudgetMonth } from '../../src/core/team/published/dashboardTypes.ts';

/** Whether a month's budget was passed: `no` only where every day of it is told, `untold` where what is hidden or ahead may have passed it. */
export type Passed = 'notEntered' | 'no' | 'untold' | { readonly week: string; readonly atTheLatest: boolean };

export function passedOf({ set, missingDays, passedIn }: Pick<BudgetMonth, 'set' | 'missingDays' | 'passedIn'>): Passed {
  if (!('value' in set)) return 'notEntered';
  if (passedIn !== null) return { week: passedIn, atTheLatest: missingDays > 0 };
  return missingDays > 0 ? 'untold' : 'no';
}
