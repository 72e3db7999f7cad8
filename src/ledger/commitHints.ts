/** What commits say of themselves, in the column `hints`: only what is not plain, so that most commits have `{}`. */
import type { DatabaseSync } from 'node:sqlite';
import type { CommitHints, CommitRecord } from '../core/attribution/gitFacts.ts';
import type { Row } from './values.ts';
import { integer, text } from './values.ts';

/** A commit's hints, and the number that is read of the same words. */
export interface StoredHint {
  readonly sha: string;
  readonly hints: CommitHints;
  readonly pullNumber: CommitRecord['pullNumber'];
}

const plain: CommitHints = { bot: false, mergedBranch: '', mergedInto: '', hotfix: false, withClaude: false };

/** The column's text; null of a commit whose hints were never read. */
export function hintsText(hints: CommitHints | null | undefined): string | null {
  if (hints === null || hints === undefined) return null;
  return JSON.stringify(Object.fromEntries(Object.entries(hints).filter(([, value]) => value !== false && value !== '')));
}

/** The hints of a row of `git_commit`; null where they were never read, or the ledger is an older one that may not be written. */
export function hintsOf(row: Row): CommitHints | null {
  if (row.hints === null || row.hints === undefined) return null;
  const stored = text(row, 'hints');
  return stored === '{}' ? plain : { ...plain, ...(JSON.parse(stored) as Partial<CommitHints>) };
}

/** Gives hints to those of the commits that have none; call inside a transaction. Returns how many had none. */
export function addHints(database: DatabaseSync, repository: number, commits: readonly StoredHint[]): number {
  const update = database.prepare('UPDATE git_commit SET hints = ?, pull_number = ? WHERE repository = ? AND sha = ? AND hints IS NULL');
  let changed = 0;
  for (const { sha, hints, pullNumber } of commits) changed += Number(update.run(hintsText(hints), pullNumber, repository, sha).changes);
  return changed;
}

/** SHAs of the repository's commits whose hints were never read. */
export function shasWithoutHints(database: DatabaseSync, repository: number): readonly string[] {
  const rows = database.prepare('SELECT sha FROM git_commit WHERE repository = ? AND hints IS NULL ORDER BY id');
  return rows.all(repository).map((row) => text(row, 'sha'));
}

/** How many commits, up to the row `lastId`, have hints to come; none of an older ledger that may not be written. */
export function countWithoutHints(database: DatabaseSync, repository: number, lastId = Number.MAX_SAFE_INTEGER): number {
  if (database.prepare("SELECT 1 FROM pragma_table_info('git_commit') WHERE name = 'hints'").get() === undefined) return 0;
  const row = database
    .prepare('SELECT count(*) AS n FROM git_commit WHERE repository = ? AND hints IS NULL AND id <= ?')
    .get(repository, lastId);
  return row === undefined ? 0 : integer(row, 'n');
}
