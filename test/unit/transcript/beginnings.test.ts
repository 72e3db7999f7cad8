import assert from 'node:assert/strict';
import { Beginnings } from '../../../src/core/transcript/beginnings.ts';
import type { BegunResponse } from '../../../src/core/transcript/readerState.ts';
import { lineHash } from '../../../src/ingest/lineHash.ts';
import { Chance } from '../../support/faults/chance.ts';

describe('when responses began', () => {
  const hash = lineHash(new Uint8Array(32));
  const after = (
    lines: readonly (readonly [id: string, atMs: number])[],
    stored: readonly BegunResponse[] = [],
  ): readonly BegunResponse[] => {
    const beginnings = new Beginnings(stored, hash);
    for (const [id, atMs] of lines) beginnings.note(id, atMs);
    return beginnings.stored();
  };

  it('is known of the latest few, whichever line comes next', () => {
    const beginnings = new Beginnings(after(['a', 'b', 'c', 'd', 'e'].map((id, at) => [id, at])), hash);
    assert.equal(beginnings.note('b', 20), 1);
    assert.equal(beginnings.note('b', 0), 0, 'an earlier line may come later');
    assert.equal(beginnings.note('e', 21), 4);
    assert.equal(beginnings.note('a', 22), 22, 'it was too long ago');
  });

  it('is the same wherever the reading of the lines was interrupted', () => {
    const chance = new Chance(7);
    for (let round = 0; round < 200; round += 1) {
      const lines = Array.from({ length: 12 }, (): [string, number] => [chance.of(['a', 'b', 'c', 'd', 'e', 'f', 'g']), chance.below(50)]);
      const whole = after(lines);
      for (let at = 0; at <= lines.length; at += 1) assert.deepEqual(after(lines.slice(at), after(lines.slice(0, at))), whole);
    }
  });
});
