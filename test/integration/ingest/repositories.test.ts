/** Which repository a session belongs to: told by what git leaves on disk, all worktrees of a clone together. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Places } from '../../../src/engine/places.ts';
import { repositoryOf } from '../../../src/git/identity.ts';
import { Folders } from '../../../src/ingest/folders.ts';
import { openLedger } from '../../../src/ledger/open.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { assistant, jsonl, sessionA, sessionB, toolResult, toolUse } from '../../support/transcriptLines.ts';

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
    const tree = join(rig.root, 'vendor-side');
    git(join(clone, 'vendor'), 'worktree', 'add', '-q', tree, '-b', 'side');
    assert.deepEqual(await repositoryOf(tree), { repository: join(clone, 'vendor'), worktree: tree }, 'also for its worktrees');
  });

  it('is one for the folder that holds a hidden bare repository and for its worktrees', async () => {
    const project = join(rig.root, 'project');
    execFileSync('git', ['clone', '-q', '--bare', clone, join(project, '.bare')]);
    await writeFile(join(project, '.git'), 'gitdir: ./.bare\n');
    git(project, 'worktree', 'add', '-q', join(project, 'main'), 'main');
    for (const folder of [project, join(project, 'main'), join(project, '.bare')])
      assert.equal((await repositoryOf(folder)).repository, project, folder);
  });

  it('is one for a working tree whose repository lies elsewhere and for its worktrees', async () => {
    const apart = join(rig.root, 'apart');
    execFileSync('git', ['init', '-q', '-b', 'main', `--separate-git-dir=${join(rig.root, 'store')}`, apart]);
    git(apart, 'commit', '-q', '--allow-empty', '-m', 'Begin');
    const tree = join(rig.root, 'apart-side');
    git(apart, 'worktree', 'add', '-q', tree, '-b', 'side');
    assert.equal((await repositoryOf(apart)).repository, (await repositoryOf(tree)).repository);
  });

  it('is the working tree for its .git folder', async () => {
    assert.deepEqual(await repositoryOf(join(clone, '.git')), { repository: clone, worktree: '' });
    assert.equal((await repositoryOf(join(clone, '.git', 'hooks'))).repository, clone);
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

  /** What the ledger recorded of folders. */
  const recorded = (): ReadonlyMap<string, readonly unknown[]> => {
    const database = new DatabaseSync(rig.ledger, { readOnly: true });
    try {
      const rows = database.prepare('SELECT cwd, repository, worktree FROM folder ORDER BY cwd').all();
      return new Map(rows.map((row) => [String(row.cwd), [row.repository, row.worktree]]));
    } finally {
      database.close();
    }
  };
  const edit = (path: string, id = `toolu_${path}`): readonly object[] => [
    assistant({ content: [toolUse(id, 'Write', { file_path: path, content: 'x' })], stopReason: 'tool_use', more: { cwd: rig.root } }),
    toolResult(id, { type: 'create', filePath: path, content: 'x', structuredPatch: [], originalFile: null }, { more: { cwd: rig.root } }),
  ];

  it('is recorded once for all edited files of a working tree, and of a commit elsewhere, also after the folder is gone', async () => {
    const tree = join(rig.root, 'loom-side');
    git(clone, 'worktree', 'add', '-q', tree, '-b', 'side');
    await mkdir(join(clone, 'src', 'deep'), { recursive: true });
    await mkdir(join(tree, 'lib'), { recursive: true });
    const other = join(rig.root, 'other');
    execFileSync('git', ['init', '-q', '-b', 'main', other]);
    const commit = [
      assistant({
        content: [toolUse('toolu_c', 'Bash', { command: `git -C ${other} commit -m "x"` })],
        stopReason: 'tool_use',
        more: { cwd: rig.root },
      }),
      toolResult('toolu_c', { stdout: '', stderr: '', interrupted: false }, { more: { cwd: rig.root } }),
    ];
    const files = ['src/a.ts', 'src/deep/b.ts', 'c.ts'].map((file) => join(clone, file));
    const edits = [...files, join(tree, 'lib', 'd.ts'), join(rig.root, 'plan.md')].flatMap((path) => edit(path));
    await rig.write(`-p/${sessionA}.jsonl`, jsonl(...edits, ...commit));
    await rig.ingest();
    assert.deepEqual(
      recorded(),
      new Map([
        [rig.root, ['', '']],
        [clone, [clone, clone]],
        [tree, [clone, tree]],
        [other, [other, other]],
      ]),
    );
    await rm(tree, { recursive: true });
    await rig.ingest();
    assert.deepEqual(recorded().get(tree), [clone, tree]);
  });

  it('knows a repository inside another, and does not take a removed working tree for a part of the one around it', async () => {
    const inner = join(clone, 'vendor', 'inner');
    execFileSync('git', ['init', '-q', '-b', 'main', inner]);
    await mkdir(join(inner, 'src'));
    const gone = join(clone, '.claude', 'worktrees', 'one');
    const edits = [join(clone, 'a.ts'), join(inner, 'src', 'b.ts'), join(inner, 'c.ts'), join(gone, 'src', 'd.ts')].flatMap((path) =>
      edit(path),
    );
    await rig.write(`-p/${sessionA}.jsonl`, jsonl(...edits));
    await rig.ingest();
    assert.deepEqual(recorded().get(inner), [inner, inner]);
    assert.deepEqual(recorded().get(join(clone, '.claude')), [clone, '']);
    const places = new Places([], () => Promise.reject(new Error('Nothing is mapped.')));
    const database = new DatabaseSync(rig.ledger, { readOnly: true });
    await places.prepare(database);
    database.close();
    assert.deepEqual(places.ofFile(join(inner, 'src', 'b.ts')), { path: join(inner, 'src', 'b.ts'), repository: inner, file: 'src/b.ts' });
    assert.deepEqual(places.ofFile(join(clone, 'src', 'new.ts')).file, 'src/new.ts');
    assert.deepEqual(places.ofFile(join(gone, 'src', 'd.ts')), { path: join(gone, 'src', 'd.ts'), repository: clone, file: '' });
    assert.deepEqual(places.ofFile('/elsewhere/x'), { path: '/elsewhere/x', repository: '', file: '' });
  });

  it('takes one look at each folder, however many files of it were edited', async () => {
    await mkdir(join(clone, 'src'));
    const looks: string[] = [];
    const ledger = openLedger({ path: rig.ledger, nowMs: 0 });
    assert.ok(ledger.ok);
    const folders = new Folders(
      ledger.ledger.database,
      (folder) => (looks.push(folder), repositoryOf(folder)),
      () => 0,
    );
    for (let round = 0; round < 3; round += 1)
      await folders.identifyTouched([clone, join(clone, 'src'), join(clone, 'src', 'gone'), rig.root, '/nowhere'], new Map());
    ledger.ledger.database.close();
    assert.deepEqual(looks, [clone, rig.root, '/nowhere']);
  });
});
