import type { ModelInfo, ModelPrice, TieredPrices } from '@pydantic/genai-prices';
import { canonicalModel } from './modelName.ts';
import type { LongContextTier, ModelPrices, PriceRow, TokenRates } from './modelPrices.ts';

/** The version of genai-prices that is bundled; a test holds it against the installed package. */
export const catalogueVersion = '0.1.8';

const dollarsPerMillion = 1_000_000;
/** Day of a catalogue price that has none: it was always so, as far as the catalogue knows. */
const everSince = '1970-01-01';

/**
 * A model of genai-prices as a price history of ours, or null where the catalogue does not say all of it: a token class without a price,
 * prices by the time of day, tiers that are not one for the whole request. It knows neither fast mode nor regional profiles; the models
 * that only it lists are older than both.
 */
export function catalogueModel(info: ModelInfo): ModelPrices | null {
  const conditional = Array.isArray(info.prices) ? info.prices : [{ prices: info.prices }];
  const rows: PriceRow[] = [];
  for (const { constraint, prices } of conditional) {
    const row = catalogueRow(
      prices,
      constraint === undefined ? everSince : constraint.type === 'start_date' ? constraint.start_date : null,
    );
    if (row === null) return null;
    rows.push(row);
  }
  rows.sort((left, right) => (left.from < right.from ? -1 : 1));
  return rows.length === 0 ? null : { model: canonicalModel(info.id), fastMultiplier: 1, regionalPremium: false, rows };
}

function catalogueRow(prices: ModelPrice, from: string | null): PriceRow | null {
  const rates = tokenRates(prices, basePrice);
  const above = threshold(prices);
  if (from === null || rates === null || above === 'several') return null;
  let longContext: LongContextTier | null = null;
  if (above !== null) {
    const longRates = tokenRates(prices, (price) => (typeof price === 'number' ? price : price.tiers[0]?.price));
    if (longRates === null) return null;
    longContext = { above, rates: longRates };
  }
  return { from, rates, longContext, source: `genai-prices ${catalogueVersion}` };
}

function basePrice(price: number | TieredPrices): number {
  return typeof price === 'number' ? price : price.base;
}

/** Where the one tier of a price starts, null without tiers. */
function threshold(prices: ModelPrice): number | null | 'several' {
  const starts = new Set<number>();
  for (const price of Object.values(prices)) {
    if (price === undefined || typeof price === 'number') continue;
    for (const tier of price.tiers) starts.add(tier.start);
  }
  const [first, ...others] = starts;
  return others.length > 0 ? 'several' : (first ?? null);
}

function tokenRates(prices: ModelPrice, of: (price: number | TieredPrices) => number | undefined): TokenRates | null {
  const rate = (key: string): number | null => {
    const price = prices[key];
    const dollars = price === undefined ? undefined : of(price);
    return dollars === undefined ? null : Math.round(dollars * dollarsPerMillion);
  };
  const input = rate('input_mtok');
  const output = rate('output_mtok');
  const cacheWrite5m = rate('cache_write_mtok');
  const cacheWrite1h = rate('cache_write_1h_mtok');
  const cacheRead = rate('cache_read_mtok');
  if (input === null || output === null || cacheWrite5m === null || cacheWrite1h === null || cacheRead === null) return null;
  return { input, output, cacheWrite5m, cacheWrite1h, cacheRead };
}
