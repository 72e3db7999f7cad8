/** However the bytes and files come, the ledger says the same. */
import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { EngineRig } from '../../support/engineRig.ts';
import { apiRequest, assistant, costState, jsonl, prompt, toolResult, toolUse } from '../../support/transcriptLines.ts';

const sessions = ['aaaaaaaa-0000-4000-8000-00000000000a', 'bbbbbbbb-0000-4000-8000-00000000000b', 'cccccccc-0000-4000-8000-00000000000c'];
const at = (second: number): string => new Date(Date.UTC(2026, 10, 20, 12, 0, second)).toISOString();

/** A response that one of the sessions asked for; in the others' files it is a copy, without its `api-request`. */
function asked(sessionId: string, id: number, line: object): object[] {
  const response = assistant({ ...line, id: `msg_01asked${String(id)}`, more: { requestRef: `asked-${String(id)}` } });
  return sessionId === sessions[id % sessions.length] ? [apiRequest(`asked-${String(id)}`, line), response] : [response];
}

/** One record or a few that belong together; ids are drawn from a small pool, so that files share them as forks do. */
const records = fc
  .record({
    kind: fc.constantFrom('response', 'response', 'response', 'requested', 'prompt', 'commit', 'edit', 'cost', 'link', 'broken'),
    id: fc.integer({ min: 0, max: 6 }),
    second: fc.integer({ min: 0, max: 100 }),
    output: fc.integer({ min: 0, max: 5 }),
    stopped: fc.boolean(),
    model: fc.constantFrom('claude-opus-5-5', 'claude-haiku-4-5', 'claude-next-9'),
    branch: fc.constantFrom('main', 'side'),
    umlauts: fc.constantFrom('x', 'ü€😀'.repeat(20)),
  })
  .map(({ kind, id, second, output, stopped, model, branch, umlauts }) => (sessionId: string): (object | string)[] => {
    const line = { id: `msg_01${String(id)}`, uuid: `uuid-${String(id)}-${String(output)}`, at: at(second), sessionId, model };
    const options = {
      ...line,
      stopReason: stopped ? 'end_turn' : null,
      usage: { output_tokens: output },
      more: { cwd: `/home/ada/${branch}`, gitBranch: branch, requestRef: `ref-${String(id)}` },
    };
    const tool = `toolu_${String(id)}`;
    switch (kind) {
      case 'requested':
        return asked(sessionId, id, line);
      case 'prompt':
        return [prompt(`Do ${umlauts}`, { ...line, uuid: `prompt-${String(id)}` })];
      case 'commit':
        return [
          assistant({ ...options, content: [toolUse(tool, 'Bash', { command: `git commit -m "Add ${umlauts}" && npm test` })] }),
          toolResult(tool, { stdout: '[main abc1234] Add\n', stderr: '' }, line),
        ];
      case 'edit':
        return [
          assistant({ ...options, content: [toolUse(tool, 'Write', { file_path: '/a' })] }),
          toolResult(tool, { type: 'create', filePath: '/home/ada/loom/a.ts', content: `${umlauts}\nb\n`, structuredPatch: [] }, line),
        ];
      case 'cost':
        return [costState({ [model]: { output: output + id } }, sessionId)];
      case 'link':
        return [{ type: 'pr-link', prUrl: `https://example.invalid/a/b/pull/${String(id)}`, prNumber: id, timestamp: at(second) }];
      case 'broken':
        return ['{"type":"assistant",'];
      default:
        return [assistant({ ...options, content: [{ type: 'text', text: umlauts }] })];
    }
  });

const history = fc.array(fc.array(records, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 3 });

/** Everything the ledger holds, without what depends on the machine: row ids, inodes, offsets of cursors, keys. */
function contents(ledger: string): unknown {
  const database = new DatabaseSync(ledger, { readOnly: true });
  const place = `JOIN transcript ON transcript.id = t.transcript JOIN session ON session.id = transcript.session JOIN context ON context.id = t.context`;
  // Each ledger has a key of its own: hashes of two can only be compared by their places.
  const of = (sql: string): unknown =>
    JSON.parse(JSON.stringify(database.prepare(sql).all()).replaceAll(/(subjectHash[^0-9a-f]+)[0-9a-f]+/g, '$1'));
  const tables = {
    requests: of(
      `SELECT message_id, session_id, agent, cwd, branch, at_ms, model, input, output, stopped, visible_characters, requested, t.stop_reason
       FROM request AS t ${place} ORDER BY message_id`,
    ),
    inherited: of(
      'SELECT session_id, message_id FROM inherited JOIN session ON session.id = session JOIN request ON request.id = request ORDER BY 1, 2',
    ),
    turns: of(`SELECT uuid, session_id, at_ms, prompt_id FROM turn AS t ${place} ORDER BY uuid`),
    edits: of(
      `SELECT tool_use_id, session_id, message_id, t.path, lines_added, length(added_hashes) AS hashes FROM edit AS t ${place} ORDER BY 1`,
    ),
    commits: of(`SELECT tool_use_id, session_id, directory, printed, t.started_ms FROM commit_call AS t ${place} ORDER BY 1`),
    checks: of(`SELECT tool_use_id, session_id, kind FROM check_run AS t ${place} ORDER BY 1`),
    shellCalls: of(
      `SELECT tool_use_id, session_id, succeeded, cwd, length(file_hashes) AS files, length(run_hashes) AS runs FROM shell_call AS t ${place} ORDER BY 1`,
    ),
    links: of(`SELECT source, session_id, t.at_ms FROM pull_request AS t JOIN session ON session.id = t.session ORDER BY 1, 2`),
    files: of(
      'SELECT session_id, agent, first_record_ms, last_record_ms, record_types, skipped FROM transcript JOIN session ON session.id = session ORDER BY 1',
    ),
    cost: of(
      'SELECT session_id, models FROM cost_state JOIN transcript ON transcript.id = transcript JOIN session ON session.id = session ORDER BY 1',
    ),
  };
  database.close();
  return tables;
}

describe('any order of reading', function () {
  this.timeout(400_000);

  /** Writes the files in steps, reads after each, and returns what the ledger holds in the end. */
  async function readInSteps(
    files: readonly Buffer[],
    steps: readonly { readonly file: number; readonly bytes: number }[],
  ): Promise<unknown> {
    const rig = await EngineRig.make();
    try {
      // All files exist from the start, in one order: which one is older by birth must not change between the runs.
      for (const index of files.keys()) await rig.write(`-p/${sessions[index] ?? ''}.jsonl`, '');
      const engine = await rig.open();
      const written = files.map(() => 0);
      const append = async (index: number, count: number): Promise<void> => {
        const from = written[index] ?? 0;
        const piece = files[index]?.subarray(from, from + count) ?? Buffer.alloc(0);
        await appendFile(`${rig.configuration}/projects/-p/${sessions[index] ?? ''}.jsonl`, piece);
        written[index] = from + piece.length;
      };
      for (const { file, bytes } of steps) {
        await append(file % files.length, bytes);
        await engine.ingest({});
      }
      for (const index of files.keys()) await append(index, Number.MAX_SAFE_INTEGER);
      await engine.ingest({});
      await engine.close();
      return contents(rig.ledger);
    } finally {
      await rig.close();
    }
  }

  const bytesOf = (files: readonly (readonly ((session: string) => (object | string)[])[])[]): Buffer[] =>
    files.map((lines, index) => Buffer.from(jsonl(...lines.flatMap((line) => line(sessions[index] ?? '')))));

  it('any split of the bytes gives the same facts', () =>
    fc.assert(
      fc.asyncProperty(
        history,
        fc.array(fc.record({ file: fc.nat(2), bytes: fc.integer({ min: 1, max: 900 }) }), { maxLength: 8 }),
        async (drawn, steps) => {
          const files = bytesOf(drawn);
          assert.deepEqual(await readInSteps(files, steps), await readInSteps(files, []));
        },
      ),
      { numRuns: 20 },
    ));

  it('any order of the files gives the same facts', () =>
    fc.assert(
      fc.asyncProperty(history, fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), async (drawn, order) => {
        const files = bytesOf(drawn);
        const steps = order.map((file) => ({ file, bytes: Number.MAX_SAFE_INTEGER }));
        assert.deepEqual(await readInSteps(files, steps), await readInSteps(files, []));
      }),
      { numRuns: 15 },
    ));

  it('reading twice changes nothing', () =>
    fc.assert(
      fc.asyncProperty(history, async (drawn) => {
        const files = bytesOf(drawn);
        const rig = await EngineRig.make();
        try {
          for (const [index, bytes] of files.entries()) await rig.write(`-p/${sessions[index] ?? ''}.jsonl`, bytes);
          await rig.ingest();
          const once = contents(rig.ledger);
          // The same bytes under a new time: everything is read again from its start.
          for (const [index, bytes] of files.entries()) await rig.write(`-p/${sessions[index] ?? ''}.jsonl`, bytes);
          assert.equal((await rig.ingest()).newRequests, 0);
          assert.deepEqual(contents(rig.ledger), once);
        } finally {
          await rig.close();
        }
      }),
      { numRuns: 12 },
    ));

  it('rows add up to the totals, whatever they are grouped by', () =>
    fc.assert(
      fc.asyncProperty(history, async (drawn) => {
        const rig = await EngineRig.make();
        try {
          for (const [index, bytes] of bytesOf(drawn).entries()) await rig.write(`-p/${sessions[index] ?? ''}.jsonl`, bytes);
          const engine = await rig.open();
          await engine.ingest({});
          const totals = new Set<string>();
          for (const by of ['day', 'week', 'month', 'model', 'session', 'repository', 'branch'] as const) {
            const report = await engine.report({ by, sinceMs: null, untilMs: null });
            const sum = (name: 'costNanodollars' | 'requests' | 'outputTokens' | 'unpricedRequests'): number =>
              report.rows.reduce((total, row) => total + row[name], 0);
            for (const name of ['costNanodollars', 'requests', 'outputTokens', 'unpricedRequests'] as const)
              assert.equal(sum(name), report.totals[name], `${name} by ${by}`);
            totals.add(JSON.stringify({ ...report.totals, sideCallsNanodollars: null }));
          }
          assert.equal(totals.size, 1);
        } finally {
          await rig.close();
        }
      }),
      { numRuns: 12 },
    ));
});
