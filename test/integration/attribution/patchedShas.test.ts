/** Which commits' lines were read is remembered between two readings of git only as long as it is so. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PatchedShas } from '../../../src/engine/patchedShas.ts';
import { migrations } from '../../../src/ledger/migrations/migrations.ts';

describe('commits whose lines were read', () => {
  let folder: string;
  let database: DatabaseSync;
  let patched: PatchedShas;
  const open = (): DatabaseSync => {
    const opened = new DatabaseSync(join(folder, 'ledger.sqlite'));
    opened.exec('PRAGMA foreign_keys = OFF');
    return opened;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'payoff-patched-'));
    database = open();
    for (const { sql } of migrations) database.exec(sql);
    patched = new PatchedShas(database);
    read(database, 1, 'a1');
    read(database, 2, 'b1');
  });
  afterEach(() => {
    database.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  const key = { id: 1, secret: new Uint8Array(32) };
  /** Adds a commit with its lines. */
  function read(to: DatabaseSync, repository: number, sha: string): void {
    const columns = to.prepare("SELECT name FROM pragma_table_info('git_commit')").all();
    const values = columns.map(({ name }) => {
      if (name === 'id') return null;
      return name === 'sha' ? sha : name === 'repository' ? repository : /_ms$|^hash_key$/.test(String(name)) ? 1 : '';
    });
    const place = values.map((value, at) => (columns[at]?.name === 'pull_number' || columns[at]?.name === 'hints' ? null : value));
    const { lastInsertRowid } = to.prepare(`INSERT INTO git_commit VALUES (${place.map(() => '?').join(', ')})`).run(...place);
    to.prepare('INSERT INTO commit_patch VALUES (?, 1)').run(lastInsertRowid);
  }
  const known = (repository: number): readonly string[] => [...patched.of(repository).under(key)].sort();

  it('are remembered with those that were read meanwhile', () => {
    assert.deepEqual(known(1), ['a1']);
    const set = patched.of(1).under(key);
    read(database, 1, 'a2');
    patched.add(key, ['a2']);
    assert.equal(patched.of(1).under(key), set);
    assert.deepEqual(known(1), ['a1', 'a2']);
    assert.deepEqual(known(2), ['b1']);
    assert.deepEqual(known(1), ['a1', 'a2']);
    assert.deepEqual([...patched.of(1).under({ ...key, id: 2 })], []);
  });

  it('are read again where some were deleted, or another process wrote', () => {
    read(database, 1, 'a2');
    assert.deepEqual(known(1), ['a1', 'a2']);
    database.exec("DELETE FROM commit_patch WHERE git_commit = (SELECT id FROM git_commit WHERE sha = 'a2')");
    assert.deepEqual(known(1), ['a1']);
    const other = open();
    other.exec("DELETE FROM commit_patch WHERE git_commit = (SELECT id FROM git_commit WHERE sha = 'a1')");
    read(other, 1, 'a3');
    other.close();
    assert.deepEqual(known(1), ['a3']);
  });
});
