/** Opens the ledger: a new file, a known one, or a clear reason why it cannot be used. */
import { mkdirSync, openSync, readSync, closeSync, renameSync, existsSync, chmodSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { addHashKey } from './hashKey.ts';
import type { Migration } from './migrations/migrations.ts';
import { applicationId, migrations as ownMigrations } from './migrations/migrations.ts';
import type { Row } from './values.ts';
import { integer } from './values.ts';

export interface Ledger {
  readonly path: string;
  readonly database: DatabaseSync;
  /** Whether nothing can be written: a newer version's ledger, or a file or folder that may not be written. */
  readonly readOnly: boolean;
  /** A sentence to show when something is unusual: opened read-only, or set aside and begun anew. */
  readonly notice: string | null;
}

export interface OpenFailure {
  readonly reason: 'newer' | 'foreign' | 'corrupt' | 'unreadable' | 'unwritable';
  readonly sentence: string;
}

export type OpenResult = { readonly ok: true; readonly ledger: Ledger } | ({ readonly ok: false } & OpenFailure);

export interface OpenOptions {
  readonly path: string;
  /** Milliseconds UTC, for the names of what is set aside. */
  readonly nowMs: number;
  /** The schema's history; another one only to try migrations. */
  readonly migrations?: readonly Migration[];
}

/** Opens or creates the ledger at `path`. A corrupt one is renamed, never overwritten, and a new one begun in its place. */
export function openLedger(options: OpenOptions): OpenResult {
  const { path } = options;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  } catch (error) {
    if (!existsSync(path))
      return failure(
        'unwritable',
        `The ledger's folder ${dirname(path)} cannot be made (${messageOf(error)}). Nothing was read or kept. Make it writable, or name another file with --ledger.`,
      );
  }
  const header = readHeader(path);
  if (header === 'unreadable')
    return failure(
      'unreadable',
      `The ledger ${path} may not be read. Nothing was changed. Give yourself the permission, or name another file with --ledger.`,
    );
  if (header === 'other')
    return failure(
      'foreign',
      `${path} is not a ledger of Payoff: it is no SQLite file. Nothing was changed. Name another file with --ledger.`,
    );
  const first = openExisting(options);
  if (first.ok || first.reason !== 'corrupt') return first;
  return setAside(options);
}

function setAside(options: OpenOptions): OpenResult {
  const kept = `${options.path}.corrupt-${new Date(options.nowMs).toISOString().replaceAll(/[:.]/g, '-')}`;
  try {
    for (const suffix of ['', '-wal', '-shm']) if (existsSync(options.path + suffix)) renameSync(options.path + suffix, kept + suffix);
  } catch (error) {
    return failure(
      'corrupt',
      `The ledger ${options.path} is damaged and could not be set aside (${messageOf(error)}). Nothing was overwritten. Move it away by hand.`,
    );
  }
  const second = openExisting(options);
  if (!second.ok) return second;
  const notice = `The ledger was damaged. It is kept as ${kept}, and a new one is being filled from the transcripts that are still there.`;
  return { ok: true, ledger: { ...second.ledger, notice } };
}

function openExisting({ path, migrations = ownMigrations }: OpenOptions): OpenResult {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(path);
    database.exec('PRAGMA busy_timeout = 5000');
    const { application, version, tables } = describe(database);
    if (application !== applicationId && (application !== 0 || tables > 0)) {
      database.close();
      return failure('foreign', `${path} belongs to another application. Nothing was changed. Name another file with --ledger.`);
    }
    if (version > migrations.length) return openNewer(database, path, version, migrations.length);
    chmodQuietly(path);
    database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 8000;',
    );
    const failed = tryToMigrate(database, path, version, migrations);
    if (failed !== null) return failed;
    return { ok: true, ledger: { path, database, readOnly: false, notice: null } };
  } catch (error) {
    database?.close();
    return afterError(error, path);
  }
}

/** A ledger of a newer version is shown as far as its tables allow, and never written. */
function openNewer(database: DatabaseSync, path: string, version: number, known: number): OpenResult {
  database.exec('PRAGMA query_only = ON');
  const notice = `This ledger was written by a newer Payoff (schema ${version}, this one knows ${known}). It is shown as it is and not written; update Payoff to go on.`;
  return { ok: true, ledger: { path, database, readOnly: true, notice } };
}

function afterError(error: unknown, path: string): OpenResult {
  const code = sqliteCode(error);
  if (code === sqliteNotADatabase || code === sqliteCorrupt)
    return failure('corrupt', `The ledger ${path} is damaged. Nothing was changed. Move it away to begin anew.`);
  if (existsSync(path)) {
    const readOnly = openReadOnly(path);
    if (readOnly !== null) return readOnly;
  }
  return failure(
    'unwritable',
    `The ledger ${path} cannot be opened (${messageOf(error)}). Nothing was changed. Check the file's permissions and the disk's space, or name another file with --ledger.`,
  );
}

/** A file in a folder that may not be written opens only as immutable: SQLite cannot make its shared-memory file there. */
function openReadOnly(
  path: string,
  notice = `The ledger ${path} may not be written. What it holds is shown; nothing new is added.`,
): OpenResult | null {
  try {
    const address = new URL(`file://${path.split('/').map(encodeURIComponent).join('/')}?immutable=1`);
    const database = new DatabaseSync(address, { readOnly: true });
    if (describe(database).application !== applicationId) {
      database.close();
      return null;
    }
    return { ok: true, ledger: { path, database, readOnly: true, notice } };
  } catch {
    return null;
  }
}

/** Null when the schema is the newest now; else what is left: the older ledger, to be looked at. */
function tryToMigrate(database: DatabaseSync, path: string, version: number, migrations: readonly Migration[]): OpenResult | null {
  try {
    migrate(database, path, version, migrations);
    return null;
  } catch (error) {
    if (version === 0) throw error;
    database.close();
    const notice = `The ledger ${path} could not be brought from schema ${version} to ${migrations.length} (${messageOf(error)}). It is unchanged and shown as it is; nothing new is added. Check the disk's space, then reload the window.`;
    return openReadOnly(path, notice) ?? failure('unwritable', notice);
  }
}

/** Applies what is missing, each migration in one transaction, with a copy of the file made before the first. */
function migrate(database: DatabaseSync, path: string, version: number, migrations: readonly Migration[]): void {
  if (version === migrations.length) return;
  const copy = `${path}.before-${migrations.length}`;
  // One that is there is of the same older schema: an earlier try failed, and nothing was written since.
  if (version > 0 && !existsSync(copy)) database.exec(`VACUUM INTO '${copy.replaceAll("'", "''")}'`);
  database.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have migrated while this one waited for the lock.
    const current = describe(database).version;
    for (const migration of migrations.slice(current)) database.exec(migration.sql);
    if (current === 0) addHashKey(database);
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}; COMMIT`);
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

function describe(database: DatabaseSync): { application: number; version: number; tables: number } {
  return {
    application: integer(one(database, 'PRAGMA application_id'), 'application_id'),
    version: integer(one(database, 'PRAGMA user_version'), 'user_version'),
    tables: integer(one(database, 'SELECT count(*) AS tables FROM sqlite_schema'), 'tables'),
  };
}

function one(database: DatabaseSync, sql: string): Row {
  const row = database.prepare(sql).get();
  if (row === undefined) throw new Error(`The ledger answered nothing to: ${sql}`);
  return row;
}

const sqliteCorrupt = 11;
const sqliteNotADatabase = 26;

/** SQLite's primary result code of an error that `node:sqlite` threw, null for any other error. */
export function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  return error.errcode & 0xff;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function readHeader(path: string): 'none' | 'sqlite' | 'other' | 'unreadable' {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'none' : 'unreadable';
  }
  try {
    const header = Buffer.alloc(16);
    const length = readSync(descriptor, header, 0, 16, 0);
    if (length === 0) return 'none';
    return header.toString('latin1', 0, length).startsWith('SQLite format 3') ? 'sqlite' : 'other';
  } catch {
    return 'unreadable';
  } finally {
    closeSync(descriptor);
  }
}

function chmodQuietly(path: string): void {
  try {
    chmodSync(path, 0o600);
  } catch {
    // Somebody else's file system or file: the folder's own mode has to do.
  }
}

function failure(reason: OpenFailure['reason'], sentence: string): OpenResult {
  return { ok: false, reason, sentence };
}
