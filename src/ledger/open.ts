/** Opens the ledger: a new file, a known one, or a clear reason why it cannot be used. */
import { chmodSync, closeSync, existsSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { t } from '../core/l10n/message.ts';
import { inARow } from '../core/report/words.ts';
import { findDamage, renameDamaged, wasLedger, whileRepairing } from './damage.ts';
import { isDamage, isLocked, messageOf } from './errors.ts';
import { fileSystemType, freeBytes, networkName } from './fileSystem.ts';
import { fileAddress, fileIdentity } from './identity.ts';
import { lockWaitMs } from './lease.ts';
import { makeFolder } from './makeFolder.ts';
import { migrate, readMarks } from './migrate.ts';
import type { Migration } from './migrations/migrations.ts';
import { applicationId, migrations as ownMigrations } from './migrations/migrations.ts';
import { text } from './values.ts';

export interface Ledger {
  readonly path: string;
  readonly database: DatabaseSync;
  /** Which file it is: another one may come to lie at the same path. */
  readonly identity: string;
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
  /** Looks the whole ledger over before it is used: something in it could not be read. */
  readonly suspect?: boolean;
  /** The schema's history; another one only to try migrations. */
  readonly migrations?: readonly Migration[];
  /** Type of the file system that a folder is on; another answer only to try a network's. */
  readonly typeOf?: (folder: string) => number | null;
  /** SQLite's way to the file system (`vfs`); another one only to try one without shared memory. */
  readonly vfs?: string;
}

/** Opens or creates the ledger at `path`. A corrupt one is renamed, never overwritten, and a new one begun in its place. */
export function openLedger(given: OpenOptions): OpenResult {
  // Where a link leads the file is, and what SQLite and this module put beside it.
  const options = { ...given, path: realPath(given.path) };
  const { path } = options;
  const folder = dirname(path);
  try {
    makeFolder(folder);
  } catch (error) {
    if (!existsSync(path))
      return failure(
        'unwritable',
        t(
          "The ledger's folder {0} cannot be made ({1}). Nothing was read or kept. Make it writable, or {2}.",
          folder,
          messageOf(error),
          elsewhere(),
        ),
      );
  }
  const refused = refusalOf(path) ?? networkRefusal(path, (options.typeOf ?? fileSystemType)(folder));
  if (refused !== null) return refused;
  const first = openChecked(options);
  return first.ok || first.reason !== 'corrupt' ? first : setAside(options);
}

const elsewhere = (): string => t('name another file with --ledger or the setting payoff.ledger');

/** What is no file, may not be read, or is no SQLite file and never was a ledger. */
function refusalOf(path: string): OpenResult | null {
  const kind = statSync(path, { throwIfNoEntry: false });
  if (kind !== undefined && !kind.isFile()) {
    const what = kind.isDirectory() ? t('a folder') : t('no regular file');
    return failure(
      'foreign',
      t('{0} is {1}, so no ledger can be kept there. Nothing was changed. Move it away, or {2}.', path, what, elsewhere()),
    );
  }
  const header = readHeader(path);
  if (header === 'unreadable')
    return failure(
      'unreadable',
      t('The ledger {0} may not be read. Nothing was changed. Give yourself the permission, or {1}.', path, elsewhere()),
    );
  if (header === 'other' && !wasLedger(path))
    return failure(
      'foreign',
      t('{0} is not a ledger of Payoff: it is no SQLite file. Nothing was changed. Move it away, or {1}.', path, elsewhere()),
    );
  return null;
}

function networkRefusal(path: string, type: number | null): OpenResult | null {
  const name = networkName(type);
  if (name === null) return null;
  return failure(
    'unwritable',
    t(
      'The ledger {0} lies on a network file system ({1}), where several machines could damage it. Nothing was read or changed. Keep it on a disk of this machine: {2}.',
      path,
      name,
      elsewhere(),
    ),
  );
}

function openChecked(options: OpenOptions): OpenResult {
  const opened = openExisting(options);
  if (options.suspect !== true || !opened.ok) return opened;
  const { database, path } = opened.ledger;
  if (findDamage(database) === null) return opened;
  database.close();
  return damaged(path);
}

/** Only one process sets a ledger aside; the others find the new one. */
function setAside(options: OpenOptions): OpenResult {
  const { path, nowMs } = options;
  try {
    if (!wasLedger(path))
      return failure(
        'foreign',
        t(
          '{0} is a damaged SQLite file, and nothing in it says that it was a ledger of Payoff. Nothing was changed. Move it away, or {1}.',
          path,
          elsewhere(),
        ),
      );
    return whileRepairing(path, () => {
      const again = openChecked(options);
      if (again.ok || again.reason !== 'corrupt') return again;
      const kept = renameDamaged(path, nowMs);
      const fresh = openExisting(options);
      if (!fresh.ok) return fresh;
      const notice = t(
        'The ledger was damaged. It is kept as {0}, and a new one is being filled from the transcripts that are still there: what only the old one held is in no figure.',
        kept,
      );
      return { ok: true, ledger: { ...fresh.ledger, notice } };
    });
  } catch (error) {
    return failure(
      'corrupt',
      t(
        'The ledger {0} is damaged and could not be set aside ({1}). Nothing was overwritten. Move it away by hand: a new one is filled from the transcripts that are still there.',
        path,
        messageOf(error),
      ),
    );
  }
}

function openExisting({ path, vfs, migrations = ownMigrations }: OpenOptions): OpenResult {
  let database: DatabaseSync | null = null;
  try {
    const newer = openNewer(path, migrations.length);
    if (newer !== null) return newer;
    database = new DatabaseSync(vfs === undefined ? path : fileAddress(path, `vfs=${vfs}`));
    database.exec(`PRAGMA busy_timeout = ${lockWaitMs}`);
    const { application, version, tables } = readMarks(database);
    if (application !== applicationId && (application !== 0 || tables > 0)) {
      const ours = isOurs(database);
      database.close();
      if (ours) return damaged(path);
      return failure('foreign', t('{0} belongs to another application. Nothing was changed. Name another file with --ledger.', path));
    }
    // Tables without a version, or a version that none will ever have: the header is damaged.
    if ((version === 0 && tables > 0) || version < 0 || version > migrations.length + mostNewerVersions) {
      database.close();
      return damaged(path);
    }
    // A newer Payoff was here since the look above.
    if (version > migrations.length) {
      database.close();
      return openNewer(path, migrations.length) ?? failure('newer', newerSentence(version, migrations.length));
    }
    chmodQuietly(path);
    const mode = database.prepare('PRAGMA journal_mode = WAL').get();
    if (mode?.journal_mode !== 'wal') {
      database.close();
      return failure('unwritable', withoutSharing(path));
    }
    // cell_size_check: a page whose cells lie where none can be is damage, and not read as something else. temp_store: what a statement for many rows
    // keeps, to take them back, would go to a file for each of them.
    database.exec(
      'PRAGMA cell_size_check = ON; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;',
    );
    const failed = tryToMigrate(database, path, version, migrations);
    if (failed !== null) return failed;
    return { ok: true, ledger: { path, database, identity: fileIdentity(path), readOnly: false, notice: null } };
  } catch (error) {
    closeQuietly(database);
    return afterError(error, path);
  }
}

function withoutSharing(path: string): string {
  return t(
    'The ledger {0} lies on a file system on which processes cannot share it (no shared memory or no locks there). Nothing was read or changed. Keep it on a disk of this machine: {1}.',
    path,
    elsewhere(),
  );
}

/** Whether a file with the mark of no or another application has a ledger's tables. */
function isOurs(database: DatabaseSync): boolean {
  const names = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  const tables = new Set(names.map((row) => text(row, 'name')));
  return ['hash_key', 'lease', 'transcript', 'inherited', 'forgotten'].every((table) => tables.has(table));
}

/** No Payoff will ever have had so many more schemas: a higher number is a damaged one. */
const mostNewerVersions = 1_000;

/**
 * A ledger of a newer version is shown as far as its tables allow, and never written, nor what SQLite keeps beside it: so it is looked at
 * before it is opened to be written. Null when it is none, or cannot be looked at so.
 */
function openNewer(path: string, known: number): OpenResult | null {
  if (!existsSync(path)) return null;
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(path, { readOnly: true });
    database.exec(`PRAGMA busy_timeout = ${lockWaitMs}`);
    const { application, version } = readMarks(database);
    if (application === applicationId && version > known && version <= known + mostNewerVersions) {
      return { ok: true, ledger: { path, database, identity: fileIdentity(path), readOnly: true, notice: newerSentence(version, known) } };
    }
  } catch {
    // Opening it to be written says what is wrong with it.
  }
  closeQuietly(database);
  return null;
}

function newerSentence(version: number, known: number): string {
  return t(
    'This ledger was written by a newer Payoff (schema {0}, this one knows {1}). It is shown as it is and not written; update Payoff to go on.',
    version,
    known,
  );
}

function afterError(error: unknown, path: string): OpenResult {
  if (isDamage(error)) return damaged(path);
  if (isLocked(error))
    return failure(
      'unwritable',
      t(
        'The ledger {0} is held by another process, which writes it or brings it up to date. Nothing was changed. It is tried again; if that goes on, look for a Payoff that is stopped or hangs.',
        path,
      ),
    );
  const isFull = freeBytes(dirname(path)) < leastFreeBytes;
  const why = isFull
    ? t('The disk that holds the ledger {0} is full. What it holds is shown; nothing new is added until there is space.', path)
    : t(
        'The ledger {0} may not be written. What it holds is shown; nothing new is added. Give yourself the permission for the file and its folder to go on.',
        path,
      );
  const shown = existsSync(path) && statSync(path).size > 0 ? openReadOnly(path, why) : null;
  if (shown !== null) return shown;
  return failure(
    'unwritable',
    isFull
      ? t('The ledger {0} cannot be opened because its disk is full. Free some space, or {1}. Nothing was changed.', path, elsewhere())
      : t(
          'The ledger {0} cannot be opened ({1}). Check the permissions of the file and its folder, or {2}. Nothing was changed.',
          path,
          messageOf(error),
          elsewhere(),
        ),
  );
}

/** With less than this SQLite cannot make the files that it needs beside a ledger. */
const leastFreeBytes = 1024 * 1024;

/**
 * Opened to be looked at only. A file in a folder that may not be written opens as immutable alone, since SQLite cannot make its
 * shared-memory file there; then what a killed process left beside it is not seen.
 */
function openReadOnly(path: string, why: string): OpenResult | null {
  const attempts = [
    { open: () => new DatabaseSync(path, { readOnly: true }), identity: () => fileIdentity(path), missing: '' },
    {
      open: () => new DatabaseSync(fileAddress(path, 'immutable=1'), { readOnly: true }),
      identity: () => fileIdentity(path, true),
      missing: (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0 ? t('What was written to it last is not among it.') : '',
    },
  ];
  for (const { open, identity, missing } of attempts) {
    let database: DatabaseSync | null = null;
    try {
      database = open();
      const { application, version } = readMarks(database);
      // An older schema has not the tables that are asked for.
      if (application === applicationId && version >= ownMigrations.length)
        return { ok: true, ledger: { path, database, identity: identity(), readOnly: true, notice: inARow(why, missing) } };
    } catch {
      // The next way, or none.
    }
    closeQuietly(database);
  }
  return null;
}

/** Null when the schema is the newest now; else why it is not, with the ledger as it was. */
function tryToMigrate(database: DatabaseSync, path: string, version: number, migrations: readonly Migration[]): OpenResult | null {
  try {
    migrate(database, path, migrations);
    return null;
  } catch (error) {
    if (version === 0 || isDamage(error) || isLocked(error)) throw error;
    database.close();
    const why = t(
      'The ledger {0} could not be brought from schema {1} to {2} ({3}). It is unchanged and nothing new is added. Free some space on its disk: it is tried again when Payoff is opened.',
      path,
      version,
      migrations.length,
      messageOf(error),
    );
    return openReadOnly(path, why) ?? failure('unwritable', why);
  }
}

function damaged(path: string): OpenResult {
  return failure('corrupt', t('The ledger {0} is damaged. Nothing was changed. Move it away to begin anew.', path));
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
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
    return header.toString('latin1', 0, length).startsWith('SQLite format 3\0') ? 'sqlite' : 'other';
  } catch {
    return 'unreadable';
  } finally {
    closeSync(descriptor);
  }
}

function closeQuietly(database: DatabaseSync | null): void {
  try {
    database?.close();
  } catch {
    // What cannot be closed was never open.
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
