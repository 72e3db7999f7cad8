/** Changed lines as hashes, held against the files themselves. */
import assert from 'node:assert/strict';
import { packHashes } from '../../../src/core/transcript/hashedLine.ts';
import { readPatches } from '../../../src/git/patches.ts';
import type { CommitPatch } from '../../../src/git/patchParser.ts';
import { GitRig, valueOf } from '../../support/gitRig.ts';

describe('the lines that commits changed', function () {
  this.timeout(60_000);
  let rig: GitRig;
  let folder: string;

  beforeEach(async () => {
    rig = await GitRig.make();
    folder = rig.init('loom');
  });
  afterEach(() => rig.close());

  const hashes = (...lines: readonly string[]): Uint8Array => packHashes(lines, rig.hash);
  const read = async (...shas: readonly string[]): Promise<readonly CommitPatch[]> => {
    const found: CommitPatch[] = [];
    for await (const batch of readPatches(folder, { shas, hash: rig.hash }, rig.options)) found.push(...valueOf(batch));
    return found;
  };

  it('are told by file in the order of the counts, without white space and blank lines', async () => {
    const first = await rig.commit(folder, { files: { 'a.ts': 'one\n\n  two\n', 'b.ts': 'three' } });
    const second = await rig.commit(folder, { files: { 'a.ts': 'one\n\ttwo!\nfour\n', 'b.ts': null } });
    assert.deepEqual(await read(second, first), [
      {
        sha: second,
        files: [
          { added: hashes('two!', 'four'), removed: hashes('two') },
          { added: hashes(), removed: hashes('three') },
        ],
      },
      {
        sha: first,
        files: [
          { added: hashes('one', 'two'), removed: hashes() },
          { added: hashes('three'), removed: hashes() },
        ],
      },
    ]);
    assert.deepEqual(
      (await rig.read(folder, [second]))[0]?.files.map(({ path }) => path),
      ['a.ts', 'b.ts'],
    );
  });

  it('are those of the file whatever a line says, and also where it has no end', async () => {
    const lines = ['@@ -1,2 +3,4 @@', 'diff --git a/x b/x', '--- a/x', '+++ b/x', '\\ No newline at end of file', '-', '+', 'ä€😀', 'last'];
    const sha = await rig.commit(folder, { files: { 'a b\t".txt': lines.join('\n'), 'z.ts': 'z\r\n' } });
    const next = await rig.commit(folder, { files: { 'a b\t".txt': `${lines.join('\n')}\n` } });
    assert.deepEqual(await read(sha), [
      {
        sha,
        files: [
          { added: hashes(...lines), removed: hashes() },
          { added: hashes('z'), removed: hashes() },
        ],
      },
    ]);
    assert.deepEqual((await read(next))[0]?.files, [{ added: hashes('last'), removed: hashes('last') }]);
  });

  it('keep step with the counts in renames, mode changes, binary and generated files, links and empty commits', async () => {
    const long = Array.from({ length: 40 }, (_, at) => `line ${at}`).join('\n');
    await rig.commit(folder, { files: { 'old.ts': long, 'run.sh': 'echo\n', 'data.bin': new Uint8Array([0, 1, 2]) } });
    rig.git(folder, 'update-index', '--chmod=+x', 'run.sh');
    const many = Array.from({ length: 20_001 }, (_, at) => `${at}\n`).join('');
    await rig.write(`${folder}/many.txt`, many);
    await rig.write(`${folder}/wide.txt`, `${'x'.repeat(100_000)}\nshort\n`);
    const sha = await rig.commit(folder, { files: { 'old.ts': null, 'new.ts': `${long}\nmore`, 'data.bin': new Uint8Array([0, 9]) } });
    const empty = await rig.commit(folder);
    const counted = (await rig.read(folder, [sha])).find((commit) => commit.sha === sha)?.files ?? [];
    const [patch, nothing] = await read(sha, empty);
    assert.deepEqual(nothing, { sha: empty, files: [] });
    assert.equal(patch?.files.length, counted.length);
    const linesOf = (path: string): unknown => patch.files[counted.findIndex((file) => file.path === path)];
    assert.deepEqual(linesOf('new.ts'), { added: hashes('line 39', 'more'), removed: hashes('line 39') });
    assert.deepEqual(linesOf('many.txt'), null);
    assert.deepEqual(linesOf('wide.txt'), { added: hashes('short'), removed: hashes() });
    assert.deepEqual(linesOf('data.bin'), { added: hashes(), removed: hashes() });
  });

  it('are none of a merge, and of a commit that is not there nothing is said', async () => {
    await rig.commit(folder, { files: { 'a.ts': 'one\n' } });
    rig.git(folder, 'checkout', '-qb', 'side');
    await rig.commit(folder, { files: { 'b.ts': 'two\n' } });
    rig.git(folder, 'checkout', '-q', 'main');
    await rig.commit(folder, { files: { 'c.ts': 'three\n' } });
    rig.git(folder, 'merge', '-q', '--no-ff', '-m', 'Merge', 'side');
    const merge = rig.git(folder, 'rev-parse', 'HEAD');
    assert.deepEqual(await read('0'.repeat(40), merge), [{ sha: merge, files: [] }]);
  });
});
