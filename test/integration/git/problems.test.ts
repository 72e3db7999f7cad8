/** What is said when git cannot answer: a reason and a sentence, with nothing of the machine in it. */
import assert from 'node:assert/strict';
import { chmod, chown, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readCommits } from '../../../src/git/commits.ts';
import { describeRepository } from '../../../src/git/describe.ts';
import { fullShas } from '../../../src/git/objects.ts';
import type { GitAnswer, GitOptions, GitProblem } from '../../../src/git/types.ts';
import { GitRig } from '../../support/gitRig.ts';

describe('when git cannot answer', function () {
  this.timeout(60_000);
  let rig: GitRig;
  let folder: string;

  beforeEach(async () => {
    rig = await GitRig.make();
    folder = rig.init('secret-name');
    await rig.commit(folder, { files: { 'a.ts': 'one\n' } });
  });
  afterEach(() => rig.close());

  const assertProblem = (answer: GitAnswer<unknown> | undefined, reason: GitProblem['reason']): void => {
    assert.ok(answer !== undefined && !answer.ok, 'git answered');
    assert.equal(answer.problem.reason, reason);
    assert.ok(!answer.problem.sentence.includes(rig.root) && !answer.problem.sentence.includes('secret'), answer.problem.sentence);
    assert.match(answer.problem.sentence, /What was read before is kept\./);
  };
  const describing = (options: GitOptions = rig.options, path = folder): Promise<GitAnswer<unknown>> =>
    describeRepository(path, { ...options, hash: rig.hash });
  const reading = async (options: GitOptions = rig.options): Promise<GitAnswer<unknown> | undefined> => {
    let last: GitAnswer<unknown> | undefined;
    for await (const batch of readCommits(
      folder,
      { include: [rig.git(folder, 'rev-parse', 'HEAD')], exclude: [], hash: rig.hash },
      options,
    ))
      last = batch;
    return last;
  };
  /** A git of the test's own, alone on the PATH but for the shell's commands. */
  const ownGit = async (script: string): Promise<GitOptions> => {
    const path = await rig.write(join(rig.root, 'bin', 'git'), `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    return { environment: { ...rig.environment, PATH: `${join(rig.root, 'bin')}:${process.env.PATH ?? ''}` } };
  };

  it('says that there is none, or too old a one', async () => {
    assertProblem(await describing({ environment: { ...rig.environment, PATH: join(rig.root, 'nothing') } }), 'missing');
    assertProblem(await describing({ environment: {} }), 'missing');
    assertProblem(await describing(await ownGit('echo git version 2.25.1')), 'tooOld');
    assertProblem(await describing(await ownGit('exit 3')), 'missing');
  });

  it('runs no git of the folder itself', async () => {
    await rig.write(join(folder, 'git'), '#!/bin/sh\nexit 0\n');
    await chmod(join(folder, 'git'), 0o755);
    assertProblem(await describing({ environment: { ...rig.environment, PATH: '.:' } }), 'missing');
  });

  it('says that the folder is gone, or no repository', async () => {
    await rm(folder, { recursive: true });
    assertProblem(await describing(), 'noRepository');
    await rig.write(join(folder, 'a.ts'), 'one\n');
    assertProblem(await describing(), 'noRepository');
    assertProblem(await fullShas(folder, ['0123456'], rig.options), 'noRepository');
  });

  it('says that another user owns the folder', async function () {
    if (process.getuid?.() !== 0) return this.skip();
    await chown(folder, 65534, 65534);
    await chown(join(folder, '.git'), 65534, 65534);
    assertProblem(await describing(), 'notTrusted');
    assertProblem(await fullShas(folder, ['0123456'], rig.options), 'notTrusted');
  });

  it('says that objects are damaged, and gives what it could read before', async () => {
    const blob = rig.git(folder, 'rev-parse', 'HEAD:a.ts');
    const path = join(folder, '.git', 'objects', blob.slice(0, 2), blob.slice(2));
    await rm(path);
    assertProblem(await reading(), 'damaged');
    await rig.write(path, 'no object');
    assertProblem(await reading(), 'damaged');
    await rig.write(join(folder, '.git', 'config'), '[core\n');
    assertProblem(await describing(), 'damaged');
  });

  describe('because it takes too long', () => {
    const isThere = (pid: number): boolean => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    /** What was killed is gone when the system has come to it, which takes a moment on a busy machine. */
    const gone = async (pid: number): Promise<boolean> => {
      for (let waits = 0; isThere(pid) && waits < 200; waits += 1) await delay(50);
      return !isThere(pid);
    };
    const allGone = async (started: readonly number[]): Promise<boolean> => (await Promise.all(started.map(gone))).every(Boolean);
    const slowGit = (script: string): Promise<GitOptions> =>
      ownGit(`case "$1" in --version) echo git version 2.39.5; exit;; esac\necho $$ >> '${join(rig.root, 'pids')}'\n${script}`);
    const pids = async (): Promise<readonly number[]> => {
      const lines = await readFile(join(rig.root, 'pids'), 'utf8').catch(() => '');
      return lines.split('\n').slice(0, -1).map(Number);
    };
    /** Asks a git that does not answer. A slow machine may not have started it in time: then it is given longer. */
    const timesOut = async (git: GitOptions, ask: (options: GitOptions) => Promise<GitAnswer<unknown>>): Promise<void> => {
      const before = (await pids()).length;
      for (let timeoutMs = 1000; (await pids()).length === before; timeoutMs *= 3)
        assertProblem(await ask({ ...git, timeoutMs }), 'timeout');
    };

    it('ends it by its id, in time or when it is cancelled', async () => {
      const git = await slowGit('exec sleep 100');
      const asking = [(options: GitOptions) => fullShas(folder, ['0123456'], options), (options: GitOptions) => describing(options)];
      for (const ask of asking) await timesOut(git, ask);
      for (const ask of asking) {
        const before = (await pids()).length;
        const cancel = new AbortController();
        const cancelled = ask({ ...git, signal: cancel.signal });
        while ((await pids()).length === before) await delay(20);
        cancel.abort();
        assertProblem(await cancelled, 'cancelled');
      }
      const started = await pids();
      assert.equal(started.length, 4);
      assert.ok(await allGone(started), 'one is still there');
    });

    it('does not wait for one that will not be interrupted', async () => {
      const git = await slowGit("trap '' INT TERM\nwhile :; do sleep 1; done");
      await timesOut(git, (options) => fullShas(folder, ['0123456'], options));
      const [streamed = 0] = await pids();
      assert.ok(await gone(streamed), 'it is still there');
      assertProblem(await describing({ ...git, timeoutMs: 1000 }), 'timeout');
      for (const pid of (await pids()).filter(isThere)) process.kill(pid, 'SIGKILL');
    });
  });
});
