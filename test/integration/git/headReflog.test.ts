/** A look that needs no process of git says what git would say. */
import assert from 'node:assert/strict';
import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { placeOf } from '../../../src/git/edges.ts';
import { movesInFile } from '../../../src/git/headReflog.ts';
import { movesSince } from '../../../src/git/moves.ts';
import { openPaths } from '../../../src/git/openPaths.ts';
import { GitRig, firstCommitMs, valueOf } from '../../support/gitRig.ts';

describe('what git’s own files tell', () => {
  let rig: GitRig;
  beforeEach(async () => {
    rig = await GitRig.make();
  });
  afterEach(() => rig.close());

  const minute = 60_000;

  it('of where a working tree stood is what git says', async () => {
    const folder = rig.init('loom');
    const first = await rig.commit(folder, { files: { 'a.ts': 'a\n' } });
    const second = await rig.commit(folder, { files: { 'a.ts': 'b\n' } });
    const third = await rig.commit(folder, { files: { 'a.ts': 'c\n' }, args: ['--amend'] });
    const side = join(rig.root, 'side');
    rig.git(folder, 'worktree', 'add', '-q', side);
    assert.deepEqual(await movesInFile(folder, 0), [third, second, first]);
    assert.deepEqual(await movesInFile(folder, firstCommitMs + 2 * minute), [third, second]);
    assert.deepEqual([...new Set(await movesInFile(side, 0))], [third]);
    for (const since of [0, firstCommitMs + 2 * minute, firstCommitMs + 100 * minute])
      assert.deepEqual(await movesInFile(folder, since), valueOf(await movesSince([folder], since, rig.options)));
  });

  it('runs no process where all of it is known, and asks git where anything is not', async () => {
    const folder = rig.init('loom');
    const first = await rig.commit(folder, { files: { 'a.ts': 'a\n' } });
    const second = await rig.commit(folder, { files: { 'a.ts': 'b\n' } });
    const withoutGit = { environment: { PATH: join(rig.root, 'nothing') } };
    assert.deepEqual(valueOf(await movesSince([folder], 0, { ...withoutGit, isKnown: () => true })), []);
    const isKnown = (sha: string): boolean => sha === first;
    const asked = await movesSince([folder], 0, { ...withoutGit, isKnown });
    assert.equal(asked.ok ? '' : asked.problem.reason, 'missing');
    assert.deepEqual(valueOf(await movesSince([folder], 0, { ...rig.options, isKnown })), [second, first]);
  });

  it('is nothing where the file is not there, is no file, is odd or too long', async () => {
    const folder = rig.init('loom');
    await rig.commit(folder, { files: { 'a.ts': 'a\n' } });
    const log = join(folder, '.git/logs/HEAD');
    const line = `${'0'.repeat(40)} ${'1'.repeat(40)} Ada <ada@loom.example> ${String(firstCommitMs / 1000 + 9)} +0000\tcommit: x\n`;
    await appendFile(log, line.repeat(1000));
    assert.equal(await movesInFile(folder, 0), null);
    await appendFile(log, line.slice(0, 60));
    assert.equal(await movesInFile(folder, firstCommitMs), null);
    await writeFile(log, `${line}something else\n`);
    assert.equal(await movesInFile(folder, 0), null);
    await rm(log);
    assert.equal(await movesInFile(folder, 0), null);
    await mkdir(log);
    assert.equal(await movesInFile(folder, 0), null);
    assert.equal(await movesInFile(join(rig.root, 'gone'), 0), null);
  });

  it('of where a repository is holds only as long as it is there', async () => {
    const outer = rig.init('outer');
    const inner = rig.init('outer/inner');
    const place = async (): Promise<unknown> => {
      const { common, isRoot } = await placeOf(inner, rig.options);
      return { common, isRoot };
    };
    const own = { common: join(inner, '.git'), isRoot: true };
    const ofOuter = { common: join(outer, '.git'), isRoot: false };
    assert.deepEqual([await place(), await place()], [own, own]);
    await rename(join(inner, '.git/HEAD'), join(inner, '.git/GONE'));
    assert.deepEqual(await place(), ofOuter);
    await rename(join(inner, '.git/GONE'), join(inner, '.git/HEAD'));
    assert.deepEqual(await place(), own);
    await rename(join(inner, '.git'), join(rig.root, 'moved'));
    assert.deepEqual(await place(), ofOuter);
    await writeFile(join(inner, '.git'), `gitdir: ${join(rig.root, 'moved')}\n`);
    assert.deepEqual(await place(), { ...own, common: join(rig.root, 'moved') });
  });

  it('of open files is asked in the working trees that are still there', async () => {
    const folder = rig.init('loom');
    await rig.commit(folder, { files: { 'a.ts': 'a\n' } });
    const side = join(rig.root, 'side');
    rig.git(folder, 'worktree', 'add', '-q', side);
    const files = [join(folder, 'b.ts'), join(side, 'b.ts')];
    for (const file of files) await writeFile(file, 'b\n');
    const open = async (worktrees: readonly string[]): Promise<unknown> =>
      [...valueOf(await openPaths(folder, files, { ...rig.options, worktrees }))].sort();
    assert.deepEqual(await open([folder, side]), [...files].sort());
    assert.deepEqual(await open([side]), [files[1]]);
    await rm(side, { recursive: true });
    assert.deepEqual(await open([folder, side]), [files[0]]);
  });
});
