import assert from 'node:assert/strict';
import { together } from '../../../src/collector/store/together.ts';

describe('Questions asked together', () => {
  it('are one question for all that come at the same time, and each gets its own answer', async () => {
    const batches: number[][] = [];
    const ask = together(
      (items: readonly number[]) => {
        batches.push([...items]);
        return Promise.resolve(items.map((item) => item * 2));
      },
      { most: 3 },
    );
    assert.deepEqual(await Promise.all([1, 2, 3, 4, 5].map(ask)), [2, 4, 6, 8, 10]);
    assert.deepEqual(batches, [
      [1, 2, 3],
      [4, 5],
    ]);
    assert.equal(await ask(6), 12);
  });

  it('hold no two about the same row, and keep those in their order', async () => {
    const batches: string[][] = [];
    const ask = together(
      (items: readonly string[]) => {
        batches.push([...items]);
        return Promise.resolve(items);
      },
      { most: 10, key: (item) => item.slice(0, 1) },
    );
    await Promise.all(['a1', 'a2', 'b1', 'a3'].map(ask));
    assert.deepEqual(batches, [['a1', 'b1'], ['a2'], ['a3']]);
  });

  it('fail for those alone that were in it', async () => {
    const ask = together((items: readonly number[]) => (items.includes(1) ? Promise.reject(new Error('away')) : Promise.resolve(items)), {
      most: 2,
    });
    const results = await Promise.allSettled([1, 2, 3].map(ask));
    assert.deepEqual(
      results.map(({ status }) => status),
      ['rejected', 'rejected', 'fulfilled'],
    );
  });
});
