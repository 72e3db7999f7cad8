/** What a process remembers of the ledger, when another has changed it, and when a write fails. */
import assert from 'node:assert/strict';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { BatchQueue } from '../../../src/ingest/batchQueue.ts';
import { LedgerMemory } from '../../../src/ingest/ledgerMemory.ts';
import type { Batch } from '../../../src/ledger/batch.ts';
import { Lease } from '../../../src/ledger/lease.ts';
import { openLedger } from '../../../src/ledger/open.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { assistant, jsonl, prompt, sessionA, sessionB, toolResult, toolUse } from '../../support/transcriptLines.ts';

describe('the memory of the ledger', () => {
  let rig: EngineRig;
  beforeEach(async () => {
    rig = await EngineRig.make();
  });
  afterEach(() => rig.close());

  const at = (cwd: string): object => ({ more: { cwd, gitBranch: cwd.slice(1) } });
  const rows = (sql: string): unknown[] => {
    const database = new DatabaseSync(rig.ledger, { readOnly: true });
    const found = database.prepare(sql).all();
    database.close();
    return found.map((row) => Object.values(row));
  };

  it('is begun anew when another process deleted everything and wrote something else under the same row ids', async () => {
    const first = await rig.open();
    const path = await rig.write(`-one/${sessionA}.jsonl`, jsonl(assistant({ id: 'msg_01a', ...at('/one') })));
    await first.ingest({});
    const second = await rig.open();
    await second.deleteEverything();
    const later = new Date(Date.now() + 1_000).toISOString();
    await rig.write(`-two/${sessionB}.jsonl`, jsonl(assistant({ id: 'msg_01b', at: later, sessionId: sessionB, ...at('/two') })));
    await second.ingest({});
    await appendFile(path, jsonl(assistant({ id: 'msg_01c', at: later, ...at('/one') })));
    await first.ingest({});
    const { rows: sessions } = await first.report({ by: 'session', sinceMs: null, untilMs: null });
    assert.deepEqual(Object.fromEntries(sessions.map(({ key, requests }) => [key, requests])), { [sessionA]: 1, [sessionB]: 1 });
    const { rows: branches } = await first.report({ by: 'branch', sinceMs: null, untilMs: null });
    assert.deepEqual(branches.map(({ key }) => key).sort(), ['one', 'two']);
  });

  it('begins a new hash key when everything is deleted, at once and for good', async () => {
    const engine = await rig.open();
    const hashes = (): unknown[] => rows('SELECT hash_key, text_hash FROM turn');
    const path = await rig.write(`-p/${sessionA}.jsonl`, jsonl(prompt('same'), assistant()));
    await engine.ingest({});
    const before = hashes();
    await engine.deleteEverything();
    await appendFile(path, jsonl(prompt('same', { at: new Date(Date.now() + 1_000).toISOString() })));
    await engine.ingest({});
    const after = hashes();
    assert.deepEqual([before.length, after.length], [1, 1]);
    assert.notDeepEqual(before, after);
    await engine.close();
    await appendFile(path, jsonl(prompt('same', { at: new Date(Date.now() + 9_000_000).toISOString() })));
    await rig.ingest();
    assert.equal(new Set(hashes().map((row) => JSON.stringify(row))).size, 1, 'after a restart the same text has another hash');
  });

  it('writes nothing behind a batch that failed, so that no cursor passes what was lost', async () => {
    const opened = openLedger({ path: rig.ledger, nowMs: 0 });
    assert.ok(opened.ok);
    const { ledger } = opened;
    const lease = new Lease(ledger.database, { holder: 'test', now: Date.now });
    assert.ok(lease.take());
    const none = { repository: '', worktree: '' };
    const memory = new LedgerMemory({ ledger, lease, exclude: null, home: '/', identify: () => Promise.resolve(none), now: Date.now });
    const queue = new BatchQueue(lease, memory, Date.now, { gatherMs: 1000, gatherBatches: 3 });
    const batch = (offset: number): Batch => ({ transcript: aTranscript(offset), facts: [] });
    const failing: Batch = { ...batch(2), transcript: { ...aTranscript(2), state: undefined as never } };
    const outcomes = await Promise.allSettled([batch(1), failing, batch(3)].map((item) => queue.write(item)));
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'rejected', 'rejected'],
    );
    await assert.rejects(queue.write(batch(4)));
    assert.deepEqual(ledger.database.prepare('SELECT offset FROM transcript').all(), []);
    ledger.database.close();
  });

  it('writes at once what waits for more when no more comes', async () => {
    const opened = openLedger({ path: rig.ledger, nowMs: 0 });
    assert.ok(opened.ok);
    const { ledger } = opened;
    const lease = new Lease(ledger.database, { holder: 'test', now: Date.now });
    assert.ok(lease.take());
    const none = { repository: '', worktree: '' };
    const memory = new LedgerMemory({ ledger, lease, exclude: null, home: '/', identify: () => Promise.resolve(none), now: Date.now });
    const queue = new BatchQueue(lease, memory, Date.now, { gatherMs: 600_000, gatherBatches: 1000 });
    const written = [1, 2, 3].map((offset) => queue.write({ transcript: aTranscript(offset), facts: [] }));
    queue.hurry();
    await Promise.all(written);
    assert.equal(ledger.database.prepare('SELECT offset FROM transcript').get()?.offset, 3);
    ledger.database.close();
  });

  it('keeps to what a window excluded in every process, and brings it back when it is no longer excluded', async () => {
    const secret = { more: { cwd: '/home/ada/secretclient', gitBranch: 'hidden-branch' } };
    const call = assistant({ ...secret, content: [toolUse('toolu_1', 'Bash', { command: 'gh pr create' })] });
    const lines = [
      prompt('x', secret),
      call,
      toolResult('toolu_1', { stdout: 'https://github.com/a/hidden-repository/pull/7\n', stderr: '' }, secret),
      { type: 'pr-link', prUrl: 'https://github.com/a/hidden-repository/pull/8', prNumber: 8, timestamp: '2026-11-20T12:00:00.000Z' },
    ];
    const path = await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant(), ...lines));
    await rig.ingest({ exclude: ['**/secretclient'] });
    assert.equal((await rig.ingest({ exclude: null })).requests, 1, 'a process without the setting read it');
    await appendFile(path, jsonl(assistant(secret)));
    assert.equal((await rig.ingest({ exclude: null })).requests, 1);
    for (const word of ['hidden-branch', 'hidden-repository'])
      assert.ok(!(await readFile(rig.ledger)).includes(word), `${word} of an excluded folder is in the ledger`);
    assert.deepEqual(rows("SELECT cwd FROM folder WHERE cwd LIKE '%secret%'"), []);
    assert.equal((await rig.ingest({ exclude: [] })).requests, 3, 'it did not come back');
  });

  it('takes no address with a secret in it', async () => {
    const line = { type: 'pr-link', prUrl: 'https://x-access-token:ghs_SECRET@github.com/a/b/pull/7?token=SECRET#SECRET', prNumber: 7 };
    await rig.write(
      `-p/${sessionA}.jsonl`,
      jsonl(assistant(), { ...line, timestamp: '2026-11-20T12:00:00.000Z' }, { ...line, prUrl: 'SECRET' }),
    );
    await rig.ingest();
    assert.deepEqual(rows('SELECT url, number FROM pull_request'), [['https://github.com/a/b/pull/7', 7]]);
    assert.ok(!(await readFile(rig.ledger)).includes('SECRET'));
  });

  it('loses one line and no more to a record that nests without end, to zeros and to a byte order mark', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const nested = JSON.stringify(assistant({ id: 'msg_01deep', stopReason: null, content: [toolUse('t', 'X', {})] })).replace(
      '"input":{}',
      `"input":${deep}`,
    );
    await rig.write(`-p/${sessionA}.jsonl`, `\uFEFF${jsonl(assistant(), nested)}\0\0\0${jsonl(assistant(), assistant())}`);
    const result = await rig.ingest();
    assert.deepEqual([result.requests, result.skippedLines, result.problems], [3, 1, []]);
  });

  it('says once that a damaged ledger was set aside, and the doctor goes on naming the copy', async () => {
    await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant()));
    await rig.ingest();
    const bytes = await readFile(rig.ledger);
    bytes.fill(0x55, 100, 4096);
    await writeFile(rig.ledger, bytes);
    const result = await rig.ingest();
    assert.match(result.problems.join(), /The ledger was damaged\. It is kept as/);
    const engine = await rig.open();
    assert.match((await engine.doctor()).findings.join(), /It is kept as ~\/\.payoff\/ledger\.sqlite\.corrupt-/);
  });

  it('names a folder that was asked for and is not there', async () => {
    const result = await rig.ingest({ claudeDirectories: ['/nowhere/at/all'] });
    assert.deepEqual(result.problems, ['The folder /nowhere/at/all/projects was named and is not there.']);
  });
});

function aTranscript(offset: number): Batch['transcript'] {
  return {
    path: '/p/a.jsonl',
    sessionId: sessionA,
    agentId: '',
    identity: '1:1',
    birthMs: 1,
    size: offset,
    modifiedMs: 1,
    offset,
    digest: '',
    state: '',
    partial: false,
    firstRecordMs: 1,
    lastRecordMs: 1,
    recordTypes: {},
    skipped: {},
  };
}
