import type { PriceTable } from './rating.ts';

/** List prices of the token classes, in integer picodollars per token: $1 per million tokens is 1,000,000. */
export interface TokenRates {
  readonly input: number;
  readonly output: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly cacheRead: number;
}

/** A long-context tier: these rates hold for a whole request, output included, once its prompt has more tokens than `above`. */
export interface LongContextTier {
  readonly above: number;
  readonly rates: TokenRates;
}

/** What a model cost from one day on. */
export interface PriceRow {
  /** First day, UTC: `2026-11-09`. */
  readonly from: string;
  readonly rates: TokenRates;
  readonly longContext: LongContextTier | null;
  /** Where the figures and the day come from. */
  readonly source: string;
}

/** A model's whole price history. */
export interface ModelPrices {
  /** As `canonicalModel` gives it. */
  readonly model: string;
  /** By how much `speed: "fast"` multiplies every token class; 1 where there is no fast mode. */
  readonly fastMultiplier: number;
  /** Whether Bedrock asks 10 % more for it through a regional profile. */
  readonly regionalPremium: boolean;
  /** Ascending by `from`, never empty. */
  readonly rows: readonly PriceRow[];
}

/** Prices of the user's own: a table's name, and models that stand before those of this build. */
export interface GivenPrices {
  readonly table: PriceTable;
  readonly models: readonly ModelPrices[];
}
