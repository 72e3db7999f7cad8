/** Commit calls and edits with the session and thread that they belong to: those of the request that made them, else their transcript's. */
import type { DatabaseSync } from 'node:sqlite';
import type { CommitCall, EditCall } from '../core/attribution/gitFacts.ts';
import type { Row } from './values.ts';
import { flag, integer, text } from './values.ts';

/** A commit call as recorded: its repository follows from its folder. */
export type RecordedCall = Omit<CommitCall, 'repository'> & { readonly directory: string };

/** An edit as recorded: its repository follows from its path. */
export type RecordedEdit = Omit<EditCall, 'repository' | 'file'> & { readonly hashKey: number };

const owner = `coalesce(made_session.session_id, session.session_id) AS session_id, coalesce(made.agent, transcript.agent) AS agent,
  coalesce(request.sidechain, 0) AS sidechain`;

const owners = (table: string): string => `JOIN transcript ON transcript.id = ${table}.transcript
  JOIN session ON session.id = transcript.session LEFT JOIN request ON request.message_id = ${table}.message_id
  LEFT JOIN transcript AS made ON made.id = request.transcript LEFT JOIN session AS made_session ON made_session.id = made.session`;

/** Every `git commit` of every session, in order of time. */
export function readCommitCalls(database: DatabaseSync): readonly RecordedCall[] {
  const rows = database.prepare(
    `SELECT ${owner}, commit_call.*, context.cwd, context.branch FROM commit_call ${owners('commit_call')}
     JOIN context ON context.id = commit_call.context ORDER BY started_ms, tool_use_id, position`,
  );
  return rows.all().map((row) => {
    const sha = text(row, 'operation_sha');
    return {
      ...ownerOf(row),
      toolUseId: text(row, 'tool_use_id'),
      position: integer(row, 'position'),
      messageId: text(row, 'message_id'),
      startedAtMs: integer(row, 'started_ms'),
      endedAtMs: integer(row, 'ended_ms'),
      succeeded: row.succeeded === 1 ? true : null,
      amend: flag(row, 'amend'),
      directory: text(row, 'directory') || text(row, 'cwd'),
      ...(text(row, 'directory') === '' ? { anywhere: true } : {}),
      branch: text(row, 'branch'),
      subjectHash: text(row, 'subject_hash'),
      printed: JSON.parse(text(row, 'printed')) as CommitCall['printed'],
      operation: sha === '' ? null : { sha, kind: text(row, 'operation_kind') },
    };
  });
}

/** Edits made before a moment, milliseconds UTC, in order of time. */
export function readEdits(database: DatabaseSync, beforeMs: number): readonly RecordedEdit[] {
  const rows = database.prepare(
    `SELECT ${owner}, edit.tool_use_id, edit.message_id, edit.at_ms, edit.path, edit.lines_added, edit.lines_removed,
       edit.hash_key FROM edit
     ${owners('edit')} WHERE edit.at_ms < ? ORDER BY edit.at_ms, edit.tool_use_id`,
  );
  return rows.all(beforeMs).map((row) => ({
    ...ownerOf(row),
    toolUseId: text(row, 'tool_use_id'),
    messageId: text(row, 'message_id'),
    atMs: integer(row, 'at_ms'),
    path: text(row, 'path'),
    linesAdded: integer(row, 'lines_added'),
    linesRemoved: integer(row, 'lines_removed'),
    hashKey: integer(row, 'hash_key'),
  }));
}

/** Ids of every session of the ledger. */
export function readSessionIds(database: DatabaseSync): ReadonlySet<string> {
  return new Set(
    database
      .prepare('SELECT session_id FROM session')
      .all()
      .map((row) => text(row, 'session_id')),
  );
}

function ownerOf(row: Row): Pick<RecordedCall, 'sessionId' | 'agentId'> {
  const agentId = text(row, 'agent');
  return { sessionId: text(row, 'session_id'), agentId: agentId === '' && flag(row, 'sidechain') ? 'inline' : agentId };
}
