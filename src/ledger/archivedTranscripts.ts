/** Rows of transcripts that were read elsewhere: on another machine, or by this one before its ledger was lost. */
import type { DatabaseSync } from 'node:sqlite';
import type { ArchivedTranscript } from './batch.ts';
import type { Row } from './values.ts';
import { flag, integer, integerOrNull, text } from './values.ts';

export interface MergedTranscript {
  /** `id`, `first_record_ms` and `birth_ms` as they are now. */
  readonly values: Row;
  readonly session: number;
  readonly sessionId: string;
  /** Whether anything is another than before. */
  readonly changed: boolean;
}

/**
 * Adds or completes the row of a file that was kept elsewhere; call inside a transaction. A new one is archive only: it has no cursor, so
 * that the file is read from its start should it turn up here. Of one that is here the cursor and the counts of its lines stay; of one
 * that is gone here too, those of the longer reading are kept. The place in the order of owners is the earliest that was ever seen.
 */
export function mergeTranscript(database: DatabaseSync, file: ArchivedTranscript, session: number): MergedTranscript {
  const select = database.prepare('SELECT transcript.*, session_id FROM transcript JOIN session ON session.id = session WHERE path = ?');
  const before = select.get(file.path);
  if (before === undefined) {
    insert(database, file, session);
    return resultOf(select.get(file.path), true);
  }
  const firstRecordMs = earliest(integerOrNull(before, 'first_record_ms'), file.firstRecordMs);
  const birthMs = Math.min(integer(before, 'birth_ms'), file.birthMs);
  const lastRecordMs = Math.max(integerOrNull(before, 'last_record_ms') ?? -Infinity, file.lastRecordMs ?? -Infinity);
  const longer = file.offset - integer(before, 'offset');
  // What was left out of one reading is there once the same bytes, or more, were read whole.
  const partial = longer > 0 ? file.partial : longer < 0 ? flag(before, 'partial') : flag(before, 'partial') && file.partial;
  const common = [firstRecordMs, birthMs, lastRecordMs === -Infinity ? null : lastRecordMs, Number(partial)];
  const id = integer(before, 'id');
  const { changes } = database
    .prepare(
      `UPDATE transcript SET first_record_ms = ?, birth_ms = ?, last_record_ms = ?, partial = ? WHERE id = ?
       AND (first_record_ms IS NOT ? OR birth_ms <> ? OR last_record_ms IS NOT ? OR partial <> ?)`,
    )
    .run(...common, id, ...common);
  const replaces = longer > 0 && flag(before, 'gone');
  if (replaces)
    database
      .prepare(
        `UPDATE transcript SET identity = '', digest = '', state = '', size = ?, modified_ms = ?, offset = ?, record_types = ?, skipped = ?
         WHERE id = ?`,
      )
      .run(...[file.size, file.modifiedMs, file.offset, JSON.stringify(file.recordTypes), JSON.stringify(file.skipped)], id);
  return resultOf(select.get(file.path), changes === 1 || replaces);
}

/** Has these sessions count as some of which something was left out. */
export function partSessions(database: DatabaseSync, sessionIds: readonly string[]): void {
  database
    .prepare(
      'UPDATE transcript SET partial = 1 WHERE session IN (SELECT id FROM session WHERE session_id IN (SELECT value FROM json_each(?)))',
    )
    .run(JSON.stringify(sessionIds));
}

function insert(database: DatabaseSync, file: ArchivedTranscript, session: number): void {
  database
    .prepare(
      `INSERT INTO transcript (path, session, agent, identity, birth_ms, size, modified_ms, offset, digest, state, first_record_ms,
         last_record_ms, record_types, skipped, gone, partial) VALUES (?, ?, ?, '', ?, ?, ?, ?, '', '', ?, ?, ?, ?, 1, ?)`,
    )
    .run(
      ...[file.path, session, file.agentId, file.birthMs, file.size, file.modifiedMs, file.offset, file.firstRecordMs, file.lastRecordMs],
      ...[JSON.stringify(file.recordTypes), JSON.stringify(file.skipped), Number(file.partial)],
    );
}

function resultOf(row: Row | undefined, changed: boolean): MergedTranscript {
  if (row === undefined) throw new Error('The ledger lost a transcript that it has just been given.');
  return { values: row, session: integer(row, 'session'), sessionId: text(row, 'session_id'), changed };
}

function earliest(first: number | null, second: number | null): number | null {
  return first === null ? second : second === null ? first : Math.min(first, second);
}
