/** What git said elsewhere, added to what it said here. A clone of this machine is read by itself: its own row is never replaced. */
import type { DatabaseSync } from 'node:sqlite';
import { addHints } from '../commitHints.ts';
import { writeCommits } from '../commits.ts';
import { isForeignKey } from '../hashKey.ts';
import { readRepository, writeRepository } from '../repositories.ts';
import { integer, text } from '../values.ts';
import type { TransferRecord } from './format.ts';

type Of<T extends TransferRecord['type']> = Extract<TransferRecord, { readonly type: T }>;
export type RepositoryRecord = Of<'repository'>;
/** What belongs to the repository before it. */
export type RepositoryPart = Of<'commit' | 'sessionMark' | 'link' | 'takenEdit' | 'undoing' | 'survival' | 'openPath'>;

export interface RepositoryRules {
  /** From when on commits of a repository are kept, milliseconds UTC; Infinity: nothing of it is. */
  readonly keptFromMs: (repository: string) => number;
  /** Row of a key that the file names. */
  readonly keyOf: (key: number) => number;
}

/** Writes one repository of the file; every method is called inside a transaction. */
export class RepositoryImport {
  private readonly database: DatabaseSync;
  private readonly record: RepositoryRecord;
  private readonly rules: RepositoryRules;
  private readonly sessions: ReadonlySet<string>;
  private readonly keptFromMs: number;
  private id = 0;
  /** Whether the file knows more than the ledger: then what it says of this moment holds. */
  private newer = false;
  /** Whether git was never read here: what is worked out of it comes with the file alone. */
  private elsewhere = false;
  private linkedBefore: ReadonlySet<string> = new Set();

  /** @param sessions those of which the file has transcripts: its links of them are all there are */
  constructor(database: DatabaseSync, record: RepositoryRecord, rules: RepositoryRules, sessions: ReadonlySet<string>) {
    this.database = database;
    this.record = record;
    this.rules = rules;
    this.sessions = sessions;
    this.keptFromMs = rules.keptFromMs(record.path);
  }

  /** Whether nothing of it is kept: forgotten or excluded here. */
  get leftOut(): boolean {
    return this.keptFromMs === Infinity || this.keptFromMs > this.record.readAtMs;
  }

  begin(): void {
    const { type: _type, path, key, ...state } = this.record;
    const before = readRepository(this.database, path);
    const linked = this.database.prepare('SELECT DISTINCT session_id FROM link WHERE repository = ?').all(before?.id ?? 0);
    this.linkedBefore = new Set(linked.map((row) => text(row, 'session_id')));
    const elsewhere = before !== null && isForeignKey(before.hashKey);
    this.elsewhere = before === null || elsewhere;
    this.newer = before === null || (elsewhere && before.readAtMs < state.readAtMs);
    // Commits stay under the key with which they came first: of several machines' ledgers each has its own hashes of the user's addresses.
    const identityHashes = [...new Set([...(elsewhere ? before.identityHashes : []), ...state.identityHashes])];
    if (!this.newer) {
      this.id = before?.id ?? 0;
      if (elsewhere) this.run('UPDATE repository SET identity_hashes = ? WHERE id = ?', JSON.stringify(identityHashes), this.id);
      return;
    }
    // What it was linked from is another ledger's affair: a clone that is here is linked anew.
    const hashKey = { id: this.rules.keyOf(key) };
    this.id = writeRepository(
      this.database,
      path,
      { ...state, identityHashes, linked: '', incomplete: false, settings: null, settingsProblem: null },
      hashKey,
    );
    for (const table of ['session_mark', 'open_path']) this.run(`DELETE FROM ${table} WHERE repository = ?`, this.id);
    this.run(
      'DELETE FROM link WHERE repository = ? AND session_id IN (SELECT value FROM json_each(?))',
      this.id,
      JSON.stringify([...this.sessions]),
    );
  }

  add(parts: readonly RepositoryPart[]): void {
    let added = 0;
    for (const part of parts) {
      if (part.type === 'commit') added += this.addCommit(part);
      else if (part.type === 'sessionMark')
        added += this.run('INSERT OR IGNORE INTO session_mark VALUES (?, ?, ?, ?)', this.id, part.sha, part.sessionId, part.source);
      else if (part.type === 'link') added += this.addLink(part);
      else if (part.type === 'takenEdit') this.addTakenEdit(part);
      else if (part.type === 'undoing') this.addUndoing(part);
      else if (part.type === 'survival') this.addSurvival(part);
      else if (this.newer) this.run('INSERT OR IGNORE INTO open_path VALUES (?, ?)', this.id, part.path);
    }
    if (added > 0) this.run("UPDATE repository SET linked = '' WHERE id = ?", this.id);
  }

  /** A commit that is here from a file of before gets the hints that it lacks. */
  private addCommit({ type: _type, key, hints, ...commit }: Of<'commit'>): number {
    if (commit.authorMs < this.keptFromMs) return 0;
    const hinted = hints === null ? commit : { ...commit, hints };
    const added = writeCommits(this.database, this.id, [hinted], { id: this.rules.keyOf(key) });
    return added === 0 && hints !== null ? addHints(this.database, this.id, [{ ...commit, hints }]) : added;
  }

  /** A link of a session and a commit that are both here; of a session with links from a newer reading those are all there are. */
  private addLink({ sha, sessionId, tier, evidence: { matched, ...evidence } }: Of<'link'>): number {
    if (!this.newer && this.linkedBefore.has(sessionId)) return 0;
    if (!this.has('SELECT 1 FROM session WHERE session_id = ?', sessionId)) return 0;
    if (!this.has('SELECT 1 FROM git_commit WHERE repository = ? AND sha = ?', this.id, sha)) return 0;
    const json = JSON.stringify(matched === null ? evidence : { ...evidence, matched });
    return this.run('INSERT OR IGNORE INTO link VALUES (?, ?, ?, ?, ?)', this.id, sha, sessionId, tier, json);
  }

  /** Of two readings the one that found more lines; without a link of its session it counts for nothing. */
  private addTakenEdit({ toolUseId, sha, lines }: Of<'takenEdit'>): void {
    this.run(
      `INSERT INTO taken_edit VALUES (?, ?, ?, ?)
       ON CONFLICT (repository, tool_use_id, sha) DO UPDATE SET lines = max(lines, excluded.lines)`,
      ...[this.id, toolUseId, sha, lines],
    );
  }

  /** Of two readings the newer one; a clone that is here has its own, made with its links. */
  private addUndoing({ changeSha, laterSha, added, addedGone, removed, removedBack }: Of<'undoing'>): void {
    if (!this.elsewhere) return;
    this.run(
      `INSERT OR ${this.newer ? 'REPLACE' : 'IGNORE'} INTO undoing
         (repository, change_sha, later_sha, added, added_gone, removed, removed_back) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ...[this.id, changeSha, laterSha, added, addedGone, removed, removedBack],
    );
  }

  /** What was seen at its time stays as it was seen here. */
  private addSurvival({ changeSha, path, days, seenSha, lines, surviving }: Of<'survival'>): void {
    this.run(
      `INSERT OR IGNORE INTO survival (repository, change_sha, path, days, seen_sha, lines, surviving) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ...[this.id, changeSha, path, days, seenSha, lines, surviving],
    );
  }

  private has(sql: string, ...values: readonly (string | number)[]): boolean {
    return this.database.prepare(sql).get(...values) !== undefined;
  }

  private run(sql: string, ...values: readonly (string | number)[]): number {
    return Number(this.database.prepare(sql).run(...values).changes);
  }
}

/** How many commit calls were read elsewhere: their subjects can only be compared with commits that are hashed under their keys. */
export function foreignCalls(database: DatabaseSync): number {
  const row = database.prepare('SELECT count(*) AS n FROM commit_call WHERE hash_key < 1').get();
  return row === undefined ? 0 : integer(row, 'n');
}

/** Has every clone of this machine linked anew when git is read the next time. */
export function linkAnew(database: DatabaseSync): void {
  database.exec("UPDATE repository SET linked = '' WHERE hash_key >= 1");
}
