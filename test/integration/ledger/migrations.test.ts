/** A ledger of an older schema is brought to the newest with its data, after a copy was made; one that fails stays as it was. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrations } from '../../../src/ledger/migrations/migrations.ts';
import type { Migration } from '../../../src/ledger/migrations/migrations.ts';
import { openLedger } from '../../../src/ledger/open.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { assistant, jsonl, sessionA } from '../../support/transcriptLines.ts';

const added: Migration = { name: 'added', sql: "CREATE TABLE added (x TEXT NOT NULL) STRICT; INSERT INTO added VALUES ('here')" };
const broken: Migration = { name: 'broken', sql: 'CREATE TABLE half (x) STRICT; SELECT no_such_column FROM half' };

describe('migrations', () => {
  let rig: EngineRig;
  beforeEach(async () => {
    rig = await EngineRig.make();
    await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant()));
  });
  afterEach(() => rig.close());

  const copies = async (): Promise<string[]> => (await readdir(dirname(rig.ledger))).filter((name) => name.includes('.before-'));
  const tables = (path: string): unknown[] => {
    const database = new DatabaseSync(path, { readOnly: true });
    const rows = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    database.close();
    return rows.map(({ name }) => name);
  };

  for (const version of migrations.keys())
    it(`bring a ledger of version ${String(version + 1)} with data to the newest, and one further`, async () => {
      const older = openLedger({ path: rig.ledger, nowMs: 0, migrations: migrations.slice(0, version + 1) });
      assert.ok(older.ok);
      older.ledger.database.exec("INSERT INTO session (session_id) VALUES ('kept')");
      older.ledger.database.close();
      const newer = openLedger({ path: rig.ledger, nowMs: 0, migrations: [...migrations, added] });
      assert.ok(newer.ok);
      const row = newer.ledger.database.prepare("SELECT count(*) AS n FROM session WHERE session_id = 'kept'").get();
      newer.ledger.database.close();
      assert.equal(row?.n, 1);
      const kept = await copies();
      assert.equal(kept.length, 1, 'no copy was made before');
      assert.ok(!tables(`${dirname(rig.ledger)}/${kept[0] ?? ''}`).includes('added'));
    });

  it('leave the ledger as it was when one fails, and say so', async () => {
    await rig.ingest();
    for (const attempt of ['first', 'second']) {
      const failed = openLedger({ path: rig.ledger, nowMs: 0, migrations: [...migrations, added, broken] });
      assert.ok(failed.ok && failed.ledger.readOnly, `at the ${attempt} attempt it cannot be looked at`);
      const versions = `from schema ${String(migrations.length)} to ${String(migrations.length + 2)} `;
      const notice = failed.ledger.notice ?? '';
      assert.ok(notice.includes(`could not be brought ${versions}`), notice);
      assert.match(notice, /It is unchanged/);
      failed.ledger.database.close();
    }
    assert.ok(!tables(rig.ledger).includes('half') && !tables(rig.ledger).includes('added'));
    assert.equal((await rig.totals()).requests, 1);
  });
});
