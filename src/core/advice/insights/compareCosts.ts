/** What a change that stayed cost in two groups of changes, and whether the groups differ by more than chance. */
import type { JudgedChange } from '../judgedChanges.ts';
import { holm } from '../statistics/holm.ts';
import { studentBelow } from '../statistics/normal.ts';
import { figuresOfDraws, quantile, shareBelow, sumOfPairs, weeklyPairs } from '../statistics/resampleWeeks.ts';
import type { Counted, Group, Pair } from '../statistics/resampleWeeks.ts';

/** In each group so many changes, so many of them that stayed, and of both together so many weeks; else nothing is compared. */
export const leastChanges = 20;
const leastStayed = 10;
const leastWeeks = 10;
/** A difference of less than a quarter is not worth a word, however sure it is. */
const leastRatio = 1.25;
/** How often all comparisons together may be wrong. */
const error = 0.05;

/** A change whose requests all have a price. */
export interface CostedChange extends JudgedChange {
  readonly nanodollars: number;
}

/** Two groups of changes; a change of none is passed over. */
export interface Split {
  readonly groupOf: (change: CostedChange) => Group | null;
}

export interface GroupCost {
  readonly changes: number;
  readonly stayed: number;
  /** Nanodollars for each that stayed; those that did not are in the sum. */
  readonly each: number;
}

export interface CostComparison<Of extends Split> {
  readonly split: Of;
  readonly one: GroupCost;
  readonly other: GroupCost;
  /** The other's cost over the one's, and between what it lies, 95% for all comparisons together. */
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  /** How many were compared. */
  readonly compared: number;
}

/** The comparisons that hold, corrected (Holm) for all that there were changes enough for. */
export function compareCosts<Of extends Split>(changes: readonly CostedChange[], splits: readonly Of[]): readonly CostComparison<Of>[] {
  const made = splits.flatMap((split) => compare(changes, split) ?? []);
  const corrected = holm(made.map(({ chance }) => chance));
  return made.flatMap(({ draws, chance: _chance, ...comparison }, index) => {
    const { ratio } = comparison;
    if ((corrected[index] ?? 1) > error || (ratio < leastRatio && ratio > 1 / leastRatio)) return [];
    const tail = error / made.length / 2;
    const [low, high] = [quantile(draws, tail), quantile(draws, 1 - tail)];
    // What holds by Holm is on its side of one, also where an interval for all comparisons at once reaches over it.
    return [{ ...comparison, low: ratio > 1 ? Math.max(1, low) : low, high: ratio > 1 ? high : Math.min(1, high), compared: made.length }];
  });
}

type Compared<Of extends Split> = Pick<CostComparison<Of>, 'split' | 'one' | 'other' | 'ratio'> & {
  readonly draws: Float64Array;
  /** How likely such a difference would be if there were none. */
  readonly chance: number;
};

function compare<Of extends Split>(changes: readonly CostedChange[], split: Of): Compared<Of> | null {
  const items: Counted[] = [];
  const counts = { one: 0, other: 0 };
  for (const change of changes) {
    const group = split.groupOf(change);
    if (group === null) continue;
    counts[group] += 1;
    items.push({ group, week: change.week, part: change.nanodollars, whole: change.stayed ? 1 : 0 });
  }
  const weeks = weeklyPairs(items);
  const { part, whole, otherPart, otherWhole } = sumOfPairs(weeks);
  const isEnough =
    Math.min(counts.one, counts.other) >= leastChanges && Math.min(whole, otherWhole) >= leastStayed && weeks.length >= leastWeeks;
  if (!isEnough || part <= 0 || otherPart <= 0) return null;
  const draws = figuresOfDraws(weeks, ratioOf);
  return {
    split,
    one: { changes: counts.one, stayed: whole, each: Math.round(part / whole) },
    other: { changes: counts.other, stayed: otherWhole, each: Math.round(otherPart / otherWhole) },
    ratio: ratioOf({ part, whole, otherPart, otherWhole }),
    draws,
    chance: Math.max(Math.min(1, 2 * Math.min(shareBelow(draws, 1), shareAbove(draws, 1))), leftOutChance(weeks)),
  };
}

function ratioOf({ part, whole, otherPart, otherWhole }: Pair): number {
  return otherPart / otherWhole / (part / whole);
}

function shareAbove(sorted: Float64Array, limit: number): number {
  return shareBelow(sorted.map((value) => -value).reverse(), -limit);
}

/**
 * The same by leaving out one week after the other (the jackknife, with Student's distribution): of a few weeks, one of which is dear, drawing says more
 * than can be known. The more careful of the two counts.
 */
function leftOutChance(weeks: readonly Pair[]): number {
  const whole = Math.log(ratioOf(sumOfPairs(weeks)));
  const without = weeks.map((_, left) => Math.log(ratioOf(sumOfPairs(weeks.filter((__, index) => index !== left)))));
  const mean = without.reduce((sum, value) => sum + value, 0) / without.length;
  const spread = Math.sqrt(((without.length - 1) / without.length) * without.reduce((sum, value) => sum + (value - mean) ** 2, 0));
  return Number.isFinite(whole) && spread > 0 ? 2 * (1 - studentBelow(Math.abs(whole) / spread, weeks.length - 1)) : 1;
}
