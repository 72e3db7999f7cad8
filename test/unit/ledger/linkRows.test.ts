import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { withoutCall } from '../../../src/core/attribution/link.ts';
import type { Link, Tier } from '../../../src/core/attribution/link.ts';
import { readTakenEdits, writeTakenEdits } from '../../../src/ledger/commitLines.ts';
import { readLinks, writeLinks } from '../../../src/ledger/links.ts';
import { migrations } from '../../../src/ledger/migrations/migrations.ts';

const loom = { id: 1, path: '/home/ada/loom' };

function link(sha: string, sessionId: string, tier: Tier): Link {
  return { sha, sessionId, tier, repository: loom.path, evidence: withoutCall(tier === 5 ? 'lines' : 'trailer') };
}

describe('links and taken edits', () => {
  let database: DatabaseSync;
  beforeEach(() => {
    database = new DatabaseSync(':memory:');
    for (const { sql } of migrations) database.exec(sql);
    database.exec('PRAGMA foreign_keys = OFF');
  });
  afterEach(() => database.close());

  const changesOf = (change: () => void): number => {
    const count = (): number => Number(database.prepare('SELECT total_changes() AS n').get()?.n);
    const before = count();
    change();
    return count() - before;
  };

  it('become what they are to be, and only what is another is written', () => {
    const [first, second, third] = [link('a1', 'ada', 5), link('a1', 'ben', 5), link('b1', 'ada', 4)];
    assert.equal(
      changesOf(() => writeLinks(database, loom.id, [first, second])),
      2,
    );
    writeLinks(database, 2, [third]);
    assert.equal(
      changesOf(() => writeLinks(database, loom.id, [first, second])),
      0,
    );
    const recorded = link('a1', 'ben', 4);
    assert.equal(
      changesOf(() => writeLinks(database, loom.id, [recorded, third])),
      4,
    );
    assert.deepEqual(readLinks(database, loom), [recorded, third]);
    assert.equal(readLinks(database, { id: 2, path: loom.path }).length, 1);
  });

  it('are taken by whom they are taken now', () => {
    const taken = (
      edit: string,
      sha: string,
      lines: number,
    ): readonly [string, readonly { readonly sha: string; readonly lines: number }[]] => [edit, [{ sha, lines }]];
    assert.equal(
      changesOf(() => writeTakenEdits(database, loom.id, new Map([taken('one', 'a1', 3), taken('two', 'a1', 4)]))),
      2,
    );
    writeTakenEdits(database, 2, new Map([taken('one', 'a1', 3)]));
    const now = new Map([taken('one', 'b1', 3), taken('two', 'a1', 4), taken('three', 'b1', 1)]);
    assert.equal(
      changesOf(() => writeTakenEdits(database, loom.id, now)),
      3,
    );
    assert.deepEqual(readTakenEdits(database, loom.id), now);
    assert.equal(readTakenEdits(database, 2).size, 1);
  });
});
