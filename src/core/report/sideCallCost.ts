import type { Rate } from '../pricing/rating.ts';
import type { Tokens } from '../transcript/facts.ts';

const none: Tokens = { input: 0, output: 0, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, webSearches: 0 };
const classes = ['input', 'output', 'cacheWrite5m', 'cacheWrite1h', 'cacheRead', 'webSearches'] as const;

/**
 * What the side calls of one model cost in nanodollars, or null when that cannot be known: the model has no price, or it has a
 * long-context tier that some of the calls may have reached. A session's side calls are only known as a sum, which hides the size of
 * each prompt; but where even the sum stays below the tier, so does each call.
 */
export function sideCallCost(model: string, tokens: Tokens, atMs: number, rate: Rate): number | null {
  const price = (some: Tokens) => rate({ messageId: '', model, atMs, tokens: some, fast: false, geography: '' });
  const whole = price(tokens);
  if (!whole.priced) return null;
  for (const name of classes) {
    // A thousand tokens are below every tier, and an exact number of nanodollars at rates in whole picodollars.
    const thousand = price({ ...none, [name]: 1000 });
    if (!thousand.priced) return null;
    // A rounding may differ by one nanodollar; a tier at least doubles the price.
    if (Math.abs(whole.cost[name] - (thousand.cost[name] * tokens[name]) / 1000) > 1) return null;
  }
  // A total that no client counts would not be an exact sum.
  return Number.isSafeInteger(whole.cost.total) ? whole.cost.total : null;
}
