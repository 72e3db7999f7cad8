/** Coding hours, told by the gaps between records: nobody noted when somebody worked. */

/** A gap of at most so long is work; a longer one is a pause and counts nothing. */
export const longestGapMs = 10 * 60_000;

/** Below this a figure per hour rests on too little. */
export const leastCodingMs = 30 * 60_000;

/**
 * Adds up the gaps between moments that are no longer than `longestGapMs`, each by the key of the moment that ends it. Sessions that run at the same time count once:
 * their moments are one list.
 * @param moments milliseconds UTC, in any order
 */
export function codingTime<Key>(moments: readonly number[], keyOf: (atMs: number) => Key): ReadonlyMap<Key, number> {
  const sorted = Float64Array.from(moments).sort();
  const sums = new Map<Key, number>();
  let before: number | null = null;
  for (const atMs of sorted) {
    const gap = before === null ? 0 : atMs - before;
    if (gap > 0 && gap <= longestGapMs) {
      const key = keyOf(atMs);
      sums.set(key, (sums.get(key) ?? 0) + gap);
    }
    before = atMs;
  }
  return sums;
}
