import type { DatabaseSync } from 'node:sqlite';
import type { FolderIdentity } from './batch.ts';
import { text } from './values.ts';

/** What was recorded of folders, by path: those that facts name, and the roots of the working trees that edited files lie in. */
export function readFolderIdentities(database: DatabaseSync): ReadonlyMap<string, FolderIdentity> {
  const folders = new Map<string, FolderIdentity>();
  for (const row of database.prepare('SELECT cwd, repository, worktree FROM folder').iterate())
    folders.set(text(row, 'cwd'), { repository: text(row, 'repository'), worktree: text(row, 'worktree') });
  return folders;
}

/** Keeps what a folder belongs to; of one whose repository is known only that it was looked at. */
export const folderSql = `INSERT INTO folder (cwd, repository, worktree, checked_ms) VALUES (?, ?, ?, ?)
  ON CONFLICT (cwd) DO UPDATE SET checked_ms = excluded.checked_ms,
    repository = iif(folder.repository = '', excluded.repository, folder.repository),
    worktree = iif(folder.repository = '', excluded.worktree, folder.worktree)`;

/** Paths of edited files and, as paths in them, the folders of commit calls; each once. */
export function readRecordedPaths(database: DatabaseSync): readonly string[] {
  const rows = database.prepare("SELECT path FROM edit UNION SELECT directory || '/.' AS path FROM commit_call WHERE directory <> ''");
  return rows.all().map((row) => text(row, 'path'));
}

/** Every path that a fact names beside the folder of its session: of files, and as paths in them the folders of commit calls; each once. */
export function readNamedPaths(database: DatabaseSync): readonly string[] {
  const rows = namedPaths.map(([table, path]) => `SELECT ${path} AS path FROM ${table} WHERE ${path} NOT IN ('', '/.')`);
  return database
    .prepare(rows.join(' UNION '))
    .all()
    .map((row) => text(row, 'path'));
}

/** Tables whose facts name a path, and the path as SQL. */
export const namedPaths = [
  ['edit', 'path'],
  ['failed_edit', 'path'],
  ['large_read', 'path'],
  ['commit_call', "directory || '/.'"],
] as const;

/** Every folder that any fact names, with the repository that was recorded for it. */
export function readFolders(database: DatabaseSync): ReadonlyMap<string, string> {
  const folders = new Map<string, string>();
  const rows = database.prepare(
    `SELECT DISTINCT context.cwd, coalesce(repository, '') AS repository FROM context LEFT JOIN folder ON folder.cwd = context.cwd`,
  );
  for (const row of rows.iterate()) folders.set(text(row, 'cwd'), text(row, 'repository'));
  return folders;
}

export interface RecentSession {
  readonly sessionId: string;
  readonly cwd: string;
  readonly repository: string;
}

/** Sessions with a request since a moment, and the folders they worked in then. */
export function sessionsSince(database: DatabaseSync, sinceMs: number): readonly RecentSession[] {
  const rows = database.prepare(
    `SELECT DISTINCT session_id, context.cwd, coalesce(repository, '') AS repository FROM request
     JOIN context ON context.id = request.context LEFT JOIN folder ON folder.cwd = context.cwd
     JOIN transcript ON transcript.id = request.transcript JOIN session ON session.id = transcript.session WHERE at_ms >= ?`,
  );
  return rows.all(sinceMs).map((row) => ({
    sessionId: text(row, 'session_id'),
    cwd: text(row, 'cwd'),
    repository: text(row, 'repository'),
  }));
}

/** Whether the ledger has ever seen a request. */
export function hasRequests(database: DatabaseSync): boolean {
  return database.prepare('SELECT 1 FROM request LIMIT 1').get() !== undefined;
}
