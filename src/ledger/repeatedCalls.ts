/** What was tried or read more than once, by the transcript that owns it. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { fewestFailures } from '../core/attribution/repetition.ts';
import type { CommandTry, FailedEdit, LargeRead } from '../core/attribution/repetition.ts';
import type { CheckKind } from '../core/transcript/facts.ts';
import { hexOf } from '../core/transcript/hex.ts';
import type { Row } from './values.ts';
import { bytes, flag, integer, text } from './values.ts';

/** As recorded: whose it is follows from its transcript, and its repository from its path. */
type Recorded<Fact> = Omit<Fact, 'sessionId' | 'agentId' | 'repository' | 'file'>;

export interface RepeatedCalls {
  readonly commandTries: Recorded<CommandTry>[];
  readonly failedEdits: Recorded<FailedEdit>[];
  readonly largeReads: Recorded<LargeRead>[];
}

/** Whether the ledger has them: an older one that may not be written has not. */
export function hasRepeatedCalls(database: DatabaseSync): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'failed_edit'").get() !== undefined;
}

/**
 * Adds those of some transcripts, all of them where `wanted` is null, in order of time.
 * @param wanted rows of transcripts, as a JSON list
 * @param of where those of a transcript go
 */
export function readRepeatedCalls(
  database: DatabaseSync,
  wanted: string | null,
  of: (transcript: number) => RepeatedCalls | undefined,
): void {
  if (!hasRepeatedCalls(database)) return;
  const these = wanted === null ? '' : 'AND transcript IN (SELECT value FROM json_each(?))';
  const values: SQLInputValue[] = wanted === null ? [] : [wanted];
  const read = (sql: string, add: (calls: RepeatedCalls, row: Row) => void): void => {
    for (const row of database.prepare(sql).iterate(...values)) {
      const calls = of(integer(row, 'transcript'));
      if (calls !== undefined) add(calls, row);
    }
  };
  read(
    `WITH failing AS (SELECT transcript AS owner, command_hash AS command, context FROM shell_call
       WHERE succeeded = 0 AND length(command_hash) > 0 ${these} GROUP BY 1, 2 HAVING count(*) >= ${String(fewestFailures)})
     SELECT transcript, at_ms, succeeded, command_hash, cwd,
       (SELECT kind FROM check_run WHERE check_run.tool_use_id = shell_call.tool_use_id ORDER BY position LIMIT 1) AS kind
     FROM failing JOIN shell_call ON transcript = owner AND command_hash = command JOIN context ON context.id = shell_call.context
     ORDER BY at_ms, tool_use_id`,
    ({ commandTries }, row) =>
      commandTries.push({
        atMs: integer(row, 'at_ms'),
        command: `${hexOf(bytes(row, 'command_hash'))} ${text(row, 'cwd')}`,
        succeeded: row.succeeded === null ? null : flag(row, 'succeeded'),
        check: row.kind === null ? null : (text(row, 'kind') as CheckKind),
      }),
  );
  read(`SELECT transcript, at_ms, path, error_hash FROM failed_edit WHERE 1 ${these} ORDER BY at_ms, tool_use_id`, ({ failedEdits }, row) =>
    failedEdits.push({ atMs: integer(row, 'at_ms'), path: text(row, 'path'), error: hexOf(bytes(row, 'error_hash')) }),
  );
  read(
    `SELECT transcript, at_ms, path, characters, whole FROM large_read WHERE 1 ${these} ORDER BY at_ms, tool_use_id`,
    ({ largeReads }, row) =>
      largeReads.push({
        atMs: integer(row, 'at_ms'),
        path: text(row, 'path'),
        characters: integer(row, 'characters'),
        whole: flag(row, 'whole'),
      }),
  );
}
