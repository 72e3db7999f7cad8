/** What git said of each repository when it was last read. */
import type { DatabaseSync } from 'node:sqlite';
import type { RepositorySettings } from '../core/outcomes/repositorySettings.ts';
import { storedSettings } from '../core/outcomes/storedSettings.ts';
import { countWithoutHints } from './commitHints.ts';
import type { HashKey } from './hashKey.ts';
import type { Row } from './values.ts';
import { flag, integer, integerOrNull, text } from './values.ts';

/** A branch, remote branch or tag, by its full name. */
export interface StoredHead {
  readonly ref: string;
  readonly sha: string;
}

/** A repository's row; what a reading changes of it. */
export interface RepositoryState {
  /** Every ref when git was last read to its end, or to where it could not be read; none before that. */
  readonly heads: readonly StoredHead[];
  readonly defaultBranch: string;
  /** `''` when there is no default branch with a commit. */
  readonly defaultSha: string;
  readonly upstream: boolean;
  readonly fetchedAtMs: number | null;
  readonly shallowSinceMs: number | null;
  readonly identityHashes: readonly string[];
  readonly readAtMs: number;
  readonly marksState: string;
  /** Whether commits behind the refs are missing because git could not read all of them. */
  readonly incomplete: boolean;
  /** What its `.payoff.json` says; null until that was looked for. */
  readonly settings: RepositorySettings | null;
  /** Why that file is not followed, or not all of it, in a sentence; null when it is. */
  readonly settingsProblem: string | null;
  /** Digest of what the links were last made from, `''` before they were. */
  readonly linked: string;
  readonly problem: string | null;
}

export interface StoredRepository extends RepositoryState {
  readonly id: number;
  readonly path: string;
  /** Row of the key that its addresses are hashed under; another ledger's where it was never read here. */
  readonly hashKey: number;
}

/** A repository that nothing is known of yet. */
export const unreadRepository: RepositoryState = {
  heads: [],
  defaultBranch: '',
  defaultSha: '',
  upstream: false,
  fetchedAtMs: null,
  shallowSinceMs: null,
  identityHashes: [],
  readAtMs: 0,
  marksState: '',
  incomplete: false,
  settings: null,
  settingsProblem: null,
  linked: '',
  problem: null,
};

/** Whether the ledger has the tables for git: one of an older schema that may not be written has not. */
export function hasGitTables(database: DatabaseSync): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'repository'").get() !== undefined;
}

export function readRepositories(database: DatabaseSync): readonly StoredRepository[] {
  return database.prepare('SELECT * FROM repository ORDER BY path').all().map(repositoryOf);
}

export function readRepository(database: DatabaseSync, path: string): StoredRepository | null {
  const row = database.prepare('SELECT * FROM repository WHERE path = ?').get(path);
  return row === undefined ? null : repositoryOf(row);
}

/** Differs whenever commits or hints of them, links, taken edits, undoings, survivals, marks or open paths were added to a repository. */
export function extentOf(database: DatabaseSync, repository: number): string {
  const count = (table: string): string => `(SELECT count(*) FROM ${table} WHERE ${table}.repository = repository.id)`;
  // An older ledger that may not be written has not all of them.
  const known = database.prepare("SELECT name FROM sqlite_schema WHERE name IN ('taken_edit', 'undoing', 'survival') ORDER BY name").all();
  const counts = ['git_commit', 'link', 'session_mark', 'open_path', ...known.map((row) => text(row, 'name'))].map(count);
  const row = database.prepare(`SELECT ${counts.join(" || ' ' || ")} AS extent FROM repository WHERE id = ?`).get(repository);
  return row === undefined ? '' : `${text(row, 'extent')} ${String(countWithoutHints(database, repository))}`;
}

/** Adds or replaces a repository's row; call inside a transaction. Returns its id. */
export function writeRepository(database: DatabaseSync, path: string, state: RepositoryState, key: Pick<HashKey, 'id'>): number {
  const row = database
    .prepare(
      `INSERT INTO repository (path, heads, default_branch, default_sha, upstream, fetched_ms, shallow_since_ms, identity_hashes, read_ms,
         marks_state, linked, problem, hash_key, settings, settings_problem, incomplete)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (path) DO UPDATE SET heads = excluded.heads, default_branch = excluded.default_branch,
         default_sha = excluded.default_sha, upstream = excluded.upstream, fetched_ms = excluded.fetched_ms,
         shallow_since_ms = excluded.shallow_since_ms, identity_hashes = excluded.identity_hashes, read_ms = excluded.read_ms,
         marks_state = excluded.marks_state, linked = excluded.linked, problem = excluded.problem, hash_key = excluded.hash_key,
         settings = excluded.settings, settings_problem = excluded.settings_problem, incomplete = excluded.incomplete
       RETURNING id`,
    )
    .get(
      ...[path, JSON.stringify(state.heads), state.defaultBranch, state.defaultSha, Number(state.upstream), state.fetchedAtMs],
      ...[state.shallowSinceMs, JSON.stringify(state.identityHashes), state.readAtMs, state.marksState, state.linked, state.problem],
      ...[key.id, state.settings === null ? '' : JSON.stringify(state.settings), state.settingsProblem],
      Number(state.incomplete),
    );
  if (row === undefined) throw new Error('The ledger returned no id for a repository.');
  return integer(row, 'id');
}

function repositoryOf(row: Row): StoredRepository {
  return {
    id: integer(row, 'id'),
    path: text(row, 'path'),
    hashKey: integer(row, 'hash_key'),
    heads: JSON.parse(text(row, 'heads')) as readonly StoredHead[],
    defaultBranch: text(row, 'default_branch'),
    defaultSha: text(row, 'default_sha'),
    upstream: flag(row, 'upstream'),
    fetchedAtMs: integerOrNull(row, 'fetched_ms'),
    shallowSinceMs: integerOrNull(row, 'shallow_since_ms'),
    identityHashes: JSON.parse(text(row, 'identity_hashes')) as readonly string[],
    readAtMs: integer(row, 'read_ms'),
    marksState: text(row, 'marks_state'),
    // An older ledger that may not be written has none of these.
    incomplete: row.incomplete === 1,
    settings: typeof row.settings === 'string' ? storedSettings(row.settings) : null,
    settingsProblem: typeof row.settings_problem === 'string' ? row.settings_problem : null,
    linked: text(row, 'linked'),
    problem: row.problem === null ? null : text(row, 'problem'),
  };
}
