import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'mocha';
import { readDismissals } from '../../src/ledger/dismissals.ts';
import { dataHandlers } from '../../src/engine/dataHandlers.ts';
import type { Engine } from '../../src/engine/types.ts';
import { EngineRig } from '../support/engineRig.ts';
import { assistant, jsonl, prompt } from '../support/transcriptLines.ts';

const mix = { kind: 'rule', rule: 'modelMix' } as const;
const one = { kind: 'advice', id: "coldContext 2026-W47 it's" } as const;
const everything = { period: { sinceMs: null, untilMs: null }, repository: null, nowMs: Date.now() } as const;

describe('advice that is dismissed', () => {
  let rig: EngineRig;
  let engine: Engine;
  beforeEach(async () => {
    rig = await EngineRig.make();
    await rig.write('-home-ada-loom/a.jsonl', jsonl(prompt('Weave.'), assistant()));
    engine = await rig.open();
    await engine.ingest({});
  });
  afterEach(() => rig.close());

  const rulesOf = async (asked: Engine): Promise<readonly string[]> => (await asked.advice.view(everything)).dismissedRules;

  it('is so for every process with the same ledger, until it is restored', async () => {
    const other = await rig.open();
    assert.deepEqual(await engine.advice.dismiss(mix), { dismissed: mix });
    assert.deepEqual(await engine.advice.dismiss(mix), { dismissed: mix }, 'twice is once');
    await other.advice.dismiss(one);
    assert.deepEqual([await rulesOf(other), await rulesOf(engine)], [['modelMix'], ['modelMix']]);
    assert.deepEqual(await other.advice.restore(one), { restored: 1 });
    assert.deepEqual(await other.advice.restore(one), { restored: 0 });
    assert.deepEqual(await engine.advice.restore(null), { restored: 1 });
    assert.deepEqual(await rulesOf(other), []);
  });

  it('is forgotten with everything: its id may name a session', async () => {
    await engine.advice.dismiss(one);
    await engine.deleteEverything();
    const database = new DatabaseSync(rig.ledger);
    try {
      assert.deepEqual(readDismissals(database), []);
    } finally {
      database.close();
    }
  });

  it('leaves a rule alone that another version knows', async () => {
    const database = new DatabaseSync(rig.ledger);
    try {
      database.exec("INSERT INTO dismissal VALUES ('rule', 'ofTomorrow')");
    } finally {
      database.close();
    }
    assert.deepEqual(await rulesOf(engine), []);
    assert.deepEqual(await engine.advice.restore(null), { restored: 1 });
  });

  it('is refused in a sentence where the ledger cannot be written, and the panel hears that sentence', async () => {
    const refusing: Engine = new Proxy(engine, {
      get: (target, name) =>
        name === 'advice'
          ? {
              dismiss: () => Promise.resolve({ refused: 'It is read-only.' }),
              restore: () => Promise.resolve({ refused: 'It is read-only.' }),
            }
          : (Reflect.get(target, name) as unknown),
    });
    const handlers = dataHandlers({ engine: () => refusing, nowMs: Date.now, folders: () => null, git: () => false });
    const { signal } = new AbortController();
    await assert.rejects(handlers.dismissAdvice({ dismissal: mix }, signal), { message: 'It is read-only.' });
    await assert.rejects(handlers.restoreAdvice({ dismissal: null }, signal), { message: 'It is read-only.' });
  });

  it('changes nothing else, and what is new in the history is in the next answer', async () => {
    const before = await engine.advice.view(everything);
    await engine.advice.dismiss(mix);
    const after = await engine.advice.view(everything);
    assert.deepEqual(after, { ...before, dismissedRules: ['modelMix'] });
    await rig.write('-home-ada-loom/b.jsonl', jsonl(prompt('More.', { sessionId: 'b' }), assistant({ id: 'msg_2', sessionId: 'b' })));
    await engine.ingest({});
    assert.equal((await engine.advice.view(everything)).requests, before.requests + 1);
  });
});
