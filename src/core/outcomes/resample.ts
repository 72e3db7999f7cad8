/** Intervals by resampling: how far a figure could lie elsewhere had other weeks, or other changes, happened to be seen. */

/** Deterministic numbers from 0 to below 1 (mulberry32): the same figures give the same interval on every machine. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface ResampleOptions {
  /** Share of the resamples inside the interval. */
  readonly share?: number;
  readonly rounds?: number;
  readonly seed?: number;
}

/**
 * The interval (90% when left out) of a figure of groups, each drawn with replacement from itself. `figure` may give Infinity, which is larger than
 * everything; a draw of which it says NaN is left out. Null where no draw gives anything.
 */
export function resampled<Item>(
  groups: readonly (readonly Item[])[],
  figure: (drawn: readonly (readonly Item[])[]) => number,
  { share = 0.9, rounds = 2_000, seed = 1 }: ResampleOptions = {},
): Interval | null {
  const random = randomFrom(seed);
  const values: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const value = figure(groups.map((group) => draw(group, random)));
    if (!Number.isNaN(value)) values.push(value);
  }
  values.sort((left, right) => left - right);
  const tail = (1 - share) / 2;
  const low = values[Math.floor(tail * (values.length - 1))];
  const high = values[Math.ceil((1 - tail) * (values.length - 1))];
  return low === undefined || high === undefined ? null : { low, high };
}

function draw<Item>(group: readonly Item[], random: () => number): readonly Item[] {
  return group.flatMap(() => {
    const item = group[Math.floor(random() * group.length)];
    return item === undefined ? [] : [item];
  });
}
