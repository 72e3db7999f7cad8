/** Commits as git told them, with their files, and the sessions that notes and checkpoints name beside them. */
import type { DatabaseSync } from 'node:sqlite';
import type { CommitFile, CommitRecord, SessionMark } from '../core/attribution/gitFacts.ts';
import { hintsOf, hintsText } from './commitHints.ts';
import type { HashKey } from './hashKey.ts';
import type { Row } from './values.ts';
import { integer, integerOrNull, text } from './values.ts';

/** A commit without what only the refs of a moment say of it. */
export type StoredCommit = Omit<CommitRecord, 'branch' | 'onDefaultBranch' | 'reachable'>;

/**
 * Adds those commits that are not there yet; call inside a transaction. Returns how many were new. One that was read at the edge of a shallow
 * clone, without its parents, gets them and its files, and its lines are to be read again.
 */
export function writeCommits(
  database: DatabaseSync,
  repository: number,
  commits: readonly StoredCommit[],
  key: Pick<HashKey, 'id'>,
): number {
  const insert = database.prepare(
    `INSERT INTO git_commit (repository, sha, parents, tree, author_ms, committer_ms, author_hash, subject_hash, marks, reverts,
       pull_number, hash_key, hints)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (repository, sha) DO NOTHING RETURNING id`,
  );
  const findEdge = database.prepare("SELECT id FROM git_commit WHERE repository = ? AND sha = ? AND parents = ''");
  const insertFile = database.prepare('INSERT INTO commit_file VALUES (?, ?, ?, ?, ?, ?)');
  let added = 0;
  for (const commit of commits) {
    const row = insert.get(
      ...[repository, commit.sha, commit.parents.join(' '), commit.tree, commit.authorMs, commit.committerMs, commit.authorHash],
      ...[
        commit.subjectHash,
        JSON.stringify(commit.sessionMarks),
        commit.reverts.join(' '),
        commit.pullNumber,
        key.id,
        hintsText(commit.hints),
      ],
    );
    const edge = row === undefined && commit.parents.length > 0 ? findEdge.get(repository, commit.sha) : undefined;
    if (row !== undefined) added += 1;
    else if (edge === undefined) continue;
    const id = integer(row ?? edge ?? {}, 'id');
    if (edge !== undefined) {
      for (const table of ['commit_file', 'commit_patch', 'commit_line'])
        database.prepare(`DELETE FROM ${table} WHERE git_commit = ?`).run(id);
      database.prepare('UPDATE git_commit SET parents = ? WHERE id = ?').run(commit.parents.join(' '), id);
    }
    for (const [position, { path, previousPath, added: plus, removed }] of commit.files.entries())
      insertFile.run(id, position, path, previousPath, plus, removed);
  }
  return added;
}

export function countCommits(database: DatabaseSync, repository: number): number {
  const row = database.prepare('SELECT count(*) AS n FROM git_commit WHERE repository = ?').get(repository);
  return row === undefined ? 0 : integer(row, 'n');
}

/** Whether some of the repository's commits were only read elsewhere, and are hashed under another ledger's key. */
export function hasForeignCommits(database: DatabaseSync, repository: number): boolean {
  // Most ledgers hold no other key, and need not look through all commits.
  const any = database.prepare('SELECT 1 FROM hash_key WHERE id < 1 LIMIT 1').get() !== undefined;
  return any && database.prepare('SELECT 1 FROM git_commit WHERE repository = ? AND hash_key < 1 LIMIT 1').get(repository) !== undefined;
}

/** Says of the beginning of a SHA, or a whole one, whether a commit of the repository has it. */
export function shaLookup(database: DatabaseSync, repository: number): (beginning: string) => boolean {
  const find = database.prepare('SELECT 1 FROM git_commit WHERE repository = ? AND sha >= ? AND sha < ? LIMIT 1');
  // The digits of a SHA end with f.
  return (beginning) => find.get(repository, beginning, `${beginning}g`) !== undefined;
}

/** The repository's commits that were added after the row `afterId`, and the last row's id. Trailers' marks only. */
export function readCommits(
  database: DatabaseSync,
  repository: number,
  afterId: number,
): { readonly commits: readonly StoredCommit[]; readonly lastId: number } {
  // One string for what many rows say: a history of 100,000 commits takes a fifth less memory so.
  const strings = new Map<string, string>();
  const once = (said: string): string => {
    const known = strings.get(said);
    if (known === undefined) strings.set(said, said);
    return known ?? said;
  };
  const files = new Map<number, CommitFile[]>();
  const fileRows = database.prepare(
    `SELECT git_commit, path, previous_path, added, removed FROM git_commit JOIN commit_file ON git_commit = git_commit.id
     WHERE repository = ? AND git_commit.id > ? ORDER BY git_commit, position`,
  );
  for (const row of fileRows.iterate(repository, afterId)) {
    const id = integer(row, 'git_commit');
    const file = fileOf(row, once);
    const known = files.get(id);
    if (known === undefined) files.set(id, [file]);
    else known.push(file);
  }
  const commits: StoredCommit[] = [];
  let lastId = afterId;
  const rows = database.prepare('SELECT * FROM git_commit WHERE repository = ? AND id > ? ORDER BY id');
  for (const row of rows.iterate(repository, afterId)) {
    lastId = integer(row, 'id');
    commits.push(commitOf(row, files.get(lastId) ?? [], once));
  }
  return { commits, lastId };
}

/** Sessions that notes and checkpoints name, by full SHA. */
export function readSessionMarks(database: DatabaseSync, repository: number): ReadonlyMap<string, readonly SessionMark[]> {
  const marks = new Map<string, SessionMark[]>();
  const rows = database.prepare('SELECT sha, session_id, source FROM session_mark WHERE repository = ? ORDER BY sha, session_id, source');
  for (const row of rows.iterate(repository)) {
    const sha = text(row, 'sha');
    const mark = { sessionId: text(row, 'session_id'), source: sourceOf(text(row, 'source')) };
    const known = marks.get(sha);
    if (known === undefined) marks.set(sha, [mark]);
    else known.push(mark);
  }
  return marks;
}

/** Makes the marks of notes and checkpoints these; call inside a transaction. */
export function writeSessionMarks(database: DatabaseSync, repository: number, marks: ReadonlyMap<string, readonly SessionMark[]>): void {
  database.prepare('DELETE FROM session_mark WHERE repository = ?').run(repository);
  const insert = database.prepare('INSERT OR IGNORE INTO session_mark VALUES (?, ?, ?, ?)');
  for (const [sha, named] of marks) for (const { sessionId, source } of named) insert.run(repository, sha, sessionId, source);
}

function commitOf(row: Row, files: readonly CommitFile[], once: (said: string) => string): StoredCommit {
  const hints = hintsOf(row);
  return {
    sha: once(text(row, 'sha')),
    parents: wordsOf(text(row, 'parents')).map(once),
    tree: text(row, 'tree'),
    authorMs: integer(row, 'author_ms'),
    committerMs: integer(row, 'committer_ms'),
    authorHash: once(text(row, 'author_hash')),
    subjectHash: text(row, 'subject_hash'),
    files,
    sessionMarks: JSON.parse(text(row, 'marks')) as readonly SessionMark[],
    reverts: wordsOf(text(row, 'reverts')),
    pullNumber: integerOrNull(row, 'pull_number'),
    ...(hints === null ? {} : { hints }),
  };
}

function fileOf(row: Row, once: (said: string) => string): CommitFile {
  return {
    path: once(text(row, 'path')),
    previousPath: row.previous_path === null ? null : text(row, 'previous_path'),
    added: integerOrNull(row, 'added'),
    removed: integerOrNull(row, 'removed'),
  };
}

function wordsOf(words: string): readonly string[] {
  return words === '' ? [] : words.split(' ');
}

function sourceOf(source: string): SessionMark['source'] {
  if (source === 'trailer' || source === 'note' || source === 'checkpoint') return source;
  throw new TypeError('The ledger names a source of session marks that there is none of.');
}
