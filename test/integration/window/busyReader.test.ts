import assert from 'node:assert/strict';
import { once } from 'node:events';
import { EventEmitter } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { LiveSnapshot } from '../../../src/core/report/live.ts';
import { EngineClient } from '../../../src/extension/engineClient.ts';
import type { Log } from '../../../src/extension/log.ts';
import { assistant, jsonl } from '../../support/transcriptLines.ts';

const folders = 4;
const filesEach = 300;
const linesEach = 4;
const files = folders * filesEach;
const requests = files * linesEach;

/** A history that is read by parser threads, in far more files than those may be ahead of what is written; its responses are told apart. */
async function writeHistory(projects: string): Promise<void> {
  const text = 'x'.repeat(6000);
  const line = (number: string): string =>
    jsonl(assistant({ id: `msg_${number}`, uuid: `uuid-${number}`, content: [{ type: 'text', text }] }));
  for (let file = 0; file < files; file += 1) {
    const folder = path.join(projects, `-home-ada-${String(file % folders)}`);
    await mkdir(folder, { recursive: true });
    const lines = Array.from({ length: linesEach }, (_, index) => line(String(file * linesEach + index)));
    await writeFile(path.join(folder, `aaaaaaaa-0000-4000-8000-${String(file).padStart(12, '0')}.jsonl`), lines.join(''));
  }
}

/** The first reading is held on its way (`heldWorker.ts`), so that it is under way whenever a question reaches the worker. */
describe('the worker while it reads a large history', function () {
  this.timeout(60_000);
  let home: string;
  let homeBefore: string | undefined;
  let heard: EventEmitter;
  let logged: string[];
  let client: EngineClient;

  before(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'payoff-busy-'));
    await writeHistory(path.join(home, '.claude/projects'));
    homeBefore = process.env.HOME;
    process.env.HOME = home; // the worker's own
  });
  after(async () => {
    if (homeBefore === undefined) delete process.env.HOME;
    else process.env.HOME = homeBefore;
    await rm(home, { recursive: true, force: true });
  });
  beforeEach(() => {
    heard = new EventEmitter();
    logged = [];
    const note =
      (level: string) =>
      (sentence: string): void =>
        void logged.push(`${level}: ${sentence}`);
    const log: Log = { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') };
    client = new EngineClient({
      workerFile: path.resolve(import.meta.dirname, '../../support/heldWorker.ts'),
      log,
      onSnapshot: (snapshot) => void heard.emit('snapshot', snapshot),
      onProblem: () => undefined,
      onHistoryChanged: () => undefined,
      onCommit: () => undefined,
    });
    client.configure({
      claudeDirectories: [path.join(home, '.claude')],
      ledger: path.join(home, 'ledger', 'ledger.sqlite'),
      exclude: [],
      timezone: 'UTC',
      mappings: [],
      plan: 'auto',
      folders: [],
      git: false,
      identities: [],
    });
  });
  afterEach(async () => {
    await client.close();
    await rm(path.join(home, 'ledger'), { recursive: true, force: true });
  });

  const snapshotThat = async (fits: (snapshot: LiveSnapshot) => boolean): Promise<LiveSnapshot> => {
    for (;;) {
      const [snapshot] = (await once(heard, 'snapshot')) as [LiveSnapshot];
      if (fits(snapshot)) return snapshot;
    }
  };
  const begun = (): Promise<LiveSnapshot> => snapshotThat(({ reading }) => reading !== null && reading.paused !== true);

  it('answers before it has read everything', async () => {
    await begun();
    const report = await client.ask('report', { period: { sinceMs: null, untilMs: null }, by: 'model' });
    assert.ok(report.ok && report.value.totals.requests < requests, 'Everything was read by then.');
    const doctor = await client.ask('doctor', null);
    assert.ok(doctor.ok);
    assert.equal(doctor.value.files, files);
  });

  it('pauses, keeps what was read, and goes on to the end', async () => {
    await begun();
    const paused = snapshotThat(({ reading }) => reading?.paused === true);
    assert.ok((await client.ask('pauseReading', { paused: true })).ok);
    const { reading } = await paused;
    assert.ok(reading !== null && reading.bytesRead < reading.bytes);
    const ended = snapshotThat((snapshot) => snapshot.reading === null);
    assert.ok((await client.ask('pauseReading', { paused: false })).ok);
    assert.equal((await ended).empty, false);
    const report = await client.ask('report', { period: { sinceMs: null, untilMs: null }, by: 'model' });
    assert.ok(report.ok);
    assert.equal(report.value.totals.requests, requests);
  });

  it('ends before it has read everything, with its ledger closed and no thread left', async () => {
    await begun();
    await client.close();
    const database = new DatabaseSync(path.join(home, 'ledger', 'ledger.sqlite'));
    const row = database.prepare('SELECT count(*) AS requests FROM request').get();
    database.close();
    assert.ok(Number(row?.requests) < requests);
    assert.deepEqual(
      logged.filter((line) => /^(warn|error)/.test(line)),
      [],
    );
    assert.deepEqual(await readdir(path.join(home, 'ledger')), ['ledger.sqlite']); // no -wal: nobody has it open
  });
});
