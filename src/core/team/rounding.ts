/** Rounding of what leaves: two significant digits tell a team all it asks, and make a figure harder to find again in somebody's git history. */
import { largestAmount } from './teamWeek.ts';
import type { TeamWeekBody, TeamWeekBucket } from './teamWeek.ts';

/** A whole number of nothing or more at two significant digits, half up: 99 stays, 104 is 100, 105 is 110, 9950 is 10000. */
export function twoDigits(amount: number): number {
  let unit = 1;
  while (amount >= 100 * unit) unit *= 10;
  // In integers: the half of ten and more is one too.
  const rounded = unit === 1 ? amount : Math.floor((amount + unit / 2) / unit) * unit;
  return Math.min(rounded, largestAmount);
}

/** A week as it leaves: every count and sum rounded, each by itself and last. Days, windows and names are as they are. */
export function roundedWeek(week: TeamWeekBody): TeamWeekBody {
  return { ...week, buckets: week.buckets.map(roundedBucket) };
}

function roundedBucket(bucket: TeamWeekBucket): TeamWeekBucket {
  const { models, sessions, survival, interactiveCost, headlessCost, unrecordedCost, headlessSessions, turns, shippedLines } = bucket;
  return {
    ...bucket,
    ...each({ interactiveCost, headlessCost, unrecordedCost, headlessSessions, turns, shippedLines }),
    models: models.map(({ model, ...amounts }) => ({ model, ...each(amounts) })),
    sessions: { short: each(sessions.short), medium: each(sessions.medium), long: each(sessions.long) },
    survival: { 7: each(survival[7]), 14: each(survival[14]), 30: each(survival[30]) },
    kinds: each(bucket.kinds),
    standing: each(bucket.standing),
    changes: each(bucket.changes),
    verification: each(bucket.verification),
  };
}

function each<Name extends string>(amounts: Readonly<Record<Name, number>>): Record<Name, number> {
  const rounded: Record<Name, number> = { ...amounts };
  for (const name in rounded) rounded[name] = twoDigits(rounded[name]);
  return rounded;
}
