import assert from 'node:assert/strict';
import { lineKeys } from '../../../src/core/attribution/lineKeys.ts';
import { BlameParser } from '../../../src/git/blameParser.ts';
import { lineHash } from '../../../src/ingest/lineHash.ts';

const hash = lineHash(new Uint8Array(32));
const [first, second] = ['1'.repeat(40), '2'.repeat(40)];
const keyOf = (text: string): number | undefined => lineKeys(hash(text))[0];

const output = [
  `${first} 1 1 2`,
  'author Ada',
  'author-mail <ada@example.invalid>',
  'summary filename of a loom',
  'boundary',
  'filename old loom.ts',
  '\texport const loom = 1;',
  `${first} 2 2`,
  `\t${first} 9 9 1`,
  `${second} 7 3 1`,
  'author Ada',
  'filename loom.ts',
  '\t  ',
  `${first} 5 4 1`,
  'filename other.ts',
  '\tlast',
  '',
].join('\n');

describe('the parser of blame', () => {
  it('tells where each line comes from, whatever the line says', () => {
    const parser = new BlameParser(hash);
    parser.push(Buffer.from(output));
    assert.deepEqual(
      parser.lines.map(({ origin, line, key }) => [origin.sha, origin.file, origin.before, line, key]),
      [
        [first, 'old loom.ts', true, 1, keyOf('exportconstloom=1;')],
        [first, 'old loom.ts', true, 2, keyOf(`${first}991`)],
        [second, 'loom.ts', false, 7, null],
        [first, 'other.ts', true, 5, keyOf('last')],
      ],
    );
  });

  it('tells the same however the output comes', () => {
    const whole = new BlameParser(hash);
    whole.push(Buffer.from(output));
    for (const size of [1, 7, 64]) {
      const parser = new BlameParser(hash);
      for (let at = 0; at < output.length; at += size) parser.push(Buffer.from(output.slice(at, at + size)));
      assert.deepEqual(parser.lines, whole.lines);
    }
  });

  it('keeps no hash of an overlong line and none where none is wanted, and notices what is no text', () => {
    const long = Buffer.from(`${first} 1 1 2\nfilename a\n\t${'x'.repeat(100_000)}\n${first} 2 2\n\ty\n`);
    for (const size of [long.length, 1000]) {
      const parser = new BlameParser(hash);
      for (let at = 0; at < long.length; at += size) parser.push(long.subarray(at, at + size));
      assert.deepEqual(
        parser.lines.map(({ line, key }) => [line, key]),
        [
          [1, null],
          [2, keyOf('y')],
        ],
      );
    }
    const binary = new BlameParser(null);
    binary.push(Buffer.from(`${first} 1 1 1\nfilename a\n\ty\0\n`));
    assert.equal(binary.isBinary, true);
    assert.equal(binary.lines[0]?.key, null);
  });
});
