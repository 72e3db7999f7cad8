/** What only a comparison with another figure asks of the ledger. */
import type { DatabaseSync } from 'node:sqlite';
import { integer, integerOrNull, text } from './values.ts';

/** Requests whose transcripts the disk no longer has. */
export function readGoneRequests(database: DatabaseSync): ReadonlySet<string> {
  const rows = database.prepare(
    'SELECT message_id FROM request JOIN transcript ON transcript.id = request.transcript WHERE transcript.gone <> 0',
  );
  const gone = new Set<string>();
  for (const row of rows.iterate()) gone.add(text(row, 'message_id'));
  return gone;
}

/**
 * From when on the requests of each session may be those behind the last `cost-state` of its main file, in milliseconds UTC, the likeliest moment first. Where
 * a request lies is not certain: of one that another session repeats it may be a place in that one's file, of a file that was rewritten one in the old text.
 */
export function readAfterTotals(database: DatabaseSync): ReadonlyMap<string, readonly number[]> {
  const rows = database.prepare(
    `SELECT session_id, min(at_ms) AS any_ms, min(iif(request.id IN (SELECT request FROM inherited), NULL, at_ms)) AS own_ms
     FROM request JOIN cost_state ON cost_state.transcript = request.transcript
     JOIN transcript ON transcript.id = request.transcript JOIN session ON session.id = transcript.session
     WHERE transcript.agent = '' AND request.line_offset > cost_state.line_offset GROUP BY session_id`,
  );
  return new Map(
    [...rows.iterate()].map((row) => [
      text(row, 'session_id'),
      [...new Set([integerOrNull(row, 'own_ms') ?? Infinity, integer(row, 'any_ms'), Infinity])],
    ]),
  );
}

/** The requests that each session's files repeat from another session, by session. */
export function readInheritedRequests(database: DatabaseSync): ReadonlyMap<string, readonly string[]> {
  const rows = database.prepare(
    'SELECT session_id, message_id FROM inherited JOIN session ON session.id = inherited.session JOIN request ON request.id = inherited.request',
  );
  const inherited = new Map<string, string[]>();
  for (const row of rows.iterate()) {
    const session = text(row, 'session_id');
    const known = inherited.get(session);
    if (known === undefined) inherited.set(session, [text(row, 'message_id')]);
    else known.push(text(row, 'message_id'));
  }
  return inherited;
}

/** The client's version at each session's last request. */
export function readLastVersions(database: DatabaseSync): ReadonlyMap<string, string> {
  const rows = database.prepare(
    // With max() SQLite takes the other columns from the row that has it.
    `SELECT session_id, max(at_ms) AS at_ms, version FROM request JOIN transcript ON transcript.id = request.transcript
     JOIN session ON session.id = transcript.session JOIN context ON context.id = request.context GROUP BY session.id`,
  );
  return new Map([...rows.iterate()].map((row) => [text(row, 'session_id'), text(row, 'version')]));
}
