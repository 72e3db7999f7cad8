import assert from 'node:assert/strict';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gitStamp } from '../../../src/engine/gitStamp.ts';
import { runOrFail } from '../../support/runCommand.ts';

describe('The stamp of a repository', () => {
  let root: string;
  let work: string;
  const git = (...args: readonly string[]): Promise<string> => {
    const person = ['-c', 'user.name=Tester', '-c', 'user.email=tester@example.invalid'];
    return runOrFail('git', ['-C', work, ...person, ...args]);
  };
  before(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'payoff-stamp-')));
    work = path.join(root, 'work');
    await runOrFail('git', ['init', '-q', '-b', 'main', work]);
    await git('commit', '-q', '--allow-empty', '-m', 'Begin');
  });
  after(() => rm(root, { recursive: true, force: true }));

  it('stays while nothing is committed, and differs after a commit, an amend, a switch and a packing of refs', async () => {
    const stamps = [await gitStamp(work)];
    await writeFile(path.join(work, 'loom.txt'), 'weave\n');
    assert.equal(await gitStamp(work), stamps[0]);
    for (const step of [
      ['commit', '-q', '--allow-empty', '-m', 'Mend'],
      ['commit', '-q', '--amend', '--allow-empty', '-m', 'Mend the loom'],
      ['switch', '-q', '-c', 'weave'],
      ['pack-refs', '--all'],
    ]) {
      await git(...step);
      stamps.push(await gitStamp(work));
    }
    assert.equal(new Set(stamps).size, 5);
  });

  it('sees commits of other working trees', async () => {
    const other = path.join(root, 'other');
    await git('worktree', 'add', '-q', '-b', 'spindle', other);
    const before = await gitStamp(work);
    await git('-C', other, 'commit', '-q', '--allow-empty', '-m', 'Spin');
    assert.notEqual(await gitStamp(work), before);
  });

  it('is nothing where there is no repository to tell', async () => assert.equal(await gitStamp(root), null));
});
