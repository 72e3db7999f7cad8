import assert from 'node:assert/strict';
import type { LiveSnapshot } from '../../../src/core/report/live.ts';
import { WindowSession } from '../../../src/engine/windowSession.ts';
import type { EngineOptions, LedgerProblem } from '../../../src/engine/types.ts';
import type { FilterMessage } from '../../../src/protocol/filterSchemas.ts';
import { protocolVersion } from '../../../src/protocol/messages.ts';
import type { LedgerProblemMessage, WorkerOptions } from '../../../src/protocol/messages.ts';
import { FakeClock, settled } from '../../support/fakeClock.ts';
import { aDoctor, FakeEngine } from '../../support/fakeEngine.ts';
import { aPlan, aSnapshot, money, now } from '../../support/snapshots.ts';
import { aCommitRow } from '../../support/views.ts';

const options: WorkerOptions = {
  version: protocolVersion,
  claudeDirectories: [],
  ledger: null,
  exclude: [],
  timezone: '',
  mappings: [],
  plan: 'auto',
  folders: ['/home/ada/loom'],
  git: true,
  identities: [],
};
const { signal } = new AbortController();
const filter: FilterMessage = { period: 'all', repository: null, branch: null, model: null, part: null };

describe('a window’s session with the engine', () => {
  let clock: FakeClock;
  let engines: FakeEngine[];
  let problem: LedgerProblem | null;
  let snapshots: { readonly atMs: number; readonly snapshot: LiveSnapshot }[];
  let problems: (LedgerProblemMessage | null)[];
  let logged: string[];
  let commits: string[];
  let historyChanges: number;
  let stamp: string | null;
  let session: WindowSession;

  const open = (some: Partial<WorkerOptions> = {}): Promise<LedgerProblemMessage | null> =>
    session.handlers.open({ ...options, ...some }, signal);
  const gitCalls = (): readonly string[] => engine().calls.filter((call) => call.startsWith('git'));
  const engine = (): FakeEngine => {
    const last = engines.at(-1);
    assert.ok(last);
    return last;
  };

  beforeEach(() => {
    clock = new FakeClock(now);
    engines = [];
    problem = null;
    snapshots = [];
    problems = [];
    logged = [];
    commits = [];
    historyChanges = 0;
    stamp = 'one';
    session = new WindowSession({
      openEngine: (given: EngineOptions) => {
        if (problem !== null) return Promise.resolve(problem);
        engines.push(new FakeEngine(given));
        return Promise.resolve(engine());
      },
      examineWithoutLedger: (_, { sentence }) => Promise.resolve({ ...aDoctor(), ledger: null, findings: [sentence] }),
      repositoryOf: (folder) => Promise.resolve({ repository: folder.replace(/\/src$/, '') }),
      environment: {},
      home: '/home/ada',
      clock,
      onSnapshot: (snapshot) => void snapshots.push({ atMs: clock.now() - now, snapshot }),
      onHistoryChanged: () => void (historyChanges += 1),
      onCommit: ({ sha }) => void commits.push(sha),
      gitStamp: () => Promise.resolve(stamp),
      onProblem: (given) => void problems.push(given),
      onLog: (level, sentence) => void logged.push(`${level}: ${sentence}`),
    });
  });
  afterEach(() => session.handlers.close(null, signal));

  it('shows nothing until it knows what is being read, but not for long', async () => {
    await open();
    engine().follower?.onChange(); // what the ledger held from before
    await settled();
    assert.equal(snapshots.length, 0);
    await clock.pass(500);
    assert.deepEqual(
      snapshots.map(({ atMs }) => atMs),
      [500],
    );
  });

  it('shows the first change after quiet at once, and then one in two seconds', async () => {
    await open();
    engine().follower?.onProgress(null);
    await settled();
    await clock.pass(100);
    for (let change = 0; change < 10; change += 1) {
      engine().snapshotToGive = aSnapshot({ timezone: 'UTC', today: money(change) });
      engine().follower?.onChange();
      await clock.pass(300);
    }
    await clock.pass(2000);
    assert.deepEqual(
      snapshots.map(({ atMs }) => atMs),
      [0, 2000, 4000],
    );
  });

  it('says nothing again that it has just said, and keeps no later change waiting for it', async () => {
    await open();
    engine().follower?.onProgress(null);
    await settled();
    engine().follower?.onChange();
    await clock.pass(2600);
    engine().snapshotToGive = aSnapshot({ timezone: 'UTC', today: money(13) });
    engine().follower?.onChange();
    await settled();
    assert.deepEqual(
      snapshots.map(({ atMs }) => atMs),
      [0, 2600],
    );
  });

  it('keeps no change of a figure waiting for what only the tooltip says, or for an age', async () => {
    const show = async (commits: number, dollars: number): Promise<void> => {
      const became = { money: money(41.2), onDefaultBranch: money(28.4), commits, defaultBranch: 'main' };
      engine().snapshotToGive = aSnapshot({ timezone: 'UTC', today: money(dollars), became });
      engine().follower?.onChange();
      await settled();
    };
    await open();
    engine().follower?.onProgress(null);
    await settled();
    await clock.pass(10_000);
    await show(12, 12.4);
    await clock.pass(300);
    await show(12, 13);
    await clock.pass(60_100); // a minute later the age is shown anew
    await show(12, 14);
    await clock.pass(2000);
    assert.deepEqual(
      snapshots.map(({ atMs }) => atMs),
      [0, 10_000, 10_300, 70_350, 70_600],
    );
  });

  it('lets live sessions end without a change of any file', async () => {
    await open();
    engine().snapshotToGive = aSnapshot({ timezone: 'UTC', live: [] });
    engine().follower?.onProgress(null);
    await settled();
    // The first is the look at git's own files.
    assert.deepEqual(clock.waits(), [30_000, Date.parse('2026-11-23T00:00:00Z') - now + 50]);
    await clock.pass(11 * 3_600_000 + 1000);
    assert.equal(snapshots.length, 2);
    assert.equal(snapshots[1]?.snapshot.atMs, Date.parse('2026-11-23T00:00:00.050Z'));
  });

  it('says how far it has read until everything is read', async () => {
    await open();
    engine().follower?.onProgress({ files: 10, filesDone: 2, bytes: 1000, bytesRead: 300, todayExact: false });
    await settled();
    assert.deepEqual(snapshots[0]?.snapshot.reading, { bytesRead: 300, bytes: 1000, todayExact: false });
    engine().follower?.onProgress(null);
    await clock.pass(2000);
    assert.equal(snapshots[1]?.snapshot.reading, null);
    assert.ok(logged.includes('info: Read 2 files, 0.0 MB, in 0 ms.'));
  });

  it('pauses the reading of older history, and goes on when told to, or to look at everything', async () => {
    await open();
    await session.handlers.pauseReading({ paused: true }, signal);
    await session.handlers.pauseReading({ paused: false }, signal);
    await session.handlers.refresh(null, signal);
    assert.deepEqual(
      engine().calls.filter((call) => !call.startsWith('snapshot')),
      ['pause true', 'pause false', 'pause false', 'refresh'],
    );
  });

  it('tells the repositories of folders', async () => {
    assert.deepEqual(await session.handlers.repositories({ folders: ['/home/ada/loom/src', '/home/ada'] }, signal), [
      '/home/ada/loom',
      '/home/ada',
    ]);
  });

  it('applies other folders and another plan without opening the ledger anew', async () => {
    await open();
    engine().snapshotToGive = aSnapshot({ timezone: 'UTC', plan: aPlan() });
    await session.handlers.reconfigure({ ...options, folders: null, plan: 'api' }, signal);
    await settled();
    assert.equal(engines.length, 1);
    assert.deepEqual(engine().calls, ['snapshot null']);
    assert.deepEqual(snapshots[0]?.snapshot.plan?.windows, []);
  });

  it('opens the ledger anew for another ledger, zone or folder of transcripts, after closing the old one', async () => {
    await open();
    await session.handlers.reconfigure({ ...options, timezone: 'Europe/Berlin' }, signal);
    assert.equal(engines.length, 2);
    assert.deepEqual(engines[0]?.calls, ['stop', 'close']);
    assert.equal(engine().options.timezone, 'Europe/Berlin');
    assert.equal(engine().options.holder, 'vscode');
  });

  it('tells a ledger’s problem, refuses questions with it, and takes it back when a refresh finds it gone', async () => {
    problem = { reason: 'newer', sentence: 'The ledger was written by a newer version.' };
    assert.deepEqual(await open(), problem);
    await assert.rejects(async () => session.handlers.holdings(null, signal), /newer version/);
    // The doctor is asked most of all then.
    const doctor = await session.handlers.doctor(null, signal);
    assert.deepEqual([doctor.ledger, doctor.findings], [null, ['The ledger was written by a newer version.']]);
    problem = null;
    await session.handlers.refresh(null, signal);
    assert.deepEqual(problems, [{ reason: 'newer', sentence: 'The ledger was written by a newer version.' }, null]);
    await clock.pass(2000);
    assert.equal(snapshots.length, 1);
  });

  it('takes today as the day of the ledger’s zone', async () => {
    await open();
    await session.handlers.report({ period: 'today', by: 'model' }, signal);
    const sinceMs = Date.parse('2026-11-22T00:00:00Z');
    assert.deepEqual(engine().calls, [`report ${JSON.stringify({ sinceMs, untilMs: sinceMs + 86_400_000, by: 'model' })}`]);
  });

  it('shows what is left after a deletion', async () => {
    await open();
    assert.deepEqual(await session.handlers.forget({ folder: '/home/ada/loom' }, signal), { sessions: 1, requests: 3 });
    await session.handlers.deleteEverything(null, signal);
    await clock.pass(2000);
    assert.deepEqual(engine().calls.slice(0, 2), ['forget /home/ada/loom', 'snapshot ["/home/ada/loom"]']);
    assert.ok(engine().calls.includes('delete everything'));
  });

  it('outlives a snapshot that fails', async () => {
    await open();
    const good = engine().snapshot.bind(engine());
    engine().snapshot = () => Promise.reject(new Error('busy'));
    engine().follower?.onProgress(null);
    await settled();
    assert.deepEqual(logged.slice(-1), ['error: The snapshot failed: busy']);
    engine().snapshot = good;
    await clock.pass(60_000);
    assert.deepEqual(
      snapshots.map(({ atMs }) => atMs),
      [60_000],
    );
  });

  it('reads git of the window’s folders once the transcripts are read, and again only when something was committed', async () => {
    await open();
    assert.deepEqual(gitCalls(), []);
    engine().follower?.onProgress(null);
    await settled();
    assert.deepEqual(gitCalls(), ['git ["/home/ada/loom"]']);
    await clock.pass(3 * 60_000);
    engine().follower?.onChange();
    await clock.pass(10_000);
    assert.equal(gitCalls().length, 1);
    stamp = 'two';
    engine().follower?.onChange();
    await clock.pass(10_000);
    assert.equal(gitCalls().length, 2);
  });

  it('says a commit that a session made once, and none that was there before', async () => {
    await open();
    engine().commitsToGive = [aCommitRow({ sha: 'a'.repeat(40) })];
    engine().follower?.onProgress(null);
    await settled();
    stamp = 'two';
    engine().commitsToGive = [...engine().commitsToGive, aCommitRow({ sha: 'b'.repeat(40), links: [], money: null })];
    engine().follower?.onChange();
    await clock.pass(5000);
    assert.deepEqual(commits, []);
    // The line of the transcript that tells whose it is comes after the commit.
    engine().commitsToGive = [...engine().commitsToGive.slice(0, 1), aCommitRow({ sha: 'b'.repeat(40) })];
    engine().follower?.onChange();
    await clock.pass(5000);
    engine().follower?.onChange();
    await clock.pass(5000);
    assert.deepEqual(commits, ['b'.repeat(40)]);
  });

  it('runs no git in Restricted Mode, whoever asks', async () => {
    await open({ git: false });
    engine().follower?.onProgress(null);
    await settled();
    engine().follower?.onChange();
    assert.deepEqual(await session.handlers.readGit({ folders: ['/home/ada/loom'] }, signal), []);
    await session.handlers.overview({ filter }, signal);
    await session.handlers.commits({ filter, offset: 0, limit: 10, subjects: true }, signal);
    await clock.pass(60_000);
    assert.deepEqual(gitCalls(), []);
    assert.match(engine().calls.find((call) => call.startsWith('commits')) ?? '', /"subjects":false/);
    assert.equal(engine().options.git, false);
  });

  it('reads the ledger’s other repositories too when a view of all is asked for, once', async () => {
    await open();
    engine().follower?.onProgress(null);
    await settled();
    await session.handlers.overview({ filter: { ...filter, repository: '/home/ada/loom' } }, signal);
    assert.equal(gitCalls().length, 1);
    await session.handlers.overview({ filter }, signal);
    await session.handlers.overview({ filter }, signal);
    await settled();
    assert.deepEqual(gitCalls().slice(1), ['git null']);
  });

  it('says at most once in two seconds that the history changed, also where this window shows nothing new', async () => {
    await open();
    engine().follower?.onProgress(null);
    await clock.pass(4000);
    const before = historyChanges;
    for (let change = 0; change < 10; change += 1) {
      engine().follower?.onChange();
      await clock.pass(300);
    }
    assert.equal(historyChanges - before, 2);
  });

  it('complains of git once, and goes on', async () => {
    await open();
    const good = engine().readGit.bind(engine());
    engine().readGit = () => Promise.reject(new Error('git is not there'));
    engine().follower?.onProgress(null);
    await settled();
    engine().follower?.onChange();
    await clock.pass(4000);
    assert.deepEqual(
      logged.filter((line) => line.includes('git')),
      ['warn: git could not be read: git is not there', 'debug: git could not be read: git is not there'],
    );
    engine().readGit = good;
    engine().follower?.onChange();
    await clock.pass(4000);
    assert.equal(gitCalls().length, 1);
  });

  it('closes the ledger and sets no timer any more', async () => {
    await open();
    engine().follower?.onProgress(null);
    await session.handlers.close(null, signal);
    await settled();
    assert.deepEqual(engine().calls.slice(-2), ['stop', 'close']);
    assert.deepEqual(clock.waits(), []);
  });
});
