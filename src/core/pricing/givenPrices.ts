/** Prices that the user gives: negotiated ones, or newer ones than this build knows. Each model in it stands for its whole history. */
import * as v from 'valibot';
import { canonicalModel } from './modelName.ts';
import type { GivenPrices, ModelPrices } from './modelPrices.ts';
import { prices as ownPrices } from './rate.ts';

const picodollarsPerDollar = 1_000_000;
/** A premium of a tenth has to come out whole. */
const grain = 10;

/** Dollars per million tokens, no finer than a thousandth of a cent, as integer picodollars per token. */
const price = v.pipe(
  v.number(),
  v.minValue(0),
  v.maxValue(10_000),
  v.transform((dollars) => Math.round(dollars * picodollarsPerDollar)),
  v.check((rate) => rate % grain === 0, 'a price is no finer than $0.00001 a million tokens'),
);
const day = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}$/, 'a day is written as 2026-11-22'),
  v.check((text) => !Number.isNaN(Date.parse(`${text}T00:00:00Z`)), 'there is no such day'),
);
const rates = { input: price, output: price, cacheWrite5m: price, cacheWrite1h: price, cacheRead: price };
const row = v.strictObject({
  from: day,
  ...rates,
  longContext: v.optional(v.strictObject({ above: v.pipe(v.number(), v.integer(), v.minValue(1)), ...rates })),
});
const model = v.strictObject({
  model: v.pipe(v.string(), v.minLength(1)),
  fastMultiplier: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)), 1),
  regionalPremium: v.optional(v.boolean(), false),
  prices: v.pipe(v.array(row), v.minLength(1)),
});
const file = v.strictObject({ version: v.pipe(v.string(), v.minLength(1)), asOf: day, models: v.pipe(v.array(model), v.minLength(1)) });

/** The prices that a JSON text gives, or what is wrong with it, as the rest of a sentence. */
export function readGivenPrices(text: string): GivenPrices | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'it is no JSON' };
  }
  const parsed = v.safeParse(file, value);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const path = v.getDotPath(issue);
    return { problem: path === null ? issue.message : `${path}: ${issue.message}` };
  }
  const { version, asOf, models } = parsed.output;
  return {
    table: { version: `${version}, else ${ownPrices.version}`, asOf },
    models: models.map(({ model: id, fastMultiplier, regionalPremium, prices }) => ({
      ...{ model: canonicalModel(id), fastMultiplier, regionalPremium },
      rows: prices
        .map(({ from, longContext, ...rowRates }) => ({
          ...{ from, rates: rowRates, source: version },
          longContext: longContext === undefined ? null : { above: longContext.above, rates: withoutAbove(longContext) },
        }))
        .sort((left, right) => (left.from < right.from ? -1 : 1)),
    })),
  };
}

function withoutAbove({ above: _above, ...rest }: v.InferOutput<typeof row>['longContext'] & object): ModelPrices['rows'][number]['rates'] {
  return rest;
}
