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
  /** How often it is drawn: 2,000 times when left out, fewer where there are very many items, so that a view does not wait for it. */
  readonly rounds?: number;
  readonly seed?: number;
}

/** In all, over rounds and items; and never fewer rounds than leave some values outside each end of an interval. */
const mostDraws = 1_000_000;
const leastRounds = 500;

/** What a ratio is made of: `part` over `whole`, of one item or of several summed up. */
export interface Part {
  readonly part: number;
  readonly whole: number;
}

/**
 * The interval (90% when left out) of a figure of sums: of each group as many items are drawn as it has, any of them again and again, and added up.
 * `figure` may give Infinity, which is larger than everything; a draw of which it says NaN is left out. Null where no draw gives anything.
 */
export function resampled(
  groups: readonly (readonly Part[])[],
  figure: (sums: readonly Part[]) => number,
  { share = 0.9, rounds = roundsFor(groups), seed = 1 }: ResampleOptions = {},
): Interval | null {
  const random = randomFrom(seed);
  const columns = groups.map((group) => ({
    parts: Float64Array.from(group, ({ part }) => part),
    wholes: Float64Array.from(group, ({ whole }) => whole),
  }));
  const values: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const value = figure(columns.map(({ parts, wholes }) => draw(parts, wholes, random)));
    if (!Number.isNaN(value)) values.push(value);
  }
  values.sort((left, right) => left - right);
  const tail = (1 - share) / 2;
  const low = values[Math.floor(tail * (values.length - 1))];
  const high = values[Math.ceil((1 - tail) * (values.length - 1))];
  return low === undefined || high === undefined ? null : { low, high };
}

function roundsFor(groups: readonly (readonly Part[])[]): number {
  const items = groups.reduce((sum, group) => sum + group.length, 0);
  return Math.max(leastRounds, Math.min(2_000, Math.floor(mostDraws / Math.max(1, items))));
}

function draw(parts: Float64Array, wholes: Float64Array, random: () => number): Part {
  let [part, whole] = [0, 0];
  const count = parts.length;
  for (let drawn = 0; drawn < count; drawn += 1) {
    const at = Math.floor(random() * count);
    part += parts[at] ?? 0;
    whole += wholes[at] ?? 0;
  }
  return { part, whole };
}
