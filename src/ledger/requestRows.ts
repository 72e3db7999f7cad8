import type { DatabaseSync } from 'node:sqlite';
import type { RequestRow } from '../core/report/rows.ts';
import { isLowerBound } from '../core/transcript/usage.ts';
import { tokensOf } from './tokenColumns.ts';
import type { Row } from './values.ts';
import { flag, integer, text } from './values.ts';

const select = `
SELECT request.message_id, request.transcript, session.session_id, transcript.agent, request.at_ms, request.model, request.input, request.output,
  request.cache_write_5m, request.cache_write_1h, request.cache_read, request.web_searches, request.fast, request.geography,
  request.stopped, request.visible_characters, request.sidechain, request.long_context, context.cwd, context.branch,
  context.entrypoint, coalesce(folder.repository, '') AS repository
FROM request
JOIN transcript ON transcript.id = request.transcript
JOIN session ON session.id = transcript.session
JOIN context ON context.id = request.context
LEFT JOIN folder ON folder.cwd = context.cwd`;

/** Every request of a period in order of time; milliseconds UTC, the end excluded, null is open. */
export function* requestsOfPeriod(database: DatabaseSync, sinceMs: number | null, untilMs: number | null): Generator<RequestRow> {
  const statement = database.prepare(`${select} WHERE request.at_ms >= ? AND request.at_ms < ? ORDER BY request.at_ms, request.id`);
  for (const row of statement.iterate(sinceMs ?? 0, untilMs ?? Number.MAX_SAFE_INTEGER)) yield requestRow(row);
}

/** Every request of one session before a moment, its subagents' included. */
export function* requestsOfSession(database: DatabaseSync, sessionId: string, untilMs: number): Generator<RequestRow> {
  const statement = database.prepare(
    `${select} WHERE request.transcript IN (SELECT transcript.id FROM transcript JOIN session ON session.id = transcript.session
     WHERE session.session_id = ?) AND request.at_ms < ? ORDER BY request.at_ms, request.id`,
  );
  for (const row of statement.iterate(sessionId, untilMs)) yield requestRow(row);
}

/** A request and the transcript that holds it. */
export interface HeldRequest {
  readonly transcript: number;
  readonly request: RequestRow;
}

/** Every request of a period with its transcript, in order of time; those of one transcript alone where that is given. */
export function* heldRequests(database: DatabaseSync, sinceMs: number, untilMs: number, transcript: number | null): Generator<HeldRequest> {
  const statement = database.prepare(
    transcript === null
      ? `${select} WHERE request.at_ms >= ? AND request.at_ms < ? ORDER BY request.at_ms, request.id`
      : `${select} WHERE +request.at_ms >= ? AND +request.at_ms < ? AND request.transcript = ? ORDER BY request.at_ms, request.id`,
  );
  const rows = transcript === null ? statement.iterate(sinceMs, untilMs) : statement.iterate(sinceMs, untilMs, transcript);
  for (const row of rows) yield { transcript: integer(row, 'transcript'), request: requestRow(row) };
}

/** When the first request was made, milliseconds UTC; null without any. */
export function firstRequestMs(database: DatabaseSync): number | null {
  const row = database.prepare('SELECT at_ms FROM request ORDER BY at_ms LIMIT 1').get();
  return row === undefined ? null : integer(row, 'at_ms');
}

function requestRow(row: Row): RequestRow {
  return requestOf(row, {
    sessionId: text(row, 'session_id'),
    agentId: text(row, 'agent'),
    cwd: text(row, 'cwd'),
    branch: text(row, 'branch'),
    entrypoint: text(row, 'entrypoint'),
    repository: text(row, 'repository'),
  });
}

/** What a request's transcript and context say of it. */
export type RequestPlace = Pick<RequestRow, 'sessionId' | 'agentId' | 'cwd' | 'branch' | 'entrypoint' | 'repository'>;

/** A row of the table `request` with its place. */
export function requestOf(row: Row, { sessionId, agentId, cwd, branch, entrypoint, repository }: RequestPlace): RequestRow {
  const tokens = tokensOf(row);
  return {
    messageId: text(row, 'message_id'),
    sessionId,
    // Up to 1.0.x subagents wrote into their parent's file, marked only as a side chain (TRANSCRIPTS section 4.3).
    agentId: agentId === '' && flag(row, 'sidechain') ? 'inline' : agentId,
    atMs: integer(row, 'at_ms'),
    model: text(row, 'model'),
    tokens,
    fast: flag(row, 'fast'),
    geography: text(row, 'geography'),
    longContext: flag(row, 'long_context'),
    lowerBound: isLowerBound({
      stopped: flag(row, 'stopped'),
      visibleCharacters: integer(row, 'visible_characters'),
      output: tokens.output,
    }),
    cwd,
    branch,
    entrypoint,
    repository,
  };
}
