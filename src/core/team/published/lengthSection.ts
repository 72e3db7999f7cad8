/** Whether short sessions bring more changes that stayed for a dollar: said only when it holds. */
import { figuresOfDraws, quantile, sumOfPairs } from '../../advice/statistics/resampleWeeks.ts';
import type { Pair } from '../../advice/statistics/resampleWeeks.ts';
import type { LengthSection } from './dashboardTypes.ts';
import { sliceOf } from './weeks.ts';
import type { Week } from './weeks.ts';

/** As the developer's own insights need: so many weeks, so many changes that stayed on each side, a difference of a quarter. */
const neededWeeks = 10;
const leastStayed = 10;
const leastRatio = 1.25;
const tail = 0.025;

export function lengthSection(weeks: readonly Week[]): LengthSection {
  const pairs = weeks.flatMap(pairOf);
  const base = {
    weeks: pairs.length,
    neededWeeks,
    notes: ['Cost and changes of sessions that began in the week; a change counts for the first of its sessions.'],
  };
  const sums = sumOfPairs(pairs);
  if (pairs.length < neededWeeks || Math.min(sums.whole, sums.otherWhole) < leastStayed) return { ...base, insight: null };
  const draws = figuresOfDraws(pairs, ratioOf, 2_000);
  const ratio = { value: ratioOf(sums), low: quantile(draws, tail), high: quantile(draws, 1 - tail) };
  const isShort = ratio.low > 1 && ratio.value >= leastRatio;
  const isLong = ratio.high < 1 && ratio.value <= 1 / leastRatio;
  if (!isShort && !isLong) return { ...base, insight: null };
  const times = isShort ? ratio.value : 1 / ratio.value;
  const sentence = isShort
    ? `Short, scoped sessions (up to three turns): ${times.toFixed(1)} times the changes that stayed per dollar of longer ones.`
    : `Sessions of more than three turns: ${times.toFixed(1)} times the changes that stayed per dollar of short ones.`;
  return { ...base, insight: { sentence, ratio, weeks: pairs.length } };
}

/** Of a week: what short sessions, and all others by hand, cost for what stayed. Only shares are told: they are shares of about these wholes. */
function pairOf({ usage, outcomes }: Week): readonly Pair[] {
  const [cost, stayed] = [sliceOf(usage?.lengthCost?.slices, 'short'), sliceOf(outcomes?.lengthStayed?.slices, 'short')];
  const [spent, verified] = [usage?.cost?.total ?? null, outcomes?.verified ?? null];
  if (cost === null || stayed === null || spent === null || verified === null) return [];
  return [
    {
      ...{ part: (cost / 1_000) * spent, whole: (stayed / 1_000) * verified },
      ...{ otherPart: (1 - cost / 1_000) * spent, otherWhole: (1 - stayed / 1_000) * verified },
    },
  ];
}

/** Changes for a dollar in short sessions, over those in others. */
function ratioOf({ part, whole, otherPart, otherWhole }: Pair): number {
  return whole / part / (otherWhole / otherPart);
}
