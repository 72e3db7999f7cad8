import assert from 'node:assert/strict';
import fc from 'fast-check';
import { normalizeLine, packHashes } from '../../../src/core/transcript/hashedLine.ts';
import { lineHash } from '../../../src/ingest/lineHash.ts';
import { SipHash } from '../../../src/ingest/sipHash.ts';

describe('the hash of lines', () => {
  it('is SipHash-2-4, as its authors print it for the bytes 0 to 14 under the key 0 to 15', () => {
    const sip = new SipHash(Uint8Array.from({ length: 16 }, (_, index) => index));
    sip.begin();
    sip.add(0x03020100, 0x07060504);
    sip.add(0x0b0a0908, 0x0f0e0d0c);
    const target = new Uint8Array(8);
    sip.end(target, 0);
    assert.equal(Buffer.from(target).reverse().toString('hex'), 'a129ca6149be45e5');
  });

  it('is the same by line as by the text without white space', () => {
    const hash = lineHash(Buffer.alloc(32, 7));
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('a', ' ', '\t', '\u00a0', 'ü', '😀', '\ud800') }))),
        (lines) => {
          const slow = packHashes(lines, (text) => hash(text));
          assert.deepEqual(packHashes(lines, hash), slow);
          assert.equal(slow.length, 8 * lines.filter((line) => normalizeLine(line) !== '').length);
        },
      ),
    );
  });

  it('is that of the UTF-8 bytes of a text', () => {
    const hash = lineHash(Buffer.alloc(32, 7));
    const sip = new SipHash(hash.sipKey ?? assert.fail('no key'));
    const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('a', ' ', '\0', '\u007f', '\u0080', 'ü', '😀', '\ud800') }));
    fc.assert(
      fc.property(text, (written) => {
        const bytes = Buffer.from(written, 'utf8');
        const padded = Buffer.concat([bytes, Buffer.alloc(8 - (bytes.length % 8))]);
        padded[padded.length - 1] = bytes.length;
        const target = new Uint8Array(8);
        sip.begin();
        for (let at = 0; at < padded.length - 8; at += 8) sip.add(padded.readInt32LE(at), padded.readInt32LE(at + 4));
        sip.add(padded.readInt32LE(padded.length - 8), padded.readInt32LE(padded.length - 4));
        sip.end(target, 0);
        assert.deepEqual(hash(written), target);
      }),
    );
  });

  it('is another one under another secret, and for each text', () => {
    const [first, second] = [lineHash(Buffer.alloc(32, 1)), lineHash(Buffer.alloc(32, 2))];
    assert.notDeepEqual(first('return;'), second('return;'));
    const texts = Array.from({ length: 1000 }, (_, length) => 'a'.repeat(length));
    assert.equal(new Set(texts.map((text) => Buffer.from(first(text)).toString('hex'))).size, 1000);
  });
});
