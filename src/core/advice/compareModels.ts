/** Whether changes stay with a cheaper model as they do with a dearer one, by a developer's own changes of one kind of work. */
import { changesBy } from './judgedChanges.ts';
import type { JudgedChange } from './judgedChanges.ts';
import type { WorkKind } from './workKinds.ts';
import { holm } from './statistics/holm.ts';
import { normalBelow, normalQuantile } from './statistics/normal.ts';
import { figuresOfDraws, quantile, shareBelow, weeklyPairs } from './statistics/resampleWeeks.ts';
import type { Group } from './statistics/resampleWeeks.ts';

/** Of each model so many changes of the kind, in so many weeks, or nothing is compared. */
export const leastChanges = 30;
const leastWeeks = 4;
/** The share that stayed of the cheaper model may be this much smaller: with fewer than some hundred changes nothing finer can be shown. */
export const tolerance = 0.1;
/** How often all comparisons together may be wrong. */
const error = 0.05;

export interface ModelPair {
  readonly kind: WorkKind;
  readonly dear: string;
  readonly cheap: string;
}

export interface ModelComparison extends ModelPair {
  readonly dearStayed: number;
  readonly dearChanges: number;
  readonly cheapStayed: number;
  readonly cheapChanges: number;
  /** The share that stayed of the cheaper model less that of the dearer one is at least this (95%, of all comparisons together). */
  readonly atLeast: number;
  /** Whether that is within the tolerance, corrected for all comparisons. */
  readonly holds: boolean;
  /** How many were compared. */
  readonly compared: number;
}

/** The pairs that there are changes enough of, each compared; `isCheaper` says which of two models costs less for what one of them did. */
export function compareModels(changes: readonly JudgedChange[], isCheaper: (pair: ModelPair) => boolean): readonly ModelComparison[] {
  const pairs: { readonly pair: ModelPair; readonly dear: readonly JudgedChange[]; readonly cheap: readonly JudgedChange[] }[] = [];
  for (const [kind, ofKind] of changesBy(changes, (change) => change.kind)) {
    if (kind === 'noEdits') continue;
    const models = [...changesBy(ofKind, ({ model }) => model)].filter(([, made]) => isEnough(made));
    for (const [dear, ofDear] of models)
      for (const [cheap, ofCheap] of models)
        if (dear !== cheap && isCheaper({ kind, dear, cheap })) pairs.push({ pair: { kind, dear, cheap }, dear: ofDear, cheap: ofCheap });
  }
  const tests = pairs.map(({ dear, cheap }) => testOf(dear, cheap, error / pairs.length));
  const corrected = holm(tests.map(({ chance }) => chance));
  return pairs.map(({ pair, dear, cheap }, index) => {
    const holds = (corrected[index] ?? 1) <= error;
    const atLeast = tests[index]?.atLeast ?? -1;
    return {
      ...pair,
      ...{ dearStayed: stayedOf(dear), dearChanges: dear.length, cheapStayed: stayedOf(cheap), cheapChanges: cheap.length },
      // What holds by Holm is within the tolerance, also where an interval for all pairs at once reaches further.
      atLeast: holds ? Math.max(atLeast, -tolerance) : atLeast,
      holds,
      compared: pairs.length,
    };
  });
}

function isEnough(changes: readonly JudgedChange[]): boolean {
  return changes.length >= leastChanges && new Set(changes.map(({ week }) => week)).size >= leastWeeks;
}

interface Test {
  /** How likely the figures would be if the cheaper one were worse by the tolerance or more. */
  readonly chance: number;
  readonly atLeast: number;
}

/**
 * One-sided, by two ways of which the more careful counts: weeks drawn again and again, which sees that what happens in one week hangs together; and
 * proportions with one change more that stayed and one that did not (Agresti and Caffo 2000), which knows that thirty of thirty is not all.
 */
function testOf(dear: readonly JudgedChange[], cheap: readonly JudgedChange[], alpha: number): Test {
  const count = (group: Group) => (change: JudgedChange) => ({ group, week: change.week, part: change.stayed ? 1 : 0, whole: 1 });
  const draws = figuresOfDraws(
    weeklyPairs([...cheap.map(count('one')), ...dear.map(count('other'))]),
    ({ part, whole, otherPart, otherWhole }) => part / whole - otherPart / otherWhole,
  );
  const cheapShare = (stayedOf(cheap) + 1) / (cheap.length + 2);
  const dearShare = (stayedOf(dear) + 1) / (dear.length + 2);
  const spread = Math.sqrt((cheapShare * (1 - cheapShare)) / (cheap.length + 2) + (dearShare * (1 - dearShare)) / (dear.length + 2));
  const difference = cheapShare - dearShare;
  return {
    chance: Math.max(shareBelow(draws, -tolerance), 1 - normalBelow((difference + tolerance) / spread)),
    atLeast: Math.min(quantile(draws, alpha), difference + normalQuantile(alpha) * spread),
  };
}

function stayedOf(changes: readonly JudgedChange[]): number {
  return changes.filter(({ stayed }) => stayed).length;
}
