/** What later arrivals on the default branch took back of changes: found in git's pass, judged without lines. */
import type { DatabaseSync } from 'node:sqlite';
import type { Undoing } from '../core/outcomes/undoing.ts';
import { changedItems } from './changedItems.ts';
import { integer, text } from './values.ts';

/** In the order of names. */
export function readUndoings(database: DatabaseSync, repository: number): readonly Undoing[] {
  // An older ledger that may not be written has no such table.
  if (database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'undoing'").get() === undefined) return [];
  const rows = database.prepare('SELECT * FROM undoing WHERE repository = ? ORDER BY change_sha, later_sha').all(repository);
  return rows.map((row) => ({
    changeSha: text(row, 'change_sha'),
    laterSha: text(row, 'later_sha'),
    added: integer(row, 'added'),
    addedGone: integer(row, 'added_gone'),
    removed: integer(row, 'removed'),
    removedBack: integer(row, 'removed_back'),
  }));
}

/**
 * Makes what was taken back in a repository this; call inside a transaction. Only what is another is written. `before`: what there is, where that is
 * known; else it is read.
 */
export function writeUndoings(
  database: DatabaseSync,
  repository: number,
  undoings: readonly Undoing[],
  before: readonly Undoing[] = readUndoings(database, repository),
): void {
  const { gone, come } = changedItems(before, undoings, nameOf, isSameUndoing);
  const remove = database.prepare('DELETE FROM undoing WHERE repository = ? AND change_sha = ? AND later_sha = ?');
  for (const { changeSha, laterSha } of gone) remove.run(repository, changeSha, laterSha);
  const insert = database.prepare('INSERT INTO undoing VALUES (?, ?, ?, ?, ?, ?, ?)');
  for (const { changeSha, laterSha, added, addedGone, removed, removedBack } of come)
    insert.run(repository, changeSha, laterSha, added, addedGone, removed, removedBack);
}

function nameOf({ changeSha, laterSha }: Undoing): string {
  return `${changeSha} ${laterSha}`;
}

/** Whether two of one change and arrival say the same. */
export function isSameUndoing(left: Undoing, right: Undoing): boolean {
  return (
    left.added === right.added &&
    left.addedGone === right.addedGone &&
    left.removed === right.removed &&
    left.removedBack === right.removedBack
  );
}
