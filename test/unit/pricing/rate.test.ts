import assert from 'node:assert/strict';
import { loadRate, prices, rateWith } from '../../../src/core/pricing/rate.ts';
import type { Asked } from './usage.ts';
import { costOf, usage } from './usage.ts';

const rate = rateWith([]);
const million = 1_000_000;

/** Dollars per million tokens of one class, in the request's circumstances. */
function dollars(asked: Asked, kind: 'input' | 'output' | 'cacheWrite5m' | 'cacheWrite1h' | 'cacheRead' = 'input'): number {
  // Ten tokens: less than any threshold, and every price per million is then a whole number of nanodollars.
  return costOf(rate, { ...asked, tokens: { [kind]: 10 } })[kind] / 10_000;
}

/** Dollars of an output token's million in a request with a prompt of so many tokens, spread over all classes. */
function outputDollars(asked: Asked, prompt: number): number {
  const tokens = { input: prompt - 3000, cacheWrite5m: 1000, cacheWrite1h: 1000, cacheRead: 1000, output: 10 };
  return costOf(rate, { ...asked, tokens }).output / 10_000;
}

describe('list prices', () => {
  // Input, output, five-minute write, one-hour write and read, in dollars per million tokens, on 2026-11-22.
  const today: Readonly<Record<string, readonly [number, number, number, number, number]>> = {
    'claude-fable-5-2': [8, 40, 10, 16, 0.2],
    'claude-mythos-5-2': [8, 40, 10, 16, 0.2],
    'claude-fable-5-1': [10, 50, 12.5, 20, 0.25],
    'claude-mythos-5-1': [10, 50, 12.5, 20, 0.25],
    'claude-fable-5': [10, 50, 12.5, 20, 1],
    'claude-mythos-5': [10, 50, 12.5, 20, 1],
    'claude-opus-5-5': [4, 20, 5, 8, 0.2],
    'claude-opus-5': [5, 25, 6.25, 10, 0.5],
    'claude-opus-4-8': [5, 25, 6.25, 10, 0.5],
    'claude-opus-4-7': [5, 25, 6.25, 10, 0.5],
    'claude-opus-4-6': [5, 25, 6.25, 10, 0.5],
    'claude-opus-4-5-20251101': [5, 25, 6.25, 10, 0.5],
    'claude-opus-4-1-20250805': [15, 75, 18.75, 30, 1.5],
    'claude-opus-4-20250514': [15, 75, 18.75, 30, 1.5],
    'claude-sonnet-5-5': [2, 10, 2.5, 4, 0.1],
    'claude-sonnet-5': [2, 10, 2.5, 4, 0.2],
    'claude-sonnet-4-6': [3, 15, 3.75, 6, 0.3],
    'claude-sonnet-4-5-20250929': [3, 15, 3.75, 6, 0.3],
    'claude-sonnet-4-20250514': [3, 15, 3.75, 6, 0.3],
    'claude-3-7-sonnet-20250219': [3, 15, 3.75, 6, 0.3],
    'claude-haiku-5-5': [0.1, 0.5, 0.125, 0.2, 0.01],
    'claude-haiku-4-5': [1, 5, 1.25, 2, 0.1],
    'claude-haiku-4-5-20251001': [1, 5, 1.25, 2, 0.1],
    'claude-3-5-haiku-20241022': [0.8, 4, 1, 1.6, 0.08],
  };
  for (const [model, [input, output, cacheWrite5m, cacheWrite1h, cacheRead]] of Object.entries(today)) {
    it(`${model}, every token class apart, cache writes of both lifetimes included`, () => {
      assert.equal(dollars({ model }), input);
      assert.equal(dollars({ model }, 'output'), output);
      assert.equal(dollars({ model }, 'cacheWrite5m'), cacheWrite5m);
      assert.equal(dollars({ model }, 'cacheWrite1h'), cacheWrite1h);
      assert.equal(dollars({ model }, 'cacheRead'), cacheRead);
    });
  }

  it('the total is the sum of the classes', () => {
    const tokens = { input: 11, output: 13, cacheWrite5m: 17, cacheWrite1h: 19, cacheRead: 23, webSearches: 2 };
    const { total, ...classes } = costOf(rate, { tokens });
    assert.equal(total, 11 * 5000 + 13 * 25_000 + 17 * 6250 + 19 * 10_000 + 23 * 500 + 2 * 10_000_000);
    assert.equal(
      total,
      Object.values(classes).reduce((sum, part) => sum + part),
    );
  });

  it('a half nanodollar is rounded up, once per request and token class (Haiku 5.5 in the US)', () => {
    const cost = costOf(rate, { model: 'claude-haiku-5-5', geography: 'us', tokens: { cacheWrite5m: 1, cacheRead: 1 } });
    assert.equal(cost.cacheWrite5m, 138); // 137.5
    assert.equal(cost.cacheRead, 11);
    assert.equal(cost.total, 149);
    assert.equal(costOf(rate, { model: 'claude-haiku-5-5', geography: 'us', tokens: { cacheWrite5m: 2 } }).total, 275);
  });

  it('is exact for counts whose product passes 2^53', () => {
    // 123,456,789 tokens at 75 dollars: 9.26e15 picodollars.
    assert.equal(costOf(rate, { model: 'claude-opus-4', tokens: { output: 123_456_789 } }).total, 123_456_789 * 75_000);
  });
});

describe('prices by date', () => {
  it('Sonnet 5.5 reads halved on 2026-10-07', () => {
    assert.equal(dollars({ model: 'claude-sonnet-5-5', at: '2026-10-06T23:59:59.999Z' }, 'cacheRead'), 0.2);
    assert.equal(dollars({ model: 'claude-sonnet-5-5', at: '2026-10-07T00:00:00Z' }, 'cacheRead'), 0.1);
  });

  it('a request older than the first price has the first price', () => {
    assert.equal(dollars({ model: 'claude-sonnet-5-5', at: '2020-01-01T00:00:00Z' }, 'cacheRead'), 0.2);
    assert.equal(dollars({ model: 'claude-opus-4-6', at: '2020-01-01T00:00:00Z' }), 5);
  });

  it('one model at two times has two prices, whichever is asked first', () => {
    const fresh = rateWith([]);
    const read = (at: string): number => costOf(fresh, { model: 'claude-sonnet-5-5', at, tokens: { cacheRead: 10 } }).total;
    assert.deepEqual([read('2026-11-01T00:00:00Z'), read('2026-10-01T00:00:00Z'), read('2026-11-01T00:00:00Z')], [1000, 2000, 1000]);
  });

  it('the version names both tables and the day of the newest check', () => {
    assert.match(prices.version, /^\d{4}-\d\d-\d\d\.\d+\+genai-prices\.\d+\.\d+\.\d+$/);
    assert.equal(prices.asOf, '2026-11-22');
  });
});

describe('long-context tiers', () => {
  it('hold for the whole request, output included, when input, reads and writes together pass the threshold', () => {
    const model = 'claude-haiku-5-5';
    const tokens = { input: 70_000, cacheWrite5m: 10_000, cacheWrite1h: 10_000, cacheRead: 10_001, output: 1000 };
    assert.deepEqual(costOf(rate, { model, tokens }), {
      input: 70_000 * 500,
      output: 1000 * 2500,
      cacheWrite5m: 10_000 * 625,
      cacheWrite1h: 10_000 * 1000,
      cacheRead: 10_001 * 50,
      webSearches: 0,
      total: 70_000 * 500 + 1000 * 2500 + 10_000 * 625 + 10_000 * 1000 + 10_001 * 50,
    });
  });

  it('begin above the threshold, not at it', () => {
    assert.equal(outputDollars({ model: 'claude-haiku-5-5' }, 100_000), 0.5);
    assert.equal(outputDollars({ model: 'claude-haiku-5-5' }, 100_001), 2.5);
  });

  it('do not count the answer', () => {
    assert.equal(costOf(rate, { model: 'claude-haiku-5-5', tokens: { input: 99_000, output: 5000 } }).input, 99_000 * 100);
  });

  const ended: readonly (readonly [model: string, base: number, long: number, last: string, first: string])[] = [
    ['claude-opus-4-6', 25, 37.5, '2026-03-12T23:59:59.999Z', '2026-03-13T00:00:00Z'],
    ['claude-sonnet-4-6', 15, 22.5, '2026-03-12T23:59:59.999Z', '2026-03-13T00:00:00Z'],
    ['claude-sonnet-4-5-20250929', 15, 22.5, '2026-04-30T23:59:59.999Z', '2026-05-01T00:00:00Z'],
    ['claude-sonnet-4-20250514', 15, 22.5, '2026-04-30T23:59:59.999Z', '2026-05-01T00:00:00Z'],
  ];
  for (const [model, base, long, last, first] of ended) {
    it(`${model} had one above 200,000 tokens until ${last}`, () => {
      assert.equal(outputDollars({ model, at: last }, 200_000), base);
      assert.equal(outputDollars({ model, at: last }, 200_001), long);
      assert.equal(outputDollars({ model, at: first }, 200_001), base);
    });
  }

  it('have prices of their own for every class', () => {
    const asked: Asked = { model: 'claude-opus-4-6', at: '2026-03-01T00:00:00Z' };
    const tokens = { input: 200_000, output: 1, cacheWrite5m: 1, cacheWrite1h: 1, cacheRead: 1 };
    const { input, output, cacheWrite5m, cacheWrite1h, cacheRead } = costOf(rate, { ...asked, tokens });
    assert.deepEqual([input / 200_000, output, cacheWrite5m, cacheWrite1h, cacheRead], [10_000, 37_500, 12_500, 20_000, 1000]);
    const sonnet = costOf(rate, { ...asked, model: 'claude-sonnet-4-6', tokens });
    assert.deepEqual(
      [sonnet.input / 200_000, sonnet.output, sonnet.cacheWrite5m, sonnet.cacheWrite1h, sonnet.cacheRead],
      [6000, 22_500, 7500, 12_000, 600],
    );
  });

  it('[1m] alone changes no price', () => {
    assert.equal(outputDollars({ model: 'claude-opus-4-6[1m]', at: '2026-03-01T00:00:00Z' }, 150_000), 25);
    assert.equal(outputDollars({ model: 'claude-opus-4-8[1m]' }, 900_000), 25);
  });
});

describe('fast mode, geography and web searches', () => {
  const fast: Readonly<Record<string, number>> = {
    'claude-opus-4-6': 6,
    'claude-opus-4-7': 6,
    'claude-opus-4-8': 2,
    'claude-opus-5': 2,
    'claude-opus-5-5': 2,
    'claude-fable-5-2': 2,
    'claude-mythos-5-2': 2,
    'claude-fable-5-1': 1,
    'claude-opus-4-5': 1,
    'claude-sonnet-5-5': 1,
    'claude-haiku-4-5': 1,
  };
  for (const [model, multiplier] of Object.entries(fast)) {
    it(`fast mode costs ${model} ${multiplier} times as much, in every class`, () => {
      for (const kind of ['input', 'output', 'cacheWrite5m', 'cacheWrite1h', 'cacheRead'] as const)
        assert.equal(dollars({ model, fast: true }, kind), dollars({ model }, kind) * multiplier);
    });
  }

  it('US geography costs a tenth more', () => {
    assert.equal(dollars({ geography: 'us' }), 5.5);
    assert.equal(dollars({ model: 'claude-haiku-4-5', geography: 'us' }, 'cacheRead'), 0.11);
  });

  it('any other geography costs list price', () => {
    for (const geography of ['', 'global', 'not_available', 'eu']) assert.equal(dollars({ geography }), 5);
  });

  it('multipliers stack, on a long-context tier too', () => {
    assert.equal(dollars({ fast: true, geography: 'us' }), 33);
    assert.equal(outputDollars({ fast: true, geography: 'us', at: '2026-03-01T00:00:00Z' }, 250_000), 247.5);
  });

  it('a web search costs a cent, in fast mode, in the US and with a long prompt as well', () => {
    const tokens = { input: 150_000, webSearches: 3 };
    for (const asked of [{}, { fast: true }, { geography: 'us' }, { fast: true, geography: 'us' }, { model: 'claude-haiku-5-5' }])
      assert.equal(costOf(rate, { ...asked, tokens }).webSearches, 30_000_000);
  });
});

describe('Bedrock and Vertex', () => {
  const bedrock = 'msg_bdrk_01AbCdEfGhIjKlMnOpQrStUv';

  it('a regional profile costs a tenth more than list, a global one does not', () => {
    for (const region of ['us', 'eu', 'apac', 'jp', 'au'])
      assert.equal(dollars({ model: `${region}.anthropic.claude-opus-4-6-v1`, messageId: bedrock }), 5.5);
    assert.equal(dollars({ model: 'global.anthropic.claude-opus-4-6-v1', messageId: bedrock }), 5);
    assert.equal(dollars({ model: 'anthropic.claude-opus-4-6-v1', messageId: bedrock }), 5);
    const profile = 'arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-opus-4-6-v1';
    assert.equal(dollars({ model: profile, messageId: bedrock }), 5.5);
  });

  it("an answer of Anthropic's own API costs list price under a regional id too", () => {
    assert.equal(dollars({ model: 'us.anthropic.claude-opus-4-6-v1', messageId: 'msg_01AbC' }), 5);
    assert.equal(dollars({ model: 'us.anthropic.claude-opus-4-6-v1', messageId: 'uuid:01AbC' }), 5.5);
  });

  it('models from before the 4.5 generation cost the same everywhere', () => {
    assert.equal(dollars({ model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', messageId: bedrock }), 3.3);
    assert.equal(dollars({ model: 'eu.anthropic.claude-haiku-4-5-20251001-v1:0', messageId: bedrock }), 1.1);
    assert.equal(dollars({ model: 'us.anthropic.claude-opus-4-5-20251101-v1:0', messageId: bedrock }), 5.5);
    assert.equal(dollars({ model: 'us.anthropic.claude-sonnet-4-20250514-v1:0', messageId: bedrock }), 3);
    assert.equal(dollars({ model: 'us.anthropic.claude-opus-4-1-20250805-v1:0', messageId: bedrock }), 15);
    assert.equal(dollars({ model: 'us.anthropic.claude-3-5-haiku-20241022-v1:0', messageId: bedrock }), 0.8);
  });

  it('staying in one place is paid once, and stacks with fast mode', () => {
    assert.equal(dollars({ model: 'us.anthropic.claude-opus-4-6-v1', messageId: bedrock, geography: 'us' }), 5.5);
    assert.equal(dollars({ model: 'us.anthropic.claude-opus-4-6-v1', messageId: bedrock, fast: true }), 33);
  });

  it('a Vertex id costs list price', () => {
    assert.equal(dollars({ model: 'claude-opus-4-5@20251101', messageId: 'msg_vrtx_01AbC' }), 5);
    assert.equal(dollars({ model: 'claude-opus-4-5@default', messageId: 'msg_vrtx_01AbC' }), 5);
  });
});

describe('unknown models', () => {
  const unknown = [
    '',
    '<synthetic>',
    'claude-opus-9-9',
    'claude-opus-50',
    'claude-opus-5-6',
    'claude-opus-5-preview',
    'claude-opus-4-6-fast',
    'claude-haiku-5',
    'claude-sonnet-5-5-5',
    'claude-opus',
    'claude-2',
    'xclaude-opus-4-6',
    'gpt-5',
    'us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0',
    'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6',
    'constructor',
  ];
  for (const model of unknown) {
    it(`${JSON.stringify(model)} is unpriced: never $0 and never a guess from its family`, async () => {
      for (const each of [rate, await loadRate()])
        assert.deepEqual(each(usage({ model, tokens: { input: million } })), { priced: false, reason: 'unknown-model' });
    });
  }
});
