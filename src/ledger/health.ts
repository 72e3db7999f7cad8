import { readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { countsOf } from './cursors.ts';
import { flag, integer, text } from './values.ts';

/** What the ledger holds of its transcripts, and what of them was left out. */
export interface LedgerHealth {
  readonly requests: number;
  readonly sessions: number;
  readonly archivedFiles: number;
  readonly versions: readonly { readonly version: string; readonly requests: number }[];
  readonly models: readonly { readonly model: string; readonly requests: number }[];
  readonly recordTypes: ReadonlyMap<string, number>;
  readonly skipped: readonly { readonly path: string; readonly reasons: Readonly<Record<string, number>> }[];
}

export function readHealth(database: DatabaseSync): LedgerHealth {
  const recordTypes = new Map<string, number>();
  const skipped: { path: string; reasons: Record<string, number> }[] = [];
  let archivedFiles = 0;
  for (const row of database.prepare('SELECT path, record_types, skipped, gone FROM transcript').iterate()) {
    if (flag(row, 'gone')) archivedFiles += 1;
    for (const [type, lines] of Object.entries(countsOf(text(row, 'record_types'))))
      recordTypes.set(type, (recordTypes.get(type) ?? 0) + lines);
    const reasons = countsOf(text(row, 'skipped'));
    if (Object.keys(reasons).length > 0) skipped.push({ path: text(row, 'path'), reasons });
  }
  return {
    requests: requestCount(database),
    sessions: number(database, 'SELECT count(DISTINCT session) AS n FROM transcript', 'n'),
    archivedFiles,
    versions: database
      .prepare(
        `SELECT version, count(*) AS requests FROM request JOIN context ON context.id = request.context
         GROUP BY version ORDER BY requests DESC`,
      )
      .all()
      .map((row) => ({ version: text(row, 'version'), requests: integer(row, 'requests') })),
    models: database
      .prepare('SELECT model, count(*) AS requests FROM request GROUP BY model ORDER BY requests DESC')
      .all()
      .map((row) => ({ model: text(row, 'model'), requests: integer(row, 'requests') })),
    recordTypes,
    skipped,
  };
}

/** The schema's version as the file has it. */
export function schemaVersion(database: DatabaseSync): number {
  return number(database, 'PRAGMA user_version', 'user_version');
}

/** What SQLite's own check says of the file, `''` when it finds nothing. Reads all of it: about a second for 400 MB. */
export function checkFile(database: DatabaseSync): string {
  const check = database.prepare('PRAGMA quick_check(1)').get();
  const message = check === undefined ? 'ok' : text(check, 'quick_check');
  return message === 'ok' ? '' : message;
}

/** Which SQLite this is, `3.50.4`. */
export function sqliteVersion(database: DatabaseSync): string {
  const row = database.prepare('SELECT sqlite_version() AS version').get();
  return row === undefined ? '' : text(row, 'version');
}

export function requestCount(database: DatabaseSync): number {
  return number(database, 'SELECT count(*) AS n FROM request', 'n');
}

/** Lines that had to be skipped, over all files. */
export function skippedLines(database: DatabaseSync): number {
  let lines = 0;
  for (const row of database.prepare("SELECT skipped FROM transcript WHERE skipped <> '{}'").iterate())
    for (const count of Object.values(countsOf(text(row, 'skipped')))) lines += count;
  return lines;
}

/** Deletes what lies beside a ledger: copies made before a migration, and damaged ones that were set aside. */
export function deleteKeptCopies(path: string): void {
  for (const copy of keptCopies(path)) rmSync(copy);
}

/** Damaged ledgers that were set aside, without the files that SQLite keeps beside each. */
export function damagedCopies(path: string): readonly string[] {
  return keptCopies(path).filter((copy) => copy.startsWith(`${path}.corrupt-`) && !/-(?:wal|shm)$/.test(copy));
}

/** Copies from before an update of the schema. */
export function updateCopies(path: string): readonly string[] {
  return keptCopies(path).filter((copy) => copy.startsWith(`${path}.before-`) && !/-(?:wal|shm)$/.test(copy));
}

function keptCopies(path: string): readonly string[] {
  if (statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(dirname(path))
    .filter((name) => name.startsWith(`${basename(path)}.before-`) || name.startsWith(`${basename(path)}.corrupt-`))
    .map((name) => join(dirname(path), name));
}

function number(database: DatabaseSync, sql: string, column: string): number {
  const row = database.prepare(sql).get();
  return row === undefined ? 0 : integer(row, column);
}
