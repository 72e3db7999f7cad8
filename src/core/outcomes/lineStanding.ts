/** Where the default branch stood at a time. */
import type { CommitRecord } from '../attribution/gitFacts.ts';

/**
 * Of a line of commits, first one first: where it stood at a time, which is where the fewest commits are on the wrong side of it, so that one wrong
 * clock moves nothing. Not before the commit `landing`; null where the line has no commit.
 */
export class LineStanding {
  private readonly line: readonly Pick<CommitRecord, 'sha' | 'committerMs'>[];
  private readonly places: ReadonlyMap<string, number>;
  /** The latest time up to each commit, and the earliest from it on: both only rise. */
  private readonly latest: Float64Array;
  private readonly earliest: Float64Array;

  constructor(line: readonly Pick<CommitRecord, 'sha' | 'committerMs'>[]) {
    this.line = line;
    this.places = new Map(line.map(({ sha }, index) => [sha, index]));
    this.latest = new Float64Array(line.length);
    this.earliest = new Float64Array(line.length);
    let latest = -Infinity;
    for (const [index, { committerMs }] of line.entries()) this.latest[index] = latest = Math.max(latest, committerMs);
    let earliest = Infinity;
    for (let index = line.length - 1; index >= 0; index -= 1)
      this.earliest[index] = earliest = Math.min(earliest, line[index]?.committerMs ?? Infinity);
  }

  at(atMs: number, landing: string): string | null {
    // Before the first commit that is later each step puts one more on its right side, behind the last one that is not one less.
    const first = Math.max(this.places.get(landing) ?? 0, countUpTo(this.latest, atMs) - 1, 0);
    const last = countUpTo(this.earliest, atMs) - 1;
    let [best, least, wrong] = [first, 0, 0];
    for (let index = first + 1; index <= last; index += 1) {
      wrong += (this.line[index]?.committerMs ?? Infinity) > atMs ? 1 : -1;
      if (wrong < least) [best, least] = [index, wrong];
    }
    return this.line[best]?.sha ?? null;
  }
}

/** How many of the rising times are not after one. */
function countUpTo(times: Float64Array, atMs: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
