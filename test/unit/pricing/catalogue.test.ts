import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { findProvider, TieredPrices } from '@pydantic/genai-prices';
import type { ModelInfo } from '@pydantic/genai-prices';
import { catalogueModel, catalogueVersion } from '../../../src/core/pricing/catalogue.ts';
import { canonicalModel } from '../../../src/core/pricing/modelName.ts';
import type { ModelPrices } from '../../../src/core/pricing/modelPrices.ts';
import { overlay } from '../../../src/core/pricing/overlay.ts';
import { loadRate, rateWith } from '../../../src/core/pricing/rate.ts';
import { costOf, usage } from './usage.ts';

const installed = findProvider({ providerId: 'anthropic' })?.models ?? [];
const flat = { input_mtok: 1, output_mtok: 5, cache_write_mtok: 1.25, cache_write_1h_mtok: 2, cache_read_mtok: 0.1 };

function info(prices: ModelInfo['prices'], id = 'claude-nova-1'): ModelInfo {
  return { id, match: { starts_with: id }, prices };
}

describe('genai-prices beneath our own table', () => {
  it('is the version that is named', () => {
    const manifest = new URL('../../../node_modules/@pydantic/genai-prices/package.json', import.meta.url);
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
    assert.equal(catalogueVersion, version);
  });

  it('prices a model that only it knows', async () => {
    const rate = await loadRate();
    const tokens = { input: 10, output: 10, cacheWrite5m: 10, cacheWrite1h: 10, cacheRead: 10 };
    assert.equal(costOf(rate, { model: 'claude-3-haiku-20240307', tokens }).total, 2500 + 12_500 + 3000 + 5000 + 300);
    assert.equal(costOf(rate, { model: 'anthropic.claude-3-5-sonnet-20241022-v2:0', tokens }).input, 30_000);
    assert.equal(costOf(rate, { model: 'claude-3-opus-20240229', tokens }).output, 750_000);
  });

  it('only by its whole name: what it would match by prefix is unpriced', () => {
    const rate = rateWith([info(flat)]);
    assert.equal(rate(usage({ model: 'claude-nova-1-20260101' })).priced, true);
    for (const model of ['claude-nova-1-5', 'claude-nova-10', 'claude-nova-1-preview', 'claude-nova'])
      assert.equal(rate(usage({ model })).priced, false, model);
  });

  it('never over our own table', () => {
    const rate = rateWith([info(flat, 'claude-opus-5-5')]);
    assert.equal(costOf(rate, { model: 'claude-opus-5-5', tokens: { input: 1 } }).input, 4000);
  });

  it('with its dates', () => {
    const dear = { ...flat, input_mtok: 3 };
    const rate = rateWith([info([{ constraint: { type: 'start_date', start_date: '2026-03-01' }, prices: dear }, { prices: flat }])]);
    assert.equal(costOf(rate, { model: 'claude-nova-1', at: '2026-02-28T23:59:59Z', tokens: { input: 1 } }).input, 1000);
    assert.equal(costOf(rate, { model: 'claude-nova-1', at: '2026-03-01T00:00:00Z', tokens: { input: 1 } }).input, 3000);
  });

  it('with its tier, for the whole request', () => {
    const tiered = (base: number, price: number): TieredPrices => new TieredPrices({ base, tiers: [{ start: 200_000, price }] });
    const rate = rateWith([info({ ...flat, input_mtok: tiered(1, 2), output_mtok: tiered(5, 7.5) })]);
    assert.equal(costOf(rate, { model: 'claude-nova-1', tokens: { input: 200_000, output: 1 } }).output, 5000);
    assert.equal(costOf(rate, { model: 'claude-nova-1', tokens: { input: 200_001, output: 1 } }).output, 7500);
  });

  it('and not at all where it does not say a whole price', () => {
    const { cache_write_1h_mtok: _left, ...incomplete } = flat;
    assert.equal(catalogueModel(info(incomplete)), null);
    assert.equal(catalogueModel(info([])), null);
    assert.equal(
      catalogueModel(info([{ constraint: { type: 'time_of_date', start_time: '00:00', end_time: '12:00' }, prices: flat }])),
      null,
    );
    const tiers = [
      { start: 100_000, price: 2 },
      { start: 200_000, price: 3 },
    ];
    assert.equal(catalogueModel(info({ ...flat, input_mtok: new TieredPrices({ base: 1, tiers }) })), null);
  });
});

describe('our own table', () => {
  it('has each model once, under its own name, with its rows in order, each with a source', () => {
    assert.equal(new Set(overlay.map(({ model }) => model)).size, overlay.length);
    for (const { model, rows } of overlay) {
      assert.equal(canonicalModel(model), model);
      assert.ok(rows.length > 0);
      const days = rows.map(({ from }) => from);
      assert.deepEqual(days, [...new Set(days)].sort());
      for (const { from, source } of rows) {
        assert.ok(Number.isFinite(Date.parse(`${from}T00:00:00Z`)), from);
        assert.ok(source.length > 0);
      }
    }
  });

  it('has rates to which a tenth can be added exactly', () => {
    const models = [...overlay, ...installed.map(catalogueModel)];
    const rates = models
      .flatMap((model) => model?.rows ?? [])
      .flatMap(({ rates: base, longContext }) => [base, longContext?.rates ?? base]);
    const tenths = rates.flatMap(({ input, output, cacheWrite5m, cacheWrite1h, cacheRead }) =>
      [input, output, cacheWrite5m, cacheWrite1h, cacheRead].map((rate) => rate % 10),
    );
    assert.deepEqual(new Set(tenths), new Set([0]));
  });

  it('agrees with genai-prices on every model and day that both know, but for what is explained here', () => {
    const explained = [
      // The catalogue keeps the tier for ever, since longer prompts are refused now; the client prices them at the base rate.
      'claude-sonnet-4-5 from 2026-05-01: tier',
      // The catalogue has no 1 M beta for Sonnet 4.
      'claude-sonnet-4 from 2025-05-22: tier',
    ];
    const found: string[] = [];
    let compared = 0;
    for (const theirs of installed.map(catalogueModel)) {
      const ours = overlay.find(({ model }) => model === theirs?.model);
      if (theirs === null || ours === undefined) continue;
      compared += 1;
      for (const day of daysOf(ours, theirs)) {
        const mine = rowOn(ours, day);
        const other = rowOn(theirs, day);
        if (JSON.stringify(mine?.rates) !== JSON.stringify(other?.rates)) found.push(`${ours.model} from ${day}: rates`);
        if (JSON.stringify(mine?.longContext) !== JSON.stringify(other?.longContext)) found.push(`${ours.model} from ${day}: tier`);
      }
    }
    assert.deepEqual(found.sort(), explained.sort());
    assert.ok(compared >= 15, `${compared} models are in both`);
  });

  it('holds the models that genai-prices lacks', () => {
    const theirs = new Set(installed.map(({ id }) => canonicalModel(id)));
    assert.deepEqual(
      overlay.map(({ model }) => model).filter((model) => !theirs.has(model)),
      ['claude-fable-5-2', 'claude-mythos-5-2', 'claude-mythos-5-1', 'claude-mythos-5', 'claude-sonnet-5-5', 'claude-haiku-5-5'],
    );
  });
});

/** The days since our first row on which either table changes. */
function daysOf(ours: ModelPrices, theirs: ModelPrices): readonly string[] {
  const launch = ours.rows[0]?.from ?? '';
  const days = [...ours.rows, ...theirs.rows].map(({ from }) => from).filter((from) => from >= launch);
  return [...new Set(days)].sort();
}

function rowOn(model: ModelPrices, day: string): ModelPrices['rows'][number] | undefined {
  return model.rows.findLast(({ from }) => from <= day);
}
