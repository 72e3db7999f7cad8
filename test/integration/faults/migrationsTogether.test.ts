/** Older ledgers that several processes open at once, and copies of them that lie there already. Killed migrations are in processesKilled. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrations } from '../../../src/ledger/migrations/migrations.ts';
import { openLedger } from '../../../src/ledger/open.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { Chance } from '../../support/faults/chance.ts';
import { everyTable } from '../../support/faults/everyTable.ts';
import { LiveWriter } from '../../support/faults/liveWriter.ts';
import { makeOlderLedger, olderVersions } from '../../support/faults/olderLedgers.ts';
import { WindowProcess } from '../../support/faults/windowProcess.ts';

describe('an older ledger', function () {
  this.timeout(180_000);
  let rig: EngineRig;
  let filled: string;
  let facts: Readonly<Record<string, readonly string[]>>;
  const windows: WindowProcess[] = [];
  beforeEach(async () => {
    rig = await EngineRig.make();
    new LiveWriter(join(rig.configuration, 'projects'), new Chance(), { files: 6, lines: 20 });
    filled = join(rig.root, 'filled.sqlite');
    await rig.ingest({ ledger: filled });
    facts = everyTable(filled);
    mkdirSync(dirname(rig.ledger), { recursive: true });
  });
  afterEach(async () => {
    for (const window of windows.splice(0)) await window.end();
    await rig.close();
  });

  const copies = (): readonly string[] =>
    readdirSync(dirname(rig.ledger)).filter((name) => name.startsWith(`${basename(rig.ledger)}.before-`));
  const versionOf = (name: string): unknown => {
    const database = new DatabaseSync(join(dirname(rig.ledger), name), { readOnly: true });
    assert.equal(database.prepare('PRAGMA integrity_check').get()?.integrity_check, 'ok');
    const row = database.prepare('PRAGMA user_version').get();
    database.close();
    return row?.user_version;
  };
  const migrateHere = (): void => {
    const opened = openLedger({ path: rig.ledger, nowMs: 0 });
    assert.ok(opened.ok && !opened.ledger.readOnly);
    opened.ledger.database.close();
  };

  for (const version of olderVersions) {
    it(`of version ${version} has all its facts afterwards, with one whole copy, although four processes open it at once`, async () => {
      makeOlderLedger(filled, version, rig.ledger);
      for (let index = 0; index < 4; index += 1) windows.push(new WindowProcess(rig));
      await Promise.all(windows.map((window) => window.line(/^requests \d+$/)));
      await Promise.all(windows.map((window) => window.line(/^(?:holds|waits)$/)));
      assert.deepEqual(
        windows.flatMap((window) => window.said(/^(?:warn|error|unusable)/)),
        [],
      );
      for (const window of windows) await window.end('SIGTERM');
      await rig.ingest();
      assert.deepEqual(everyTable(rig.ledger), facts);
      assert.deepEqual(copies(), [`${basename(rig.ledger)}.before-${migrations.length}`]);
      assert.equal(versionOf(copies()[0] ?? ''), version);
    });

    it(`of version ${version} keeps a copy that is there, of another ledger or none at all, and makes its own beside it`, () => {
      const name = `${rig.ledger}.before-${migrations.length}`;
      // What a killed process of an older Payoff left under the name of a copy.
      writeFileSync(name, readFileSync(filled).subarray(0, 10_000));
      const before = readFileSync(name);
      makeOlderLedger(filled, version, rig.ledger);
      migrateHere();
      assert.ok(readFileSync(name).equals(before), 'it was overwritten');
      assert.equal(copies().length, 2);
      assert.equal(versionOf(`${basename(rig.ledger)}.before-${migrations.length}-2`), version);
    });

    it(`of version ${version} is not copied again for each try`, () => {
      makeOlderLedger(filled, version, rig.ledger);
      const older = join(rig.root, 'older.sqlite');
      copyFileSync(rig.ledger, older);
      migrateHere();
      copyFileSync(older, rig.ledger);
      migrateHere();
      assert.equal(copies().length, 1);
    });
  }

  it('is not taken back to an older schema by an older Payoff', () => {
    const version = migrations.length;
    makeOlderLedger(filled, version - 1, rig.ledger);
    const opened = openLedger({
      path: rig.ledger,
      nowMs: 0,
      migrations: [...migrations, { name: 'newer', sql: 'CREATE TABLE newer (x TEXT) STRICT' }],
    });
    assert.ok(opened.ok);
    opened.ledger.database.close();
    const older = openLedger({ path: rig.ledger, nowMs: 0 });
    assert.ok(older.ok && older.ledger.readOnly);
    older.ledger.database.close();
    assert.equal(versionOf(basename(rig.ledger)), version + 1);
  });

  it('that is new may be made by several processes at once', async () => {
    for (let index = 0; index < 4; index += 1) windows.push(new WindowProcess(rig));
    await Promise.all(windows.map((window) => window.line(/^requests [1-9]/)));
    assert.deepEqual(
      windows.flatMap((window) => window.said(/^(?:warn|error|unusable)/)),
      [],
    );
    for (const window of windows) await window.end('SIGTERM');
    const result = await rig.ingest();
    assert.deepEqual([result.complete, result.problems], [true, []]);
    assert.equal(everyTable(rig.ledger).request?.length, facts.request?.length);
  });
});
