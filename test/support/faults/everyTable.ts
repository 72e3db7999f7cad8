/** Every row of every table of a ledger, without what differs between two that were read from the same files. */
import { DatabaseSync } from 'node:sqlite';

/** Columns that say when or in which order something was read, and the lease. */
const leftOut: ReadonlySet<string> = new Set(['transcript.changed', 'folder.checked_ms']);
const leftOutTables: ReadonlySet<string> = new Set(['lease', 'hash_key']);

/** Rows by table, each as text, in order. Numbers of rows are replaced by what they stand for. */
export function everyTable(ledger: string): Readonly<Record<string, readonly string[]>> {
  const database = new DatabaseSync(ledger, { readOnly: true });
  try {
    const tables = names(database, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name");
    return Object.fromEntries(tables.filter((table) => !leftOutTables.has(table)).map((table) => [table, rowsOf(database, table)]));
  } finally {
    database.close();
  }
}

function rowsOf(database: DatabaseSync, table: string): readonly string[] {
  const columns = names(database, `SELECT name FROM pragma_table_info('${table}')`);
  const referenced = referencesOf(database, table);
  const selected = columns
    .filter((column) => column !== 'id' && !leftOut.has(`${table}.${column}`))
    .map((column) => {
      const target = referenced.get(column);
      if (target === undefined) return `"${column}"`;
      if (target === 'hash_key') return `'' AS "${column}"`;
      return `(${keyOf(database, target, `"${table}"."${column}"`)}) AS "${column}"`;
    });
  const rows = database.prepare(`SELECT ${selected.join(', ')} FROM "${table}"`).all();
  return rows
    .map((row) => JSON.stringify(row, (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value)))
    .sort();
}

function referencesOf(database: DatabaseSync, table: string): ReadonlyMap<string, string> {
  const rows = database.prepare(`SELECT "from" AS source, "table" AS target FROM pragma_foreign_key_list('${table}')`).all();
  return new Map(rows.map((row) => [String(row.source), String(row.target)]));
}

/** What tells the row with an id apart: its columns without the id, those of other tables left out. */
function keyOf(database: DatabaseSync, table: string, id: string): string {
  const referenced = referencesOf(database, table);
  const unique = names(
    database,
    `SELECT DISTINCT c.name AS name FROM pragma_index_list('${table}') i, pragma_index_info(i.name) c WHERE i."unique" = 1`,
  ).filter((column) => !referenced.has(column));
  return `SELECT concat_ws('|', ${unique.map((column) => `"${column}"`).join(', ')}) FROM "${table}" AS target WHERE target.id = ${id}`;
}

function names(database: DatabaseSync, sql: string): readonly string[] {
  return database
    .prepare(sql)
    .all()
    .map((row) => String(row.name));
}
