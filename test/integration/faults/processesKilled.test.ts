/** The command that reads is killed at any moment of its life, while transcripts grow: afterwards the ledger is that of a clean read. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFileSync, readdirSync, rmSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { migrations } from '../../../src/ledger/migrations/migrations.ts';
import { openLedger } from '../../../src/ledger/open.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { Chance, roundsOf } from '../../support/faults/chance.ts';
import { CliBundle } from '../../support/faults/cliBundle.ts';
import { everyTable } from '../../support/faults/everyTable.ts';
import { LiveWriter } from '../../support/faults/liveWriter.ts';
import { makeOlderLedger, olderVersions } from '../../support/faults/olderLedgers.ts';

const rounds = roundsOf('PAYOFF_KILL_ROUNDS', 210);

describe('an ingest that is killed', function () {
  this.timeout(3_600_000);
  let rig: EngineRig;
  let cli: CliBundle;
  before(async () => {
    cli = await CliBundle.make();
  });
  after(() => cli.remove());
  beforeEach(async () => {
    rig = await EngineRig.make();
  });
  afterEach(() => rig.close());

  /** Runs `payoff ingest`, kills it after `killAfterMs` of its life, or since it first touched the ledger; resolves to how long it lived. */
  const ingest = (
    killAfterMs: number,
    since: 'start' | 'touch' = 'start',
  ): Promise<{ readonly lifeMs: number; readonly killed: boolean }> =>
    new Promise((resolve, reject) => {
      const startedMs = performance.now();
      const child = spawn(process.execPath, [cli.path, 'ingest', '--ledger', rig.ledger], {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { PATH: process.env.PATH, HOME: rig.home, NODE_COMPILE_CACHE: join(rig.root, 'cache'), TZ: 'UTC' },
      });
      let said = '';
      child.stderr.on('data', (text: Buffer) => (said += text.toString()));
      let timer: NodeJS.Timeout | undefined;
      const count = (): void => void (timer ??= setTimeout(() => child.kill('SIGKILL'), killAfterMs));
      const watcher = since === 'touch' ? watch(dirname(rig.ledger), count) : null;
      if (watcher === null) count();
      child.once('error', reject);
      child.once('close', (code, signal) => {
        watcher?.close();
        clearTimeout(timer);
        if (signal !== 'SIGKILL' && (code !== 0 || said !== '')) reject(new Error(`payoff ingest ended with ${String(code)}: ${said}`));
        else resolve({ lifeMs: performance.now() - startedMs, killed: signal === 'SIGKILL' });
      });
    });

  const removeLedger = (): void => {
    for (const name of readdirSync(dirname(rig.ledger))) rmSync(join(dirname(rig.ledger), name));
  };

  /** The ledger, read to its end, and one that nobody was killed over, under the same hash key. */
  const assertAsCleanRead = async (what: string): Promise<void> => {
    const result = await rig.ingest();
    assert.deepEqual([result.complete, result.problems], [true, []], what);
    const found = everyTable(rig.ledger);
    const fresh = join(rig.root, 'fresh.sqlite');
    const opened = openLedger({ path: fresh, nowMs: 0 });
    assert.ok(opened.ok);
    opened.ledger.database.prepare('UPDATE hash_key SET secret = ?').run(secretOf(rig.ledger));
    opened.ledger.database.close();
    await rig.ingest({ ledger: fresh });
    const clean = everyTable(fresh);
    for (const suffix of ['', '-wal', '-shm']) rmSync(fresh + suffix, { force: true });
    for (const table of Object.keys(clean)) assert.deepEqual(found[table], clean[table], `${what}: the table ${table} differs`);
    assert.deepEqual(Object.keys(found), Object.keys(clean));
  };

  it(`${rounds} times at any moment, also while it makes or migrates its ledger, loses and doubles nothing`, async () => {
    const chance = new Chance();
    const writer = new LiveWriter(join(rig.configuration, 'projects'), chance, { files: 30, lines: 30 });
    await rig.ingest();
    const older = olderVersions.map((version) => ({ version, path: join(rig.root, `older-${version}.sqlite`) }));
    for (const { version, path } of older) makeOlderLedger(rig.ledger, version, path);
    // How long an undisturbed life is: the moments are spread over all of it.
    const lives = [await ingest(60_000), await ingest(60_000), await ingest(60_000)].map(({ lifeMs }) => lifeMs).sort((a, b) => a - b);
    let lifeMs = lives[1] ?? 300;
    let killed = 0;
    for (let round = 0; round < rounds; round += 1) {
      const kind = round % (2 + older.length);
      const what = `round ${round} (kind ${kind}, seed ${chance.seed})`;
      // No ledger is left that has read what was appended: it is taken back, else a slow machine, on which lives are long, would read more in each round.
      if (kind > 0) {
        removeLedger();
        writer.restart();
      }
      const from = older[kind - 2];
      if (from !== undefined) copyFileSync(from.path, rig.ledger);
      writer.start();
      // Making, migrating and writing are short against the start of a process: two of three rounds aim at them.
      const aimMs = chance.of([null, 15, 60]);
      const ended = await (aimMs === null ? ingest(chance.next() * lifeMs * 1.1) : ingest(chance.next() * aimMs, 'touch'));
      writer.stop();
      expireLease(rig.ledger);
      if (ended.killed) killed += 1;
      else if (aimMs === null) lifeMs = (lifeMs * 3 + ended.lifeMs) / 4;
      await assertAsCleanRead(what);
      if (from !== undefined) assertWholeCopies(from.version, what);
    }
    await assertAsCleanRead('at the end');
    assert.ok(killed > rounds / 2, `only ${killed} of ${rounds} were killed before their end`);
  });

  /** A copy that was made before a migration is a whole ledger of the older version; what is none has not its name. */
  const assertWholeCopies = (version: number, what: string): void => {
    const folder = dirname(rig.ledger);
    const copies = readdirSync(folder).filter((name) => /\.before-\d+$/.test(name));
    assert.equal(copies.length, 1, `${what}: copies before the migration`);
    const copy = new DatabaseSync(join(folder, copies[0] ?? ''), { readOnly: true });
    assert.deepEqual(
      [copy.prepare('PRAGMA user_version').get()?.user_version, copy.prepare('PRAGMA integrity_check').get()?.integrity_check],
      [version, 'ok'],
      what,
    );
    const rows = Number(copy.prepare('SELECT count(*) AS n FROM request').get()?.n);
    copy.close();
    assert.ok(rows > 100, `${what}: the copy has ${rows} requests`);
    assert.equal(migrations.length > version, true);
  };

  it('in the very middle of a write is found again by the next', async () => {
    const writer = new LiveWriter(join(rig.configuration, 'projects'), new Chance(), { files: 3, lines: 5 });
    await ingest(60_000);
    writer.append();
    await pause(0);
    writer.stop();
    await assertAsCleanRead('without a kill');
  });
});

function secretOf(ledger: string): Uint8Array {
  const database = new DatabaseSync(ledger, { readOnly: true });
  const secret = database.prepare('SELECT secret FROM hash_key').get()?.secret;
  database.close();
  if (!(secret instanceof Uint8Array)) throw new Error('The ledger has no hash key.');
  return secret;
}

/** As if the time had passed after which a holder that is not heard of is taken to be dead. */
function expireLease(ledger: string): void {
  const database = new DatabaseSync(ledger);
  const isThere = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'lease'").get() !== undefined;
  if (isThere) database.exec('UPDATE lease SET heartbeat_ms = 0');
  database.close();
}
