import type { DatabaseSync } from 'node:sqlite';
import { flag, integer, text } from './values.ts';

/** What the ledger knows of one session beside its requests. */
export interface SessionFacts {
  readonly subagents: number;
  readonly turns: readonly SessionTurn[];
  readonly edits: readonly SessionEdit[];
}

export interface SessionTurn {
  readonly atMs: number;
  readonly promptId: string;
  readonly textHash: string;
  readonly command: boolean;
}

export interface SessionEdit {
  readonly atMs: number;
  readonly linesAdded: number;
  readonly linesRemoved: number;
}

/** Turns, edits and subagents of every session in a period, by session id. An edit belongs to the session of the request that made it. */
export function readSessionFacts(
  database: DatabaseSync,
  sinceMs: number | null,
  untilMs: number | null,
): ReadonlyMap<string, SessionFacts> {
  const period = [sinceMs ?? 0, untilMs ?? Number.MAX_SAFE_INTEGER];
  const sessions = new Map<string, { agents: Set<string>; turns: SessionTurn[]; edits: SessionEdit[] }>();
  const of = (sessionId: string): { agents: Set<string>; turns: SessionTurn[]; edits: SessionEdit[] } => {
    const known = sessions.get(sessionId);
    if (known !== undefined) return known;
    const session = { agents: new Set<string>(), turns: [], edits: [] };
    sessions.set(sessionId, session);
    return session;
  };
  const turns = database.prepare(
    `SELECT session_id, at_ms, prompt_id, text_hash, command FROM turn JOIN transcript ON transcript.id = turn.transcript
     JOIN session ON session.id = transcript.session
     WHERE at_ms >= ? AND at_ms < ? ORDER BY at_ms`,
  );
  for (const row of turns.iterate(...period))
    of(text(row, 'session_id')).turns.push({
      atMs: integer(row, 'at_ms'),
      promptId: text(row, 'prompt_id'),
      textHash: text(row, 'text_hash'),
      command: flag(row, 'command'),
    });
  const edits = database.prepare(
    `SELECT coalesce(owner.session_id, session.session_id) AS session_id, edit.at_ms, lines_added, lines_removed FROM edit
     JOIN transcript ON transcript.id = edit.transcript JOIN session ON session.id = transcript.session
     LEFT JOIN request ON request.message_id = edit.message_id
     LEFT JOIN transcript AS made ON made.id = request.transcript LEFT JOIN session AS owner ON owner.id = made.session
     WHERE edit.at_ms >= ? AND edit.at_ms < ?`,
  );
  for (const row of edits.iterate(...period))
    of(text(row, 'session_id')).edits.push({
      atMs: integer(row, 'at_ms'),
      linesAdded: integer(row, 'lines_added'),
      linesRemoved: integer(row, 'lines_removed'),
    });
  const agents = database.prepare(
    `SELECT session_id, agent FROM transcript JOIN session ON session.id = transcript.session
     WHERE agent <> '' AND EXISTS (SELECT 1 FROM request WHERE request.transcript = transcript.id AND at_ms >= ? AND at_ms < ?)`,
  );
  for (const row of agents.iterate(...period)) of(text(row, 'session_id')).agents.add(text(row, 'agent'));
  return new Map(
    [...sessions].map(([id, { agents: found, turns: asked, edits: made }]) => [id, { subagents: found.size, turns: asked, edits: made }]),
  );
}
