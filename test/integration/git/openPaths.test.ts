/** Which files differ from the last commit, of those that are asked about. */
import assert from 'node:assert/strict';
import { rm, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { openPaths } from '../../../src/git/openPaths.ts';
import { GitRig, valueOf } from '../../support/gitRig.ts';

describe('open paths', function () {
  this.timeout(60_000);
  let rig: GitRig;
  let folder: string;

  beforeEach(async () => {
    rig = await GitRig.make();
    folder = rig.init('loom');
    await rig.commit(folder, {
      files: {
        '.gitignore': 'ignored\n',
        'same.ts': '1\n',
        'changed.ts': '1\n',
        'staged.ts': '1\n',
        'gone.ts': '1\n',
        'src/deep.ts': '1\n',
      },
    });
  });
  afterEach(() => rig.close());

  const open = async (...candidates: readonly string[]): Promise<readonly string[]> =>
    [...valueOf(await openPaths(folder, candidates, rig.options))].sort();
  const inFolder = (...names: readonly string[]): readonly string[] => names.map((name) => join(folder, name)).sort();

  it('are the changed, staged, deleted and untracked ones', async () => {
    await rig.write(join(folder, 'changed.ts'), '2\n');
    await rig.write(join(folder, 'staged.ts'), '2\n');
    rig.git(folder, 'add', 'staged.ts');
    await rm(join(folder, 'gone.ts'));
    for (const name of ['new.ts', 'new/folder/file.ts', 'ignored', 'odd\n[*].ts', ':(top)x']) await rig.write(join(folder, name), '1\n');
    const index = (await stat(join(folder, '.git', 'index'))).mtimeMs;
    const asked = inFolder(
      'same.ts',
      'changed.ts',
      'staged.ts',
      'gone.ts',
      'new.ts',
      'new/folder/file.ts',
      'ignored',
      'odd\n[*].ts',
      ':(top)x',
      'never.ts',
    );
    assert.deepEqual(
      await open(...asked),
      inFolder('changed.ts', 'staged.ts', 'gone.ts', 'new.ts', 'new/folder/file.ts', 'odd\n[*].ts', ':(top)x'),
    );
    assert.equal((await stat(join(folder, '.git', 'index'))).mtimeMs, index, 'the index was written');
  });

  it('are looked for in the working tree that holds the file', async () => {
    const tree = join(folder, '.claude', 'worktrees', 'one');
    rig.git(folder, 'worktree', 'add', '-q', '-b', 'one', tree);
    await rig.write(join(tree, 'same.ts'), '2\n');
    assert.deepEqual(await open(join(tree, 'same.ts'), join(folder, 'same.ts')), [join(tree, 'same.ts')]);
  });

  it('are told as they were asked, also through a link, and none outside', async () => {
    await symlink(folder, join(rig.root, 'link'));
    await symlink(join(folder, 'src'), join(folder, 'inner'));
    await rig.write(join(folder, 'src/deep.ts'), '2\n');
    const outside = await rig.write(join(rig.root, 'outside.ts'), '1\n');
    const asked = [join(rig.root, 'link/src/deep.ts'), join(folder, 'inner/deep.ts'), `${folder}/src/../src/deep.ts`];
    assert.deepEqual(await open(...asked, outside, `${folder}/../outside.ts`, 'src/deep.ts', `${folder}x/a`), [...asked].sort());
  });

  it('are found among more than one command can name, before the first commit, and none in a bare repository', async () => {
    folder = rig.init('young');
    const names = Array.from({ length: 900 }, (_, at) => `a/rather/long/name/of/a/folder/file-${at}.ts`);
    await rig.write(join(folder, names[5] ?? ''), '1\n');
    await rig.write(join(folder, names[899] ?? ''), '1\n');
    assert.deepEqual(await open(...inFolder(...names)), inFolder(names[5] ?? '', names[899] ?? ''));
    folder = rig.init('bare.git', '--bare');
    assert.deepEqual(await open(join(folder, 'HEAD')), []);
  });
});
