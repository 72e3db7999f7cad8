/** Which repository a session belongs to: told by what git leaves on disk, all worktrees of a clone together. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, realpath, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryOf } from '../../../src/git/identity.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { assistant, jsonl, sessionA, sessionB } from '../../support/transcriptLines.ts';

describe('the repository of a folder', () => {
  let rig: EngineRig;
  let clone: string;
  const git = (folder: string, ...args: readonly string[]): string =>
    execFileSync(
      'git',
      ['-C', folder, '-c', 'user.name=T', '-c', 'user.email=t@example.invalid', '-c', 'protocol.file.allow=always', ...args],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );

  beforeEach(async () => {
    rig = await EngineRig.make();
    clone = join(rig.root, 'loom');
    execFileSync('git', ['init', '-q', '-b', 'main', clone]);
    git(clone, 'commit', '-q', '--allow-empty', '-m', 'Begin');
  });
  afterEach(() => rig.close());

  it('is the main working tree for its folders, also through a link', async () => {
    await mkdir(join(clone, 'src', 'deep'), { recursive: true });
    assert.deepEqual(await repositoryOf(join(clone, 'src', 'deep')), { repository: clone, worktree: clone });
    await symlink(clone, join(rig.root, 'link'));
    assert.equal((await repositoryOf(join(rig.root, 'link', 'src'))).repository, clone);
  });

  it('is the main working tree for every worktree, inside the clone and beside it', async () => {
    for (const tree of [join(rig.root, 'loom-side'), join(clone, '.claude', 'worktrees', 'one')]) {
      git(clone, 'worktree', 'add', '-q', tree, '-b', `branch-${tree.slice(-3)}`);
      assert.deepEqual(await repositoryOf(tree), { repository: clone, worktree: tree });
    }
  });

  it('is the submodule itself, not what holds it', async () => {
    const inner = join(rig.root, 'inner');
    execFileSync('git', ['init', '-q', '-b', 'main', inner]);
    git(inner, 'commit', '-q', '--allow-empty', '-m', 'Begin');
    git(clone, 'submodule', '--quiet', 'add', inner, 'vendor');
    assert.equal((await repositoryOf(join(clone, 'vendor'))).repository, join(clone, 'vendor'));
  });

  it('is the bare repository for its worktrees', async () => {
    const bare = join(rig.root, 'loom.git');
    execFileSync('git', ['clone', '-q', '--bare', clone, bare]);
    const tree = join(rig.root, 'tree');
    git(bare, 'worktree', 'add', '-q', tree);
    assert.equal((await repositoryOf(tree)).repository, bare);
    assert.equal((await repositoryOf(bare)).repository, bare);
  });

  it('is that of the nearest parent for a folder that is gone, and none outside any', async () => {
    assert.equal((await repositoryOf(join(clone, 'gone', 'deeper'))).repository, clone);
    assert.deepEqual(await repositoryOf('/nowhere/at/all'), { repository: '', worktree: '' });
    assert.deepEqual(await repositoryOf(''), { repository: '', worktree: '' });
  });

  it('stays what was recorded when the worktree is removed later', async () => {
    const tree = join(rig.root, 'loom-side');
    git(clone, 'worktree', 'add', '-q', tree, '-b', 'side');
    await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant({ more: { cwd: tree } })));
    await rig.ingest();
    await rm(tree, { recursive: true });
    const report = await rig.report('repository');
    assert.deepEqual(
      report.rows.map(({ key }) => key),
      [clone],
    );
  });

  it('stands under the mapped path for sessions recorded elsewhere, while the ledger keeps what was recorded', async () => {
    await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant({ more: { cwd: '/Users/ada/loom/src' } })));
    await rig.write(`-p/${sessionB}.jsonl`, jsonl(assistant({ sessionId: sessionB, more: { cwd: 'C:\\work\\loom' } })));
    const mappings = [
      { from: '/Users/ada/loom', to: clone },
      { from: 'C:\\work', to: rig.root },
      { from: '/Users/ada/lo', to: '/wrong' },
    ];
    const report = await rig.report('repository', { mappings });
    assert.deepEqual(
      report.rows.map(({ key, requests }) => [key, requests]),
      [[clone, 2]],
    );
    const engine = await rig.open({ mappings });
    assert.deepEqual(
      (await engine.sessions({ sinceMs: null, untilMs: null })).map(({ cwd }) => cwd).sort(),
      [clone, join(clone, 'src')].sort(),
    );
    assert.deepEqual(
      (await rig.report('repository')).rows.map(({ key }) => key),
      [''],
    );
  });

  it('follows a clone that was moved when its old path is mapped', async () => {
    await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant({ more: { cwd: clone } })));
    await rig.ingest();
    const moved = join(rig.root, 'elsewhere');
    await rename(clone, moved);
    const report = await rig.report('repository', { mappings: [{ from: clone, to: moved }] });
    assert.deepEqual(
      report.rows.map(({ key }) => key),
      [await realpath(moved)],
    );
  });

  it("makes a session in a worktree live in its clone's window, and one elsewhere not", async () => {
    const tree = join(rig.root, 'loom-side');
    git(clone, 'worktree', 'add', '-q', tree, '-b', 'side');
    const nowMs = Date.now();
    const at = new Date(nowMs - 60_000).toISOString();
    await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant({ at, more: { cwd: tree, gitBranch: 'side' } })));
    await rig.write(`-p/${sessionB}.jsonl`, jsonl(assistant({ at, sessionId: sessionB, more: { cwd: rig.root } })));
    const engine = await rig.open();
    await engine.ingest({});
    const live = async (folders: readonly string[] | null): Promise<string[]> =>
      (await engine.snapshot({ folders, nowMs })).live.map(({ sessionId }) => sessionId).sort();
    assert.deepEqual(await live([clone]), [sessionA]);
    assert.deepEqual(await live([tree]), [sessionA]);
    assert.deepEqual(await live(null), [sessionA, sessionB]);
    assert.deepEqual(await live([]), []);
    assert.deepEqual(await live([clone, rig.root]), [sessionA, sessionB]);
  });
});
