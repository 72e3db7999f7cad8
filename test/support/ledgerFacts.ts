/** What a ledger holds, without what depends on the machine or on the order of reading: two that were read from the same files are equal. */
import { DatabaseSync } from 'node:sqlite';

const place =
  'JOIN transcript ON transcript.id = t.transcript JOIN session ON session.id = transcript.session JOIN context ON context.id = t.context';

/** Rows of every table of facts, each in order of its key. */
export function ledgerFacts(ledger: string): Readonly<Record<string, unknown>> {
  const database = new DatabaseSync(ledger, { readOnly: true });
  // Each ledger has a key of its own: hashes of two can only be compared by their places.
  const of = (sql: string): unknown =>
    JSON.parse(JSON.stringify(database.prepare(sql).all()).replaceAll(/(subjectHash[^0-9a-f]+)[0-9a-f]+/g, '$1'));
  try {
    return {
      requests: of(
        `SELECT message_id, session_id, agent, cwd, branch, at_ms, model, input, output, cache_write_5m, cache_write_1h, cache_read, web_searches,
           fast, geography, stop_reason, stopped, visible_characters, long_context, requested
         FROM request AS t ${place} ORDER BY message_id`,
      ),
      turns: of(`SELECT uuid, session_id, at_ms, prompt_id, command, mode FROM turn AS t ${place} ORDER BY uuid`),
      edits: of(
        `SELECT tool_use_id, session_id, message_id, at_ms, t.path, lines_added, lines_removed, length(added_hashes) AS hashes
         FROM edit AS t ${place} ORDER BY tool_use_id`,
      ),
      commits: of(`SELECT tool_use_id, position, session_id, directory, printed, succeeded FROM commit_call AS t ${place} ORDER BY 1, 2`),
      pushes: of(`SELECT tool_use_id, session_id, t.branch FROM push_call AS t ${place} ORDER BY 1`),
      checks: of(`SELECT tool_use_id, position, session_id, kind, succeeded FROM check_run AS t ${place} ORDER BY 1, 2`),
      shellCalls: of(
        `SELECT tool_use_id, session_id, at_ms, succeeded, cwd, length(file_hashes) AS files, length(run_hashes) AS runs, length(command_hash) AS command
         FROM shell_call AS t ${place} ORDER BY 1`,
      ),
      failedEdits: of(
        `SELECT tool_use_id, session_id, at_ms, tool, t.path, length(error_hash) AS error FROM failed_edit AS t ${place} ORDER BY 1`,
      ),
      largeReads: of(`SELECT tool_use_id, session_id, at_ms, t.path, characters, whole FROM large_read AS t ${place} ORDER BY 1`),
      pullRequests: of(
        'SELECT source, session_id, at_ms, url, number, action FROM pull_request AS t JOIN session ON session.id = t.session ORDER BY 1, 2',
      ),
      compactions: of(`SELECT uuid, session_id, at_ms, tokens_before FROM compaction AS t ${place} ORDER BY 1`),
    };
  } finally {
    database.close();
  }
}
