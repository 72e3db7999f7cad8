/** Brings a ledger of an older schema to the newest, with a copy of it made before. */
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { freeBytes } from './fileSystem.ts';
import { addHashKey } from './hashKey.ts';
import type { Migration } from './migrations/migrations.ts';
import { applicationId } from './migrations/migrations.ts';
import { rollBack } from './transactions.ts';
import { fileAddress } from './identity.ts';
import type { Row } from './values.ts';
import { integer, text } from './values.ts';

export interface LedgerMarks {
  readonly application: number;
  readonly version: number;
  readonly tables: number;
}

/** Whose file it is, all read at one moment: another process may be making it just now. */
export function readMarks(database: DatabaseSync): LedgerMarks {
  const row = one(
    database,
    `SELECT application_id AS application, user_version AS version, (SELECT count(*) FROM sqlite_schema) AS tables
     FROM pragma_application_id, pragma_user_version`,
  );
  return { application: integer(row, 'application'), version: integer(row, 'version'), tables: integer(row, 'tables') };
}

/** Applies what is missing in one transaction, with a copy of the file made before. Throws, and leaves everything as it was, when one fails. */
export function migrate(database: DatabaseSync, path: string, migrations: readonly Migration[]): void {
  if (readMarks(database).version >= migrations.length) return;
  // Whoever comes first makes the copy and migrates; the others wait here, and find it done.
  database.exec('BEGIN IMMEDIATE');
  try {
    const { version } = readMarks(database);
    if (version > 0 && version < migrations.length) keepCopy(database, path, version, migrations.length);
    for (const migration of migrations.slice(version)) database.exec(migration.sql);
    if (version === 0) addHashKey(database);
    // Never lowered: a newer Payoff may have been here while this one waited.
    if (version < migrations.length) database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}`);
    database.exec('COMMIT');
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

/**
 * Makes a whole copy beside the ledger, unless one with the same content is there from an earlier try. Nobody writes meanwhile: the
 * caller holds the lock. Only a finished copy has the copy's name.
 */
function keepCopy(database: DatabaseSync, path: string, version: number, newest: number): void {
  const state = stateOf(database);
  let copy = `${path}.before-${newest}`;
  for (let number = 2; existsSync(copy); number += 1) {
    if (isCopyOf(copy, version, state)) return;
    copy = `${path}.before-${newest}-${number}`;
  }
  const unfinished = `${path}.before-${newest}.unfinished`;
  rmSync(unfinished, { force: true });
  const bytes = statSync(path).size;
  if (freeBytes(dirname(path)) < bytes) throw new Error(`no space for a copy of ${Math.ceil(bytes / 1e6)} MB beside it`);
  const reader = new DatabaseSync(path);
  try {
    reader.exec(`VACUUM INTO '${unfinished.replaceAll("'", "''")}'`);
    syncFile(unfinished);
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  } finally {
    reader.close();
  }
}

function isCopyOf(copy: string, version: number, state: string): boolean {
  try {
    // As immutable, so that SQLite puts nothing beside it.
    const database = new DatabaseSync(fileAddress(copy, 'immutable=1'), { readOnly: true });
    try {
      return readMarks(database).version === version && stateOf(database) === state;
    } finally {
      database.close();
    }
  } catch {
    return false;
  }
}

/** The same for two files of the same ledger with the same writes. */
function stateOf(database: DatabaseSync): string {
  const row = one(
    database,
    'SELECT hex(secret) AS secret, (SELECT revision FROM lease) AS revision FROM hash_key ORDER BY id DESC LIMIT 1',
  );
  return `${text(row, 'secret')} ${integer(row, 'revision')}`;
}

/** SQLite does not wait until a copy is on the disk. */
function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function one(database: DatabaseSync, sql: string): Row {
  const row = database.prepare(sql).get();
  if (row === undefined) throw new Error(`The ledger answered nothing to: ${sql}`);
  return row;
}
