import assert from 'node:assert/strict';
import { findProvider } from '@pydantic/genai-prices';
import fc from 'fast-check';
import { canonicalModel } from '../../../src/core/pricing/modelName.ts';
import type { TokenRates } from '../../../src/core/pricing/modelPrices.ts';
import { roundedNanodollars } from '../../../src/core/pricing/nanodollars.ts';
import { overlay } from '../../../src/core/pricing/overlay.ts';
import { rateWith } from '../../../src/core/pricing/rate.ts';
import type { Cost, RatedUsage } from '../../../src/core/pricing/rating.ts';

const catalogue = findProvider({ providerId: 'anthropic' })?.models ?? [];
const rate = rateWith(catalogue);
const kinds = ['input', 'output', 'cacheWrite5m', 'cacheWrite1h', 'cacheRead'] as const;

// Up to a billion tokens: far beyond a request, and beyond 2^53 picodollars.
const count = fc.oneof(fc.nat(300_000), fc.nat(1_000_000_000));
const tokens = fc.record({
  input: count,
  output: count,
  cacheWrite5m: count,
  cacheWrite1h: count,
  cacheRead: count,
  webSearches: fc.nat(1000),
});
const known = fc.constantFrom(...overlay.map(({ model }) => model));
const atMs = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2027, 0, 1) });
const usage: fc.Arbitrary<RatedUsage> = fc.record({
  messageId: fc.constantFrom('msg_01x', 'msg_bdrk_x', 'msg_vrtx_x'),
  model: known,
  atMs,
  tokens,
  fast: fc.boolean(),
  geography: fc.constantFrom('', 'us', 'global', 'not_available'),
});

function costOf(asked: RatedUsage): Cost {
  const rating = rate(asked);
  assert.ok(rating.priced);
  return rating.cost;
}

/** The rates of the table that hold for a request, found anew and plainly. */
function tableRates({ model, atMs: time, tokens: asked }: RatedUsage): TokenRates {
  const rows = overlay.find((candidate) => candidate.model === model)?.rows ?? [];
  const day = new Date(time).toISOString().slice(0, 10);
  const row = rows.filter(({ from }) => from <= day).at(-1) ?? rows[0];
  assert.ok(row);
  const prompt = asked.input + asked.cacheWrite5m + asked.cacheWrite1h + asked.cacheRead;
  return row.longContext !== null && prompt > row.longContext.above ? row.longContext.rates : row.rates;
}

/** floor(a / b + 1/2) in whole numbers: round half up. */
const halfUp = (a: bigint, b: bigint): bigint => (2n * a + b) / (2n * b);

describe('pricing, whatever the request', () => {
  it('rounds half up as exact rational arithmetic does', () => {
    fc.assert(
      fc.property(fc.nat(100_000_000_000), fc.nat(90_000), (units, thousands) => {
        const each = thousands * 5; // 500, 1000, ... makes halves frequent
        assert.equal(BigInt(roundedNanodollars(units, each)), halfUp(BigInt(units) * BigInt(each), 1000n));
      }),
    );
  });

  it('is the table times the multipliers, exactly, in every class', () => {
    fc.assert(
      fc.property(usage, (asked) => {
        const cost = costOf(asked);
        const rates = tableRates(asked);
        const fast = asked.fast ? (overlay.find(({ model }) => model === asked.model)?.fastMultiplier ?? 1) : 1;
        const place = asked.geography === 'us' ? 11n : 10n;
        for (const kind of kinds) {
          const picodollarTenths = BigInt(asked.tokens[kind]) * BigInt(rates[kind]) * BigInt(fast) * place;
          assert.equal(BigInt(cost[kind]), halfUp(picodollarTenths, 10_000n), kind);
        }
        assert.equal(cost.webSearches, asked.tokens.webSearches * 10_000_000);
      }),
    );
  });

  it('adds up: the total is the sum of the classes, all of them whole nanodollars', () => {
    fc.assert(
      fc.property(usage, (asked) => {
        const { total, ...classes } = costOf(asked);
        assert.equal(
          total,
          Object.values(classes).reduce((sum, part) => sum + part, 0),
        );
        for (const part of Object.values(classes)) assert.ok(Number.isSafeInteger(part) && part >= 0);
      }),
    );
  });

  it('does not depend on what was priced before', () => {
    fc.assert(
      fc.property(fc.array(usage, { maxLength: 20 }), usage, (before, asked) => {
        const used = rateWith(catalogue);
        for (const each of before) used(each);
        assert.deepEqual(used(asked), rateWith(catalogue)(asked));
      }),
      { numRuns: 30 },
    );
  });

  it('is the same under every spelling of a model', () => {
    const spelling = fc.constantFrom<(model: string) => string>(
      (model) => `${model}-20260101`,
      (model) => `${model}@20260101`,
      (model) => `${model}@default`,
      (model) => `${model}[1m]`,
      (model) => `anthropic/${model}`,
      (model) => `global.anthropic.${model}-20260101-v1:0`,
      (model) => `us.anthropic.${model}-v1`,
      (model) => `arn:aws:bedrock:us-east-1::foundation-model/anthropic.${model}-v1:0[1m]`,
    );
    fc.assert(
      fc.property(usage, spelling, (asked, spell) => {
        const direct = { ...asked, messageId: 'msg_01x' };
        assert.deepEqual(rate({ ...direct, model: spell(asked.model) }), rate(direct));
      }),
    );
  });

  it('never guesses from a family: a known name with anything more is another model', () => {
    const names = new Set([...overlay.map(({ model }) => model), ...catalogue.map(({ id }) => canonicalModel(id))]);
    const more = fc.oneof(
      fc.constantFrom('-5', '-9', '0', '-fast', '-preview', '.1', '-v', '-2026', '-1-1', '[2m]', ' '),
      fc.string({ minLength: 1, maxLength: 5 }),
    );
    fc.assert(
      fc.property(usage, more, fc.boolean(), (asked, extra, before) => {
        const model = before ? `${extra}${asked.model}` : `${asked.model}${extra}`;
        fc.pre(!names.has(canonicalModel(model)));
        assert.deepEqual(rate({ ...asked, model }), { priced: false, reason: 'unknown-model' });
      }),
    );
  });

  it('never prices an id that has no model in it', () => {
    fc.assert(
      fc.property(usage, fc.string(), (asked, model) => {
        assert.equal(rate({ ...asked, model }).priced, false);
      }),
    );
  });
});

describe('the name of a model, whatever stands around it', () => {
  it('is the model, and settled: the name of a name is itself', () => {
    const address = fc.constantFrom('', 'anthropic/', 'openrouter/anthropic/', 'anthropic.', 'us.anthropic.', 'global.anthropic.');
    const build = fc.constantFrom('', '-20260101', '@20260101', '@default', '-latest');
    const revision = fc.constantFrom('', '-v1', '-v1:0', '-v2:0:200k');
    const long = fc.constantFrom('', '[1m]');
    fc.assert(
      fc.property(address, known, build, revision, long, (before, model, ...after) => {
        const name = canonicalModel(`${before}${model}${after.join('')}`);
        assert.equal(name, model);
        assert.equal(canonicalModel(name), name);
      }),
    );
  });
});
