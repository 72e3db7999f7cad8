/** Rows that are added many at a time are the rows that would be there had they come one by one. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import type { Context, Fact } from '../../../src/core/transcript/facts.ts';
import type { Batch } from '../../../src/ledger/batch.ts';
import { LedgerWriter } from '../../../src/ledger/writer.ts';
import { openLedger } from '../../../src/ledger/open.ts';

const context: Context = { cwd: '/home/ada/loom', branch: 'main', entrypoint: 'cli', version: '2.1.0' };
const other: Context = { ...context, branch: 'side' };

/** Facts of a small pool of ids, so that files repeat their own and each other's. */
const facts = fc
  .record({
    kind: fc.constantFrom('request', 'request', 'turn', 'edit'),
    id: fc.integer({ min: 0, max: 150 }),
    atMs: fc.integer({ min: 1, max: 9 }),
    output: fc.integer({ min: 0, max: 3 }),
    requested: fc.boolean(),
    elsewhere: fc.boolean(),
  })
  .map(({ kind, id, atMs, output, requested, elsewhere }): Fact => {
    const common = { atMs, context: elsewhere ? other : context };
    if (kind === 'turn')
      return { kind, uuid: `turn-${String(id)}`, promptId: '', command: false, textHash: String(output), mode: '', ...common };
    const messageId = `msg_${String(id)}`;
    if (kind === 'edit') {
      const hashes = { addedHashes: new Uint8Array(8), removedHashes: new Uint8Array(0) };
      const lines = { tool: 'Write', path: '/home/ada/loom/a.ts', linesAdded: output, linesRemoved: 0, ...hashes };
      return { kind, toolUseId: `toolu_${String(id)}`, messageId, ...lines, ...common };
    }
    const tokens = { input: 1, output, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, webSearches: 0 };
    const flags = { fast: false, stopped: output > 0, sidechain: false, longContext: false, requested };
    return {
      kind: 'request',
      messageId,
      lineOffset: atMs,
      model: 'm',
      tokens,
      ...flags,
      geography: '',
      stopReason: '',
      visibleCharacters: 0,
      ...common,
    };
  });

const batches = fc.array(fc.record({ file: fc.integer({ min: 0, max: 3 }), facts: fc.array(facts, { minLength: 20, maxLength: 90 }) }), {
  minLength: 2,
  maxLength: 8,
});

function batchOf(file: number, found: readonly Fact[]): Batch {
  const name = `session-${String(file)}`;
  const cursor = { identity: `1:${String(file)}`, birthMs: file, size: 1, modifiedMs: 1, offset: 1, digest: '', state: '', partial: false };
  const records = { firstRecordMs: file % 2, lastRecordMs: 9, recordTypes: {}, skipped: {} };
  return { transcript: { path: `/p/${name}.jsonl`, sessionId: name, agentId: '', ...cursor, ...records }, facts: found };
}

/** Everything that facts fill, but in which write each file changed. */
function contents(database: DatabaseSync): readonly unknown[] {
  const all = (sql: string): unknown => database.prepare(sql).all();
  return [
    all('SELECT * FROM request ORDER BY id'),
    all('SELECT * FROM inherited ORDER BY session, request'),
    all('SELECT * FROM turn ORDER BY uuid'),
    all('SELECT * FROM edit ORDER BY tool_use_id'),
    all('SELECT * FROM session ORDER BY id'),
    all('SELECT * FROM context ORDER BY id'),
    all('SELECT id, path, session, first_record_ms FROM transcript ORDER BY id'),
    all('SELECT message_id, path, output FROM request JOIN transcript ON transcript.id = transcript ORDER BY message_id'),
    all(
      'SELECT session_id, message_id FROM inherited JOIN session ON session.id = session JOIN request ON request.id = request ORDER BY 1, 2',
    ),
    all('SELECT tool_use_id, path_of.path FROM edit JOIN transcript AS path_of ON path_of.id = transcript ORDER BY 1'),
  ];
}

describe('rows added together', function () {
  this.timeout(240_000);
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'payoff-rows-'))));
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Writes the batches in one transaction; how many requests were new, and what the ledger holds then. */
  function written(name: string, found: readonly Batch[], alone: boolean): readonly [number, readonly unknown[]] {
    const opened = openLedger({ path: join(folder, name), nowMs: 0 });
    assert.ok(opened.ok);
    const { database } = opened.ledger;
    try {
      const writer = new LedgerWriter(database, { id: 1, secret: new Uint8Array(32) });
      database.exec('BEGIN');
      let added = 0;
      for (const batch of found) {
        for (const piece of alone ? batch.facts.map((fact) => ({ ...batch, facts: [fact] })) : [batch]) {
          writer.apply(piece, { keeps: () => true });
          if (alone) added += writer.finish();
        }
      }
      added += writer.finish();
      database.exec('COMMIT');
      return [added, contents(database)];
    } finally {
      database.close();
    }
  }

  it('are those that would have been added one by one', () => {
    let run = 0;
    fc.assert(
      fc.property(batches, (given) => {
        run += 1;
        const found = given.filter((batch) => batch.facts.length > 0).map((batch) => batchOf(batch.file, batch.facts));
        assert.deepEqual(written(`together-${String(run)}`, found, false), written(`alone-${String(run)}`, found, true));
      }),
      { numRuns: 25 },
    );
  });

  it('are the same when the writer has written more files and sessions in between than it remembers', () => {
    const [found] = fc.sample(
      batches.filter((given) => given.length > 6),
      { numRuns: 1, seed: 1 },
    );
    assert.ok(found !== undefined);
    const some = found.map(({ file, facts: own }) => batchOf(file, own));
    const [first, ...later] = some;
    assert.ok(first !== undefined);
    const others = Array.from({ length: 5000 }, (_, index) => batchOf(100 + index, []));
    const [added, remembered] = written('remembered', [...some, ...others], false);
    const [addedToo, forgotten] = written('forgotten', [first, ...others, ...later], false);
    assert.equal(addedToo, added);
    // The numbers of rows follow the order of writing; the last three name what they stand for.
    assert.deepEqual(forgotten.slice(-3), remembered.slice(-3));
  });
});
