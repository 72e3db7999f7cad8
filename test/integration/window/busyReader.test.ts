import assert from 'node:assert/strict';
import { once } from 'node:events';
import { EventEmitter } from 'node:events';
import { mkdir, mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { LiveSnapshot } from '../../../src/core/report/live.ts';
import { EngineClient } from '../../../src/extension/engineClient.ts';
import type { Log } from '../../../src/extension/log.ts';
import { assistant, jsonl } from '../../support/transcriptLines.ts';

const files = 4;
const megabytesEach = 60;

/** A history that takes seconds to read: lines of one size, their responses told apart. */
async function writeHistory(projects: string): Promise<void> {
  const text = 'x'.repeat(6000);
  const template = jsonl(assistant({ id: 'msg_00000000', uuid: 'uuid-00000000', content: [{ type: 'text', text }] }));
  const linesEach = Math.ceil((megabytesEach * 1e6) / template.length);
  for (let index = 0; index < files; index += 1) {
    const folder = path.join(projects, `-home-ada-${String(index)}`);
    await mkdir(folder, { recursive: true });
    const file = await open(path.join(folder, `aaaaaaaa-0000-4000-8000-00000000000${String(index)}.jsonl`), 'w');
    const numbers = Array.from({ length: linesEach }, (_, line) => String(index * linesEach + line).padStart(8, '0'));
    for (let at = 0; at < numbers.length; at += 500)
      await file.write(
        numbers
          .slice(at, at + 500)
          .map((number) => template.replaceAll('00000000', number))
          .join(''),
      );
    await file.close();
  }
}

describe('the worker while it reads a large history', function () {
  this.timeout(30_000);
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
      workerFile: path.resolve(import.meta.dirname, '../../../src/engine/worker.ts'),
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
  /** Nearly all requests of the history. */
  const most = (Math.floor(files * megabytesEach * 1e6) / 6300) * 0.9;
  const begun = (): Promise<LiveSnapshot> => snapshotThat(({ reading }) => reading !== null && reading.paused !== true);

  it('answers before it has read everything', async () => {
    await begun();
    const report = await client.ask('report', { period: { sinceMs: null, untilMs: null }, by: 'model' });
    assert.ok(report.ok && report.value.totals.requests < most, 'Everything was read by then.');
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
  });

  it('ends long before it has read everything, with its ledger closed and no thread left', async () => {
    await begun();
    await client.close();
    const database = new DatabaseSync(path.join(home, 'ledger', 'ledger.sqlite'));
    const row = database.prepare('SELECT count(*) AS requests FROM request').get();
    database.close();
    assert.ok(Number(row?.requests) < most);
    assert.deepEqual(
      logged.filter((line) => /^(warn|error)/.test(line)),
      [],
    );
    assert.deepEqual(await readdir(path.join(home, 'ledger')), ['ledger.sqlite']); // no -wal: nobody has it open
  });
});
