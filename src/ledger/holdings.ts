import type { DatabaseSync } from 'node:sqlite';
import { t } from '../core/l10n/message.ts';
import { hasGitTables } from './repositories.ts';
import { integer, integerOrNull, text } from './values.ts';

/** What the ledger holds, in numbers. */
export interface LedgerHoldings {
  readonly firstAtMs: number | null;
  readonly lastAtMs: number | null;
  readonly counts: readonly { readonly what: string; readonly count: number }[];
  /** Requests and sessions by recorded folder. */
  readonly folders: readonly { readonly cwd: string; readonly repository: string; readonly sessionId: string; readonly requests: number }[];
  readonly archivedFiles: number;
}

const counted = [
  [() => t('sessions'), 'SELECT count(DISTINCT session) AS n FROM transcript'],
  [() => t('requests'), 'SELECT count(*) AS n FROM request'],
  [() => t('prompts (as keyed hashes)'), 'SELECT count(*) AS n FROM turn'],
  [() => t('edits (lines as keyed hashes)'), 'SELECT count(*) AS n FROM edit'],
  [() => t('commit calls'), 'SELECT count(*) AS n FROM commit_call'],
  [() => t('pull requests'), 'SELECT count(DISTINCT url) AS n FROM pull_request'],
  [() => t('checks'), 'SELECT count(*) AS n FROM check_run'],
] as const;

/** Of tables that an older ledger has not. */
const countedLater = [
  [() => t('commands (files and programs as keyed hashes)'), 'shell_call'],
  [() => t('edits that failed'), 'failed_edit'],
  [() => t('reads of large files'), 'large_read'],
] as const;

const countedOfGit = [
  [() => t('commits'), 'SELECT count(*) AS n FROM git_commit'],
  [() => t('links of sessions and commits'), 'SELECT count(*) AS n FROM link'],
] as const;

export function readHoldings(database: DatabaseSync): LedgerHoldings {
  const count = (sql: string): number => {
    const row = database.prepare(sql).get();
    return row === undefined ? 0 : integer(row, 'n');
  };
  const isThere = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?");
  const later = countedLater.flatMap(([what, table]): readonly (readonly [() => string, string])[] => {
    return isThere.get(table) === undefined ? [] : [[what, `SELECT count(*) AS n FROM ${table}`]];
  });
  const span = database.prepare('SELECT min(at_ms) AS first, max(at_ms) AS last FROM request').get();
  const folders = database.prepare(
    `SELECT cwd, coalesce(repository, '') AS repository, session_id, requests FROM
       (SELECT context.cwd AS cwd, transcript.session AS owner, count(*) AS requests FROM request
        JOIN context ON context.id = request.context JOIN transcript ON transcript.id = request.transcript GROUP BY context.cwd, owner)
     JOIN session ON session.id = owner LEFT JOIN folder USING (cwd)`,
  );
  return {
    firstAtMs: span === undefined ? null : integerOrNull(span, 'first'),
    lastAtMs: span === undefined ? null : integerOrNull(span, 'last'),
    counts: [...counted, ...later, ...(hasGitTables(database) ? countedOfGit : [])].map(([what, sql]) => ({
      what: what(),
      count: count(sql),
    })),
    folders: folders.all().map((row) => ({
      cwd: text(row, 'cwd'),
      repository: text(row, 'repository'),
      sessionId: text(row, 'session_id'),
      requests: integer(row, 'requests'),
    })),
    archivedFiles: count('SELECT count(*) AS n FROM transcript WHERE gone <> 0'),
  };
}
