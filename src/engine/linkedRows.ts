/** What git's pass makes of a repository's commits and sessions, as the ledger keeps it. */
import type { DatabaseSync } from 'node:sqlite';
import type { CommitRecord } from '../core/attribution/gitFacts.ts';
import type { Link } from '../core/attribution/link.ts';
import type { Linked, LinesTaken } from '../core/attribution/placement.ts';
import type { Undoing } from '../core/outcomes/undoing.ts';
import { readTakenEdits, writeTakenEdits } from '../ledger/commitLines.ts';
import { readLinks, writeLinks } from '../ledger/links.ts';
import { readUndoings, writeUndoings } from '../ledger/undoings.ts';
import type { Row } from '../ledger/values.ts';
import { integer } from '../ledger/values.ts';

export interface LinkedRows {
  readonly links: readonly Link[];
  readonly takenLines: NonNullable<Linked['takenLines']>;
  readonly undoings: readonly Undoing[];
}

export function readLinkedRows(database: DatabaseSync, repository: { readonly id: number; readonly path: string }): LinkedRows {
  const { id } = repository;
  return { links: readLinks(database, repository), takenLines: readTakenEdits(database, id), undoings: readUndoings(database, id) };
}

/** Makes what a repository has this; call inside a transaction. `before`: what it has now, where that is known; else it is read. */
export function writeLinkedRows(database: DatabaseSync, id: number, rows: LinkedRows, before?: LinkedRows): void {
  writeLinks(database, id, rows.links);
  writeTakenEdits(database, id, rows.takenLines, before?.takenLines);
  writeUndoings(database, id, rows.undoings, before?.undoings);
}

/** Whether a repository has as many of each as these. */
export function haveSameSize(database: DatabaseSync, id: number, { links, takenLines, undoings }: LinkedRows): boolean {
  let takers = 0;
  for (const each of takenLines.values()) takers += each.length;
  const count = (table: string): string => `(SELECT count(*) FROM ${table} WHERE repository = :id)`;
  let row: Row | undefined;
  try {
    row = database.prepare(`SELECT ${count('link')} AS links, ${count('taken_edit')} AS taken, ${count('undoing')} AS undone`).get({ id });
  } catch {
    // An older ledger that may not be written has not all of the tables.
    return false;
  }
  return (
    row !== undefined &&
    integer(row, 'links') === links.length &&
    integer(row, 'taken') === takers &&
    integer(row, 'undone') === undoings.length
  );
}

/** The same as it is when it is read again. */
export function asRead({ links, takenLines, undoings }: LinkedRows, commits: ReadonlyMap<string, CommitRecord>): LinkedRows {
  const byTime = (left: LinesTaken, right: LinesTaken): number => {
    const [one, other] = [commits.get(left.sha), commits.get(right.sha)];
    return (
      (one?.authorMs ?? -Infinity) - (other?.authorMs ?? -Infinity) ||
      (one?.committerMs ?? -Infinity) - (other?.committerMs ?? -Infinity) ||
      compare(left.sha, right.sha)
    );
  };
  return {
    links: [...links].sort((left, right) => compare(left.sha, right.sha) || compare(left.sessionId, right.sessionId)),
    takenLines: new Map([...takenLines].map(([toolUseId, takers]) => [toolUseId, takers.length < 2 ? takers : [...takers].sort(byTime)])),
    undoings: [...undoings].sort((left, right) => compare(left.changeSha, right.changeSha) || compare(left.laterSha, right.laterSha)),
  };
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
