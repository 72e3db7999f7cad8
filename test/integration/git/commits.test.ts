/** Commits as git tells them, from histories of every shape. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { ReadCommit } from '../../../src/git/types.ts';
import { firstCommitMs, GitRig } from '../../support/gitRig.ts';

const session = '6f1c0f5e-8a41-4b5c-9d2e-0a1b2c3d4e5f';

describe('reading commits', function () {
  this.timeout(60_000);
  let rig: GitRig;
  let folder: string;

  beforeEach(async () => {
    rig = await GitRig.make();
    folder = rig.init('loom');
  });
  afterEach(() => rig.close());

  const head = (name = 'HEAD'): string => rig.git(folder, 'rev-parse', name);
  const readOne = async (sha: string): Promise<ReadCommit> => {
    const found = (await rig.read(folder, [sha])).find((commit) => commit.sha === sha);
    assert.ok(found !== undefined);
    return found;
  };

  it('tells parents, tree, times, files, and hashes of address and subject', async () => {
    const first = await rig.commit(folder, { message: 'First', files: { 'a.txt': 'one\ntwo\n' } });
    const second = await rig.commit(folder, {
      message: '  Second thing \nsame paragraph\n\nBody',
      files: { 'a.txt': 'one\nthree\nfour\n' },
      author: 'Grace <Grace@Example.Invalid>',
    });
    const commits = await rig.read(folder, [second]);
    assert.deepEqual(
      commits.map(({ sha }) => sha),
      [second, first],
    );
    assert.deepEqual(commits[0], {
      sha: second,
      parents: [first],
      tree: head('HEAD^{tree}'),
      authorMs: firstCommitMs + 2 * 60_000,
      committerMs: firstCommitMs + 2 * 60_000,
      authorHash: rig.hashed('grace@example.invalid'),
      subjectHash: rig.hashed('Second thing same paragraph'),
      files: [{ path: 'a.txt', previousPath: null, added: 2, removed: 1 }],
      sessionMarks: [],
      reverts: [],
      pullNumber: null,
      hints: { bot: false, mergedBranch: '', mergedInto: '', hotfix: false, withClaude: false },
    });
    assert.deepEqual(commits[1]?.parents, []);
    assert.deepEqual(commits[1].files, [{ path: 'a.txt', previousPath: null, added: 2, removed: 0 }]);
  });

  it('tells renames, deletions, binary files and links', async () => {
    const lines = Array.from({ length: 30 }, (_, at) => `line ${at}\n`).join('');
    await rig.commit(folder, { files: { 'old/name.ts': lines, 'gone.ts': 'one\n', 'data.bin': new Uint8Array([0, 1, 2, 0]) } });
    const sha = await rig.commit(folder, {
      files: { 'old/name.ts': null, 'new/name.ts': `${lines}more\n`, 'gone.ts': null, 'data.bin': new Uint8Array([0, 9]) },
    });
    assert.deepEqual((await readOne(sha)).files, [
      { path: 'data.bin', previousPath: null, added: null, removed: null },
      { path: 'gone.ts', previousPath: null, added: 0, removed: 1 },
      { path: 'new/name.ts', previousPath: 'old/name.ts', added: 1, removed: 0 },
    ]);
  });

  it('is not led astray by what stands in messages and names', async () => {
    const evil = `${'a'.repeat(40)}\n1\t2\tfake\n\n:100644 100644 ${'0'.repeat(40)} ${'1'.repeat(40)} M\n\x1e\x1f`;
    const names = ['line\nbreak.ts', 'tab\there.ts', 'b'.repeat(40), '3\t4\tfive', ' space ', '"quoted".ts', 'ünï.ts', ':(glob)*', '-q'];
    const first = await rig.commit(folder, {
      message: evil,
      files: Object.fromEntries(names.map((name) => [name, `${name}\nsecond\nthird\n`])),
    });
    const bytes = Buffer.from([0x66, 0xff, 0xfe]);
    const blob = rig.gitWith({ input: 'x\n' }, folder, 'hash-object', '-w', '--stdin');
    rig.gitWith(
      { input: Buffer.concat([Buffer.from(`100644 ${blob}\t`), bytes, Buffer.from([0])]) },
      folder,
      'update-index',
      '-z',
      '--index-info',
    );
    rig.gitWith({ input: 'Bytes' }, folder, 'commit', '-q', '-F', '-');
    const second = head();
    const moved = await rig.commit(folder, {
      message: evil,
      files: { 'line\nbreak.ts': null, '9\t9\t': 'line\nbreak.ts\nsecond\nthird\n' },
    });
    const commits = await rig.read(folder, [moved]);
    assert.deepEqual(
      commits.map(({ sha }) => sha),
      [moved, second, first],
    );
    assert.deepEqual(commits[2]?.files.map(({ path }) => path).sort(), [...names].sort());
    assert.deepEqual(
      commits[1]?.files.map(({ path }) => path),
      ['f\ufffd\ufffd'],
    );
    assert.deepEqual(
      commits[0]?.files.map(({ path, previousPath }) => [path, previousPath]).filter(([, previous]) => previous !== null),
      [['9\t9\t', 'line\nbreak.ts']],
    );
  });

  it('gives merges their parents and no files, however many they join', async () => {
    const base = await rig.commit(folder, { files: { 'base.ts': 'base\n' } });
    const tips: string[] = [];
    for (const name of ['one', 'two', 'three']) {
      rig.git(folder, 'checkout', '-q', '-b', name, base);
      tips.push(await rig.commit(folder, { message: name, files: { [`${name}.ts`]: `${name}\n` } }));
    }
    rig.git(folder, 'checkout', '-q', 'main');
    rig.git(folder, 'merge', '-q', '--no-ff', '-m', 'Merge pull request #7 from ada/one', 'one', 'two', 'three');
    // Settings of the user's must not change what is read.
    for (const [key, value] of [
      ['log.diffMerges', 'first-parent'],
      ['diff.renames', 'false'],
      ['diff.relative', 'true'],
      ['log.showRoot', 'false'],
      ['color.ui', 'always'],
      ['diff.noprefix', 'true'],
    ] as const)
      rig.git(folder, 'config', key, value);
    const commits = await rig.read(folder, [head()]);
    assert.equal(commits.length, 5);
    assert.equal(commits[0]?.parents.length, 4);
    assert.deepEqual(commits[0].files, []);
    assert.equal(commits[0].pullNumber, 7);
    assert.deepEqual(commits.at(-1)?.files, [{ path: 'base.ts', previousPath: null, added: 1, removed: 0 }]);
  });

  it('names the sessions of trailers, and what is reverted, also by the beginning of its SHA', async () => {
    const first = await rig.commit(folder, {
      message: `One (#12)\n\nText\n\nClaude-Session: https://claude.ai/code/${session.toUpperCase()}`,
      files: { a: '1\n' },
    });
    assert.deepEqual((await readOne(first)).sessionMarks, [{ sessionId: session, source: 'trailer' }]);
    assert.equal((await readOne(first)).pullNumber, 12);
    rig.git(folder, 'revert', '--no-edit', first);
    assert.deepEqual((await readOne(head())).reverts, [first]);
    const again = await rig.commit(folder, { message: `Back\n\nThis reverts commit ${first.slice(0, 9)} (One, 2026-03-02).` });
    assert.deepEqual((await readOne(again)).reverts, [first]);
  });

  it('keeps author time and subject through amend, rebase and cherry-pick', async () => {
    await rig.commit(folder, { files: { a: '1\n' } });
    rig.git(folder, 'checkout', '-q', '-b', 'topic');
    const made = await rig.commit(folder, { message: 'Work', files: { b: '1\n' } });
    const before = await readOne(made);
    await rig.write(join(folder, 'c'), 'more\n');
    rig.git(folder, 'add', '-A');
    rig.git(folder, 'commit', '-q', '--amend', '--no-edit');
    const amended = await readOne(head());
    rig.git(folder, 'checkout', '-q', 'main');
    await rig.commit(folder, { message: 'Meanwhile', files: { d: '1\n' } });
    rig.git(folder, 'cherry-pick', 'topic');
    const picked = await readOne(head());
    rig.git(folder, 'checkout', '-q', 'topic');
    rig.git(folder, 'rebase', '-q', '--force-rebase', 'main~');
    const rebased = await readOne(head());
    for (const copy of [amended, picked, rebased]) {
      assert.notEqual(copy.sha, before.sha);
      assert.deepEqual([copy.authorMs, copy.authorHash, copy.subjectHash], [before.authorMs, before.authorHash, before.subjectHash]);
    }
    assert.equal((await readOne(made)).sha, made, 'a commit on no ref is read by its SHA');
  });

  it('reads a repository of SHA-256', async () => {
    folder = rig.init('wide', '--object-format=sha256');
    const sha = await rig.commit(folder, { files: { a: '1\n' } });
    assert.equal(sha.length, 64);
    assert.deepEqual((await readOne(sha)).files, [{ path: 'a', previousPath: null, added: 1, removed: 0 }]);
  });

  it('reads a clone that holds part of the history, and one that holds part of the contents', async () => {
    const moved = Array.from({ length: 20 }, (_, at) => `line ${at}\n`).join('');
    await rig.commit(folder, { message: 'One', files: { 'a.ts': 'one\n', 'b.ts': moved } });
    const second = await rig.commit(folder, { message: 'Two', files: { 'a.ts': 'one\ntwo\n', 'b.ts': null, 'c.ts': moved } });
    const origin = folder;
    rig.git(origin, 'config', 'uploadpack.allowFilter', 'true');

    rig.git(rig.root, 'clone', '-q', '--depth', '1', `file://${origin}`, 'shallow');
    folder = join(rig.root, 'shallow');
    const seen = await rig.read(folder, [second]);
    assert.deepEqual(
      seen.map(({ sha, parents }) => [sha, parents]),
      [[second, []]],
    );

    rig.git(rig.root, 'clone', '-q', '--filter=blob:none', `file://${origin}`, 'partial');
    folder = join(rig.root, 'partial');
    rig.git(folder, 'remote', 'set-url', 'origin', 'file:///no/longer/there');
    const own = await rig.commit(folder, { message: 'Own', files: { 'd.ts': 'one\ntwo\n' } });
    const commits = await rig.read(folder, [own]);
    assert.deepEqual(
      commits.map(({ files }) => files.map(({ path, previousPath, added }) => [path, previousPath, added])),
      [
        [['d.ts', null, 2]],
        [
          ['a.ts', null, null],
          ['c.ts', 'b.ts', 0],
        ],
        [
          ['a.ts', null, null],
          ['b.ts', null, null],
        ],
      ],
    );
  });
});
