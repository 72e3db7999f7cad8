import type { DatabaseSync } from 'node:sqlite';
import { text } from './values.ts';

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
