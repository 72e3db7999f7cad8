/** What is kept of calls and edits between two readings of git is what somebody would read who comes anew, whoever wrote in between. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import type { Context, Fact } from '../../../src/core/transcript/facts.ts';
import { KeptCalls } from '../../../src/engine/keptCalls.ts';
import { Places } from '../../../src/engine/places.ts';
import type { Batch } from '../../../src/ledger/batch.ts';
import { forgetEverything, forgetFolders } from '../../../src/ledger/forget.ts';
import { readHashKey } from '../../../src/ledger/hashKey.ts';
import { Lease } from '../../../src/ledger/lease.ts';
import { openLedger } from '../../../src/ledger/open.ts';
import { LedgerWriter } from '../../../src/ledger/writer.ts';

const loom = '/home/ada/loom';
const weave = '/home/ada/weave';

/** Few ids: files repeat each other's, so that requests and edits go from one to another. */
const fact = fc
  .record({
    kind: fc.constantFrom('request', 'edit', 'edit', 'commit'),
    id: fc.integer({ min: 0, max: 9 }),
    message: fc.integer({ min: 0, max: 5 }),
    atMs: fc.integer({ min: 1, max: 9 }),
    requested: fc.boolean(),
    sidechain: fc.boolean(),
    elsewhere: fc.boolean(),
  })
  .map(({ kind, id, message, atMs, requested, sidechain, elsewhere }): Fact => {
    const context: Context = { cwd: elsewhere ? weave : loom, branch: 'main', entrypoint: 'cli', version: '2.1.0' };
    const messageId = `msg_${String(message)}`;
    const common = { messageId, context };
    if (kind === 'edit') {
      const hashes = { addedHashes: new Uint8Array(8), removedHashes: new Uint8Array(0) };
      const lines = { tool: 'Write', path: `${context.cwd}/a.ts`, linesAdded: id, linesRemoved: 0, ...hashes };
      return { kind, toolUseId: `toolu_${String(id)}`, atMs, ...lines, ...common };
    }
    if (kind === 'commit') {
      const times = { startedAtMs: atMs, endedAtMs: atMs + 1, succeeded: null, amend: false };
      const said = { directory: elsewhere ? '' : context.cwd, subjectHash: '', printed: [], operation: null };
      return { kind, toolUseId: `toolu_${String(id)}`, index: atMs % 2, ...times, ...said, ...common };
    }
    const tokens = { input: 1, output: atMs, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, webSearches: 0 };
    const flags = { fast: false, stopped: true, sidechain, longContext: false, requested };
    const more = { lineOffset: atMs, model: 'm', tokens, ...flags, geography: '', stopReason: '', visibleCharacters: 0 };
    return { kind: 'request', atMs, ...more, ...common };
  });

/** One write of the ledger, by this process or by another. */
const write = fc.record({
  byOther: fc.boolean(),
  what: fc.oneof(
    { weight: 8, arbitrary: fc.record({ file: fc.integer({ min: 0, max: 3 }), facts: fc.array(fact, { minLength: 1, maxLength: 6 }) }) },
    { weight: 1, arbitrary: fc.constantFrom('a folder is known' as const, 'a folder is forgotten' as const, 'all is forgotten' as const) },
  ),
});

function batchOf(file: number, facts: readonly Fact[]): Batch {
  const name = `session-${String(file)}`;
  const cursor = { identity: `1:${String(file)}`, birthMs: file, size: 1, modifiedMs: 1, offset: 1, digest: '', state: '', partial: false };
  const records = { firstRecordMs: file % 2, lastRecordMs: 9, recordTypes: {}, skipped: {} };
  return { transcript: { path: `/p/${name}.jsonl`, sessionId: name, agentId: file === 3 ? 'agent' : '', ...cursor, ...records }, facts };
}

describe('calls and edits that are kept in memory', function () {
  this.timeout(240_000);
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'payoff-calls-'))));
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function open(name: string): DatabaseSync {
    const opened = openLedger({ path: join(folder, name), nowMs: 0 });
    assert.ok(opened.ok);
    return opened.ledger.database;
  }

  function change(
    database: DatabaseSync,
    what: typeof write extends fc.Arbitrary<infer Value extends { what: unknown }> ? Value['what'] : never,
  ): void {
    const lease = new Lease(database, { holder: 'test', now: Date.now });
    assert.ok(lease.take());
    lease.write(() => {
      if (what === 'all is forgotten') forgetEverything(database, 0);
      const writer = new LedgerWriter(database, readHashKey(database));
      const place = { folder: weave, repository: weave, worktree: weave };
      if (what === 'a folder is forgotten') forgetFolders(database, { places: [place], cwds: [weave], paths: [] }, 0);
      else if (what === 'a folder is known') writer.writeFolder(weave, { repository: weave, worktree: weave }, 0);
      else if (what !== 'all is forgotten') writer.apply(batchOf(what.file, what.facts), { keeps: () => true });
      writer.finish();
    });
    lease.release();
  }

  async function contents(database: DatabaseSync, places: Places, kept: KeptCalls): Promise<readonly unknown[]> {
    await places.prepare(database);
    return [kept.calls(), ...['', loom, weave].map((repository) => kept.edits(repository, 9))];
  }

  it('are those of the ledger after each write', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(write, { minLength: 2, maxLength: 12 }), async (writes) => {
        const name = `ledger-${String((run += 1))}`;
        const [own, other] = [open(name), open(name)];
        try {
          new LedgerWriter(own, { id: 1, secret: new Uint8Array(32) }).writeFolder(loom, { repository: loom, worktree: loom }, 0);
          const places = new Places([], () => Promise.resolve({ repository: '', worktree: '' }));
          const kept = new KeptCalls(own, places);
          for (const { byOther, what } of writes) {
            change(byOther ? other : own, what);
            const now = await contents(own, places, kept);
            assert.deepEqual(now, await contents(own, places, new KeptCalls(own, places)));
          }
        } finally {
          own.close();
          other.close();
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are the same objects where nothing of their transcripts changed', async () => {
    const database = open('ledger');
    const places = new Places([], () => Promise.resolve({ repository: '', worktree: '' }));
    const kept = new KeptCalls(database, places);
    const [first] = fc.sample(fc.array(fact, { minLength: 80, maxLength: 80 }), { numRuns: 1, seed: 1 });
    assert.ok(first !== undefined);
    change(database, { file: 0, facts: first });
    await places.prepare(database);
    const [calls, edits] = [kept.calls(), kept.edits('', 10)];
    assert.ok(calls.length > 2 && edits.length > 2);
    assert.equal(kept.edits('', 10), edits);
    assert.deepEqual(
      kept.edits('', 5),
      edits.filter(({ atMs }) => atMs < 5),
    );
    change(database, { file: 1, facts: [] });
    assert.equal(kept.calls(), calls);
    assert.equal(kept.edits('', 10), edits);
    kept.drop();
    assert.notEqual(kept.calls(), calls);
    assert.deepEqual(kept.calls(), calls);
    database.close();
  });
});
