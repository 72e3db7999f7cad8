/**
 * Chances of error, corrected for how many comparisons were made (Holm 1979): below `alpha` all of them together are wrong no more often than `alpha`.
 * In the order in which they were given; a corrected one is never smaller than it was.
 */
export function holm(chances: readonly number[]): readonly number[] {
  const order = chances.map((chance, index) => ({ chance, index })).sort((left, right) => left.chance - right.chance);
  const corrected = new Array<number>(chances.length).fill(1);
  let highest = 0;
  for (const [rank, { chance, index }] of order.entries()) {
    highest = Math.max(highest, Math.min(1, chance * (chances.length - rank)));
    corrected[index] = highest;
  }
  return corrected;
}
