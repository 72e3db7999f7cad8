/** Ledgers that are new, newer, foreign, damaged or not writable: a clear sentence, and nothing lost. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openLedger } from '../../../src/ledger/open.ts';
import { ledgerPath } from '../../../src/ledger/place.ts';
import { migrations } from '../../../src/ledger/migrations/migrations.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { assistant, jsonl, sessionA } from '../../support/transcriptLines.ts';

describe('opening the ledger', () => {
  let rig: EngineRig;
  beforeEach(async () => {
    rig = await EngineRig.make();
  });
  afterEach(() => rig.close());

  const fill = async (): Promise<void> => {
    await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant()));
    await rig.ingest();
  };
  const failure = (path: string): { reason: string; sentence: string } => {
    const opened = openLedger({ path, nowMs: 0 });
    if (opened.ok) {
      opened.ledger.database.close();
      throw new Error('It was opened.');
    }
    return opened;
  };

  it('makes a new one that only its owner may read, with its marks', async () => {
    await fill();
    assert.equal((await stat(dirname(rig.ledger))).mode & 0o777, 0o700);
    assert.equal((await stat(rig.ledger)).mode & 0o777, 0o600);
    const database = new DatabaseSync(rig.ledger, { readOnly: true });
    assert.equal(database.prepare('PRAGMA application_id').get()?.application_id, 0x5061794f);
    assert.equal(database.prepare('PRAGMA user_version').get()?.user_version, migrations.length);
    database.close();
  });

  it('lies where the option says, then PAYOFF_LEDGER, then in the home folder, and never where XDG says', () => {
    const environment = { PAYOFF_LEDGER: '/env/l.sqlite', XDG_DATA_HOME: '/xdg' };
    assert.equal(ledgerPath({ ledger: '/option', environment, home: '/home/ada' }), '/option');
    assert.equal(ledgerPath({ ledger: null, environment, home: '/home/ada' }), '/env/l.sqlite');
    assert.equal(
      ledgerPath({ ledger: null, environment: { XDG_DATA_HOME: '/xdg' }, home: '/home/ada' }),
      '/home/ada/.payoff/ledger.sqlite',
    );
  });

  it('shows a ledger of a newer version and never writes it', async () => {
    await fill();
    const database = new DatabaseSync(rig.ledger);
    database.exec('PRAGMA user_version = 99');
    database.close();
    const before = await readFile(rig.ledger);
    const engine = await rig.open();
    const result = await engine.ingest({});
    assert.equal(result.complete, false);
    assert.match(result.problems[0] ?? '', /written by a newer Payoff \(schema 99/);
    assert.equal((await engine.report({ by: 'model', sinceMs: null, untilMs: null })).totals.requests, 1);
    assert.equal((await engine.doctor()).ledger.readOnly, true);
    await engine.close();
    assert.deepEqual(await readFile(rig.ledger), before);
  });

  it("leaves another application's database and any other file alone", async () => {
    const foreign = join(rig.root, 'foreign.sqlite');
    const database = new DatabaseSync(foreign);
    database.exec('CREATE TABLE theirs (x); PRAGMA application_id = 7');
    database.close();
    assert.equal(failure(foreign).reason, 'foreign');
    const notes = join(rig.root, 'notes.txt');
    await writeFile(notes, 'buy milk');
    assert.match(failure(notes).sentence, /no SQLite file\. Nothing was changed\./);
    assert.equal(await readFile(notes, 'utf8'), 'buy milk');
  });

  it('sets a damaged one aside, never overwrites it, and fills a new one from what is there', async () => {
    await fill();
    const bytes = await readFile(rig.ledger);
    bytes.fill(0x55, 100, 4096);
    await writeFile(rig.ledger, bytes);
    const engine = await rig.open();
    assert.equal((await engine.ingest({})).requests, 1);
    assert.match((await engine.doctor()).findings.join(' '), /The ledger was damaged\. It is kept as .*corrupt-/);
    await engine.close();
    const kept = (await readdir(dirname(rig.ledger))).filter((name) => name.includes('.corrupt-'));
    assert.equal(kept.length, 1);
    assert.deepEqual(await readFile(join(dirname(rig.ledger), kept[0] ?? '')), bytes);
  });

  it('shows what a ledger holds that may not be written', async function () {
    if (process.getuid?.() !== 0) this.skip();
    await fill();
    await chmod(rig.root, 0o755);
    await chmod(rig.home, 0o755);
    await chmod(dirname(rig.ledger), 0o755);
    await chmod(rig.ledger, 0o644);
    const module = new URL('../../../src/engine/engine.ts', import.meta.url).href;
    const script = `
      import { openEngine } from ${JSON.stringify(module)};
      const engine = await openEngine({ claudeDirectories: [], ledger: ${JSON.stringify(rig.ledger)}, exclude: [], timezone: 'UTC',
        mappings: [], environment: {}, home: ${JSON.stringify(rig.home)}, holder: 'test' });
      const { problems } = await engine.ingest({});
      console.log(JSON.stringify({ problems, requests: (await engine.report({ by: 'model', sinceMs: null, untilMs: null })).totals.requests }));
      await engine.close();`;
    const out = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { uid: 65534, gid: 65534, encoding: 'utf8' });
    const { problems, requests } = JSON.parse(out) as { problems: string[]; requests: number };
    assert.equal(requests, 1);
    assert.match(problems[0] ?? '', /may not be written\. What it holds is shown/);
  });

  it('says so where a file system has no folder that it was just told to make', function () {
    if (!existsSync('/proc/self')) this.skip();
    this.timeout(30_000);
    // In a process of its own: Node's recursive mkdir never comes back from such a place.
    const module = new URL('../../../src/ledger/open.ts', import.meta.url).href;
    const open = `import { openLedger } from ${JSON.stringify(module)};
      console.log(JSON.stringify(openLedger({ path: '/proc/payoff/ledger.sqlite', nowMs: 0 })));`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', open], { timeout: 10_000, encoding: 'utf8' });
    assert.match(stdout, /"unwritable".*folder \/proc\/payoff cannot be made/);
  });

  it('says so when its folder cannot be made', async () => {
    await mkdir(join(rig.root, 'taken'), { recursive: true });
    await writeFile(join(rig.root, 'taken', 'file'), '');
    const problem = failure(join(rig.root, 'taken', 'file', 'deeper', 'ledger.sqlite'));
    assert.equal(problem.reason, 'unwritable');
    assert.match(problem.sentence, /cannot be made/);
  });
});
