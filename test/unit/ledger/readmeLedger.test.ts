import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { documentedColumns, ledgerColumns } from '../../support/ledgerTables.ts';
import { readmePath } from '../../support/settingsTable.ts';

describe('the README', () => {
  it('lists every table and column of the ledger, and no other', () => {
    const columns = ledgerColumns();
    assert.ok(columns.length > 50 && columns.includes('turn.text_hash'));
    assert.deepEqual(documentedColumns(readFileSync(readmePath, 'utf8')), columns);
  });
});
