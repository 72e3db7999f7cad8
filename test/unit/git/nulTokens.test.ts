import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NulTokens } from '../../../src/git/nulTokens.ts';

describe('tokens between NUL bytes', () => {
  it('are the same however the output is cut into chunks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', ''))),
        fc.array(fc.integer({ min: 1, max: 9 })),
        (texts, cuts) => {
          const bytes = Buffer.from(texts.map((text) => `${text}\0`).join('') + 'rest');
          const tokens = new NulTokens();
          const found: string[] = [];
          let from = 0;
          for (const cut of [...cuts, bytes.length]) {
            found.push(...tokens.push(bytes.subarray(from, from + cut)));
            from += cut;
          }
          assert.deepEqual(
            found,
            texts.map((text) => Buffer.from(text).toString('utf8')),
          );
          assert.equal(tokens.rest(), 'rest');
        },
      ),
    );
  });

  it('are cut where they are too long, and the next begins where it does', () => {
    const tokens = new NulTokens(4);
    assert.deepEqual(tokens.push(Buffer.from('123')), []);
    assert.deepEqual(tokens.push(Buffer.from('456789')), []);
    assert.deepEqual(tokens.push(Buffer.from('0\0next')), ['1234']);
    assert.deepEqual(tokens.push(Buffer.from('\0\0')), ['next', '']);
  });
});
