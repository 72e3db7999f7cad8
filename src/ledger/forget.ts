/** Deleting at the user's word: one repository's facts, or all. */
import type { DatabaseSync } from 'node:sqlite';
import type { FolderIdentity } from './batch.ts';
import { folderSql, namedPaths } from './contexts.ts';
import { everything, folderMark, liesIn } from './forgotten.ts';
import { addHashKey } from './hashKey.ts';
import { readRepositories } from './repositories.ts';
import type { StoredRepository } from './repositories.ts';
import { integer } from './values.ts';

/** Tables about one repository, in the order in which their rows may be deleted. */
const gitTables = ['link', 'taken_edit', 'session_mark', 'open_path', 'undoing', 'survival'] as const;

/** Tables about one commit. */
const commitTables = ['commit_line', 'commit_patch', 'commit_file'] as const;

const factTables = [
  'turn',
  'edit',
  'commit_call',
  'push_call',
  'pull_request',
  'check_run',
  'shell_call',
  'failed_edit',
  'large_read',
  'compaction',
] as const;

export interface Forgotten {
  readonly sessions: number;
  readonly requests: number;
}

/** A folder that the user named, and what it belongs to: without a repository it stands for itself and all that lies in it. */
export interface ForgottenPlace extends FolderIdentity {
  readonly folder: string;
}

/** What makes up a place that is forgotten. */
export interface Forgettings {
  /** The place, and the names that it has elsewhere. */
  readonly places: readonly ForgottenPlace[];
  /** Folders that sessions ran in. */
  readonly cwds: readonly string[];
  /** Of `readNamedPaths`, those in it. */
  readonly paths: readonly string[];
}

/**
 * Deletes every fact of sessions in the folders, and what sessions elsewhere did there: edits, commits and reads. It is remembered until when, so
 * that reading a file again does not bring them back.
 */
export function forgetFolders(database: DatabaseSync, { places, cwds, paths }: Forgettings, nowMs: number): Forgotten {
  for (const place of places) remember(database, place, nowMs);
  const folders = JSON.stringify(cwds);
  const contexts = 'SELECT id FROM context WHERE cwd IN (SELECT value FROM json_each(?))';
  const count = database
    .prepare(
      `SELECT count(*) AS requests, count(DISTINCT transcript.session) AS sessions FROM request
       JOIN transcript ON transcript.id = request.transcript WHERE context IN (${contexts})`,
    )
    .get(folders);
  const requests = `SELECT id FROM request WHERE context IN (${contexts})`;
  // A session's total has what it inherited, too: of a part it would explain nothing.
  const parted = `SELECT transcript FROM request WHERE id IN (${requests}) UNION SELECT transcript.id FROM inherited
    JOIN transcript ON transcript.session = inherited.session WHERE request IN (${requests})`;
  database.prepare(`UPDATE transcript SET partial = 1 WHERE id IN (${parted})`).run(folders, folders);
  database.prepare(`DELETE FROM cost_state WHERE transcript IN (${parted})`).run(folders, folders);
  database.prepare(`DELETE FROM inherited WHERE request IN (${requests})`).run(folders);
  database.prepare(`DELETE FROM request WHERE context IN (${contexts})`).run(folders);
  for (const table of factTables) database.prepare(`DELETE FROM ${table} WHERE context IN (${contexts})`).run(folders);
  database.prepare(`DELETE FROM context WHERE id IN (${contexts})`).run(folders);
  for (const [table, path] of namedPaths)
    database.prepare(`DELETE FROM ${table} WHERE ${path} IN (SELECT value FROM json_each(?))`).run(JSON.stringify(paths));
  for (const place of places) forgetGit(database, place);
  // A repository that stays may have taken edits that were made from a folder that goes.
  database.exec('DELETE FROM taken_edit WHERE tool_use_id NOT IN (SELECT tool_use_id FROM edit)');
  // Whoever remembers rows of a transcript has to read them again.
  database.exec('UPDATE transcript SET changed = (SELECT revision + 1 FROM lease)');
  return { sessions: count === undefined ? 0 : integer(count, 'sessions'), requests: count === undefined ? 0 : integer(count, 'requests') };
}

function remember(database: DatabaseSync, { folder, repository, worktree }: ForgottenPlace, nowMs: number): void {
  const path = repository === '' ? `${folder}${folderMark}` : repository;
  database.prepare('INSERT INTO forgotten VALUES (?, ?) ON CONFLICT (path) DO UPDATE SET before_ms = excluded.before_ms').run(path, nowMs);
  // That it is a repository has to be known also where nothing of it was ever read.
  if (repository !== '') database.prepare(folderSql).run(worktree === '' ? repository : worktree, repository, worktree, nowMs);
}

/** Deletes what git said of a repository, or of those in a folder that is none, and the links of their commits. */
function forgetGit(database: DatabaseSync, { folder, repository }: ForgottenPlace): void {
  const isForgotten = ({ path }: StoredRepository): boolean => (repository === '' ? liesIn(path, folder) : path === repository);
  for (const { id } of readRepositories(database).filter(isForgotten)) {
    for (const table of gitTables) database.prepare(`DELETE FROM ${table} WHERE repository = ?`).run(id);
    for (const table of commitTables)
      database.prepare(`DELETE FROM ${table} WHERE git_commit IN (SELECT id FROM git_commit WHERE repository = ?)`).run(id);
    database.prepare('DELETE FROM git_commit WHERE repository = ?').run(id);
    database.prepare('DELETE FROM repository WHERE id = ?').run(id);
  }
}

/**
 * Deletes every fact, cursor and name, and begins a new hash key. What the transcripts say of the time before stays out. What a team was told goes from the
 * outbox; the membership stays, for only with its pseudonym can the developer have it deleted at the collector.
 */
export function forgetEverything(database: DatabaseSync, nowMs: number): void {
  // Hashes of before can be compared with none of after: the key after has an id of its own.
  addHashKey(database);
  const git = [...gitTables, ...commitTables, 'git_commit', 'repository'];
  // The id of a dismissed piece of advice may name a session.
  const transcripts = [
    'inherited',
    'cost_state',
    ...factTables,
    'request',
    'context',
    'folder',
    'transcript',
    'session',
    'forgotten',
    'dismissal',
    'team_outbox',
  ];
  for (const table of [...git, ...transcripts]) database.exec(`DELETE FROM ${table}`);
  database.exec('DELETE FROM hash_key WHERE id < (SELECT max(id) FROM hash_key)');
  database.prepare('INSERT INTO forgotten VALUES (?, ?)').run(everything, nowMs);
}
