import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { holm } from '../../../src/core/advice/statistics/holm.ts';
import { normalBelow, normalQuantile } from '../../../src/core/advice/statistics/normal.ts';
import { figuresOfDraws, quantile, shareBelow, sumOfPairs, weeklyPairs } from '../../../src/core/advice/statistics/resampleWeeks.ts';
import type { Counted } from '../../../src/core/advice/statistics/resampleWeeks.ts';

const chance = fc.double({ min: 0, max: 1, noNaN: true });

/** By its definition as a closed test: the largest of Bonferroni's corrections over all sets of comparisons that one is in. */
function bruteForce(chances: readonly number[]): readonly number[] {
  const corrected = chances.map(() => 0);
  for (let set = 1; set < 2 ** chances.length; set += 1) {
    const members = chances.flatMap((_, index) => ((set >> index) & 1 ? [index] : []));
    const together = Math.min(1, members.length * Math.min(...members.map((index) => chances[index] ?? 1)));
    for (const index of members) corrected[index] = Math.max(corrected[index] ?? 0, together);
  }
  return corrected;
}

describe('the correction for several comparisons', () => {
  it('is Holm’s, as it follows from looking at every set of them', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(chance, fc.constantFrom(0.01, 0.02, 0.05)), { maxLength: 7 }), (chances) => {
        const expected = bruteForce(chances);
        for (const [index, value] of holm(chances).entries()) assert.ok(Math.abs(value - (expected[index] ?? -1)) < 1e-12);
      }),
    );
  });

  it('never makes a chance smaller, and leaves a single one as it is', () => {
    fc.assert(
      fc.property(fc.array(chance, { maxLength: 12 }), chance, (chances, single) => {
        for (const [index, value] of holm(chances).entries()) assert.ok(value >= (chances[index] ?? 0) && value <= 1);
        assert.deepEqual(holm([single]), [single]);
      }),
    );
  });
});

describe('the normal distribution', () => {
  it('has the shares of its tables', () => {
    for (const [z, share] of [
      [0, 0.5],
      [1, 0.841345],
      [1.644854, 0.95],
      [-1.959964, 0.025],
      [2.575829, 0.995],
    ] as const) {
      assert.ok(Math.abs(normalBelow(z) - share) < 1e-6, String(z));
      assert.ok(Math.abs(normalQuantile(share) - z) < 1e-4, String(share));
    }
  });
});

const counted: fc.Arbitrary<Counted> = fc.record({
  group: fc.constantFrom('one' as const, 'other' as const),
  week: fc.constantFrom('w1', 'w2', 'w3', 'w4', 'w5'),
  part: fc.nat(1000),
  whole: fc.nat(10),
});

describe('weeks drawn again', () => {
  it('hold all that was counted, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(counted, { maxLength: 30 }), (items) => {
        const weeks = weeklyPairs(items);
        assert.deepEqual(weeks, weeklyPairs([...items].reverse()));
        const sum = (group: Counted['group']): number =>
          items.filter((item) => item.group === group).reduce((total, { part }) => total + part, 0);
        const { part, otherPart } = sumOfPairs(weeks);
        assert.deepEqual([part, otherPart], [sum('one'), sum('other')]);
      }),
    );
  });

  it('give figures in order, between the smallest and the largest week, and the same ones each time', () => {
    fc.assert(
      fc.property(fc.array(counted, { minLength: 1, maxLength: 30 }), (items) => {
        const weeks = weeklyPairs(items.map((item) => ({ ...item, whole: 1 })));
        const figure = ({ part, whole }: { readonly part: number; readonly whole: number }): number => part / whole;
        const draws = figuresOfDraws(weeks, figure, 200);
        assert.deepEqual(draws, figuresOfDraws(weeks, figure, 200));
        const means = weeks.filter(({ whole }) => whole > 0).map(figure);
        for (const value of draws) assert.ok(value >= Math.min(...means) - 1e-9 && value <= Math.max(...means) + 1e-9);
        assert.ok([...draws].every((value, index) => index === 0 || value >= (draws[index - 1] ?? 0)));
      }),
      { numRuns: 50 },
    );
  });

  it('never say that something cannot happen', () => {
    const draws = Float64Array.from([1, 2, 3]);
    assert.equal(shareBelow(draws, 0), 1 / 4);
    assert.equal(shareBelow(draws, 2), 2 / 4);
    assert.equal(quantile(draws, 0), 1);
    assert.equal(quantile(draws, 1), 3);
    assert.ok(Number.isNaN(quantile(new Float64Array(0), 0.5)));
  });
});
