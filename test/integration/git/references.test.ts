/** What a person may name, and what is shown of commits. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fullShas } from '../../../src/git/objects.ts';
import { resolveReference, subjectsOf } from '../../../src/git/references.ts';
import type { ResolvedReference } from '../../../src/git/types.ts';
import { GitRig, valueOf } from '../../support/gitRig.ts';

describe('what a person names', function () {
  this.timeout(60_000);
  let rig: GitRig;
  let folder: string;
  let first: string;
  let second: string;

  beforeEach(async () => {
    rig = await GitRig.make();
    folder = rig.init('loom');
    first = await rig.commit(folder, { message: 'First' });
    rig.git(folder, 'tag', '-a', '-m', 'text', 'v1');
    rig.git(folder, 'checkout', '-q', '-b', 'topic/one');
    second = await rig.commit(folder, { message: 'Second\nline' });
  });
  afterEach(() => rig.close());

  const resolved = async (text: string, path = folder): Promise<ResolvedReference | null> =>
    valueOf(await resolveReference(path, text, rig.options));

  it('is a SHA, its beginning, HEAD or a tag', async () => {
    for (const text of [second, second.slice(0, 7), ` ${second.slice(0, 12).toUpperCase()} `, 'HEAD'])
      assert.deepEqual(await resolved(text), { kind: 'commit', sha: second });
    assert.deepEqual(await resolved('v1'), { kind: 'commit', sha: first });
  });

  it('is a branch with the commits that the default branch does not hold', async () => {
    assert.deepEqual(await resolved('topic/one'), { kind: 'branch', name: 'topic/one', sha: second, commits: [second] });
    assert.deepEqual(await resolved('refs/heads/main'), { kind: 'branch', name: 'main', sha: first, commits: [] });
    rig.git(rig.root, 'clone', '-q', `file://${folder}`, 'copy');
    const copy = join(rig.root, 'copy');
    rig.git(copy, 'remote', 'set-head', 'origin', 'main');
    rig.git(copy, 'checkout', '-q', '--detach');
    rig.git(copy, 'branch', '-q', '-D', 'topic/one');
    for (const text of ['origin/topic/one', 'topic/one']) assert.equal((await resolved(text, copy))?.kind, 'branch');
  });

  it('takes HEAD for what is checked out, not for the HEAD of the remote', async () => {
    rig.git(folder, 'checkout', '-q', 'main');
    rig.git(rig.root, 'clone', '-q', `file://${folder}`, 'copy');
    const copy = join(rig.root, 'copy');
    rig.git(copy, 'checkout', '-q', 'topic/one');
    assert.deepEqual(await resolved('HEAD', copy), { kind: 'commit', sha: second });
  });

  it('is never an option, a pattern, a range or a path', async () => {
    for (const text of [
      '--all',
      '-h',
      '--output=x',
      'main..topic/one',
      'main~1',
      'HEAD^',
      '@{-1}',
      ':/First',
      'topic/*',
      'main:a',
      '../x',
      '',
      ' ',
      'no such',
      'abc',
      'fffffff',
      'a\nb',
      'refs/notes/ai',
      'x'.repeat(300),
    ])
      assert.equal(await resolved(text), null, text);
  });

  it('prefers a branch to the SHA that begins like it', async () => {
    const name = first.slice(0, 6);
    rig.git(folder, 'branch', name, second);
    assert.deepEqual(await resolved(name), { kind: 'branch', name, sha: second, commits: [second] });
    assert.deepEqual([...valueOf(await fullShas(folder, [name], rig.options))], [], 'a recorded SHA is no branch');
  });

  it('has full SHAs for abbreviated ones, and subjects', async () => {
    const shas = [first.slice(0, 7), second.slice(0, 10), '0000000', '--all', 'xyz', ''];
    assert.deepEqual(
      [...valueOf(await fullShas(folder, shas, rig.options))],
      [
        [first.slice(0, 7), first],
        [second.slice(0, 10), second],
      ],
    );
    const subjects = valueOf(await subjectsOf(folder, [second, first, '0'.repeat(40)], rig.options));
    assert.deepEqual(
      new Map([...subjects].sort()),
      new Map(
        [
          [first, 'First'],
          [second, 'Second line'],
        ].sort() as [string, string][],
      ),
    );
  });
});
