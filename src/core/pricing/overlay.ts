import type { LongContextTier, ModelPrices, PriceRow, TokenRates } from './modelPrices.ts';

/** Raised with every change of the table below: the day of the change and a count within the day. */
export const overlayVersion = '2026-11-22.1';

/** Day on which the newest entry was last checked. */
export const overlayCheckedOn = '2026-11-22';

// Sources. `client` is the strongest: what Claude Code itself computes, read off its own `total_cost_usd` class by class. It only knows the
// prices of its day, so that everything earlier comes from the price page, as the dated history of genai-prices and price trackers keep it.
const client = 'Claude Code 2.1.330, its own total_cost_usd, measured 2026-11-22';
const page = 'platform.claude.com/docs/en/about-claude/pricing';
const history = `${page}, dated by genai-prices 0.1.8`;
const trackers = `${page}, as price trackers quoted it between 2026-09 and 2026-11`;

const fable5: TokenRates = {
  input: 10_000_000,
  output: 50_000_000,
  cacheWrite5m: 12_500_000,
  cacheWrite1h: 20_000_000,
  cacheRead: 1_000_000,
};
const fable52: TokenRates = {
  input: 8_000_000,
  output: 40_000_000,
  cacheWrite5m: 10_000_000,
  cacheWrite1h: 16_000_000,
  cacheRead: 200_000,
};
const opus4: TokenRates = {
  input: 15_000_000,
  output: 75_000_000,
  cacheWrite5m: 18_750_000,
  cacheWrite1h: 30_000_000,
  cacheRead: 1_500_000,
};
const opus45: TokenRates = { input: 5_000_000, output: 25_000_000, cacheWrite5m: 6_250_000, cacheWrite1h: 10_000_000, cacheRead: 500_000 };
const opus55: TokenRates = { input: 4_000_000, output: 20_000_000, cacheWrite5m: 5_000_000, cacheWrite1h: 8_000_000, cacheRead: 200_000 };
const sonnet4: TokenRates = { input: 3_000_000, output: 15_000_000, cacheWrite5m: 3_750_000, cacheWrite1h: 6_000_000, cacheRead: 300_000 };
const sonnet5: TokenRates = { input: 2_000_000, output: 10_000_000, cacheWrite5m: 2_500_000, cacheWrite1h: 4_000_000, cacheRead: 200_000 };
const haiku35: TokenRates = { input: 800_000, output: 4_000_000, cacheWrite5m: 1_000_000, cacheWrite1h: 1_600_000, cacheRead: 80_000 };
const haiku45: TokenRates = { input: 1_000_000, output: 5_000_000, cacheWrite5m: 1_250_000, cacheWrite1h: 2_000_000, cacheRead: 100_000 };
const haiku55: TokenRates = { input: 100_000, output: 500_000, cacheWrite5m: 125_000, cacheWrite1h: 200_000, cacheRead: 10_000 };

const opus46Long: LongContextTier = {
  above: 200_000,
  rates: { input: 10_000_000, output: 37_500_000, cacheWrite5m: 12_500_000, cacheWrite1h: 20_000_000, cacheRead: 1_000_000 },
};
const sonnet4Long: LongContextTier = {
  above: 200_000,
  rates: { input: 6_000_000, output: 22_500_000, cacheWrite5m: 7_500_000, cacheWrite1h: 12_000_000, cacheRead: 600_000 },
};
/** Exactly 100,000 prompt tokens are still short: measured. */
const haiku55Long: LongContextTier = {
  above: 100_000,
  rates: { input: 500_000, output: 2_500_000, cacheWrite5m: 625_000, cacheWrite1h: 1_000_000, cacheRead: 50_000 },
};

function row(from: string, rates: TokenRates, source: string, longContext: LongContextTier | null = null): PriceRow {
  return { from, rates, longContext, source };
}

/** A model of the 4.5 generation or later: Bedrock and Vertex price their regional endpoints apart from these on. */
function current(model: string, fastMultiplier: number, ...rows: readonly PriceRow[]): ModelPrices {
  return { model, fastMultiplier, regionalPremium: true, rows };
}

/** A model from before the 4.5 generation, which costs the same everywhere and has no fast mode. */
function early(model: string, ...rows: readonly PriceRow[]): ModelPrices {
  return { model, fastMultiplier: 1, regionalPremium: false, rows };
}

/**
 * The models whose prices were checked, each with every change since its launch. A request older than a model's first row (a preview,
 * a clock that is wrong) is priced by that row.
 */
export const overlay: readonly ModelPrices[] = [
  current('claude-fable-5-2', 2, row('2026-11-09', fable52, client)),
  current('claude-mythos-5-2', 2, row('2026-11-09', fable52, client)),
  // A cache read is 0.025 of the input here, not the usual tenth.
  current('claude-fable-5-1', 1, row('2026-09-01', { ...fable5, cacheRead: 250_000 }, client)),
  current('claude-mythos-5-1', 1, row('2026-09-01', { ...fable5, cacheRead: 250_000 }, client)),
  current('claude-fable-5', 1, row('2026-06-09', fable5, client)),
  current('claude-mythos-5', 1, row('2026-06-09', fable5, client)),
  current('claude-opus-5-5', 2, row('2026-09-22', opus55, client)),
  current('claude-opus-5', 2, row('2026-07-24', opus45, client)),
  current('claude-opus-4-8', 2, row('2026-05-28', opus45, client)),
  current('claude-opus-4-7', 6, row('2026-04-01', opus45, client)),
  current('claude-opus-4-6', 6, row('2026-02-05', opus45, history, opus46Long), row('2026-03-13', opus45, client)),
  current('claude-opus-4-5', 1, row('2025-11-24', opus45, client)),
  early('claude-opus-4-1', row('2025-08-05', opus4, page)),
  early('claude-opus-4', row('2025-05-22', opus4, page)),
  current('claude-sonnet-5-5', 1, row('2026-09-28', sonnet5, trackers), row('2026-10-07', { ...sonnet5, cacheRead: 100_000 }, client)),
  // A rise to 3 / 15 was announced for 2026-09-01 and cancelled.
  current('claude-sonnet-5', 1, row('2026-06-30', sonnet5, client)),
  current('claude-sonnet-4-6', 1, row('2026-02-17', sonnet4, history, sonnet4Long), row('2026-03-13', sonnet4, client)),
  // The 1 M beta of these two lasted until 2026-04-30; longer prompts are refused since, so that the day after is where the tier ends.
  current('claude-sonnet-4-5', 1, row('2025-09-29', sonnet4, history, sonnet4Long), row('2026-05-01', sonnet4, client)),
  early('claude-sonnet-4', row('2025-05-22', sonnet4, history, sonnet4Long), row('2026-05-01', sonnet4, client)),
  early('claude-3-7-sonnet', row('2025-02-24', sonnet4, client)),
  current('claude-haiku-5-5', 1, row('2026-10-07', haiku55, client, haiku55Long)),
  current('claude-haiku-4-5', 1, row('2025-10-15', haiku45, client)),
  early('claude-3-5-haiku', row('2024-10-22', haiku35, client)),
];
