/** A mark: an amount that the user wants to hear of when it is passed. */

/** What a mark is counted over: one session, a calendar day, week (from Monday) or month, or the plan's window of five hours. */
export const markPeriods = ['session', 'day', 'week', 'month', 'fiveHours'] as const;
export type MarkPeriod = (typeof markPeriods)[number];

/** US dollars at list price, or percent of the plan's own window. */
export const markUnits = ['dollars', 'percent'] as const;
export type MarkUnit = (typeof markUnits)[number];

export interface Mark {
  readonly period: MarkPeriod;
  readonly unit: MarkUnit;
  /** Dollars or percent. */
  readonly first: number;
  /** Larger than the first; null where there is none. */
  readonly second: number | null;
  /** A repository's folder or its last name; null for all. */
  readonly repository: string | null;
  /** A glob of branches; null for all. */
  readonly branch: string | null;
}

/** What is counted: the same for a mark whose amounts were changed, so that a snooze holds on. */
export function markScope({ period, unit, repository, branch }: Mark): string {
  return JSON.stringify([period, unit, repository, branch]);
}

/** The amounts in what is counted: nanodollars, or percent. */
export function markAmounts({ unit, first, second }: Pick<Mark, 'unit' | 'first' | 'second'>): readonly number[] {
  const amounts = second === null ? [first] : [first, second];
  return unit === 'percent' ? amounts : amounts.map((dollars) => Math.round(dollars * 1e9));
}
