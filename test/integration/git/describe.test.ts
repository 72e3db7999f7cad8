/** What a repository is: heads, default branch, identities, fetches, working trees. */
import assert from 'node:assert/strict';
import { rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describeRepository } from '../../../src/git/describe.ts';
import type { RepositoryDescription } from '../../../src/git/types.ts';
import { firstCommitMs, GitRig, valueOf } from '../../support/gitRig.ts';

describe('describing a repository', function () {
  this.timeout(60_000);
  let rig: GitRig;
  let folder: string;

  beforeEach(async () => {
    rig = await GitRig.make();
    folder = rig.init('loom');
  });
  afterEach(() => rig.close());

  const described = async (path = folder, environment = rig.environment): Promise<RepositoryDescription> =>
    valueOf(await describeRepository(path, { environment, hash: rig.hash }));
  const clone = (name: string, ...args: readonly string[]): string => {
    rig.git(rig.root, 'clone', '-q', ...args, `file://${folder}`, name);
    return join(rig.root, name);
  };

  it('has nothing to tell of one without a commit', async () => {
    assert.deepEqual(await described(), {
      heads: [],
      defaultBranch: null,
      fetchedAtMs: null,
      shallowSinceMs: null,
      identityHashes: [rig.hashed('ada@example.invalid')],
      worktrees: [folder],
      marksState: '',
      partial: false,
    });
  });

  it('lists branches, remote branches and tags by their commits, and no symbolic one', async () => {
    const first = await rig.commit(folder);
    rig.git(folder, 'tag', 'light');
    rig.git(folder, 'tag', '-a', '-m', 'text', 'annotated');
    rig.git(folder, 'tag', '-a', '-m', 'text', 'twice', 'annotated');
    rig.gitWith({ input: 'no commit' }, folder, 'tag', 'blob', rig.gitWith({ input: 'x' }, folder, 'hash-object', '-w', '--stdin'));
    const second = await rig.commit(folder);
    const path = clone('copy');
    assert.deepEqual((await described(path)).heads, [
      { ref: 'refs/heads/main', sha: second },
      { ref: 'refs/remotes/origin/main', sha: second },
      { ref: 'refs/tags/annotated', sha: first },
      { ref: 'refs/tags/light', sha: first },
      { ref: 'refs/tags/twice', sha: first },
    ]);
  });

  it('leaves out branches that hold checkpoints instead of work', async () => {
    const sha = await rig.commit(folder);
    for (const name of ['entire/checkpoints/v1', 'entire/0a1b2c3-d4e5', 'entire/feature']) rig.git(folder, 'branch', name);
    const { heads, marksState } = await described();
    assert.deepEqual(heads, [
      { ref: 'refs/heads/entire/feature', sha },
      { ref: 'refs/heads/main', sha },
    ]);
    assert.equal(marksState, `refs/heads/entire/checkpoints/v1 ${sha}`);
  });

  it('counts commits of working trees that are on no branch', async () => {
    await rig.commit(folder);
    rig.git(folder, 'checkout', '-q', '--detach');
    const sha = await rig.commit(folder);
    const tree = join(rig.root, 'side');
    rig.git(folder, 'worktree', 'add', '-q', '-b', 'side', tree, 'main');
    const { heads, worktrees } = await described(tree);
    assert.deepEqual(heads.at(-1), { ref: 'HEAD', sha });
    assert.deepEqual(worktrees, [folder, tree]);
    await rm(tree, { recursive: true });
    assert.deepEqual((await described()).worktrees, [folder], 'one that is gone is none');
  });

  describe('the default branch', () => {
    it('is the one that the remote names', async () => {
      rig.git(folder, 'checkout', '-q', '-b', 'trunk');
      const sha = await rig.commit(folder);
      rig.git(folder, 'branch', 'main');
      const path = clone('copy');
      await rig.commit(path, { message: 'Not pushed' });
      const expected = { name: 'trunk', ref: 'refs/remotes/origin/trunk', sha, upstream: true };
      assert.deepEqual((await described(path)).defaultBranch, expected);
      // Without the remote's word: main, or master, as last fetched.
      rig.git(path, 'remote', 'set-head', 'origin', '--delete');
      assert.deepEqual((await described(path)).defaultBranch, { ...expected, name: 'main', ref: 'refs/remotes/origin/main' });
    });

    it('is of the single remote, whatever its name', async () => {
      const sha = await rig.commit(folder);
      const path = clone('copy', '--origin', 'up/stream');
      assert.deepEqual((await described(path)).defaultBranch, { name: 'main', ref: 'refs/remotes/up/stream/main', sha, upstream: true });
    });

    it("is the clone's own without a remote, or before anything was fetched", async () => {
      const first = await rig.commit(folder);
      rig.git(folder, 'checkout', '-q', '-b', 'topic');
      await rig.commit(folder);
      rig.git(folder, 'remote', 'add', 'origin', 'https://example.invalid/loom.git');
      const own = { name: 'main', ref: 'refs/heads/main', sha: first, upstream: false };
      assert.deepEqual((await described()).defaultBranch, own);
      rig.git(folder, 'branch', '-m', 'main', 'stem');
      assert.equal((await described()).defaultBranch, null, 'what is checked out is none for that');
      rig.git(folder, 'config', 'init.defaultBranch', 'stem');
      assert.equal((await described()).defaultBranch?.name, 'stem');
    });

    it('is the only branch of a repository without a remote', async () => {
      await rig.commit(folder);
      rig.git(folder, 'branch', '-m', 'main', 'stem');
      assert.equal((await described()).defaultBranch?.name, 'stem');
      rig.git(folder, 'branch', 'topic');
      assert.equal((await described()).defaultBranch, null);
    });

    it('is not a feature branch because it is all that was fetched, or all that the remote has', async () => {
      await rig.commit(folder);
      rig.git(folder, 'branch', 'feature');
      const single = clone('single', '--single-branch', '--branch', 'feature');
      assert.equal((await described(single)).defaultBranch, null);
      const remote = join(rig.root, 'remote.git');
      rig.git(rig.root, 'init', '-q', '--bare', remote);
      rig.git(folder, 'remote', 'add', 'origin', remote);
      rig.git(folder, 'push', '-q', 'origin', 'feature');
      const found = (await described()).defaultBranch;
      assert.deepEqual([found?.ref, found?.upstream], ['refs/heads/main', false]);
    });

    it('is what HEAD names in a bare repository', async () => {
      await rig.commit(folder);
      rig.git(folder, 'branch', 'trunk');
      const path = clone('copy.git', '--bare');
      rig.git(path, 'remote', 'remove', 'origin');
      rig.git(path, 'symbolic-ref', 'HEAD', 'refs/heads/trunk');
      const found = await described(path);
      assert.equal(found.defaultBranch?.name, 'trunk');
      assert.deepEqual(found.worktrees, []);
    });
  });

  describe('the last fetch', () => {
    it('is the clone itself, then a fetch, also from another working tree, or a push', async () => {
      await rig.commit(folder);
      const path = clone('copy');
      // The reflog's time is the committer's, which is fixed here.
      assert.equal((await described(path)).fetchedAtMs, firstCommitMs + 60_000);
      const tree = join(rig.root, 'side');
      rig.git(path, 'worktree', 'add', '-q', '-b', 'side', tree);
      rig.git(tree, 'fetch', '-q');
      const file = join(path, '.git', 'worktrees', 'side', 'FETCH_HEAD');
      const at = new Date(firstCommitMs + 86_400_000);
      await utimes(file, at, at);
      assert.equal((await described(path)).fetchedAtMs, at.getTime());
      await rig.write(file, '');
      assert.equal((await described(path)).fetchedAtMs, firstCommitMs + 60_000, 'a fetch that failed is none');
      await rig.commit(path);
      rig.git(folder, 'checkout', '-q', '--detach');
      rig.git(path, 'push', '-q');
      assert.equal((await described(path)).fetchedAtMs, firstCommitMs + 2 * 60_000);
    });

    it('is unknown without a remote', async () => {
      await rig.commit(folder);
      await rig.write(join(folder, '.git', 'FETCH_HEAD'), 'left behind\n');
      assert.equal((await described()).fetchedAtMs, null);
    });
  });

  it('knows how far back a shallow clone reaches', async () => {
    for (let at = 0; at < 4; at++) await rig.commit(folder);
    assert.equal((await described(clone('whole'))).shallowSinceMs, null);
    assert.equal((await described(clone('shallow', '--depth', '2'))).shallowSinceMs, firstCommitMs + 3 * 60_000);
  });

  it('hashes the addresses of every scope, each once', async () => {
    await rig.commit(folder);
    rig.git(folder, 'config', 'user.email', 'Local@Example.Invalid');
    rig.git(folder, 'config', 'author.email', 'ada@example.invalid');
    await rig.write(join(rig.root, 'work.inc'), '[user]\n\temail = included@example.invalid\n');
    rig.git(folder, 'config', '--global', `includeIf.gitdir:${folder}/.path`, join(rig.root, 'work.inc'));
    const tree = join(rig.root, 'side');
    rig.git(folder, 'worktree', 'add', '-q', '-b', 'side', tree);
    rig.git(folder, 'config', 'extensions.worktreeConfig', 'true');
    rig.git(tree, 'config', '--worktree', 'user.email', 'tree@example.invalid');
    const { identityHashes } = await described(folder, { ...rig.environment, GIT_AUTHOR_EMAIL: 'variable@example.invalid' });
    const names = ['ada', 'included', 'local', 'tree', 'variable'];
    assert.deepEqual([...identityHashes].sort(), names.map((name) => rig.hashed(`${name}@example.invalid`)).sort());
  });

  it('describes a submodule as a repository of its own', async () => {
    const sha = await rig.commit(folder, { files: { 'a.ts': 'one\n' } });
    const outer = rig.init('outer');
    rig.git(outer, 'submodule', '--quiet', 'add', `file://${folder}`, 'vendor');
    await rig.commit(outer);
    const found = await described(join(outer, 'vendor'));
    assert.deepEqual(found.worktrees, [join(outer, 'vendor')]);
    assert.equal(found.defaultBranch?.sha, sha);
    assert.deepEqual((await described(outer)).worktrees, [outer]);
  });

  it('leaves the repository as it is', async () => {
    await rig.commit(folder, { files: { 'a.ts': 'one\n' } });
    const before = await stat(join(folder, '.git', 'index'));
    await rig.write(join(folder, 'a.ts'), 'one\n');
    await described();
    assert.equal((await stat(join(folder, '.git', 'index'))).mtimeMs, before.mtimeMs);
  });
});
