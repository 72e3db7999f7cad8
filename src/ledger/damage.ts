/** Damaged ledgers: how damage is found, how a file is known for a ledger although it is damaged, and how it is set aside. */
import { closeSync, copyFileSync, existsSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { applicationId } from './migrations/migrations.ts';
import { text } from './values.ts';

/**
 * What is wrong with the content, null when nothing can be found: SQLite's whole check, links between tables, and columns that hold what
 * was never written. Reads everything, about 25 ms for each megabyte. A number that was changed into another one cannot be seen.
 */
export function findDamage(database: DatabaseSync): string | null {
  try {
    const [check] = database.prepare('PRAGMA integrity_check(1)').all();
    const message = check === undefined ? 'ok' : text(check, 'integrity_check');
    if (message !== 'ok') return message;
    const [dangling] = database.prepare('PRAGMA foreign_key_check').all();
    if (dangling !== undefined) return `a row of ${text(dangling, 'table')} names one that is not there`;
    return contentDamage(database);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Columns of JSON, and numbers beyond what is ever written. */
function contentDamage(database: DatabaseSync): string | null {
  const columns = database
    .prepare(
      `SELECT t.name AS "table", c.name AS "column", c.type AS type FROM pragma_table_list t, pragma_table_info(t.name) c
       WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%'`,
    )
    .all()
    .map((row) => ({ table: text(row, 'table'), column: text(row, 'column'), type: text(row, 'type') }));
  for (const { table, column, type } of columns) {
    const wrong = jsonColumns.has(`${table}.${column}`)
      ? `"${column}" <> '' AND NOT json_valid("${column}")`
      : type === 'INTEGER'
        ? `"${column}" NOT BETWEEN -9007199254740991 AND 9007199254740991`
        : null;
    if (wrong !== null && database.prepare(`SELECT 1 FROM "${table}" WHERE ${wrong} LIMIT 1`).get() !== undefined)
      return `a value of ${table}.${column} is not one that is ever written`;
  }
  if (database.prepare('SELECT 1 FROM hash_key').get() === undefined) return 'the hash key is gone';
  if (database.prepare('SELECT 1 FROM lease WHERE id = 1').get() === undefined) return 'the lease is gone';
  return null;
}

const jsonColumns: ReadonlySet<string> = new Set([
  'transcript.state',
  'transcript.record_types',
  'transcript.skipped',
  'commit_call.printed',
  'cost_state.models',
  'repository.heads',
  'git_commit.marks',
]);

/** So much of a file is looked at for signs that it is a ledger: its schema is among the first pages. */
const lookedAtBytes = 1024 * 1024;

/** Whether a file that SQLite cannot read was a ledger of Payoff: by the mark in its header, or by the text of its schema. */
export function wasLedger(path: string): boolean {
  const bytes = Buffer.alloc(lookedAtBytes);
  const file = openSync(path, 'r');
  try {
    const length = readSync(file, bytes, 0, lookedAtBytes, 0);
    const start = bytes.subarray(0, length);
    if (length >= 72 && start.readUInt32BE(68) === applicationId) return true;
    return start.includes('CREATE TABLE hash_key (') || start.includes('CREATE TABLE lease (');
  } finally {
    closeSync(file);
  }
}

/** How long a process waits for another that sets the same ledger aside. */
const repairWaitMs = 20_000;

/** Runs `work` while no other process sets this ledger aside. The lock is one of SQLite's: it ends with the process, however that ends. */
export function whileRepairing<T>(path: string, work: () => T): T {
  const lock = new DatabaseSync(`${path}.repair`);
  try {
    lock.exec(`PRAGMA busy_timeout = ${repairWaitMs}; BEGIN EXCLUSIVE`);
    return work();
  } finally {
    lock.close();
  }
}

/**
 * Renames a damaged ledger; returns its new name, which no file had before. What SQLite has beside it is copied first: whenever this is
 * killed, either nothing has happened or the whole of it is kept.
 */
export function renameDamaged(path: string, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-');
  let kept = `${path}.corrupt-${stamp}`;
  for (let number = 2; existsSync(kept) || existsSync(`${kept}-wal`); number += 1) kept = `${path}.corrupt-${stamp}-${number}`;
  const beside = ['-wal', '-journal'].filter((suffix) => existsSync(path + suffix));
  for (const suffix of beside) copyFileSync(path + suffix, kept + suffix);
  renameSync(path, kept);
  for (const suffix of [...beside, '-shm']) rmSync(path + suffix, { force: true });
  return kept;
}
