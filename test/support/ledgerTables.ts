/** The tables of the ledger's schema, and those that docs/privacy.md lists. */
import { DatabaseSync } from 'node:sqlite';
import { migrations } from '../../src/ledger/migrations/migrations.ts';

/** `table.column` of every column of the newest schema, sorted. */
export function ledgerColumns(): readonly string[] {
  const database = new DatabaseSync(':memory:');
  try {
    for (const { sql } of migrations) database.exec(sql);
    const rows = database
      .prepare(
        `SELECT t.name || '.' || c.name AS name FROM pragma_table_list t, pragma_table_info(t.name) c WHERE t.name NOT LIKE 'sqlite_%'`,
      )
      .all();
    return rows.map(({ name }) => String(name)).sort();
  } finally {
    database.close();
  }
}

/** `table.column` of every column that the table of the ledger names in backticks, sorted. */
export function documentedColumns(text: string): readonly string[] {
  const [, block] = /<!-- ledger[^>]*-->\n([^]*?)<!-- end of ledger -->/.exec(text) ?? [];
  if (block === undefined) throw new Error('docs/privacy.md has no table of the ledger.');
  return block
    .split('\n')
    .slice(2)
    .flatMap((row) => {
      const [table = '', ...columns] = [...row.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
      return columns.map((column) => `${table}.${column}`);
    })
    .sort();
}
