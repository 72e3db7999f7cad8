/** The lines that commits changed, as keyed hashes, and the edits that they took. */
import type { DatabaseSync } from 'node:sqlite';
import type { LinesTaken } from '../core/attribution/placement.ts';
import type { HashKey } from './hashKey.ts';
import type { Row } from './values.ts';
import { bytes, integer, text } from './values.ts';

/** What one commit changed, by the position of its files; null where that was too much to be kept. */
export interface PatchLines {
  readonly sha: string;
  readonly files: readonly ({ readonly added: Uint8Array; readonly removed: Uint8Array } | null)[];
}

export interface FileLines {
  readonly position: number;
  readonly added: Uint8Array;
  readonly removed: Uint8Array;
}

/** SHAs of the repository's commits whose lines were read under a key. */
export function readPatchedShas(database: DatabaseSync, repository: number, key: HashKey): ReadonlySet<string> {
  const rows = database.prepare(
    'SELECT sha FROM git_commit JOIN commit_patch ON git_commit = id WHERE repository = ? AND commit_patch.hash_key = ?',
  );
  return new Set(rows.all(repository, key.id).map((row) => text(row, 'sha')));
}

/** How many `readPatchedShas` would give. */
export function countPatchedShas(database: DatabaseSync, repository: number, key: HashKey): number {
  const row = database
    .prepare('SELECT count(*) AS n FROM git_commit JOIN commit_patch ON git_commit = id WHERE repository = ? AND commit_patch.hash_key = ?')
    .get(repository, key.id);
  return row === undefined ? 0 : integer(row, 'n');
}

/** Keeps what was read of commits; call inside a transaction. A commit that is not in the ledger is left out. */
export function writeCommitLines(database: DatabaseSync, repository: number, patches: readonly PatchLines[], key: HashKey): void {
  const find = database.prepare('SELECT id FROM git_commit WHERE repository = ? AND sha = ?');
  const insertPatch = database.prepare('INSERT OR IGNORE INTO commit_patch VALUES (?, ?)');
  const insertLines = database.prepare('INSERT OR IGNORE INTO commit_line VALUES (?, ?, ?, ?, ?)');
  for (const { sha, files } of patches) {
    const row = find.get(repository, sha);
    if (row === undefined) continue;
    const id = integer(row, 'id');
    insertPatch.run(id, key.id);
    for (const [position, lines] of files.entries())
      if (lines !== null && lines.added.length + lines.removed.length > 0)
        insertLines.run(id, key.id, position, lines.added, lines.removed);
  }
}

/** One commit of those that were asked for. */
export interface CommitLines {
  readonly sha: string;
  /** In order of position; none where it changed no line, and where its lines were not read. */
  readonly files: readonly FileLines[];
}

/**
 * Lines of some of the repository's commits under a key, one commit after the other in the order that is asked for, so that no more than one
 * is in memory. A commit that is not in the ledger is left out.
 */
export function* readCommitLines(
  database: DatabaseSync,
  repository: number,
  key: Pick<HashKey, 'id'>,
  shas: Iterable<string>,
): Generator<CommitLines, void, undefined> {
  const find = database.prepare('SELECT id FROM git_commit WHERE repository = ? AND sha = ?');
  const lines = database.prepare(
    'SELECT position, added, removed FROM commit_line WHERE git_commit = ? AND hash_key = ? ORDER BY position',
  );
  for (const sha of shas) {
    const row = find.get(repository, sha);
    if (row !== undefined) yield { sha, files: lines.all(integer(row, 'id'), key.id).map(fileLinesOf) };
  }
}

function fileLinesOf(row: Row): FileLines {
  return { position: integer(row, 'position'), added: bytes(row, 'added'), removed: bytes(row, 'removed') };
}

/** Ids of the keys under which edits were written. */
export function readEditKeys(database: DatabaseSync): ReadonlySet<number> {
  const rows = database.prepare('SELECT DISTINCT hash_key FROM edit').all();
  return new Set(rows.map((row) => integer(row, 'hash_key')));
}

/** The lines of those edits, by `toolUseId`, that were written under a key. */
export function readEditLines(
  database: DatabaseSync,
  wanted: ReadonlySet<string>,
  key: Pick<HashKey, 'id'>,
): ReadonlyMap<string, Pick<FileLines, 'added' | 'removed'>> {
  const find = database.prepare('SELECT added_hashes, removed_hashes FROM edit WHERE tool_use_id = ? AND hash_key = ?');
  const lines = new Map<string, Pick<FileLines, 'added' | 'removed'>>();
  for (const id of wanted) {
    const row = find.get(id, key.id);
    if (row !== undefined) lines.set(id, { added: bytes(row, 'added_hashes'), removed: bytes(row, 'removed_hashes') });
  }
  return lines;
}

/** How many edits were made before the last commit that is known of a repository: those that come later are in none of them. */
export function editsBeforeLastCommit(database: DatabaseSync, path: string): number {
  const row = database
    .prepare(
      `SELECT count(*) AS edits FROM edit WHERE at_ms <=
       (SELECT max(committer_ms) + 999 FROM git_commit WHERE repository = (SELECT id FROM repository WHERE path = ?))`,
    )
    .get(path);
  return row === undefined ? 0 : integer(row, 'edits');
}

/** Gives lines one file at a time: of an edit, and of a commit's file by its position; nothing where none were read under the key. */
export interface FileLinesReader {
  readonly ofEdit: (toolUseId: string) => Pick<FileLines, 'added' | 'removed'>;
  readonly ofCommit: (sha: string, position: number) => Pick<FileLines, 'added' | 'removed'>;
}

export function readFileLines(database: DatabaseSync, repository: number, key: Pick<HashKey, 'id'>): FileLinesReader {
  const edit = database.prepare('SELECT added_hashes AS added, removed_hashes AS removed FROM edit WHERE tool_use_id = ? AND hash_key = ?');
  const file = database.prepare(
    `SELECT added, removed FROM commit_line WHERE git_commit = (SELECT id FROM git_commit WHERE repository = ? AND sha = ?)
       AND hash_key = ? AND position = ?`,
  );
  const linesOf = (row: Row | undefined): Pick<FileLines, 'added' | 'removed'> =>
    row === undefined ? noLines : { added: bytes(row, 'added'), removed: bytes(row, 'removed') };
  return {
    ofEdit: (toolUseId) => linesOf(edit.get(toolUseId, key.id)),
    ofCommit: (sha, position) => linesOf(file.get(repository, sha, key.id, position)),
  };
}

const noLines = { added: new Uint8Array(0), removed: new Uint8Array(0) };

/**
 * Makes the taken edits of a repository these; call inside a transaction. Only what is another is written. `before`: those that there are, where
 * they are known; else they are read.
 */
export function writeTakenEdits(
  database: DatabaseSync,
  repository: number,
  taken: ReadonlyMap<string, readonly LinesTaken[]>,
  before: ReadonlyMap<string, readonly LinesTaken[]> = takenIn(database, repository),
): void {
  const remove = database.prepare('DELETE FROM taken_edit WHERE repository = ? AND tool_use_id = ? AND sha = ?');
  for (const [toolUseId, takers] of before) {
    const now = taken.get(toolUseId);
    if (now !== takers) for (const taker of takers) if (!hasTaker(now, taker)) remove.run(repository, toolUseId, taker.sha);
  }
  const insert = database.prepare('INSERT OR REPLACE INTO taken_edit VALUES (?, ?, ?, ?)');
  for (const [toolUseId, takers] of taken) {
    const then = before.get(toolUseId);
    if (then !== takers) for (const taker of takers) if (!hasTaker(then, taker)) insert.run(repository, toolUseId, taker.sha, taker.lines);
  }
}

function hasTaker(takers: readonly LinesTaken[] | undefined, { sha, lines }: LinesTaken): boolean {
  return takers?.some((taker) => taker.sha === sha && taker.lines === lines) === true;
}

function takenIn(database: DatabaseSync, repository: number): ReadonlyMap<string, readonly LinesTaken[]> {
  const rows = database.prepare('SELECT tool_use_id, sha, lines FROM taken_edit WHERE repository = ?');
  return groupTakers(rows.iterate(repository));
}

/** Which commits took lines of an edit, by `toolUseId`; the one that was authored first comes first. */
export function readTakenEdits(database: DatabaseSync, repository: number): ReadonlyMap<string, readonly LinesTaken[]> {
  // An older ledger that may not be written has no such table.
  if (database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'taken_edit'").get() === undefined) return new Map();
  const rows = database.prepare(
    `SELECT tool_use_id, taken_edit.sha, lines FROM taken_edit
     LEFT JOIN git_commit ON git_commit.repository = taken_edit.repository AND git_commit.sha = taken_edit.sha
     WHERE taken_edit.repository = ? ORDER BY tool_use_id, author_ms, committer_ms, taken_edit.sha`,
  );
  return groupTakers(rows.iterate(repository));
}

function groupTakers(rows: Iterable<Row>): ReadonlyMap<string, readonly LinesTaken[]> {
  const taken = new Map<string, LinesTaken[]>();
  for (const row of rows) {
    const id = text(row, 'tool_use_id');
    const known = taken.get(id);
    if (known === undefined) taken.set(id, [takenOf(row)]);
    else known.push(takenOf(row));
  }
  return taken;
}

function takenOf(row: Row): LinesTaken {
  return { sha: text(row, 'sha'), lines: integer(row, 'lines') };
}
