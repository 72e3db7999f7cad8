/** Folders that are never read into the ledger: kept in it, so that every process that writes it keeps to them. */
import type { DatabaseSync } from 'node:sqlite';
import { text } from './values.ts';

/** The globs, sorted. */
export function readExclusions(database: DatabaseSync): readonly string[] {
  return database
    .prepare('SELECT glob FROM exclusion ORDER BY glob')
    .all()
    .map((row) => text(row, 'glob'));
}

/**
 * Makes the globs these; call inside a transaction. Files of which something was left out are read again when that changes anything; one
 * that is gone stays as it is.
 */
export function writeExclusions(database: DatabaseSync, globs: readonly string[]): void {
  const wanted = [...new Set(globs)].sort();
  if (JSON.stringify(wanted) === JSON.stringify(readExclusions(database))) return;
  database.exec('DELETE FROM exclusion');
  const insert = database.prepare('INSERT INTO exclusion VALUES (?)');
  for (const glob of wanted) insert.run(glob);
  database.exec("UPDATE transcript SET size = 0, offset = 0, digest = '', state = '', partial = 0 WHERE partial <> 0 AND gone = 0");
}
