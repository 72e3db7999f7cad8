import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { LineCounts } from '../../../src/core/attribution/lineCounts.ts';

describe('counting the files of lines', () => {
  it('holds more lines than it has room for at first, and room again for those that are gone', () => {
    const counts = new LineCounts();
    const keys = Array.from({ length: 5000 }, (_, index) => index * 2_654_435_761);
    for (const key of keys) counts.add(key, 1);
    for (const key of keys.slice(0, 4000)) counts.add(key, -1);
    for (const key of keys.slice(4000)) counts.add(key, 1);
    for (const key of keys) counts.add(key + 1, 1);
    assert.deepEqual(
      keys.map((key) => [counts.of(key), counts.of(key + 1)]),
      keys.map((_, index) => [index < 4000 ? 0 : 2, 1]),
    );
  });

  it('says what a map says, of few lines and of many', () => {
    // Keys that differ in their upper half alone fall into one place.
    const key = fc.oneof(
      fc.nat(40),
      fc.nat(40).map((upper) => upper * 2 ** 32),
      fc.maxSafeNat(),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.boolean()), { maxLength: 3000, size: 'max' }), (changes) => {
        const [counts, wanted] = [new LineCounts(), new Map<number, number>()];
        for (const [line, isMore] of changes) {
          const before = wanted.get(line) ?? 0;
          if (!isMore && before === 0) continue;
          const after = before + (isMore ? 1 : -1);
          wanted.set(line, after);
          assert.equal(counts.add(line, isMore ? 1 : -1), after);
        }
        for (const [line, count] of wanted) assert.equal(counts.of(line), count);
        assert.equal(counts.of(0.5), 0);
      }),
      { numRuns: 50 },
    );
  });
});
