import '../../../../src/engine/sqliteWarning.ts'; // before node:sqlite
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { activated } from '../payoff.ts';

describe('The end of the window', () => {
  it('finds no error in the log', async () => assert.deepEqual((await activated()).errors(), []));

  it('closes the ledger and gives the lease back', async () => {
    const ledger = path.join(process.env.HOME ?? '', '.payoff/ledger.sqlite');
    await (await activated()).close();
    assert.equal(existsSync(`${ledger}-wal`), false, 'Something still has the ledger open.');
    const database = new DatabaseSync(ledger, { readOnly: true });
    try {
      assert.deepEqual(database.prepare('SELECT * FROM lease WHERE pid = ?').all(process.pid), []);
      assert.equal(database.prepare('SELECT count(*) AS requests FROM request').get()?.requests, 2);
    } finally {
      database.close();
    }
  });
});
