/** The first of some items, in ascending order of `atMs`, that is not before a time; null when all are. */
export function firstFrom<T extends { readonly atMs: number }>(items: readonly T[], atMs: number): T | null {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle]?.atMs ?? Infinity) < atMs) low = middle + 1;
    else high = middle;
  }
  return items[low] ?? null;
}
