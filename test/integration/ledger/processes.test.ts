/** Several processes on one ledger: one writes, the others read and take over. */
import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { LeaseLost } from '../../../src/ledger/errors.ts';
import { Lease } from '../../../src/ledger/lease.ts';
import { openLedger } from '../../../src/ledger/open.ts';
import { EngineProcess } from '../../support/engineProcess.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { assistant, jsonl, sessionA } from '../../support/transcriptLines.ts';

describe('one ledger, several processes', function () {
  this.timeout(180_000);
  let rig: EngineRig;
  const children: EngineProcess[] = [];
  const start = (): EngineProcess => {
    const child = new EngineProcess(rig);
    children.push(child);
    return child;
  };
  beforeEach(async () => {
    rig = await EngineRig.make();
  });
  afterEach(async () => {
    for (const child of children.splice(0)) await child.end('SIGKILL');
    await rig.close();
  });

  const file = `-p/${sessionA}.jsonl`;

  it('lets one write while all see its changes, and another take over when it is killed', async () => {
    const path = await rig.write(file, jsonl(assistant()));
    const first = start();
    await first.line(/^requests 1$/);
    await first.line(/^holds/);
    const second = start();
    await second.line(/^requests 1$/);
    await second.line(/^waits/);
    await appendFile(path, jsonl(assistant()));
    await Promise.all([first.line(/^requests 2$/), second.line(/^requests 2$/)]);
    await first.end('SIGKILL');
    await second.line(/^holds/);
    await appendFile(path, jsonl(assistant()));
    await second.line(/^requests 3$/);
  });

  it('lets a command in while a window holds the lease, and the window go on afterwards', async () => {
    const path = await rig.write(file, jsonl(assistant()));
    const window = start();
    await window.line(/^requests 1$/);
    await appendFile(path, jsonl(assistant()));
    const result = await rig.ingest();
    assert.deepEqual([result.complete, result.requests], [true, 2]);
    await window.line(/^waits/);
    await window.line(/^holds/);
    await appendFile(path, jsonl(assistant()));
    await window.line(/^requests 3$/);
  });

  it('drops a write whose epoch was raised by another, and what it held is untouched', () => {
    const opened = openLedger({ path: rig.ledger, nowMs: 0 });
    assert.ok(opened.ok);
    let now = 1_000_000;
    const first = new Lease(opened.ledger.database, { holder: 'first', now: () => now });
    const otherDatabase = new DatabaseSync(rig.ledger);
    const second = new Lease(otherDatabase, { holder: 'second', now: () => now });
    assert.ok(first.take());
    assert.ok(!second.take());
    now += 4_000;
    assert.ok(second.take(), 'a holder without a sign of life kept the lease');
    assert.throws(() => first.write(() => opened.ledger.database.exec("INSERT INTO session (session_id) VALUES ('late')")), LeaseLost);
    assert.equal(otherDatabase.prepare('SELECT count(*) AS n FROM session').get()?.n, 0);
    assert.ok(!first.held);
    otherDatabase.close();
    opened.ledger.database.close();
  });

  it('takes a heartbeat from the future for a clock that was set back', () => {
    const opened = openLedger({ path: rig.ledger, nowMs: 0 });
    assert.ok(opened.ok);
    let now = 10_000_000;
    const first = new Lease(opened.ledger.database, { holder: 'first', now: () => now });
    assert.ok(first.take());
    now -= 3_600_000;
    assert.ok(new Lease(opened.ledger.database, { holder: 'second', now: () => now }).take());
    opened.ledger.database.close();
  });
});
