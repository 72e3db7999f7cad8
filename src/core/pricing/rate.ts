import type { ModelInfo } from '@pydantic/genai-prices';
import type { Tokens } from '../transcript/facts.ts';
import { catalogueModel, catalogueVersion } from './catalogue.ts';
import { canonicalModel, profileRegion } from './modelName.ts';
import type { GivenPrices, ModelPrices, PriceRow, TokenRates } from './modelPrices.ts';
import { roundedNanodollars } from './nanodollars.ts';
import { overlay, overlayCheckedOn, overlayVersion } from './overlay.ts';
import type { Cost, PriceTable, Rate, RatedUsage, Rating } from './rating.ts';

/** The prices of this build: our own table first, genai-prices beneath it. */
export const prices: PriceTable = { version: `${overlayVersion}+genai-prices.${catalogueVersion}`, asOf: overlayCheckedOn };

/** Which prices a report is made with, as it says it. */
export function pricesOf(options: { readonly prices?: GivenPrices }): PriceTable {
  return options.prices?.table ?? prices;
}

/** $10 per 1,000 searches, for every model; neither fast mode nor geography nor a long prompt changes it (measured with the client). */
const nanodollarsPerWebSearch = 10_000_000;

/** Staying in one place costs a tenth more, whether asked of Anthropic's own API (`inference_geo`) or through a regional profile. */
const placePremiumTenths = 11;

const unpriced: Rating = { priced: false, reason: 'unknown-model' };

/** A recorded id, looked up once. */
interface PricedModel {
  /** Newest first. */
  readonly rows: readonly { readonly fromMs: number; readonly row: PriceRow }[];
  readonly fastMultiplier: number;
  /** The id names a region of a model for which regional profiles cost more. */
  readonly regionalProfile: boolean;
}

/** Prices requests by our own table and, beneath it, genai-prices, which is read (offline) when this is first called. */
export async function loadRate(given: readonly ModelPrices[] = []): Promise<Rate> {
  const { findProvider } = await import('@pydantic/genai-prices');
  return rateWith(findProvider({ providerId: 'anthropic' })?.models ?? [], given);
}

/**
 * Prices requests by our own table and, beneath it, the given models of genai-prices: only a model whose own id, read like a recorded one,
 * is exactly the request's model. The package's matching by prefix is not used. `given` are the user's own prices, before both.
 */
export function rateWith(catalogue: readonly ModelInfo[], given: readonly ModelPrices[] = []): Rate {
  const known = knownModels(catalogue, given);
  const seen = new Map<string, PricedModel | null>();
  return (usage) => {
    let model = seen.get(usage.model);
    if (model === undefined) {
      model = findModel(usage.model, known);
      seen.set(usage.model, model);
    }
    return model === null ? unpriced : { priced: true, cost: costOf(usage, model) };
  };
}

function knownModels(catalogue: readonly ModelInfo[], given: readonly ModelPrices[]): ReadonlyMap<string, ModelPrices> {
  const known = new Map<string, ModelPrices>();
  for (const info of catalogue) {
    const model = catalogueModel(info);
    if (model !== null) known.set(model.model, model);
  }
  for (const model of [...overlay, ...given]) known.set(model.model, model);
  return known;
}

function findModel(id: string, known: ReadonlyMap<string, ModelPrices>): PricedModel | null {
  const model = known.get(canonicalModel(id));
  if (model === undefined) return null;
  return {
    rows: model.rows.map((row) => ({ fromMs: Date.parse(`${row.from}T00:00:00Z`), row })).reverse(),
    fastMultiplier: model.fastMultiplier,
    regionalProfile: model.regionalPremium && profileRegion(id) !== '',
  };
}

function costOf(usage: RatedUsage, model: PricedModel): Cost {
  const { tokens } = usage;
  const rates = ratesFor(usage, rowAt(model, usage.atMs));
  const fast = usage.fast ? model.fastMultiplier : 1;
  const place = paysForPlace(usage, model) ? placePremiumTenths : 10;
  // Multiplied before dividing: every rate is a whole number of tens of picodollars, so that a tenth more is exact.
  const cost = (count: number, rate: number): number => roundedNanodollars(count, (rate * fast * place) / 10);
  const input = cost(tokens.input, rates.input);
  const output = cost(tokens.output, rates.output);
  const cacheWrite5m = cost(tokens.cacheWrite5m, rates.cacheWrite5m);
  const cacheWrite1h = cost(tokens.cacheWrite1h, rates.cacheWrite1h);
  const cacheRead = cost(tokens.cacheRead, rates.cacheRead);
  const webSearches = tokens.webSearches * nanodollarsPerWebSearch;
  const total = input + output + cacheWrite5m + cacheWrite1h + cacheRead + webSearches;
  return { input, output, cacheWrite5m, cacheWrite1h, cacheRead, webSearches, total };
}

/** The row in force at a time; the first one for whatever is older. */
function rowAt(model: PricedModel, atMs: number): PriceRow {
  const inForce = model.rows.find(({ fromMs }) => fromMs <= atMs) ?? model.rows.at(-1);
  if (inForce === undefined) throw new Error('A model has no price row.');
  return inForce.row;
}

function ratesFor(usage: RatedUsage, row: PriceRow): TokenRates {
  if (row.longContext === null) return row.rates;
  return promptTokens(usage.tokens) > row.longContext.above ? row.longContext.rates : row.rates;
}

/** What a long-context tier is measured by; the answer does not count. */
function promptTokens(tokens: Tokens): number {
  return tokens.input + tokens.cacheWrite5m + tokens.cacheWrite1h + tokens.cacheRead;
}

/**
 * Whether a request pays for staying in one place. On Anthropic's own API `inference_geo: "us"` says so, of every model that reports it (as
 * the client counts). On Bedrock a regional profile says so from Claude Sonnet 4.5 on, when regional endpoints became dearer than global
 * ones; a request that Anthropic's own API answered (`msg_01…`; Bedrock's are `msg_bdrk_…`, Vertex's `msg_vrtx_…`) is list price even under
 * such an id, as the client prices it. It is one premium by two names, never asked twice: `inference_geo` does not exist on Bedrock.
 */
function paysForPlace(usage: RatedUsage, model: PricedModel): boolean {
  return usage.geography === 'us' || (model.regionalProfile && !usage.messageId.startsWith('msg_01'));
}
