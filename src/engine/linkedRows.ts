/** What git's pass makes of a repository's commits and sessions, as the ledger keeps it. */
import type { DatabaseSync } from 'node:sqlite';
import type { CommitRecord } from '../core/attribution/gitFacts.ts';
import type { Link } from '../core/attribution/link.ts';
import type { Linked, LinesTaken } from '../core/attribution/placement.ts';
import type { Undoing } from '../core/outcomes/undoing.ts';
import { readTakenEdits, writeTakenEdits } from '../ledger/commitLines.ts';
import { isSameLink, readLinks, writeLinks } from '../ledger/links.ts';
import { isSameUndoing, readUndoings, writeUndoings } from '../ledger/undoings.ts';
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

/**
 * Makes what a repository has this; call inside a transaction. `before`: what it has now, where that is known; else it is read. Returns the same
 * rows, those that it had already as the objects that they were.
 */
export function writeLinkedRows(
  database: DatabaseSync,
  repository: { readonly id: number; readonly path: string },
  rows: LinkedRows,
  before: LinkedRows = readLinkedRows(database, repository),
): LinkedRows {
  const kept = withObjectsOf(before, rows);
  writeLinks(database, repository.id, kept.links, before.links);
  writeTakenEdits(database, repository.id, kept.takenLines, before.takenLines);
  writeUndoings(database, repository.id, kept.undoings, before.undoings);
  return kept;
}

/** What is as before is the same object: whoever compares later has little to look at. */
function withObjectsOf(before: LinkedRows, { links, takenLines, undoings }: LinkedRows): LinkedRows {
  const linkBefore = found(before.links, ({ sha }) => sha);
  const undoingBefore = found(before.undoings, ({ changeSha }) => changeSha);
  return {
    links: links.map((link) => linkBefore(link, (other) => other.sessionId === link.sessionId && isSameLink(other, link))),
    takenLines: new Map(
      [...takenLines].map(([toolUseId, takers]) => {
        const known = before.takenLines.get(toolUseId);
        return [toolUseId, known !== undefined && haveSameLines(known, takers) ? known : takers];
      }),
    ),
    undoings: undoings.map((undoing) =>
      undoingBefore(undoing, (other) => other.laterSha === undoing.laterSha && isSameUndoing(other, undoing)),
    ),
  };
}

/** Gives an item of a list that is like another, looked for among those of its key only; else that other. */
function found<Item>(items: readonly Item[], keyOf: (item: Item) => string): (item: Item, isLike: (other: Item) => boolean) => Item {
  const all = new Set(items);
  const byKey = new Map<string, Item[]>();
  for (const item of items) {
    const known = byKey.get(keyOf(item));
    if (known === undefined) byKey.set(keyOf(item), [item]);
    else known.push(item);
  }
  return (item, isLike) => (all.has(item) ? item : (byKey.get(keyOf(item))?.find(isLike) ?? item));
}

function haveSameLines(left: readonly LinesTaken[], right: readonly LinesTaken[]): boolean {
  return (
    left.length === right.length &&
    left.every(({ sha, lines }, position) => sha === right[position]?.sha && lines === right[position].lines)
  );
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

/** The same as it is when it is read again. `before`: what was read before, which may have most of it. */
export function asRead(
  { links, takenLines, undoings }: LinkedRows,
  commits: ReadonlyMap<string, CommitRecord>,
  before: LinkedRows,
): LinkedRows {
  const byTime = (left: LinesTaken, right: LinesTaken): number => {
    const [one, other] = [commits.get(left.sha), commits.get(right.sha)];
    return (
      (one?.authorMs ?? -Infinity) - (other?.authorMs ?? -Infinity) ||
      (one?.committerMs ?? -Infinity) - (other?.committerMs ?? -Infinity) ||
      compare(left.sha, right.sha)
    );
  };
  return {
    links: inOrder(links, before.links, (left, right) => compare(left.sha, right.sha) || compare(left.sessionId, right.sessionId)),
    takenLines: new Map([...takenLines].map(([toolUseId, takers]) => [toolUseId, takers.length < 2 ? takers : [...takers].sort(byTime)])),
    undoings: inOrder(undoings, before.undoings, (left, right) => {
      return compare(left.changeSha, right.changeSha) || compare(left.laterSha, right.laterSha);
    }),
  };
}

/** The items in order. Those that a list in order has are not sorted again. */
function inOrder<Item>(items: readonly Item[], before: readonly Item[], order: (left: Item, right: Item) => number): readonly Item[] {
  const [had, has] = [new Set(before), new Set(items)];
  const fresh = items.filter((item) => !had.has(item)).sort(order);
  const merged: Item[] = [];
  let at = 0;
  for (const item of before) {
    if (!has.has(item)) continue;
    for (let next = fresh[at]; next !== undefined && order(next, item) < 0; next = fresh[(at += 1)]) merged.push(next);
    merged.push(item);
  }
  return merged.concat(fresh.slice(at));
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
