import type { Distribution } from './overview.ts';

/** Quartiles, bins and the dearest tenth's share of some amounts in nanodollars; `values` must not be empty. */
export function distributionOf(values: readonly number[]): Distribution {
  throw new Error(`not built: ${String(values.length)}`);
}
