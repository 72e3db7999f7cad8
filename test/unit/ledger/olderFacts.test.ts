/** What ledgers and exports of before do not say is unknown, and no error. */
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { migrations } from '../../../src/ledger/migrations/migrations.ts';
import { readTranscriptFacts, readTranscriptStamps } from '../../../src/ledger/transcriptFacts.ts';
import type { TranscriptFacts } from '../../../src/ledger/transcriptFacts.ts';
import { recordShapes } from '../../../src/ledger/transfer/format.ts';

const hash = '0123456789abcdef';

/** The facts of the only transcript of a ledger of a version, filled by `sql`. */
function factsOf(version: number, sql: string): TranscriptFacts {
  const database = new DatabaseSync(':memory:');
  try {
    for (const migration of migrations.slice(0, version)) database.exec(migration.sql);
    database.exec(`INSERT INTO session VALUES (1, 's'); INSERT INTO hash_key VALUES (1, x'00');
      INSERT INTO context VALUES (1, '/a', '', '', ''), (2, '/b', '', '', '');
      INSERT INTO transcript (id, path, session, agent, identity, birth_ms, size, modified_ms, offset, digest, state, record_types, skipped, gone, partial)
        VALUES (1, '/s.jsonl', 1, '', '', 0, 1, 0, 1, '', '', '{}', '{}', 0, 0); ${sql}`);
    const stamps = readTranscriptStamps(database);
    const [all, some] = [true, false].map((whole) =>
      readTranscriptFacts(database, { stamps, all: whole, placeOf: (cwd) => ({ cwd, repository: '' }) }).get(1),
    );
    assert.deepEqual(all, some);
    assert.ok(all !== undefined);
    return all;
  } finally {
    database.close();
  }
}

const calls = (count: number, context = 1): string =>
  Array.from(
    { length: count },
    (_, index) =>
      `INSERT INTO shell_call VALUES ('t${String(context)}${String(index)}', 1, ${String(context)}, ${String(index)}, 0, x'', x'', 1, x'${hash}');`,
  ).join('');

describe('facts of before', () => {
  it('are read of a ledger that has no place for the newer ones', () => {
    const { turns, commandTries, failedEdits, largeReads } = factsOf(4, "INSERT INTO turn VALUES ('u', 1, 1, 5, '', 0, 'h', 1)");
    assert.deepEqual(turns, [{ atMs: 5, promptId: '', textHash: 'h', command: false, mode: '' }]);
    assert.deepEqual([commandTries, failedEdits, largeReads], [[], [], []]);
  });

  it('come in an export without the newer fields', () => {
    const turn = { uuid: 'u', context: 0, key: 0, atMs: Date.UTC(2026, 0), promptId: '', command: false, textHash: hash };
    assert.equal(recordShapes.turn(turn)?.mode, '');
    assert.equal(recordShapes.turn({ ...turn, mode: 'plan' })?.mode, 'plan');
    assert.equal(recordShapes.turn({ ...turn, mode: 'a text' }), undefined);
    const call = { toolUseId: 't', context: 0, key: 0, atMs: Date.UTC(2026, 0), succeeded: null, fileHashes: '', runHashes: '' };
    assert.equal(recordShapes.shellCall(call)?.commandHash.length, 0);
    assert.equal(recordShapes.shellCall({ ...call, commandHash: 'AAAAAAAAAAA=' })?.commandHash.length, 8);
    assert.equal(recordShapes.shellCall({ ...call, commandHash: 'AAAA' }), undefined);
  });
});

describe('tries of a command', () => {
  const succeeded = "INSERT INTO shell_call VALUES ('done', 1, 1, 9, 1, x'', x'', 1, x'0123456789abcdef');";

  it('are read where it failed four times in a transcript, its successes with them', () => {
    assert.deepEqual(factsOf(migrations.length, calls(3) + succeeded).commandTries, []);
    const { commandTries } = factsOf(
      migrations.length,
      `${calls(4)}${succeeded}INSERT INTO check_run VALUES ('t10', 0, 1, 1, 0, 'test', 0), ('t10', 1, 1, 1, 0, 'lint', 0);`,
    );
    assert.deepEqual(
      commandTries.map((each) => [each.atMs, each.succeeded, each.check]),
      [
        [0, false, 'test'],
        [1, false, null],
        [2, false, null],
        [3, false, null],
        [9, true, null],
      ],
    );
  });

  it('are told apart by the folder, and those that were held back are none', () => {
    const { commandTries } = factsOf(migrations.length, calls(4) + calls(1, 2));
    assert.equal(new Set(commandTries.map(({ command }) => command)).size, 2);
    assert.deepEqual(factsOf(migrations.length, calls(4).replaceAll(hash, '')).commandTries, []);
  });
});
