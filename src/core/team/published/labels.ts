/** Labels of a person's week: only ever counted. */
import type { Person } from './people.ts';
import type { DormantRule, QuadrantName } from './types.ts';

/** One day at most, and three turns: somebody who looked at it once. */
export const usualDormantRule: DormantRule = { by: 'activity', activeDays: 1, turns: 3 };

/** Whether somebody who reported the week hardly used what they have. */
export function isDormant({ activeDays, turns, tokens }: Person, rule: DormantRule): boolean {
  return rule.by === 'tokens' ? tokens < rule.below : activeDays <= rule.activeDays && turns <= rule.turns;
}

/**
 * Cost and output of those who spent anything against the middle of them (the upper of two): costly from it on, much above it in changes that stayed, and
 * at it where it is not 0. The others have no quadrant. Where the middle lies is not told: it is one person's.
 */
export function quadrantsOf(people: readonly Person[]): readonly (QuadrantName | null)[] {
  const spenders = people.filter(({ cost }) => cost > 0);
  const [cost, verified] = [middleOf(spenders.map((each) => each.cost)), middleOf(spenders.map((each) => each.verified))];
  return people.map((each) => {
    if (each.cost === 0) return null;
    const isMuch = each.verified > 0 && each.verified >= verified;
    return each.cost >= cost ? (isMuch ? 'costlyMuch' : 'costlyLittle') : isMuch ? 'cheapMuch' : 'cheapLittle';
  });
}

function middleOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
