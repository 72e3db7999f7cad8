/** Calls of a shell, with what they name as keyed hashes. */
import type { DatabaseSync } from 'node:sqlite';
import type { Row } from './values.ts';
import { bytes, flag, integer, text } from './values.ts';

export interface RecordedShellCall {
  readonly toolUseId: string;
  readonly sessionId: string;
  /** `''` for the session's main thread. */
  readonly agentId: string;
  /** Where it was called, as recorded. */
  readonly cwd: string;
  /** When it ended, milliseconds UTC. */
  readonly atMs: number;
  readonly succeeded: boolean | null;
  readonly fileHashes: Uint8Array;
  readonly runHashes: Uint8Array;
  /** Row of the key that they are hashed under. */
  readonly hashKey: number;
}

const select = `SELECT tool_use_id, session_id, agent, cwd, at_ms, succeeded, file_hashes, run_hashes, hash_key FROM shell_call
  JOIN transcript ON transcript.id = shell_call.transcript JOIN session ON session.id = transcript.session
  JOIN context ON context.id = shell_call.context`;

/** Those from a moment on that name a file, in order of time. */
export function readNamingCalls(database: DatabaseSync, fromMs: number): readonly RecordedShellCall[] {
  if (!hasShellCalls(database)) return [];
  const rows = database.prepare(`${select} WHERE at_ms >= ? AND length(file_hashes) > 0 ORDER BY at_ms, tool_use_id`);
  return rows.all(fromMs).map(callOf);
}

/** Those of some sessions, in order of time. */
export function readShellCalls(database: DatabaseSync, sessionIds: Iterable<string>): readonly RecordedShellCall[] {
  if (!hasShellCalls(database)) return [];
  const rows = database.prepare(`${select} WHERE session_id IN (SELECT value FROM json_each(?)) ORDER BY at_ms, tool_use_id`);
  return rows.all(JSON.stringify([...sessionIds])).map(callOf);
}

/** How many calls that name a file were made before the last commit that is known of a repository. */
export function namingCallsBeforeLastCommit(database: DatabaseSync, path: string): number {
  const row = database
    .prepare(
      `SELECT count(*) AS calls FROM shell_call WHERE length(file_hashes) > 0 AND at_ms <=
       (SELECT max(committer_ms) + 999 FROM git_commit JOIN repository ON repository.id = repository WHERE path = ?)`,
    )
    .get(path);
  return row === undefined ? 0 : integer(row, 'calls');
}

/** An older ledger that may not be written has no such table. */
function hasShellCalls(database: DatabaseSync): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'shell_call'").get() !== undefined;
}

function callOf(row: Row): RecordedShellCall {
  return {
    toolUseId: text(row, 'tool_use_id'),
    sessionId: text(row, 'session_id'),
    agentId: text(row, 'agent'),
    cwd: text(row, 'cwd'),
    atMs: integer(row, 'at_ms'),
    succeeded: row.succeeded === null ? null : flag(row, 'succeeded'),
    fileHashes: bytes(row, 'file_hashes'),
    runHashes: bytes(row, 'run_hashes'),
    hashKey: integer(row, 'hash_key'),
  };
}
