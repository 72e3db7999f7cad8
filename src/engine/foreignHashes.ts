/**
 * Hashes that were made under another ledger's key cannot be compared with this ledger's own. Whatever git says is therefore hashed once per
 * key held while such hashes are there, and an imported hash whose text git just named becomes one of this ledger's key: the commit of an
 * imported session is found by its subject like any other.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { HashText } from '../core/transcript/hashedLine.ts';
import type { PrintedCommit } from '../core/transcript/facts.ts';
import { hexOf } from '../core/transcript/hex.ts';
import { lineHash } from '../ingest/lineHash.ts';
import { isForeignKey, readHashKeys } from '../ledger/hashKey.ts';
import type { HashKey } from '../ledger/hashKey.ts';
import { integer, text } from '../ledger/values.ts';

interface Foreign {
  readonly id: number;
  readonly hash: HashText;
  /** Hashes under this key of what was hashed since the last adoption, with those under the own key. */
  readonly own: Map<string, string>;
}

export class ForeignHashes {
  /** Hashes under the key in force, and remembers what that is under the others. */
  readonly hash: HashText;
  private readonly database: DatabaseSync;
  private readonly key: HashKey;
  private readonly foreign: readonly Foreign[];

  constructor(database: DatabaseSync, key: HashKey) {
    this.database = database;
    this.key = key;
    this.foreign = readHashKeys(database)
      .filter(({ id }) => isForeignKey(id))
      .map(({ id, secret }) => ({ id, hash: lineHash(secret), own: new Map() }));
    const own = lineHash(key.secret);
    this.hash =
      this.foreign.length === 0
        ? own
        : (plain) => {
            const hashed = own(plain);
            for (const other of this.foreign) other.own.set(hexOf(other.hash(plain)), hexOf(hashed));
            return hashed;
          };
  }

  /** Whether the ledger holds keys of others. */
  get any(): boolean {
    return this.foreign.length > 0;
  }

  /** Makes hashes of this ledger's key of all whose text was hashed since; call inside a transaction. Returns how many rows changed. */
  adopt(repository: number): number {
    let changed = 0;
    for (const { id, own } of this.foreign) {
      if (own.size > 0) changed += this.adoptCalls(id, own) + this.adoptCommits(id, own, repository);
      own.clear();
    }
    return changed;
  }

  /** A call keeps its key until each of its subjects is known. */
  private adoptCalls(foreign: number, own: ReadonlyMap<string, string>): number {
    const update = this.database.prepare(
      'UPDATE commit_call SET subject_hash = ?, printed = ?, hash_key = ? WHERE tool_use_id = ? AND position = ?',
    );
    let changed = 0;
    const rows = this.database.prepare('SELECT tool_use_id, position, subject_hash, printed FROM commit_call WHERE hash_key = ?');
    for (const row of rows.all(foreign)) {
      const subject = text(row, 'subject_hash');
      const printed = JSON.parse(text(row, 'printed')) as readonly PrintedCommit[];
      const subjects = [subject, ...printed.map(({ subjectHash }) => subjectHash)].filter((hash) => hash !== '');
      if (!subjects.some((hash) => own.has(hash))) continue;
      const known = (hash: string): string => own.get(hash) ?? hash;
      const adopted = JSON.stringify(printed.map((line) => ({ ...line, subjectHash: known(line.subjectHash) })));
      const key = subjects.every((hash) => own.has(hash)) ? this.key.id : foreign;
      update.run(known(subject), adopted, key, text(row, 'tool_use_id'), integer(row, 'position'));
      changed += 1;
    }
    return changed;
  }

  /** A commit by an address that git does not name here is nobody's of this clone, under whatever key. */
  private adoptCommits(foreign: number, own: ReadonlyMap<string, string>, repository: number): number {
    const update = this.database.prepare('UPDATE git_commit SET author_hash = ?, subject_hash = ?, hash_key = ? WHERE id = ?');
    let changed = 0;
    const rows = this.database.prepare('SELECT id, author_hash, subject_hash FROM git_commit WHERE repository = ? AND hash_key = ?');
    for (const row of rows.all(repository, foreign)) {
      const [author, subject] = [text(row, 'author_hash'), text(row, 'subject_hash')];
      const known = subject === '' ? '' : own.get(subject);
      if (known === undefined) continue;
      update.run(own.get(author) ?? author, known, this.key.id, integer(row, 'id'));
      changed += 1;
    }
    return changed;
  }
}
