import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { documentedColumns, ledgerColumns } from '../../support/ledgerTables.ts';

describe('docs/privacy.md', () => {
  it('lists every table and column of the ledger, and no other', () => {
    const columns = ledgerColumns();
    assert.ok(columns.length > 50 && columns.includes('turn.text_hash'));
    assert.deepEqual(documentedColumns(readFileSync(path.join(import.meta.dirname, '../../../docs/privacy.md'), 'utf8')), columns);
  });
});
