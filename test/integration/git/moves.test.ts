import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { movesSince } from '../../../src/git/moves.ts';
import { GitRig, firstCommitMs, valueOf } from '../../support/gitRig.ts';

describe('where working trees stood', () => {
  let rig: GitRig;
  beforeEach(async () => {
    rig = await GitRig.make();
  });
  afterEach(() => rig.close());

  const moves = async (worktrees: readonly string[], sinceMs = 0): Promise<readonly string[]> =>
    [...valueOf(await movesSince(worktrees, sinceMs, rig.options))].sort();

  it('is told of every commit, also of those that no branch holds, since a moment', async () => {
    const folder = rig.init('loom');
    const first = await rig.commit(folder, { files: { 'a.ts': 'a\n' } });
    const second = await rig.commit(folder, { files: { 'a.ts': 'b\n' } });
    const third = await rig.commit(folder, { files: { 'a.ts': 'c\n' }, args: ['--amend'] });
    assert.deepEqual(await moves([folder]), [first, second, third].sort());
    assert.deepEqual(await moves([folder], firstCommitMs + 2 * 60_000), [second, third].sort());
    const side = join(rig.root, 'side');
    rig.git(folder, 'worktree', 'add', '-q', side);
    const fourth = await rig.commit(side, { files: { 'b.ts': 'b\n' } });
    rig.git(side, 'reset', '-q', '--hard', 'HEAD~');
    assert.deepEqual(await moves([side]), [third, fourth].sort());
    assert.deepEqual(await moves([folder, side]), [first, second, third, fourth].sort());
  });

  it('is nothing where there is no commit, no folder and no reflog, and leaves out what git has no more', async () => {
    const empty = rig.init('empty');
    assert.deepEqual(await moves([empty, join(rig.root, 'gone')]), []);
    const folder = rig.init('loom');
    const first = await rig.commit(folder, { files: { 'a.ts': 'a\n' } });
    const second = await rig.commit(folder, { files: { 'a.ts': 'b\n' } });
    const third = await rig.commit(folder, { files: { 'a.ts': 'c\n' }, args: ['--amend'] });
    await rm(join(folder, '.git/objects', second.slice(0, 2), second.slice(2)));
    assert.deepEqual(await moves([folder]), [first, third].sort());
    await rm(join(folder, '.git/logs'), { recursive: true });
    assert.deepEqual(await moves([folder]), []);
  });
});
