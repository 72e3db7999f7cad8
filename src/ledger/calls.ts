/** Commit calls and edits with the session and thread that they belong to: those of the request that made them, else their transcript's. */
import type { DatabaseSync } from 'node:sqlite';
import type { CommitCall, EditCall } from '../core/attribution/gitFacts.ts';
import type { Row } from './values.ts';
import { flag, integer, integerOrNull, text } from './values.ts';

/** A commit call as recorded: its repository follows from its folder. */
export type RecordedCall = Omit<CommitCall, 'repository'> & { readonly directory: string };

/** An edit as recorded: its repository follows from its path. */
export type RecordedEdit = Omit<EditCall, 'repository' | 'file'> & { readonly hashKey: number };

const owner = `coalesce(made_session.session_id, session.session_id) AS session_id, coalesce(made.agent, transcript.agent) AS agent,
  coalesce(request.sidechain, 0) AS sidechain`;

const owners = (table: string): string => `JOIN transcript ON transcript.id = ${table}.transcript
  JOIN session ON session.id = transcript.session LEFT JOIN request ON request.message_id = ${table}.message_id
  LEFT JOIN transcript AS made ON made.id = request.transcript LEFT JOIN session AS made_session ON made_session.id = made.session`;

/** A row and what its owner rests on: its transcript, and that of the request that made it, null where the ledger has none. */
export interface Owned<Recorded> {
  readonly transcript: number;
  readonly madeBy: number | null;
  readonly recorded: Recorded;
}

/** Some of the rows: those of transcripts, and those of tool calls. */
export interface SomeCalls {
  readonly transcripts: readonly number[];
  readonly toolUseIds: readonly string[];
}

/** Every `git commit` of every session, in order of time. */
export function readCommitCalls(database: DatabaseSync): readonly RecordedCall[] {
  return readOwnedCalls(database, null).map(({ recorded }) => recorded);
}

/** As `readCommitCalls`; null: all of them. */
export function readOwnedCalls(database: DatabaseSync, some: SomeCalls | null): readonly Owned<RecordedCall>[] {
  const rows = database.prepare(
    `SELECT ${owner}, made.id AS made_by, commit_call.*, context.cwd, context.branch FROM commit_call ${owners('commit_call')}
     JOIN context ON context.id = commit_call.context ${among('commit_call', some)} ORDER BY started_ms, tool_use_id, position`,
  );
  return rows.all(...parametersOf(some)).map((row) => {
    const sha = text(row, 'operation_sha');
    return owned(row, {
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
    });
  });
}

/** Edits in order of time; null: all of them. */
export function readOwnedEdits(database: DatabaseSync, some: SomeCalls | null): readonly Owned<RecordedEdit>[] {
  const rows = database.prepare(
    `SELECT ${owner}, made.id AS made_by, edit.transcript, edit.tool_use_id, edit.message_id, edit.at_ms, edit.path, edit.lines_added,
       edit.lines_removed, edit.hash_key FROM edit ${owners('edit')} ${among('edit', some)} ORDER BY edit.at_ms, edit.tool_use_id`,
  );
  return rows.all(...parametersOf(some)).map((row) =>
    owned(row, {
      ...ownerOf(row),
      toolUseId: text(row, 'tool_use_id'),
      messageId: text(row, 'message_id'),
      atMs: integer(row, 'at_ms'),
      path: text(row, 'path'),
      linesAdded: integer(row, 'lines_added'),
      linesRemoved: integer(row, 'lines_removed'),
      hashKey: integer(row, 'hash_key'),
    }),
  );
}

function among(table: string, some: SomeCalls | null): string {
  return some === null
    ? ''
    : `WHERE ${table}.transcript IN (SELECT value FROM json_each(?)) OR ${table}.tool_use_id IN (SELECT value FROM json_each(?))`;
}

function parametersOf(some: SomeCalls | null): readonly string[] {
  return some === null ? [] : [JSON.stringify(some.transcripts), JSON.stringify(some.toolUseIds)];
}

function owned<Recorded>(row: Row, recorded: Recorded): Owned<Recorded> {
  return { transcript: integer(row, 'transcript'), madeBy: integerOrNull(row, 'made_by'), recorded };
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
