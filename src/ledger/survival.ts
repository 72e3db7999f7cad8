/** Which lines of changes are still there, as git was seen to say. */
import type { DatabaseSync } from 'node:sqlite';
import type { SurvivalRow } from '../core/outcomes/survival.ts';
import type { Row } from './values.ts';
import { integer, text } from './values.ts';

/** What was seen of a repository's changes, in order of changes, files and days. */
export function readSurvival(database: DatabaseSync, repository: number): readonly SurvivalRow[] {
  if (!hasSurvival(database)) return [];
  const rows = database.prepare(
    'SELECT change_sha, path, days, seen_sha, lines, surviving FROM survival WHERE repository = ? ORDER BY change_sha, path, days',
  );
  return rows.all(repository).map(rowOf);
}

/** Differs whenever what was seen of a repository's changes does. */
export function survivalExtent(database: DatabaseSync, repository: number): string {
  if (!hasSurvival(database)) return '';
  const row = database
    .prepare(
      `SELECT count(*) || ' ' || total(lines) || ' ' || total(surviving) || ' ' || total(days * lines) || ' ' || coalesce(max(seen_sha), '') AS extent
       FROM survival WHERE repository = ?`,
    )
    .get(repository);
  return row === undefined ? '' : text(row, 'extent');
}

/** Makes what was seen of one change these rows; call inside a transaction. */
export function writeSurvival(database: DatabaseSync, repository: number, changeSha: string, rows: readonly SurvivalRow[]): void {
  database.prepare('DELETE FROM survival WHERE repository = ? AND change_sha = ?').run(repository, changeSha);
  const insert = database.prepare(
    'INSERT INTO survival (repository, change_sha, path, days, seen_sha, lines, surviving) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  for (const { path, days, seenSha, lines, surviving } of rows) insert.run(repository, changeSha, path, days, seenSha, lines, surviving);
}

/** An older ledger that may not be written has no such table. */
function hasSurvival(database: DatabaseSync): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'survival'").get() !== undefined;
}

function rowOf(row: Row): SurvivalRow {
  return {
    changeSha: text(row, 'change_sha'),
    path: text(row, 'path'),
    days: integer(row, 'days'),
    seenSha: text(row, 'seen_sha'),
    lines: integer(row, 'lines'),
    surviving: integer(row, 'surviving'),
  };
}
