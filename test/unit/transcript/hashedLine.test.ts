import assert from 'node:assert/strict';
import { normalizeLine, packHashes } from '../../../src/core/transcript/hashedLine.ts';

const lengthHash = (text: string): Uint8Array => new Uint8Array([text.length, 0, 0, 0, 0, 0, 0, 1, 99]);

describe('hashed lines', () => {
  it('are compared without white space', () => {
    assert.equal(normalizeLine('\t  if (a)\u00a0{ \r'), 'if(a){');
    assert.equal(normalizeLine(' \t\r'), '');
    assert.equal(normalizeLine('  }'), '}');
  });
  it('are packed in order, eight bytes each, blank ones left out', () => {
    assert.deepEqual(packHashes(['a b', ' ', '', '}'], lengthHash), new Uint8Array([2, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1]));
    assert.equal(packHashes([], lengthHash).length, 0);
  });
});
