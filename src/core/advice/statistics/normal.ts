/** The share of a standard normal distribution below `z`; wrong by less than 2 in 10 million (Abramowitz and Stegun 7.1.26). */
export function normalBelow(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const erf = 1 - series * Math.exp(-x * x);
  return z < 0 ? (1 - erf) / 2 : (1 + erf) / 2;
}

/** Below which `z` a share of a standard normal distribution lies, for shares from 0.000001 to 0.999999. */
export function normalQuantile(share: number): number {
  let low = -5;
  let high = 5;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (normalBelow(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The share of Student's distribution below `t`, for ten degrees of freedom and more (Abramowitz and Stegun 26.7.8; wrong in the third digit at most). */
export function studentBelow(t: number, degrees: number): number {
  return normalBelow((t * (1 - 1 / (4 * degrees))) / Math.sqrt(1 + (t * t) / (2 * degrees)));
}
