/** The rules of counting, each over the whole way: files, ingest, ledger, report. */
import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineRig } from '../../support/engineRig.ts';
import { apiRequest, assistant, jsonl, noon, prompt, sessionA, sessionB } from '../../support/transcriptLines.ts';

const cents = (count: number): number => count * 10_000_000;

describe('counting', () => {
  let rig: EngineRig;
  beforeEach(async () => {
    rig = await EngineRig.make();
  });
  afterEach(() => rig.close());

  const main = (session: string): string => `-home-ada-loom/${session}.jsonl`;

  it('counts one response on many lines once', async () => {
    const line = { id: 'msg_01same' };
    await rig.write(main(sessionA), jsonl(assistant(line), assistant(line), assistant(line)));
    const totals = await rig.totals();
    assert.equal(totals.requests, 1);
    assert.equal(totals.costNanodollars, cents(1));
  });

  it('keeps the line with the most output when the first is a placeholder', async () => {
    await rig.write(
      main(sessionA),
      jsonl(
        assistant({ id: 'msg_01a', stopReason: null, usage: { output_tokens: 1 } }),
        assistant({ id: 'msg_01a', usage: { output_tokens: 500 } }),
        assistant({ id: 'msg_01a', stopReason: null, usage: { output_tokens: 3 } }),
      ),
    );
    assert.equal((await rig.totals()).outputTokens, 500);
  });

  it('keeps the last whole line on a tie and never mixes fields of two', async () => {
    await rig.write(
      main(sessionA),
      jsonl(
        assistant({ id: 'msg_01a', model: 'claude-opus-5-5', usage: { output_tokens: 9, cache_read_input_tokens: 700 } }),
        assistant({ id: 'msg_01a', model: 'claude-haiku-4-5', usage: { output_tokens: 9, cache_read_input_tokens: 100 } }),
      ),
    );
    const report = await rig.report('model');
    assert.deepEqual(
      report.rows.map(({ key, cacheReadTokens, outputTokens }) => ({ key, cacheReadTokens, outputTokens })),
      [{ key: 'claude-haiku-4-5', cacheReadTokens: 100, outputTokens: 9 }],
    );
  });

  it('puts a response on the day of its first line', async () => {
    await rig.write(
      main(sessionA),
      jsonl(
        assistant({ id: 'msg_01a', at: '2026-11-20T23:59:59.900Z', usage: { output_tokens: 1 }, stopReason: null }),
        assistant({ id: 'msg_01a', at: '2026-11-21T00:00:01.000Z' }),
      ),
    );
    assert.deepEqual(
      (await rig.report('day')).rows.map(({ key }) => key),
      ['2026-11-20'],
    );
  });

  it('counts parallel tool calls of one response once, whatever lies between their lines', async () => {
    await rig.write(
      main(sessionA),
      jsonl(assistant({ id: 'msg_01a' }), assistant({ id: 'msg_01b' }), assistant({ id: 'msg_01a' }), assistant({ id: 'msg_01b' })),
    );
    assert.equal((await rig.totals()).requests, 2);
  });

  for (const [layout, path] of [
    ['nested', `-home-ada-loom/${sessionA}/subagents/agent-0123456789abcdef0.jsonl`],
    ['flat', '-home-ada-loom/agent-01234567.jsonl'],
    ['of a workflow', `-home-ada-loom/${sessionA}/subagents/workflows/wf_01234567-abc/agent-0123456789abcdef0.jsonl`],
    ['nested below another', `-home-ada-loom/${sessionA}/subagents/agent-1/subagents/agent-0123456789abcdef0.jsonl`],
    ['that compacts', `-home-ada-loom/${sessionA}/subagents/agent-acompact-012345.jsonl`],
  ] as const)
    it(`counts a subagent ${layout} once, for its parent's session`, async () => {
      await rig.write(main(sessionA), jsonl(assistant()));
      await rig.write(path, jsonl(assistant({ more: { isSidechain: true, agentId: '0123456789abcdef0' } })));
      const report = await rig.report('session');
      assert.deepEqual(
        report.rows.map(({ key, requests }) => ({ key, requests })),
        [{ key: sessionA, requests: 2 }],
      );
      const engine = await rig.open();
      assert.deepEqual(
        (await engine.sessions({ sinceMs: null, untilMs: null })).map(({ subagents }) => subagents),
        [1],
      );
    });

  it('counts a subagent whose parent file is gone', async () => {
    await rig.write(`-home-ada-loom/${sessionA}/subagents/agent-1.jsonl`, jsonl(assistant({ more: { isSidechain: true } })));
    assert.deepEqual(
      (await rig.report('session')).rows.map(({ key }) => key),
      [sessionA],
    );
  });

  it('does not count copies of subagent responses in agent_progress and toolUseResult.usage', async () => {
    const copy = { type: 'progress', data: { type: 'agent_progress', message: assistant({ id: 'msg_01copy' }) }, timestamp: noon };
    const result = { type: 'user', message: { content: [] }, toolUseResult: { usage: { output_tokens: 500 } }, timestamp: noon };
    await rig.write(main(sessionA), jsonl(assistant({ id: 'msg_01own' }), copy, result));
    assert.equal((await rig.totals()).requests, 1);
  });

  it('leaves journals, sidecars and leftovers alone', async () => {
    await rig.write(main(sessionA), jsonl(assistant()));
    const line = jsonl(assistant());
    await rig.write(`-home-ada-loom/${sessionA}/subagents/workflows/wf_1-a/journal.jsonl`, line);
    await rig.write(`-home-ada-loom/${sessionA}.jsonl.superseded-1`, line);
    await rig.write(`-home-ada-loom/${sessionA}.orphaned-1.jsonl`, line);
    await rig.write('-home-ada-loom/memory/notes.jsonl', line);
    assert.equal((await rig.totals()).requests, 1);
  });

  it("gives a fork's shared requests to the session whose file holds their api-request record", async () => {
    const shared = assistant({ id: 'msg_01shared', more: { requestRef: 'ref-1' } });
    // The fork is older by every other sign: its first record, and its file.
    await rig.write(
      main(sessionB),
      jsonl(
        { type: 'queue-operation', operation: 'enqueue', timestamp: '2026-11-19T00:00:00.000Z', sessionId: sessionB },
        { ...shared, sessionId: sessionB },
        apiRequest('ref-2', { sessionId: sessionB }),
        assistant({ id: 'msg_01own', sessionId: sessionB, more: { requestRef: 'ref-2' } }),
      ),
    );
    await rig.write(main(sessionA), jsonl(apiRequest('ref-1'), shared));
    assert.deepEqual(Object.fromEntries((await rig.report('session')).rows.map(({ key, requests }) => [key, requests])), {
      [sessionA]: 1,
      [sessionB]: 1,
    });
  });

  it('gives requests that a resume copied to the file whose first record is earlier, then to the older file', async () => {
    const old = assistant({ id: 'msg_01old', at: '2026-11-18T10:00:00.000Z' });
    await rig.write(main(sessionB), jsonl(old));
    await rig.write(main(sessionA), jsonl(assistant({ id: 'msg_01older', at: '2026-11-18T09:00:00.000Z' }), old));
    assert.deepEqual(Object.fromEntries((await rig.report('session')).rows.map(({ key, requests }) => [key, requests])), { [sessionA]: 2 });
  });

  it('counts messages that /branch wrote twice into one file once', async () => {
    const lines = [prompt('Go on.', { uuid: 'uuid-p' }), assistant({ id: 'msg_01a', uuid: 'uuid-a' })];
    await rig.write(main(sessionA), jsonl(...lines, ...lines));
    const engine = await rig.open();
    await engine.ingest({});
    const [session] = await engine.sessions({ sinceMs: null, untilMs: null });
    assert.equal(session?.figures.requests, 1);
    assert.equal(session.turns, 1);
  });

  it('does not take a response that was written twice for one with twice the text', async () => {
    const line = assistant({
      id: 'msg_01a',
      uuid: 'uuid-a',
      stopReason: null,
      usage: { output_tokens: 30 },
      content: [{ type: 'text', text: 'x'.repeat(200) }],
    });
    await rig.write(main(sessionA), jsonl(line, line, line));
    assert.equal((await rig.totals()).lowerBound, false);
  });

  it('counts abandoned branches of a conversation: they were billed', async () => {
    const rewound = { parentUuid: 'uuid-root' };
    await rig.write(main(sessionA), jsonl(assistant({ id: 'msg_01a', more: rewound }), assistant({ id: 'msg_01b', more: rewound })));
    assert.equal((await rig.totals()).requests, 2);
  });

  it('knows a response without an id by the uuid of its line', async () => {
    const line = assistant({ id: '', uuid: 'uuid-1' });
    await rig.write(main(sessionA), jsonl(line, line, assistant({ id: '', uuid: 'uuid-2' })));
    assert.equal((await rig.totals()).requests, 2);
  });

  it('knows a response by its id alone when a replay has another request id', async () => {
    const first = assistant({ id: 'msg_01a' });
    await rig.write(main(sessionA), jsonl(first, { ...first, requestId: 'req_other', isSidechain: true }));
    assert.equal((await rig.totals()).requests, 1);
  });

  it('takes <synthetic> for nothing', async () => {
    await rig.write(main(sessionA), jsonl(assistant(), assistant({ model: '<synthetic>', id: 'a-uuid' })));
    const report = await rig.report('model');
    assert.deepEqual(
      report.rows.map(({ key, requests }) => [key, requests]),
      [['claude-opus-5-5', 1]],
    );
  });

  it('adds an advisor as a request of its own model, and no iteration of type message', async () => {
    const iterations = [
      { type: 'message', input_tokens: 5, output_tokens: 500 },
      { type: 'advisor_message', model: 'claude-opus-5', input_tokens: 1000, output_tokens: 100 },
    ];
    await rig.write(main(sessionA), jsonl(assistant({ usage: { iterations } }), assistant({ usage: { iterations: [iterations[0]] } })));
    const rows = Object.fromEntries((await rig.report('model')).rows.map((row) => [row.key, row]));
    assert.deepEqual(Object.keys(rows).sort(), ['claude-opus-5', 'claude-opus-5-5']);
    assert.equal(rows['claude-opus-5-5']?.requests, 2);
    assert.equal(rows['claude-opus-5-5'].outputTokens, 1000);
    assert.equal(rows['claude-opus-5']?.costNanodollars, 1000 * 5_000 + 100 * 25_000);
  });

  it('does not take advisorModel alone for an advisor', async () => {
    await rig.write(main(sessionA), jsonl(assistant({ more: { advisorModel: 'claude-opus-5' } })));
    assert.equal((await rig.totals()).requests, 1);
  });

  it('prices cache writes of both lifetimes apart, and writes without a split as five-minute ones', async () => {
    const split = {
      cache_creation_input_tokens: 3000,
      cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 2000 },
    };
    await rig.write(
      main(sessionA),
      jsonl(
        assistant({ usage: { output_tokens: 0, ...split } }),
        assistant({ usage: { output_tokens: 0, cache_creation_input_tokens: 700 } }),
      ),
    );
    const totals = await rig.totals();
    assert.equal(totals.cacheWrite5mTokens, 1700);
    assert.equal(totals.cacheWrite1hTokens, 2000);
    assert.equal(totals.costNanodollars, 1700 * 5_000 + 2000 * 8_000);
  });

  it('prices fast mode, US geography and web searches', async () => {
    await rig.write(
      main(sessionA),
      jsonl(
        assistant({ usage: { speed: 'fast' } }),
        assistant({ usage: { inference_geo: 'us' } }),
        assistant({ usage: { server_tool_use: { web_search_requests: 3 } } }),
      ),
    );
    const totals = await rig.totals();
    assert.equal(totals.webSearches, 3);
    assert.equal(totals.costNanodollars, cents(2) + cents(1) * 1.1 + cents(1) + cents(3));
  });

  it('prices the long-context tier for the whole request, by date', async () => {
    const long = { input_tokens: 0, cache_read_input_tokens: 250_000, output_tokens: 100 };
    await rig.write(
      main(sessionA),
      jsonl(
        assistant({ model: 'claude-opus-4-6', usage: long, at: '2026-03-01T12:00:00.000Z' }),
        assistant({ model: 'claude-opus-4-6', usage: long, at: '2026-03-14T12:00:00.000Z' }),
      ),
    );
    assert.deepEqual(
      (await rig.report('day')).rows.map(({ costNanodollars }) => costNanodollars),
      [250_000 * 1_000 + 100 * 37_500, 250_000 * 500 + 100 * 25_000],
    );
  });

  it('names a model without date, region and [1m]', async () => {
    const models = ['claude-opus-4-6[1m]', 'us.anthropic.claude-opus-4-6-v1:0', 'claude-opus-4-6@20260205', 'claude-opus-4-6-20260205'];
    await rig.write(main(sessionA), jsonl(...models.map((model) => assistant({ model }))));
    assert.deepEqual(
      (await rig.report('model')).rows.map(({ key, requests }) => [key, requests]),
      [['claude-opus-4-6', 4]],
    );
  });

  it('shows an unknown model as unpriced: counted, in no sum, never zero by guess', async () => {
    await rig.write(
      main(sessionA),
      jsonl(assistant(), assistant({ model: 'claude-opus-9-9' }), assistant({ model: 'claude-opus-5-5-turbo' })),
    );
    const totals = await rig.totals();
    assert.equal(totals.requests, 3);
    assert.equal(totals.unpricedRequests, 2);
    assert.equal(totals.costNanodollars, cents(1));
  });

  it('ignores costUSD of old lines', async () => {
    await rig.write(
      main(sessionA),
      jsonl(assistant({ more: { costUSD: 99 } }), assistant({ model: 'claude-opus-9-9', more: { costUSD: 99 } })),
    );
    assert.equal((await rig.totals()).costNanodollars, cents(1));
  });

  it('marks a response without any stop reason and with too little output as a lower bound, and every sum that holds it', async () => {
    const content = [{ type: 'text', text: 'word '.repeat(200) }];
    const partial = { id: 'msg_01a', stopReason: null, usage: { output_tokens: 3 }, content };
    await rig.write(main(sessionA), jsonl(assistant(partial), assistant({ at: '2026-11-21T12:00:00.000Z' })));
    const report = await rig.report('day');
    assert.deepEqual(
      report.rows.map(({ lowerBound }) => lowerBound),
      [true, false],
    );
    assert.equal(report.totals.lowerBound, true);
  });

  it('trusts a response of which any line has a stop reason, and one whose output fits what is seen', async () => {
    const content = [{ type: 'text', text: 'word '.repeat(200) }];
    await rig.write(
      main(sessionA),
      jsonl(
        assistant({ id: 'msg_01a', stopReason: null, usage: { output_tokens: 3 }, content }),
        assistant({ id: 'msg_01a', stopReason: 'end_turn', usage: { output_tokens: 3 }, content }),
        assistant({ id: 'msg_01b', stopReason: null, usage: { output_tokens: 150 }, content }),
      ),
    );
    assert.equal((await rig.totals()).lowerBound, false);
  });

  it('splits days at midnight of the chosen zone, and over both daylight-saving days', async () => {
    const at = (time: string): object => assistant({ at: time });
    await rig.write(
      main(sessionA),
      jsonl(
        ...['2026-03-28T22:59:59.999Z', '2026-03-28T23:00:00.000Z', '2026-03-29T21:59:59.999Z', '2026-03-29T22:00:00.000Z'].map(at),
        ...['2026-10-24T21:59:59.999Z', '2026-10-24T22:00:00.000Z', '2026-10-25T22:59:59.999Z', '2026-10-25T23:00:00.000Z'].map(at),
      ),
    );
    assert.deepEqual(
      Object.fromEntries((await rig.report('day', { timezone: 'Europe/Berlin' })).rows.map(({ key, requests }) => [key, requests])),
      { '2026-03-28': 1, '2026-03-29': 2, '2026-03-30': 1, '2026-10-24': 1, '2026-10-25': 2, '2026-10-26': 1 },
    );
  });

  it('reads several roots, each once however many links lead to it', async () => {
    await rig.write(main(sessionA), jsonl(assistant()));
    const linked = join(rig.home, '.config');
    await mkdir(linked);
    await symlink(rig.configuration, join(linked, 'claude'));
    assert.equal((await rig.totals()).requests, 1);
    const list = `${rig.configuration},${join(linked, 'claude')},${join(rig.configuration, 'projects')},/nowhere`;
    assert.equal((await rig.totals({ environment: { CLAUDE_CONFIG_DIR: list } })).requests, 1);
  });

  it('takes a CLAUDE_CONFIG_DIR with a comma for one folder where it exists', async () => {
    const odd = join(rig.home, 'one,two');
    await mkdir(join(odd, 'projects', '-p'), { recursive: true });
    await writeFile(join(odd, 'projects', '-p', `${sessionA}.jsonl`), jsonl(assistant()));
    assert.equal((await rig.totals({ environment: { CLAUDE_CONFIG_DIR: odd } })).requests, 1);
  });

  it('reads ~/.claude and ~/.config/claude both when nothing names a folder', async () => {
    await rig.write(main(sessionA), jsonl(assistant()));
    const other = join(rig.home, '.config', 'claude', 'projects', '-p');
    await mkdir(other, { recursive: true });
    await writeFile(join(other, `${sessionB}.jsonl`), jsonl(assistant({ sessionId: sessionB })));
    assert.equal((await rig.totals()).requests, 2);
  });
});
