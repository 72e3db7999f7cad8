import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { sourceOf } from '../../../src/git/source.ts';
import type { RepositorySource } from '../../../src/git/source.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { gitEnvironment, GitWork } from '../../support/gitWork.ts';

describe('where a repository comes from', () => {
  let rig: EngineRig;
  beforeEach(async () => (rig = await EngineRig.make()));
  afterEach(() => rig.close());

  const of = async (path: string): Promise<RepositorySource> => {
    const answer = await sourceOf(path, { environment: gitEnvironment(rig) });
    assert.ok(answer.ok);
    return answer.value;
  };

  it('is origin, or the first remote where none is called so, as git would ask it', async () => {
    const { clone, git } = workIn(rig);
    git('remote', 'add', 'fork', 'https://git.example/ada/weave.git');
    assert.deepEqual(await of(clone), { kind: 'remote', address: 'https://git.example/ada/weave.git' });
    git('remote', 'add', 'origin', 'loom:weave.git');
    git('remote', 'set-url', '--add', 'origin', 'https://mirror.example/weave.git');
    assert.deepEqual(await of(clone), { kind: 'remote', address: 'loom:weave.git' });
    git('config', 'url.https://git.example/.insteadOf', 'l');
    git('config', 'url.https://git.example/loom/.insteadOf', 'loom:');
    assert.deepEqual(await of(clone), { kind: 'remote', address: 'https://git.example/loom/weave.git' });
  });

  it('is the first commit where there is no remote, the same in every copy of it', async () => {
    const { clone, git } = workIn(rig);
    const sha = git('rev-list', '--max-parents=0', 'HEAD').trim();
    assert.deepEqual(await of(clone), { kind: 'root', sha });
    git('checkout', '-q', '--orphan', 'pages');
    git('commit', '-q', '--allow-empty', '-m', 'Pages');
    const other = git('rev-parse', 'HEAD').trim();
    assert.deepEqual(await of(clone), { kind: 'root', sha: [sha, other].sort()[0] });
  });

  it('is not known of what has no commit, or whose history is cut off', async () => {
    const empty = join(rig.root, 'empty');
    execFileSync('git', ['init', '-q', empty], { env: gitEnvironment(rig) });
    assert.deepEqual(await of(empty), { kind: 'none' });
    const { clone, git } = workIn(rig);
    git('commit', '-q', '--allow-empty', '-m', 'Second');
    const shallow = join(rig.root, 'shallow');
    execFileSync('git', ['clone', '-q', '--depth', '1', `file://${clone}`, shallow], { env: gitEnvironment(rig) });
    execFileSync('git', ['-C', shallow, 'remote', 'remove', 'origin'], { env: gitEnvironment(rig) });
    assert.deepEqual(await of(shallow), { kind: 'none' });
    assert.equal((await sourceOf(join(rig.root, 'gone'), { environment: gitEnvironment(rig) })).ok, false);
  });
});

function workIn(rig: EngineRig): { readonly clone: string; readonly git: (...args: readonly string[]) => string } {
  const work = new GitWork(rig);
  return { clone: work.clone, git: (...args) => work.git(...args) };
}
