import assert from 'node:assert/strict';
import { randomFrom, resampled } from '../../../src/core/outcomes/resample.ts';
import type { Part } from '../../../src/core/outcomes/resample.ts';

const share = ([sum]: readonly Part[]): number => (sum === undefined ? NaN : sum.part / sum.whole);

describe('an interval by resampling', () => {
  it('holds the figure itself, and is the same every time', () => {
    const items = Array.from({ length: 40 }, (_, index): Part => ({ part: index % 3, whole: 2 }));
    const interval = resampled([items], share);
    const figure = items.reduce((sum, { part }) => sum + part, 0) / 80;
    assert.ok(interval !== null && interval.low < figure && figure < interval.high);
    assert.deepEqual(resampled([items], share), interval);
  });

  it('is as wide as draws of its items are, whole ones and not their sum', () => {
    const items = [
      { part: 0, whole: 10 },
      { part: 10, whole: 10 },
    ];
    assert.deepEqual(resampled([items], share), { low: 0, high: 1 });
    assert.deepEqual(resampled([[{ part: 10, whole: 20 }]], share), { low: 0.5, high: 0.5 });
  });

  it('draws each group from itself', () => {
    const ratio = ([before, after]: readonly Part[]): number => (after?.part ?? NaN) / (before?.part ?? NaN);
    assert.deepEqual(resampled([[{ part: 2, whole: 1 }], [{ part: 6, whole: 1 }]], ratio), { low: 3, high: 3 });
  });

  it('is none of what no draw gives', () => {
    assert.equal(resampled([[]], share), null);
  });

  it('says nearly the same of very many items, of which it draws fewer times', () => {
    const random = randomFrom(7);
    const many = Array.from({ length: 3_000 }, (): Part => ({ part: random() < 0.8 ? 1 : 0, whole: 1 }));
    const [usual, fewer] = [resampled([many], share, { rounds: 2_000 }), resampled([many], share)];
    assert.ok(usual !== null && fewer !== null);
    assert.ok(Math.abs(usual.low - fewer.low) < 0.003 && Math.abs(usual.high - fewer.high) < 0.003);
  });
});
