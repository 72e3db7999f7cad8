import assert from 'node:assert/strict';
import { once } from 'node:events';
import { EventEmitter } from 'node:events';
import path from 'node:path';
import type { LiveSnapshot } from '../../../src/core/report/live.ts';
import { EngineClient } from '../../../src/extension/engineClient.ts';
import type { Problem } from '../../../src/extension/engineClient.ts';
import type { Log } from '../../../src/extension/log.ts';
import type { WorkerOptions } from '../../../src/protocol/messages.ts';
import { aReport } from '../../support/fakeEngine.ts';
import { FakeClock } from '../../support/fakeClock.ts';

const options: Omit<WorkerOptions, 'version'> = {
  claudeDirectories: [],
  ledger: null,
  exclude: [],
  timezone: '',
  mappings: [],
  plan: 'auto',
  folders: null,
  git: false,
  identities: [],
};

describe('the window’s side of its worker', () => {
  let clock: FakeClock;
  let heard: EventEmitter;
  let problems: (Problem | null)[];
  let logged: string[];
  let client: EngineClient;

  beforeEach(() => {
    clock = new FakeClock(0);
    heard = new EventEmitter();
    problems = [];
    logged = [];
    const note =
      (level: string) =>
      (sentence: string): void => {
        logged.push(`${level}: ${sentence}`);
        heard.emit('log', sentence);
      };
    const log: Log = { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') };
    client = new EngineClient({
      workerFile: path.resolve(import.meta.dirname, '../../support/fakeWorker.ts'),
      log,
      clock,
      onSnapshot: (snapshot) => heard.emit('snapshot', snapshot),
      onProblem: (problem) => {
        problems.push(problem);
        heard.emit('problem', problem);
      },
      onHistoryChanged: () => heard.emit('historyChanged'),
      onCommit: (commit) => heard.emit('commit', commit),
    });
  });
  afterEach(() => client.close());

  const snapshot = async (): Promise<LiveSnapshot> => ((await once(heard, 'snapshot')) as [LiveSnapshot])[0];

  it('starts nothing before it is configured, then shows and answers', async () => {
    const before = await client.ask('doctor', null);
    assert.equal(!before.ok && before.error.reason, 'closed');
    client.configure(options);
    assert.equal((await snapshot()).live.length, 1);
    assert.deepEqual(await client.ask('report', { period: 'today', by: 'model' }), { ok: true, value: aReport });
  });

  it('hands a ledger’s problem on, and takes it back with the settings that end it', async () => {
    client.configure({ ...options, ledger: 'newer' });
    await once(heard, 'problem');
    client.configure(options);
    await once(heard, 'problem');
    assert.deepEqual(problems, [{ reason: 'newer', sentence: 'The ledger was written by a newer version.' }, null]);
  });

  it('starts a worker that crashed once more, and a third time only when asked to refresh', async () => {
    client.configure(options);
    await snapshot();
    const restarting = once(heard, 'log');
    await client.ask('sessions', { period: 'today' });
    await restarting;
    assert.match(logged.at(-1) ?? '', /^warn: The reader stopped \(crashed on demand\)/);
    await clock.pass(1000);
    await snapshot();
    const stopped = once(heard, 'problem');
    await client.ask('sessions', { period: 'today' });
    await stopped;
    assert.equal(problems.at(-1)?.reason, 'stopped');
    await clock.pass(3_600_000);
    const unanswered = await client.ask('doctor', null);
    assert.equal(!unanswered.ok && unanswered.error.reason, 'closed');
    const again = snapshot();
    assert.ok((await client.ask('refresh', null)).ok);
    await again;
    assert.equal(problems.at(-1), null);
  });

  it('ends the thread when it closes, once, and starts none afterwards', async () => {
    client.configure(options);
    await snapshot();
    await Promise.all([client.close(), client.close()]);
    client.configure({ ...options, timezone: 'UTC' });
    const answer = await client.ask('refresh', null);
    assert.equal(!answer.ok && answer.error.reason, 'closed');
    assert.deepEqual(
      logged.filter((line) => !line.startsWith('info')),
      [],
    );
  });

  it('stops a worker that does not end in time', async () => {
    client.configure({ ...options, ledger: 'stuck' });
    await snapshot();
    const closing = client.close();
    await clock.pass(4000);
    await closing;
    assert.equal(logged.at(-1), 'warn: The reader did not end in time and was stopped.');
  });
});
