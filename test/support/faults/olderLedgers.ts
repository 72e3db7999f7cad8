/** Ledgers as older versions left them: each schema of the past with the facts of one that was really written, as far as it had a place for them. */
import { rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { migrations } from '../../../src/ledger/migrations/migrations.ts';
import { openLedger } from '../../../src/ledger/open.ts';

/** The schemas before the newest. */
export const olderVersions: readonly number[] = Array.from({ length: migrations.length - 1 }, (_, index) => index + 1);

/** Writes the facts of `filled` into a new ledger of an older version at `path`. */
export function makeOlderLedger(filled: string, version: number, path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
  const opened = openLedger({ path, nowMs: 0, migrations: migrations.slice(0, version) });
  if (!opened.ok) throw new Error(opened.sentence);
  const { database } = opened.ledger;
  database.exec(`PRAGMA foreign_keys = OFF; ATTACH '${filled}' AS filled; BEGIN`);
  for (const table of columnsOf(database, 'main')) {
    const there = new Set(columnsOf(database, 'filled').find(({ name }) => name === table.name)?.columns);
    const columns = table.columns.filter((column) => there.has(column)).join(', ');
    database.exec(
      `DELETE FROM main.${table.name}; INSERT INTO main.${table.name} (${columns}) SELECT ${columns} FROM filled.${table.name}`,
    );
  }
  database.exec("COMMIT; UPDATE lease SET holder = '', heartbeat_ms = 0; DETACH filled");
  database.close();
}

function columnsOf(database: DatabaseSync, schema: string): readonly { readonly name: string; readonly columns: readonly string[] }[] {
  const tables = database.prepare(`SELECT name FROM ${schema}.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`).all();
  return tables.map(({ name }) => ({
    name: String(name),
    columns: database
      .prepare(`SELECT name FROM pragma_table_info(?, ?)`)
      .all(String(name), schema)
      .map((row) => String(row.name)),
  }));
}
