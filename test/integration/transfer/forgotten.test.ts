/** What was forgotten here comes back with no export, by no way. */
import assert from 'node:assert/strict';
import { assistant, costState, jsonl, sessionA, sessionB } from '../../support/transcriptLines.ts';
import { TransferRig } from '../../support/transferRig.ts';
import type { Machine } from '../../support/transferRig.ts';

describe('an import into a ledger that forgot', () => {
  let rig: TransferRig;
  beforeEach(async () => {
    rig = await TransferRig.make();
  });
  afterEach(() => rig.close());

  const gone = '/home/ada/gone';
  const sideCalls = (machine: Machine): Promise<number | null> =>
    machine.with(async (engine) => (await engine.report({ by: 'model', sinceMs: null, untilMs: null })).totals.sideCallsNanodollars);

  it('does not take what a fork inherited of it for side calls of the fork', async () => {
    const shared = assistant({ more: { cwd: gone } });
    const own = assistant({ sessionId: sessionB, at: '2026-11-20T13:00:01.000Z' });
    const fork = [{ ...shared, sessionId: sessionB }, own, costState({ 'claude-opus-5-5': { output: 1000 } }, sessionB)];
    await rig.write('shared', `-p/${sessionA}.jsonl`, jsonl(shared, costState({ 'claude-opus-5-5': { output: 500 } })));
    await rig.write('shared', `-p/${sessionB}.jsonl`, jsonl(...fork));
    const forgetful = await rig.machine('forgetful', ['shared']);
    const other = await rig.machine('other', ['shared']);
    await forgetful.read();
    await other.read();
    assert.equal(await sideCalls(forgetful), 0);
    await forgetful.with((engine) => engine.forget(gone));
    assert.equal(await sideCalls(forgetful), null);
    await forgetful.import(await other.export());
    assert.equal(await sideCalls(forgetful), null);
    const fresh = await rig.machine('fresh', ['none']);
    await fresh.with((engine) => engine.forget(gone));
    await fresh.import(await other.export());
    assert.equal(await sideCalls(fresh), null);
  });

  it('takes over the later of two moments where it moves to a ledger that has never read anything', async () => {
    const fresh = await rig.machine('fresh', ['none']);
    await fresh.with((engine) => engine.forget(gone));
    await rig.write('shared', `-p/${sessionA}.jsonl`, jsonl(assistant({ at: new Date().toISOString(), more: { cwd: gone } })));
    const other = await rig.machine('other', ['shared']);
    await other.read();
    const before = await other.export('before');
    await other.with((engine) => engine.forget(gone));
    await fresh.import(await other.export());
    await fresh.import(before);
    assert.deepEqual(fresh.contents().requests, []);
  });
});
