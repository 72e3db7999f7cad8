/** A record of a pull request is repeated after every turn: whatever comes first, the row is the one that all of them make. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { PullRequestFact } from '../../../src/core/transcript/facts.ts';
import type { Batch } from '../../../src/ledger/batch.ts';
import { openLedger } from '../../../src/ledger/open.ts';
import { LedgerWriter } from '../../../src/ledger/writer.ts';

interface Found {
  /** Two files are of one session, the third of another. */
  readonly file: number;
  readonly fact: PullRequestFact;
}

const found: fc.Arbitrary<Found> = fc.record({
  file: fc.integer({ min: 0, max: 2 }),
  fact: fc.record({
    kind: fc.constant('pullRequest' as const),
    source: fc.constantFrom('toolu_1', 'link:7'),
    atMs: fc.integer({ min: 1, max: 4 }),
    url: fc.constantFrom('', 'https://example.invalid/a/b/pull/7', 'https://example.invalid/a/b/pull/8'),
    number: fc.integer({ min: 7, max: 8 }),
    action: fc.constantFrom('created', 'linked'),
    context: fc.constant({ cwd: '/home/ada/loom', branch: 'main', entrypoint: 'cli', version: '2.1.0' }),
  }),
});

function batchOf({ file, fact }: Found): Batch {
  const cursor = { identity: `1:${String(file)}`, birthMs: file, size: 1, modifiedMs: 1, offset: 1, digest: '', state: '', partial: false };
  const records = { firstRecordMs: 1, lastRecordMs: 9, recordTypes: {}, skipped: {} };
  const session = { sessionId: sessionOf(file), agentId: file === 1 ? 'a1' : '' };
  return { transcript: { path: `/p/${String(file)}.jsonl`, ...session, ...cursor, ...records }, facts: [fact] };
}

const sessionOf = (file: number): string => (file === 2 ? 'session-b' : 'session-a');

/** The row of each source and session: the earliest time, and of what may differ always the same one; it is of the oldest file. */
function expected(all: readonly Found[]): readonly unknown[] {
  const rows = new Map<string, readonly Found[]>();
  for (const each of all) {
    const key = `${each.fact.source} ${sessionOf(each.file)}`;
    rows.set(key, [...(rows.get(key) ?? []), each]);
  }
  const first = (texts: readonly string[]): string | undefined => [...texts].sort()[0];
  return [...rows]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, of]) => ({
      key,
      at_ms: Math.min(...of.map(({ fact }) => fact.atMs)),
      url: first(of.map(({ fact }) => fact.url)),
      number: Math.max(...of.map(({ fact }) => fact.number)),
      action: first(of.map(({ fact }) => fact.action)),
      path: `/p/${String(Math.min(...of.map(({ file }) => file)))}.jsonl`,
    }));
}

describe('records of a pull request', function () {
  this.timeout(240_000);
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'payoff-pulls-'))));
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('make the same row in any order', () => {
    const opened = openLedger({ path: join(folder, 'ledger.sqlite'), nowMs: 0 });
    assert.ok(opened.ok);
    const { database } = opened.ledger;
    try {
      fc.assert(
        fc.property(fc.array(found, { minLength: 1, maxLength: 8 }), (all) => {
          database.exec('BEGIN');
          try {
            const writer = new LedgerWriter(database, { id: 1, secret: new Uint8Array(32) });
            for (const each of all) writer.apply(batchOf(each), { keeps: () => true });
            writer.finish();
            const rows = database.prepare(
              `SELECT source || ' ' || session_id AS key, at_ms, url, number, action, path FROM pull_request
               JOIN session ON session.id = pull_request.session JOIN transcript ON transcript.id = transcript ORDER BY 1`,
            );
            assert.deepEqual(
              rows.all().map((row) => ({ ...row })),
              expected(all),
            );
          } finally {
            database.exec('ROLLBACK');
          }
        }),
        { numRuns: 200 },
      );
    } finally {
      database.close();
    }
  });
});
