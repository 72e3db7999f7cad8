import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { PatchParser } from '../../../src/git/patchParser.ts';
import type { CommitPatch } from '../../../src/git/patchParser.ts';
import { linesOf } from '../../support/linesOf.ts';

const text = [
  ...[
    '\0c1',
    '',
    'diff --git a/a b/a',
    'index 1..2 100644',
    '--- a/a',
    '+++ b/a',
    '@@ -1 +1,2 @@ in',
    '-one',
    '+two',
    '+@@ -9 +9 @@',
    '@@ -7,0 +9 @@',
  ],
  ...['+three', '\\ No newline at end of file', 'diff --git a/b b/b', 'Binary files a/b and b/b differ', '\0c2', '\0c3', ''],
  ...['diff --git a/w b/w', '@@ -0,0 +1,2 @@', `+${'w'.repeat(40_000)}`, '+end', ''],
].join('\n');

const expected: readonly CommitPatch[] = [
  {
    sha: 'c1',
    files: [
      { added: linesOf('two', '@@ -9 +9 @@', 'three'), removed: linesOf('one') },
      { added: linesOf(), removed: linesOf() },
    ],
  },
  { sha: 'c2', files: [] },
  { sha: 'c3', files: [{ added: linesOf('end'), removed: linesOf() }] },
];

/** What is read of the text when it comes in these pieces. */
function read(pieces: readonly Buffer[]): readonly CommitPatch[] {
  const parser = new PatchParser((line) => linesOf(line));
  return [...pieces.flatMap((piece) => parser.push(piece)), ...parser.end()];
}

describe('the patches of commits', () => {
  it('are the same however their bytes come', () => {
    const bytes = Buffer.from(text);
    assert.deepEqual(read([bytes]), expected);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 6 }), (cuts) => {
        const places = [0, ...cuts.sort((left, right) => left - right), bytes.length];
        assert.deepEqual(read(places.slice(1).map((to, index) => bytes.subarray(places[index], to))), expected);
      }),
      { numRuns: 50 },
    );
  });
});
