import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { cacheEconomics } from '../../../src/core/advice/cacheEconomics.ts';
import { aStep } from '../../support/contextHistories.ts';
import { testRate } from '../../support/rows.ts';

const known = (nanodollars: number) => ({ nanodollars, unpricedRequests: 0, lowerBound: false });

describe('the economics of the cache', () => {
  it('are what reading saved against sending uncached, and what writing cost beyond it', () => {
    const { models, totals } = cacheEconomics(
      [aStep(0, { input: 1000, cacheWrite5m: 10_000, cacheWrite1h: 20_000 }), aStep(1, { input: 1000, cacheRead: 68_000 })],
      testRate,
    );
    // A million tokens of Opus 5.5: $4 uncached, $5 and $8 to write, $0.40 to read.
    assert.deepEqual(models, [{ model: 'claude-opus-5-5', ...totals }]);
    assert.deepEqual(totals, {
      requests: 2,
      readTokens: 68_000,
      written5mTokens: 10_000,
      written1hTokens: 20_000,
      uncachedTokens: 2000,
      hitShare: 0.68,
      readCost: known(27_200_000),
      writeCost: known(210_000_000),
      savedByReading: known(68_000 * 3600),
      addedByWriting: known(10_000 * 1000 + 20_000 * 4000),
      netNanodollars: 68_000 * 3600 - 90_000_000,
    });
  });

  it('are told by model, the one that read most first, and what has no price is not counted as nothing', () => {
    const { models, totals } = cacheEconomics(
      [
        aStep(0, { cacheRead: 1000 }, { model: 'claude-haiku-4-5-20251001' }),
        aStep(1, { cacheRead: 2000 }, { model: 'claude-next-9' }),
        aStep(2, { cacheRead: 1000 }, { model: 'claude-haiku-4-5' }),
        aStep(3, { input: 5 }),
      ],
      testRate,
    );
    assert.deepEqual(
      models.map(({ model, requests, hitShare, savedByReading }) => [model, requests, hitShare, savedByReading]),
      [
        ['claude-haiku-4-5', 2, 1, known(1_800_000)],
        ['claude-next-9', 1, 1, { nanodollars: 0, unpricedRequests: 1, lowerBound: false }],
        ['claude-opus-5-5', 1, 0, known(0)],
      ],
    );
    assert.deepEqual(totals.savedByReading, { nanodollars: 1_800_000, unpricedRequests: 1, lowerBound: false });
  });

  it('can be a loss, and of nothing have no share', () => {
    assert.equal(cacheEconomics([aStep(0, { cacheWrite1h: 1000 })], testRate).totals.netNanodollars, -4_000_000);
    const { models, totals } = cacheEconomics([], testRate);
    assert.deepEqual([models, totals.hitShare], [[], null]);
  });

  it('compare prompts of the same length', () => {
    const { savedByReading } = cacheEconomics([aStep(0, { cacheRead: 150_000 }, { model: 'claude-haiku-5-5' })], testRate).totals;
    assert.equal(savedByReading.nanodollars, 150_000 * (500 - 50));
  });
});
