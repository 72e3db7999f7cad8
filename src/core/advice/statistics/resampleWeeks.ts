/** Intervals by week: changes of one week have more in common than changes of two, so that whole weeks are drawn, with replacement. */
import { randomFrom } from '../../outcomes/resample.ts';
import { getOrAdd } from '../../report/moneySum.ts';

/** Of two groups that are compared: in each a sum and what it is divided by. */
export interface Pair {
  readonly part: number;
  readonly whole: number;
  readonly otherPart: number;
  readonly otherWhole: number;
}

export type Group = 'one' | 'other';

/** Something that was counted, in the group and the week that it belongs to. */
export interface Counted {
  readonly group: Group;
  readonly week: string;
  readonly part: number;
  readonly whole: number;
}

/** The sums of each week, in order of the weeks. Both groups are drawn by the same weeks. */
export function weeklyPairs(items: readonly Counted[]): readonly Pair[] {
  const weeks = new Map<string, { -readonly [Name in keyof Pair]: number }>();
  for (const { group, week, part, whole } of items) {
    const pair = getOrAdd(weeks, week, () => ({ part: 0, whole: 0, otherPart: 0, otherWhole: 0 }));
    if (group === 'one') {
      pair.part += part;
      pair.whole += whole;
    } else {
      pair.otherPart += part;
      pair.otherWhole += whole;
    }
  }
  return [...weeks].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, pair]) => pair);
}

/** Adds up some weeks. */
export function sumOfPairs(pairs: readonly Pair[]): Pair {
  const sum = { part: 0, whole: 0, otherPart: 0, otherWhole: 0 };
  for (const { part, whole, otherPart, otherWhole } of pairs) {
    sum.part += part;
    sum.whole += whole;
    sum.otherPart += otherPart;
    sum.otherWhole += otherWhole;
  }
  return sum;
}

/**
 * A figure as it would have been had other weeks been seen, smallest first. Draws of which the figure says NaN (a group had nothing in them) are left out.
 * The same weeks give the same figures on every machine.
 */
export function figuresOfDraws(weeks: readonly Pair[], figure: (sums: Pair) => number, rounds = 4_000): Float64Array {
  const random = randomFrom(1);
  const values: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const value = figure(sumOfPairs(weeks.map((week) => weeks[Math.floor(random() * weeks.length)] ?? week)));
    if (!Number.isNaN(value)) values.push(value);
  }
  return Float64Array.from(values).sort();
}

/** The value below which a share of the figures lies; NaN without any. */
export function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.floor(share * (sorted.length - 1))))] ?? NaN;
}

/** The share of figures below a limit, never quite none: as many draws cannot say that something never happens. */
export function shareBelow(sorted: Float64Array, limit: number): number {
  let below = 0;
  for (const value of sorted) {
    if (value >= limit) break;
    below += 1;
  }
  return (below + 1) / (sorted.length + 1);
}
