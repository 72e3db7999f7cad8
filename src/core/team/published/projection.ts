/** What time ahead may come to, from weeks that are told. */
import { randomFrom } from '../../outcomes/resample.ts';
import type { Interval } from '../../outcomes/resample.ts';

const rounds = 1_000;
/** The part of futures that an interval holds: eight of ten, as in the developer's own forecast. */
export const projectionLevel = 0.8;

/**
 * The sum of so many days ahead, in eight of ten futures: each draws as many weeks as there are, with replacement, and each week ahead from those. So it
 * allows for how much weeks differ and for how few of them are known. Null without a week.
 */
export function projected(weeks: readonly number[], days: number, factor = 1): (Interval & { readonly middle: number }) | null {
  if (weeks.length === 0) return null;
  const random = randomFrom(1);
  const ahead = days / 7;
  const sums = new Float64Array(rounds);
  const drawn = new Float64Array(weeks.length);
  for (let round = 0; round < rounds; round += 1) {
    for (let index = 0; index < drawn.length; index += 1) drawn[index] = weeks[Math.floor(random() * weeks.length)] ?? 0;
    let sum = 0;
    for (let week = 0; week < ahead; week += 1) sum += (drawn[Math.floor(random() * drawn.length)] ?? 0) * Math.min(1, ahead - week);
    sums[round] = sum * factor;
  }
  sums.sort();
  const at = (share: number): number => Math.round(sums[Math.round(share * (rounds - 1))] ?? 0);
  const tail = (1 - projectionLevel) / 2;
  return { low: at(tail), middle: at(0.5), high: at(1 - tail) };
}
