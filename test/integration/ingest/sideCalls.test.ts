/** Side calls: what the client paid for and wrote into no transcript, over the whole way. */
import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { EngineRig } from '../../support/engineRig.ts';
import { apiRequest, assistant, costState, jsonl, sessionA, sessionB } from '../../support/transcriptLines.ts';

const cents = (count: number): number => count * 10_000_000;

describe('side calls', () => {
  let rig: EngineRig;
  beforeEach(async () => {
    rig = await EngineRig.make();
  });
  afterEach(() => rig.close());

  const main = (session: string): string => `-home-ada-loom/${session}.jsonl`;

  it('counts side calls as what the last cost-state has more than the files, and leaves them out of the cost', async () => {
    const held = { input: 0, output: 500, cacheRead: 0, cacheWrite: 0 };
    await rig.write(
      main(sessionA),
      jsonl(
        assistant(),
        costState({ 'claude-opus-5-5': held }),
        costState({ 'claude-opus-5-5': { ...held, output: 600 }, 'claude-haiku-4-5': { input: 1000, output: 10 } }),
      ),
    );
    const totals = await rig.totals();
    assert.equal(totals.costNanodollars, cents(1));
    assert.equal(totals.sideCallsNanodollars, 100 * 20_000 + 1000 * 1_000 + 10 * 5_000);
  });

  it('shows side calls as unknown when the totals of the cache differ', async () => {
    await rig.write(main(sessionA), jsonl(assistant(), costState({ 'claude-opus-5-5': { output: 600, cacheRead: 1 } })));
    assert.equal((await rig.totals()).sideCallsNanodollars, null);
  });

  it('goes by the later total of a file that was rewritten shorter, and by the longer of two of which one was cut off', async () => {
    const [first, second] = [assistant(), assistant()];
    const totals = (output: number): object => costState({ 'claude-opus-5-5': { output } });
    const long = jsonl({ type: 'user', message: { content: 'x'.repeat(2000) } }, first, totals(500));
    await rig.write(main(sessionA), long);
    assert.equal((await rig.totals()).sideCallsNanodollars, 0);
    // Without what was long, and with what came since.
    await rig.write(main(sessionA), jsonl(first, second, totals(1007)));
    assert.equal((await rig.totals()).sideCallsNanodollars, 7 * 20_000);
    // A backup from before brings nothing of that back.
    await rig.write(main(sessionA), jsonl(first, totals(500)));
    assert.equal((await rig.totals()).sideCallsNanodollars, 7 * 20_000);
  });

  it("does not count a parent's side calls again for its fork", async () => {
    const shared = assistant({ id: 'msg_01shared', more: { requestRef: 'ref-1' } });
    await rig.write(main(sessionA), jsonl(apiRequest('ref-1'), shared, costState({ 'claude-opus-5-5': { output: 600 } })));
    await rig.write(
      main(sessionB),
      jsonl(
        { ...shared, sessionId: sessionB },
        apiRequest('ref-2', { sessionId: sessionB }),
        assistant({ sessionId: sessionB, more: { requestRef: 'ref-2' } }),
        costState({ 'claude-opus-5-5': { output: 1107 } }, sessionB),
      ),
    );
    const rows = Object.fromEntries((await rig.report('session')).rows.map((row) => [row.key, row.sideCallsNanodollars]));
    assert.deepEqual(rows, { [sessionA]: 100 * 20_000, [sessionB]: 7 * 20_000 });
  });

  it("does not guess a fork's side calls when its parent went on and had more of its own", async () => {
    const shared = assistant({ id: 'msg_01shared', more: { requestRef: 'ref-1' } });
    const later = assistant({ at: '2026-11-20T14:00:00.000Z', more: { requestRef: 'ref-3' } });
    await rig.write(
      main(sessionA),
      jsonl(apiRequest('ref-1'), shared, apiRequest('ref-3'), later, costState({ 'claude-opus-5-5': { output: 1250 } })),
    );
    await rig.write(
      main(sessionB),
      jsonl(
        { type: 'queue-operation', operation: 'enqueue', timestamp: '2026-11-20T13:00:00.000Z', sessionId: sessionB },
        { ...shared, sessionId: sessionB },
        apiRequest('ref-2', { sessionId: sessionB }),
        assistant({
          sessionId: sessionB,
          at: '2026-11-20T13:00:01.000Z',
          usage: { cache_read_input_tokens: 9 },
          more: { requestRef: 'ref-2' },
        }),
        costState({ 'claude-opus-5-5': { output: 1350, cacheRead: 9 } }, sessionB),
      ),
    );
    const rows = Object.fromEntries((await rig.report('session')).rows.map((row) => [row.key, row.sideCallsNanodollars]));
    assert.deepEqual(rows, { [sessionA]: 250 * 20_000, [sessionB]: null });
  });

  it('counts nothing twice where a branched conversation begins its total at zero', async () => {
    const shared = assistant({ id: 'msg_01shared', usage: { cache_read_input_tokens: 50 }, more: { requestRef: 'ref-1' } });
    await rig.write(main(sessionA), jsonl(apiRequest('ref-1'), shared, costState({ 'claude-opus-5-5': { output: 500, cacheRead: 50 } })));
    await rig.write(
      main(sessionB),
      jsonl(
        { ...shared, sessionId: sessionB },
        apiRequest('ref-2', { sessionId: sessionB }),
        assistant({ sessionId: sessionB, at: '2026-11-20T13:00:01.000Z', more: { requestRef: 'ref-2' } }),
        costState({ 'claude-opus-5-5': { output: 507 } }, sessionB),
      ),
    );
    const rows = Object.fromEntries((await rig.report('session')).rows.map((row) => [row.key, row.sideCallsNanodollars]));
    assert.deepEqual(rows, { [sessionA]: 0, [sessionB]: 7 * 20_000 });
  });

  it("takes a fork's inherited subagents for what they are: files that a fork does not copy", async () => {
    const shared = assistant({ id: 'msg_01shared', more: { requestRef: 'ref-1' } });
    await rig.write(main(sessionA), jsonl(apiRequest('ref-1'), shared, costState({ 'claude-opus-5-5': { output: 1000, cacheRead: 50 } })));
    await rig.write(
      `-home-ada-loom/${sessionA}/subagents/agent-1.jsonl`,
      jsonl(assistant({ usage: { cache_read_input_tokens: 50 }, more: { isSidechain: true } })),
    );
    await rig.write(
      main(sessionB),
      jsonl(
        { type: 'queue-operation', operation: 'enqueue', timestamp: '2026-11-20T13:00:00.000Z', sessionId: sessionB },
        { ...shared, sessionId: sessionB },
        apiRequest('ref-2', { sessionId: sessionB }),
        assistant({ sessionId: sessionB, at: '2026-11-20T13:00:01.000Z', more: { requestRef: 'ref-2' } }),
        costState({ 'claude-opus-5-5': { output: 1500, cacheRead: 50 } }, sessionB),
      ),
    );
    assert.equal((await rig.totals()).sideCallsNanodollars, 0);
  });

  it('says nothing of them after a part of the session was forgotten', async () => {
    const path = await rig.write(main(sessionA), jsonl(assistant({ more: { cwd: '/home/ada/gone' } }), assistant()));
    const engine = await rig.open();
    await engine.ingest({});
    await engine.forget('/home/ada/gone');
    await appendFile(path, jsonl(assistant(), costState({ 'claude-opus-5-5': { output: 1600 } })));
    await engine.ingest({});
    assert.equal((await engine.report({ by: 'model', sinceMs: null, untilMs: null })).totals.sideCallsNanodollars, null);
  });

  it('says nothing of them after a part of what the session inherited was forgotten', async () => {
    const shared = assistant({ more: { cwd: '/home/ada/gone' } });
    await rig.write(main(sessionA), jsonl(shared, costState({ 'claude-opus-5-5': { output: 500 } })));
    const forked = [
      assistant({ sessionId: sessionB, at: '2026-11-20T13:00:01.000Z' }),
      costState({ 'claude-opus-5-5': { output: 1000 } }, sessionB),
    ];
    await rig.write(main(sessionB), jsonl({ ...shared, sessionId: sessionB }, ...forked));
    const engine = await rig.open();
    await engine.ingest({});
    const sideCalls = async (): Promise<number | null> =>
      (await engine.report({ by: 'model', sinceMs: null, untilMs: null })).totals.sideCallsNanodollars;
    assert.equal(await sideCalls(), 0);
    await engine.forget('/home/ada/gone');
    assert.equal(await sideCalls(), null);
  });

  it('are unknown, not zero, for a session that left no total, on its own rows and in the totals', async () => {
    await rig.write(main(sessionA), jsonl(assistant(), costState({ 'claude-opus-5-5': { output: 500 } })));
    await rig.write(main(sessionB), jsonl(assistant({ sessionId: sessionB, model: 'claude-haiku-4-5', at: '2026-11-21T12:00:00.000Z' })));
    for (const by of ['day', 'session', 'model'] as const) {
      const report = await rig.report(by);
      assert.equal(report.rows.length, 2, by);
      assert.deepEqual(new Set(report.rows.map((row) => row.sideCallsNanodollars)), new Set([0, null]), by);
      assert.equal(report.totals.sideCallsNanodollars, null, by);
    }
  });
});
