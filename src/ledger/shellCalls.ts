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

/** What a call named, and by whom. */
export type NamingCall = Pick<RecordedShellCall, 'sessionId' | 'agentId' | 'cwd' | 'atMs' | 'fileHashes' | 'hashKey'>;

/** Those from a moment on that name a file. One that made a commit comes before that: it is of the time at which it began. */
export function* readNamingCalls(database: DatabaseSync, fromMs: number): Generator<NamingCall, void, undefined> {
  if (!hasShellCalls(database)) return;
  // Texts of a row cost more than all else of it; there are few folders and transcripts, and many calls.
  const folders = new Map(all(database, 'SELECT id, cwd FROM context').map((row) => [integer(row, 'id'), text(row, 'cwd')]));
  const threads = all(database, 'SELECT transcript.id, session_id, agent FROM transcript JOIN session ON session.id = session');
  const owners = new Map(threads.map((row) => [integer(row, 'id'), { sessionId: text(row, 'session_id'), agentId: text(row, 'agent') }]));
  const rows = database.prepare(
    `SELECT transcript, context, file_hashes, hash_key, coalesce(
       (SELECT min(started_ms) FROM commit_call WHERE commit_call.tool_use_id = shell_call.tool_use_id), at_ms) AS at_ms
     FROM shell_call WHERE at_ms >= ? AND length(file_hashes) > 0`,
  );
  for (const row of rows.iterate(fromMs)) {
    const owner = owners.get(integer(row, 'transcript'));
    if (owner === undefined) continue;
    const cwd = folders.get(integer(row, 'context')) ?? '';
    yield { ...owner, cwd, atMs: integer(row, 'at_ms'), fileHashes: bytes(row, 'file_hashes'), hashKey: integer(row, 'hash_key') };
  }
}

function all(database: DatabaseSync, sql: string): readonly Row[] {
  return database.prepare(sql).all();
}

/** Those of some sessions, in order of time. */
export function readShellCalls(database: DatabaseSync, sessionIds: Iterable<string>): readonly RecordedShellCall[] {
  if (!hasShellCalls(database)) return [];
  const rows = database.prepare(
    `SELECT tool_use_id, session_id, agent, cwd, at_ms, succeeded, file_hashes, run_hashes, hash_key FROM shell_call
     JOIN transcript ON transcript.id = shell_call.transcript JOIN session ON session.id = transcript.session
     JOIN context ON context.id = shell_call.context
     WHERE session_id IN (SELECT value FROM json_each(?)) ORDER BY at_ms, tool_use_id`,
  );
  return rows.all(JSON.stringify([...sessionIds])).map(callOf);
}

/** How many calls that name a file were made before the last commit that is known of a repository. */
export function namingCallsBeforeLastCommit(database: DatabaseSync, path: string): number {
  const row = database
    .prepare(
      `SELECT count(*) AS calls FROM shell_call WHERE length(file_hashes) > 0 AND at_ms <=
       (SELECT max(committer_ms) + 999 FROM git_commit WHERE repository = (SELECT id FROM repository WHERE path = ?))`,
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
