import { aheadMs, daysOpen } from './openDays.ts';

/** Why a data point is not taken. */
export type Rejection =
  'unknown-metric' | 'unknown-kind' | 'not-a-counter' | 'no-time' | 'no-amount' | 'no-user' | 'too-late' | 'in-the-future';

/** How many points were not taken, by why. */
export type Rejected = ReadonlyMap<Rejection, number>;

const why: Readonly<Record<Rejection, string>> = {
  'unknown-metric': 'only the metrics that docs/claude-metrics.md names are kept',
  'unknown-kind': 'their type or decision is not known',
  'not-a-counter': 'only monotonic sums with delta or cumulative temporality are taken',
  'no-time': 'a start and a time are needed, the start not after the time',
  'no-amount': 'an amount is needed, not below zero, not implausibly large, and whole where halves make no sense',
  'no-user': 'without user.id people cannot be counted',
  'too-late': `a day (UTC) takes points until ${daysOpen} days after its end`,
  'in-the-future': `they lie more than ${aheadMs / 60_000} minutes in the future, so that a clock must be wrong`,
};

/** How many points were not taken. */
export function rejectedPoints(rejected: Rejected): number {
  return [...rejected.values()].reduce((sum, each) => sum + each, 0);
}

/** Says it for the answer's `errorMessage`; the empty string where everything was taken. */
export function rejectionText(rejected: Rejected): string {
  return [...rejected]
    .map(([reason, points]) => `${points} data ${points === 1 ? 'point' : 'points'} not taken: ${why[reason]}.`)
    .join(' ');
}
