/** The doctor over what is around: git and its repositories, watched files, zones and clocks. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { watch } from 'node:fs';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isUnexamined } from '../../../src/core/report/doctor/finding.ts';
import { examined as limited } from '../../../src/engine/doctor/examined.ts';
import { WallClock } from '../../../src/engine/doctor/wallClock.ts';
import { watchLimits } from '../../../src/engine/doctor/watchLimits.ts';
import { asking, examined, theFinding } from '../../support/doctorRig.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { assistant, jsonl, sessionA } from '../../support/transcriptLines.ts';

describe('the doctor over what is around', () => {
  let rig: EngineRig;
  beforeEach(async () => {
    rig = await EngineRig.make();
  });
  afterEach(() => rig.close());

  const workedIn = (cwd: string): Promise<string> => rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant({ more: { cwd } })));
  const git = (...args: readonly string[]): void =>
    void execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], { stdio: 'ignore', cwd: rig.root });
  /** A folder with a git that calls itself by this version. */
  const gitOf = async (version: string): Promise<string> => {
    const folder = join(rig.root, `git-${version}`);
    await mkdir(folder);
    await writeFile(join(folder, 'git'), `#!/bin/sh\necho git version ${version}\n`);
    await chmod(join(folder, 'git'), 0o755);
    return folder;
  };

  it('says that git is not there, too old, or not run', async () => {
    await workedIn('/home/ada/loom');
    assert.deepEqual(asking(await examined(rig, { environment: { PATH: join(rig.root, 'empty') } })), ['problem git-missing']);
    const old = await examined(rig, { environment: { PATH: await gitOf('2.17.1') } });
    assert.deepEqual([asking(old), old.machine.git], [['problem git-too-old'], '2.17.1']);
    const windows = await examined(rig, { environment: { PATH: await gitOf('2.45.1.windows.1') } });
    assert.deepEqual([asking(windows), windows.machine.git], [[], '2.45.1']);
    const restricted = await examined(rig, { git: false });
    assert.deepEqual([asking(restricted), restricted.machine.git], [[], '']);
    assert.equal(theFinding(restricted, 'git-not-run').severity, 'fine');
  });

  it('says that a repository is shallow, cannot be read, or is not there any more', async () => {
    const origin = join(rig.root, 'origin');
    const clone = join(rig.root, 'clone');
    git('init', '-q', '-b', 'main', origin);
    for (const message of ['one', 'two']) git('-C', origin, 'commit', '-q', '--allow-empty', '-m', message);
    git('clone', '-q', '--depth', '1', `file://${origin}`, clone);
    await workedIn(clone);
    const read = async (): Promise<void> => {
      const engine = await rig.open({ environment: { PATH: process.env.PATH, HOME: rig.home } });
      await engine.ingest({});
      await engine.readGit({ folders: [clone] });
      await engine.close();
    };
    await read();
    assert.deepEqual(asking(await examined(rig)), ['notice repositories-shallow']);
    git('-C', clone, 'fetch', '-q', '--unshallow');
    await read();
    assert.equal(theFinding(await examined(rig), 'repositories').sentence, '1 repository could be read.');
    await writeFile(join(clone, '.payoff.json'), '{ "team": "looms" }');
    await read();
    assert.match(theFinding(await examined(rig), 'settings-followed').sentence, /^1 repository says in \.payoff\.json /);
    await writeFile(join(clone, '.payoff.json'), '{\n  "teams": "looms" }');
    await read();
    const wrong = await examined(rig);
    assert.deepEqual(asking(wrong), ['problem settings-wrong']);
    assert.match(
      theFinding(wrong, 'settings-wrong').sentence,
      /clone is not followed in all that it says\. Line 2: teams is not known here/,
    );
    await rm(join(clone, '.payoff.json'));
    await read();
    assert.deepEqual(asking(await examined(rig)), []);
    await rename(join(clone, '.git', 'objects'), join(clone, '.git', 'hidden'));
    await mkdir(join(clone, '.git', 'objects'));
    git('-C', origin, 'commit', '-q', '--allow-empty', '-m', 'three');
    await writeFile(join(clone, '.git', 'refs', 'heads', 'more'), `${'1'.repeat(40)}\n`);
    await read();
    const damaged = await examined(rig);
    assert.deepEqual(asking(damaged), ['problem repositories-unread']);
    assert.match(theFinding(damaged, 'repositories-unread').sentence, /clone could not be read to its end: /);
    await rm(clone, { recursive: true });
    const gone = await examined(rig);
    assert.deepEqual(asking(gone), ['notice repositories-gone']);
    assert.deepEqual(theFinding(gone, 'repositories-gone').counts, { repositories: 1 });
  });

  it('counts in which zone', async () => {
    await workedIn('/home/ada/loom');
    assert.deepEqual(asking(await examined(rig, { timezone: 'Asia/Kathmandu' })), ['notice zone-differs']);
    // The same zone by another of its names.
    const { TZ } = process.env;
    process.env.TZ = 'Asia/Katmandu';
    try {
      assert.deepEqual(asking(await examined(rig, { timezone: 'Asia/Kathmandu' })), []);
    } finally {
      if (TZ === undefined) delete process.env.TZ;
      else process.env.TZ = TZ;
    }
  });

  it('counts what this process watches', function () {
    const before = watchLimits();
    if (before === null) this.skip();
    const watcher = watch(rig.root);
    try {
      const after = watchLimits();
      assert.equal(after?.ownWatches, before.ownWatches + 1);
      assert.ok(after.maxWatches > 0 && after.maxInstances > 0 && after.watches >= after.ownWatches);
    } finally {
      watcher.close();
    }
  });

  it('gives up a look that takes too long or fails, and says which', async () => {
    assert.deepEqual(await limited(5, () => new Promise<number>(() => undefined)), { unexamined: 'time' });
    assert.deepEqual(await limited(5_000, () => Promise.reject(new Error('no'))), { unexamined: 'failed' });
    const value = await limited(5_000, () => 7);
    assert.ok(!isUnexamined(value) && value === 7);
  });
});

describe('a clock', () => {
  it('that was set back is noticed, one that was set ahead or slept is not', () => {
    const clock = new WallClock();
    const [nowMs, onMs] = [Date.now(), performance.now()];
    assert.ok(clock.setBackMs(nowMs, onMs) < 100);
    assert.ok(Math.abs(clock.setBackMs(nowMs - 60_000, onMs + 5_000) - 65_000) < 100);
    assert.equal(clock.setBackMs(nowMs + 3_600_000, onMs + 1_000), 0);
  });
});
