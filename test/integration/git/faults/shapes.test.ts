/** Repositories of an unusual shape: each is read as far as there is something, with every cent in its place. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FaultRig } from '../../../support/faultRig.ts';
import { gitEnvironment } from '../../../support/gitWork.ts';

describe('a repository of an unusual shape', function () {
  this.timeout(60_000);
  let rig: FaultRig;
  beforeEach(async () => {
    rig = await FaultRig.make();
  });
  afterEach(() => rig.close());

  const identify = (folder: string): void => {
    for (const [key, value] of [
      ['user.email', 'ada@example.invalid'],
      ['user.name', 'Ada'],
    ] as const)
      rig.work.gitAt(folder, {}, 'config', key, value);
  };

  describe('a shallow clone', () => {
    let shallow: string;
    let before: string;
    beforeEach(() => {
      rig.work.write('old.ts', 'shared line of old\nanother line of old\n');
      before = rig.work.commit('Before', Date.parse('2026-11-02T08:00:00Z'));
      rig.work.write('new.ts', 'n\n');
      rig.work.commit('At the edge', Date.parse('2026-11-03T08:00:00Z'));
      shallow = join(rig.rig.root, 'shallow');
      rig.work.git('clone', '-q', '--depth', '1', `file://${rig.clone}`, shallow);
      identify(shallow);
      rig.moveTo(shallow);
    });

    it('is read as far as it reaches, and says since when', async () => {
      const sha = rig.adds('a.ts', 'a line of the session\n');
      assert.deepEqual(await rig.read(), { repository: shallow, commits: 2, newCommits: 2, problem: null });
      assert.deepEqual(await rig.linked(), { [sha]: 'onAnotherBranch' });
      assert.deepEqual(await rig.standing(), { onAnotherBranch: 2 });
    });

    it('is read to its beginning once it is whole, where no head moved', async () => {
      const sha = rig.adds('a.ts', 'a line of the session\n');
      await rig.read();
      rig.work.gitAt(shallow, {}, 'fetch', '-q', '--unshallow');
      assert.deepEqual(await rig.read(), { repository: shallow, commits: 4, newCommits: 2, problem: null });
      const rows = await rig.rows();
      assert.ok(rows.some((row) => row.sha === before));
      assert.deepEqual(await rig.linked(), { [sha]: 'onAnotherBranch' });
      await rig.reopen();
      assert.deepEqual(await rig.linked(), { [sha]: 'onAnotherBranch' });
    });

    it('does not take what is in its oldest commit for what that wrote', async () => {
      // A session wrote the lines before the clone was cut off; its edge adds every file that there is.
      rig.lines.edits(join(shallow, 'b.ts'), 'a line that a session wrote\nand one more of them\n');
      rig.work.write('b.ts', 'a line that a session wrote\nand one more of them\n');
      rig.work.commit('By hand', rig.lines.atMs + 60_000);
      rig.work.write('c.ts', 'c\n');
      const edge = rig.work.commit('Edge', rig.lines.atMs + 120_000);
      rig.remove(shallow);
      rig.work.git('clone', '-q', '--depth', '1', `file://${rig.clone}`, shallow);
      identify(shallow);
      await rig.read();
      assert.deepEqual(
        (await rig.rows()).map(({ sha, links }) => [sha, links]),
        [[edge, []]],
      );
    });
  });

  it('is bare, with its work in a working tree of it', async () => {
    const bare = join(rig.rig.root, 'bare.git');
    rig.work.git('clone', '-q', '--bare', rig.clone, bare);
    identify(bare);
    const tree = join(rig.rig.root, 'tree');
    rig.work.gitAt(bare, {}, 'worktree', 'add', '-q', tree, 'main');
    rig.moveTo(tree);
    const sha = rig.adds('a.ts', 'a\n');
    assert.deepEqual(await rig.read(), { repository: bare, commits: 2, newCommits: 2, problem: null });
    assert.deepEqual(await rig.linked(), { [sha]: 'onDefaultBranch' });
    rig.work.gitAt(bare, {}, 'worktree', 'remove', '--force', tree);
    assert.deepEqual(await rig.read(), { repository: bare, commits: 2, newCommits: 0, problem: null });
    assert.deepEqual(await rig.standing(bare), { onDefaultBranch: 2 });
  });

  it('stands on no branch', async () => {
    const onMain = rig.adds('a.ts');
    rig.work.git('checkout', '-q', '--detach');
    const onNone = rig.adds('b.ts');
    assert.equal((await rig.read()).problem, null);
    assert.deepEqual(await rig.linked(), { [onMain]: 'onDefaultBranch', [onNone]: 'onAnotherBranch' });
    rig.work.git('checkout', '-q', 'main');
    assert.equal((await rig.read()).problem, null);
    // Nothing holds it any more but what was read: its cost stays with it, in no commit that there is.
    assert.deepEqual(await rig.standing(), { onDefaultBranch: 1, noCommit: 3 });
    assert.ok(onNone in (await rig.linked()));
  });

  it('has no commit yet, and then its first', async () => {
    const empty = join(rig.rig.root, 'empty');
    rig.work.git('init', '-q', '-b', 'main', empty);
    identify(empty);
    rig.moveTo(empty);
    rig.lines.edits(join(empty, 'a.ts'), 'a\n');
    rig.work.write('a.ts', 'a\n', empty);
    assert.deepEqual(await rig.read(), { repository: empty, commits: 0, newCommits: 0, problem: null });
    assert.deepEqual(await rig.standing(), { openWork: 1 });
    const sha = rig.lines.commits('Add a.ts', (atMs) => rig.work.commit('Add a.ts', atMs, empty));
    assert.deepEqual(await rig.read(), { repository: empty, commits: 1, newCommits: 1, problem: null });
    assert.deepEqual(await rig.linked(), { [sha]: 'onDefaultBranch' });
  });

  it('is of a format that this git does not know, before and after it was read', async () => {
    const config = join(rig.clone, '.git', 'config');
    const plain = await readFile(config, 'utf8');
    const sha = rig.adds('a.ts');
    await writeFile(
      config,
      plain.replace('repositoryformatversion = 0', 'repositoryformatversion = 1').concat('[extensions]\n\trefstorage = reftable\n'),
    );
    const unread = await rig.read();
    rig.assertSentence(unread.problem, /format .* newer .* git/);
    assert.deepEqual([unread.repository, unread.commits], [rig.clone, 0]);
    await rig.standing();
    await writeFile(config, plain);
    assert.deepEqual(await rig.read(), { repository: rig.clone, commits: 2, newCommits: 2, problem: null });
    await writeFile(config, plain.replace('repositoryformatversion = 0', 'repositoryformatversion = 9'));
    rig.assertSentence((await rig.read()).problem, /format .* newer .* git/);
    assert.deepEqual(await rig.linked(), { [sha]: 'onDefaultBranch' });
    await rig.reopen();
    assert.deepEqual(await rig.standing(), { onDefaultBranch: 2 });
  });

  it('holds another, each with its own', async () => {
    const source = join(rig.rig.root, 'thread');
    rig.work.git('init', '-q', '-b', 'main', source);
    identify(source);
    rig.work.write('begin.ts', 'b\n', source);
    rig.work.commit('Begin', Date.parse('2026-11-02T08:00:00Z'), source);
    rig.work.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', `file://${source}`, 'thread');
    const inner = join(rig.clone, 'thread');
    identify(inner);
    const onInner = rig.adds('a.ts', 'a\n', inner);
    rig.lines.edits(join(rig.clone, 'b.ts'), 'b\n');
    rig.work.write('b.ts', 'b\n');
    const onOuter = rig.lines.commits('Add b.ts', (atMs) => rig.work.commit('Add b.ts', atMs));
    const engine = (rig.engine = await rig.rig.open({ environment: gitEnvironment(rig.rig) }));
    await rig.write();
    await engine.ingest({});
    const readings = await engine.readGit({ folders: null });
    assert.deepEqual(
      readings.map(({ repository, commits, problem }) => [repository, commits, problem]),
      [
        [rig.clone, 2, null],
        [inner, 2, null],
      ],
    );
    assert.deepEqual(await rig.linked(), { [onInner]: 'onAnotherBranch', [onOuter]: 'onDefaultBranch' });
    // The submodule's own files are not counted in the commit around it, which has another commit of it.
    const row = (await rig.rows()).find(({ sha }) => sha === onOuter);
    assert.equal(row?.repository, rig.clone);
    assert.deepEqual(await rig.standing(), { onDefaultBranch: 3 });
    assert.deepEqual(await rig.standing(inner), { onAnotherBranch: 1 });
  });
});
