import assert from 'node:assert/strict';
import { WindowGit } from '../../../src/engine/windowGit.ts';
import type { EngineOptions } from '../../../src/engine/types.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { FakeEngine } from '../../support/fakeEngine.ts';

const folder = '/home/ada/loom';
const options = { claudeDirectories: [], ledger: null, exclude: [], timezone: 'UTC', mappings: [], identities: [] };
const engineOptions: EngineOptions = { ...options, environment: {}, home: '/home/ada', holder: 'vscode' };

describe('git of a window that is left alone', () => {
  let clock: FakeClock;
  let engine: FakeEngine;
  let stamp: string;
  let git: WindowGit;
  let shown: number;

  beforeEach(() => {
    clock = new FakeClock(Date.parse('2026-11-22T12:00:00Z'));
    engine = new FakeEngine(engineOptions);
    stamp = 'first';
    shown = 0;
    const nothing = (): void => undefined;
    git = new WindowGit({ clock, stampOf: () => Promise.resolve(stamp), onCommit: nothing, onRead: () => (shown += 1), onLog: nothing });
    git.begin(engine, [folder]);
    git.ask();
  });

  afterEach(() => {
    git.stop();
    assert.deepEqual(clock.waits(), []);
  });

  const readings = (): number => engine.calls.filter((call) => call.startsWith('git ')).length;

  it('is read again after a commit or a fetch that no transcript tells of', async () => {
    await clock.pass(10 * 60_000);
    const before = readings();
    await clock.pass(10 * 60_000);
    assert.equal(readings(), before);
    stamp = 'second';
    await clock.pass(35_000);
    assert.ok(readings() > before);
  });

  it('is shown anew once its files changed, although no commit is new: it may be the settings', async () => {
    await clock.pass(10 * 60_000);
    const before = shown;
    await clock.pass(10 * 60_000);
    assert.equal(shown, before);
    stamp = 'second';
    await clock.pass(35_000);
    assert.equal(shown, before + 1);
  });

  it('is asked again while a reading does not come to its end', async () => {
    engine.reading = { commits: 0, newCommits: 0, problem: 'git did not answer in time.' };
    await clock.pass(10 * 60_000);
    const before = readings();
    await clock.pass(2 * 60_000);
    assert.ok(readings() > before);
    engine.reading = { commits: 3, newCommits: 3, problem: null };
    await clock.pass(60_000);
    const read = readings();
    await clock.pass(10 * 60_000);
    assert.equal(readings(), read);
  });

  it('is read of the other repositories for a view now and then, and at once of those whose transcripts came since', async () => {
    const ofAll = (): number => engine.calls.filter((call) => call === 'git null').length;
    const want = async (...unread: readonly string[]): Promise<number> => {
      git.wantOthers(unread);
      await clock.pass(1_000);
      return ofAll();
    };
    assert.equal(await want(), 1);
    assert.equal(await want(), 1);
    assert.equal(await want('/home/ada/weft'), 2);
    assert.equal(await want('/home/ada/weft'), 2, 'it may be gone from the disk');
    assert.equal(await want('/home/ada/weft', '/home/ada/quill'), 3);
    await clock.pass(10 * 60_000);
    assert.equal(await want('/home/ada/weft'), 4);
    assert.equal(await want('/home/ada/weft'), 4);
  });

  it('is asked which lines are still there after it was read, and then not for a while', async () => {
    const looks = (): readonly string[] => engine.calls.filter((call) => call.startsWith('lines '));
    await clock.pass(5_000);
    assert.deepEqual(looks(), ['lines null']);
    stamp = 'second';
    await clock.pass(5 * 60_000);
    assert.equal(looks().length, 1);
    // Days pass, though nothing moves.
    await clock.pass(15 * 60_000);
    assert.equal(looks().length, 2);
  });
});
