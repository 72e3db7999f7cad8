import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { roundedWeek, twoDigits } from '../../../src/core/team/rounding.ts';
import { largestAmount } from '../../../src/core/team/teamWeek.ts';
import { anyTeamWeek } from '../../support/anyTeamWeek.ts';

describe('rounding to two significant digits', () => {
  it('keeps what has two, and goes half up', () => {
    const cases = [
      ...[
        [0, 0],
        [7, 7],
        [99, 99],
        [100, 100],
        [104, 100],
        [105, 110],
        [114, 110],
        [115, 120],
        [994, 990],
        [995, 1000],
        [9949, 9900],
        [9950, 10_000],
      ],
      ...[
        [1_234_567_890, 1_200_000_000],
        [1_250_000_000, 1_300_000_000],
        [1_249_999_999, 1_200_000_000],
        [largestAmount, largestAmount],
      ],
    ] as const;
    for (const [amount, rounded] of cases) assert.equal(twoDigits(amount), rounded, String(amount));
  });

  it('is a whole number of two digits and zeros, never a twentieth away, the same twice, and never turns an order around', () => {
    const amount = fc.integer({ min: 0, max: largestAmount });
    fc.assert(
      fc.property(amount, amount, (one, other) => {
        const rounded = twoDigits(one);
        assert.match(String(rounded), /^\d{1,2}0*$/);
        assert.ok(Math.abs(rounded - one) * 20 <= one);
        assert.equal(twoDigits(rounded), rounded);
        assert.equal(twoDigits(Math.min(one, other)) <= twoDigits(Math.max(one, other)), true);
      }),
    );
  });

  it('reaches every count and sum of a week, and leaves days, windows and names', () => {
    const amounts = (value: unknown, name = ''): readonly number[] => {
      if (typeof value === 'number') return name === 'activeDays' || name === 'windows' ? [] : [value];
      if (typeof value !== 'object' || value === null) return [];
      return Object.entries(value).flatMap(([own, each]) => amounts(each, Array.isArray(value) ? name : own));
    };
    fc.assert(
      fc.property(anyTeamWeek, ({ team: _team, reporter: _reporter, device: _device, sequence: _sequence, ...week }) => {
        const rounded = roundedWeek(week);
        assert.deepEqual(amounts(rounded), amounts(week).map(twoDigits));
        assert.deepEqual(Object.keys(rounded), Object.keys(week));
        assert.equal(rounded.activeDays, week.activeDays);
        for (const [index, bucket] of week.buckets.entries()) {
          assert.deepEqual(rounded.buckets[index]?.windows, bucket.windows);
          assert.deepEqual(Object.keys(rounded.buckets[index] ?? {}), Object.keys(bucket));
          assert.deepEqual(
            rounded.buckets[index].models.map(({ model }) => model),
            bucket.models.map(({ model }) => model),
          );
        }
      }),
    );
  });
});
