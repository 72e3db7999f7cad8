/** What only the doctor asks of the ledger: which of its transcripts changed, vanished or say what cannot be. */
import type { DatabaseSync } from 'node:sqlite';
import { hasGitTables, readRepositories } from './repositories.ts';
import type { StoredRepository } from './repositories.ts';
import { integer, integerOrNull, text } from './values.ts';

/** Claude Code was first shown in February 2025; nothing that it wrote is from before 2023. */
const firstPossibleMs = Date.UTC(2023, 0, 1);

const hourMs = 60 * 60 * 1000;

/** Files that end within a line, as they were when they were read. */
export function unfinishedFiles(database: DatabaseSync): readonly { readonly path: string; readonly modifiedMs: number }[] {
  return database
    .prepare('SELECT path, modified_ms FROM transcript WHERE gone = 0 AND offset < size ORDER BY modified_ms DESC')
    .all()
    .map((row) => ({ path: text(row, 'path'), modifiedMs: integer(row, 'modified_ms') }));
}

/**
 * Files that are shorter now than where a request was read in them. One that is to be read again from its start has no size; and where a request lies that
 * another session repeats may have been read in a file of that one.
 */
export function shrunkFiles(database: DatabaseSync): readonly string[] {
  return database
    .prepare(
      `SELECT DISTINCT path FROM request JOIN transcript ON transcript.id = request.transcript
       WHERE gone = 0 AND size > 0 AND line_offset >= size AND request.id NOT IN (SELECT request FROM inherited) ORDER BY path`,
    )
    .all()
    .map((row) => text(row, 'path'));
}

/** What only the ledger still has: files, whole sessions, and the hours (since 1970) of which nothing else is left. */
export function archivedOnly(database: DatabaseSync): {
  readonly sessions: number;
  readonly gone: readonly number[];
  readonly there: readonly number[];
} {
  const hours = (gone: 0 | 1): readonly number[] =>
    database
      .prepare(
        `SELECT DISTINCT at_ms / ${String(hourMs)} AS hour FROM request JOIN transcript ON transcript.id = request.transcript
         WHERE (gone <> 0) = ?`,
      )
      .all(gone)
      .map((row) => integer(row, 'hour') * hourMs);
  return {
    sessions: number(database, 'SELECT count(*) AS n FROM (SELECT session FROM transcript GROUP BY session HAVING min(gone) <> 0)'),
    gone: hours(1),
    there: hours(0),
  };
}

/** Requests with times that cannot be. */
export function strangeTimes(database: DatabaseSync, latestMs: number): { readonly future: number; readonly old: number } {
  return {
    future: number(database, 'SELECT count(*) AS n FROM request WHERE at_ms > ?', latestMs),
    old: number(database, 'SELECT count(*) AS n FROM request WHERE at_ms < ?', firstPossibleMs),
  };
}

/** How many globs of folders are excluded, and folders forgotten. */
export function leftOut(database: DatabaseSync): { readonly excluded: number; readonly forgotten: number } {
  return {
    excluded: number(database, 'SELECT count(*) AS n FROM exclusion'),
    forgotten: number(database, 'SELECT count(*) AS n FROM forgotten'),
  };
}

/** Time of the first request, null without any. */
export function firstRequestMs(database: DatabaseSync): number | null {
  const row = database.prepare('SELECT min(at_ms) AS first FROM request').get();
  return row === undefined ? null : integerOrNull(row, 'first');
}

/** When the transcript that was not used for longest was last used, milliseconds UTC; null without any. */
export function oldestTranscriptMs(database: DatabaseSync): number | null {
  const row = database.prepare("SELECT min(modified_ms) AS oldest FROM transcript WHERE gone = 0 AND agent = ''").get();
  return row === undefined ? null : integerOrNull(row, 'oldest');
}

/** What the doctor says of each repository; none in a ledger from before git was read. */
export function repositoryStates(
  database: DatabaseSync,
): readonly (Pick<StoredRepository, 'path' | 'problem' | 'settings' | 'settingsProblem'> & { readonly shallow: boolean })[] {
  if (!hasGitTables(database)) return [];
  return readRepositories(database).map(({ path, problem, shallowSinceMs, settings, settingsProblem }) => ({
    ...{ path, problem, settings, settingsProblem },
    shallow: shallowSinceMs !== null,
  }));
}

function number(database: DatabaseSync, sql: string, ...values: readonly number[]): number {
  const row = database.prepare(sql).get(...values);
  return row === undefined ? 0 : integer(row, 'n');
}
