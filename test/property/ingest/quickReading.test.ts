/** The quick way to read a transcript gives exactly what parsing every record gives, whatever the bytes. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { lineHash } from '../../../src/ingest/lineHash.ts';
import { LineBuffer } from '../../../src/ingest/lines.ts';
import { readQuickly } from '../../support/quickReader.ts';
import type { Reading } from '../../support/quickReader.ts';
import { apiRequest, assistant, costState, jsonl, prompt, toolResult, toolUse } from '../../support/transcriptLines.ts';
import { readWhole } from '../../support/wholeReader.ts';

const hash = lineHash(new Uint8Array(32));
const isExcluded = (folder: string): boolean => folder === '/home/ada/secret';

/** Texts with what JSON escapes, what it need not, and what looks like the end of one. */
const text = fc.string({
  unit: fc.constantFrom('a', 'plain words ', '"', '\\', '\n', '\t', '\u001b[1m', 'ü', '😀', '\u2028', '","type":"user', '}', '{', '\ud800'),
  maxLength: 30,
});
const anything = fc.oneof(text, fc.double(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant([]), fc.constant({}));

const results = fc.oneof(
  fc.record({ type: fc.constantFrom('create', 'update', 'text'), filePath: text, content: text, structuredPatch: fc.constant([]) }),
  fc.record({
    filePath: text,
    structuredPatch: fc.array(fc.record({ lines: fc.array(text.map((line) => `+${line}`)) })),
    staged: fc.boolean(),
  }),
  fc.record({ stdout: text, stderr: text, interrupted: anything, backgroundTaskId: anything }, { requiredKeys: ['stdout'] }),
  fc.record({
    stdout: text,
    gitOperation: fc.constantFrom({ commit: { sha: 'abc1234', kind: 'committed' } }, { push: { branch: 'main' } }),
  }),
  fc.record({ notebook_path: text, original_file: text, updated_file: text }),
  fc.record({ type: fc.constant('text'), file: fc.record({ filePath: text, content: text }) }),
  fc.dictionary(fc.constantFrom('filePath', 'content', 'edits', 'structuredPatch', 'staged', 'type', 'gitOperation', 'other'), anything),
  anything,
);
const commands = fc.constantFrom('ls', 'npm test', 'git commit -qm "Add"', 'gh pr create', 'git commit -m a && npm run build');

/** Mostly what the client writes in such a place, and sometimes what it does not. */
const odd = <T>(usual: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ arbitrary: usual, weight: 60 }, { arbitrary: anything, weight: 1 });
const counts = fc.oneof(fc.nat({ max: 300 }), fc.constantFrom(0, 1e8, 1e8 + 1, 10_000, 10_001, 999_999_999, 1_000_000_000));
const times = fc.constantFrom(
  ...[
    '2026-11-20T12:00:00.000Z',
    '2026-11-20T12:00:00.001Z',
    '2028-02-29T23:59:59.999Z',
    '2026-02-29T00:00:00.000Z',
    '2100-03-01T00:00:00.000Z',
  ],
  ...[
    '2199-12-31T23:59:59.999Z',
    '2200-01-01T00:00:00.000Z',
    '2019-12-31T23:59:59.999Z',
    '2020-01-01T00:00:00.000Z',
    '2026-04-31T00:00:00.000Z',
  ],
  ...[
    '2026-11-20T24:00:00.000Z',
    '2026-11-20T12:00:0:.000Z',
    '2026-11-20T12:00:00.00:Z',
    '2026-13-01T00:00:00.000Z',
    '2026-11-20T12:00:00Z',
  ],
);
const billed = fc.record(
  {
    input_tokens: odd(counts),
    output_tokens: odd(counts),
    cache_read_input_tokens: odd(counts),
    cache_creation_input_tokens: odd(counts),
    cache_creation: odd(
      fc.record({ ephemeral_1h_input_tokens: odd(counts), ephemeral_5m_input_tokens: odd(counts) }, { requiredKeys: [] }),
    ),
    server_tool_use: odd(fc.record({ web_search_requests: odd(counts) })),
    iterations: odd(
      fc.array(fc.record({ type: odd(fc.constantFrom('message', 'message', 'advisor_message', 'messages')), model: text }), {
        maxLength: 2,
      }),
    ),
    speed: odd(fc.constantFrom('standard', 'fast')),
    inference_geo: odd(fc.constantFrom('', 'us', 'not_available')),
  },
  { requiredKeys: [] },
);
const ids = fc.constantFrom('1', '2', '3', 'a b', 'ü', '\u007f', '', 'x'.repeat(64), 'x'.repeat(65), 'x'.repeat(201));
const envelopes = fc.record(
  {
    cwd: odd(fc.constantFrom('/home/ada/loom', '/home/ada/secret', 'C:\\work', `/${'x'.repeat(120)}`)),
    gitBranch: odd(fc.constantFrom('main', 'größer', 'HEAD')),
    entrypoint: odd(fc.constantFrom('cli', 'not a name')),
    version: odd(fc.constantFrom('2.1.330', '2.1.331')),
    isSidechain: odd(fc.boolean()),
    sessionId: odd(fc.constantFrom('aaaaaaaa-0000-4000-8000-000000000001')),
    requestRef: odd(ids),
    requestedModel: odd(fc.constantFrom('claude-opus-5-5', 'claude-opus-5-5[1m]')),
    timestamp: odd(times),
    permissionMode: odd(fc.constantFrom('plan', 'default', 'not a mode')),
    toolDenialKind: odd(fc.constantFrom('user-rejected', null)),
  },
  { requiredKeys: [] },
);
const calls = fc.record({
  type: odd(fc.constantFrom('tool_use', 'text', 'tool_result', 'tool_uses')),
  id: odd(ids),
  name: odd(fc.constantFrom('Bash', 'Edit', 'Read', 'Read', 'Write', 'NotebookEdit', 'PowerShell')),
  input: odd(
    fc.record(
      { command: odd(commands), file_path: odd(text), notebook_path: odd(text), offset: anything, limit: odd(fc.nat()) },
      { requiredKeys: [] },
    ),
  ),
});
const responses = fc
  .tuple(
    odd(ids),
    odd(fc.constantFrom('end_turn', 'tool_use')),
    odd(fc.constantFrom('claude-opus-5-5', 'claude-haiku-5', '<synthetic>', 'model[1m]')),
    odd(billed),
    odd(fc.array(odd(calls), { maxLength: 3 })),
    envelopes,
  )
  .map(([id, stopReason, model, usage, content, envelope]) => {
    const record = { ...assistant(), ...envelope };
    return { ...record, message: { id, type: 'message', role: 'assistant', model, content, stop_reason: stopReason, usage } };
  });
/** Of a result: what says that it was held back, and texts about as long as those that are kept of. */
const contents = fc.oneof(
  {
    arbitrary: fc.constantFrom('ok', 'Exit code 1', "The user doesn't want to proceed", '<tool_use_error>Sibling tool call errored'),
    weight: 8,
  },
  { arbitrary: fc.constantFrom('x'.repeat(29_999), 'ü'.repeat(15_001), '😀'.repeat(15_000), '\n'.repeat(30_000)), weight: 2 },
  { arbitrary: fc.constant([{ type: 'text', text: 'a'.repeat(25_000) }, { text: 'b'.repeat(5_000) }, 'c']), weight: 1 },
);
const plainResults = fc
  .tuple(
    fc.array(
      odd(
        fc.record(
          {
            type: odd(fc.constantFrom('tool_result', 'text', 'tool_use')),
            tool_use_id: odd(ids),
            is_error: odd(fc.boolean()),
            content: odd(contents),
          },
          { requiredKeys: ['type'] },
        ),
      ),
      { maxLength: 2 },
    ),
    odd(results),
    envelopes,
  )
  .map(([content, result, envelope]) => ({ ...toolResult('', result), ...envelope, message: { role: 'user', content } }));

const records = fc.oneof(
  responses,
  responses,
  plainResults,
  fc.tuple(odd(ids), envelopes, fc.boolean()).map(([id, envelope, bare]) => {
    const { cwd, ...others } = envelope;
    return { ...apiRequest(''), ...(bare ? others : { ...others, cwd }), id };
  }),
  fc
    .tuple(odd(fc.constantFrom('https://github.com/ada/loom/pull/7')), odd(fc.nat()))
    .map(([prUrl, prNumber]) => ({ type: 'pr-link', sessionId: 's', prUrl, prNumber, timestamp: '2026-11-20T12:00:00.000Z' })),
  fc
    .tuple(text, fc.constantFrom('end_turn', null, '', 'tool_use'), anything)
    .map(([said, stopReason, cacheRead]) =>
      assistant({ stopReason, content: [{ type: 'text', text: said }], usage: { cache_read_input_tokens: cacheRead } }),
    ),
  fc
    .tuple(fc.nat({ max: 3 }), commands)
    .map(([id, command]) => assistant({ content: [toolUse(`toolu_${String(id)}`, 'Bash', { command })] })),
  fc.nat({ max: 3 }).map((id) => assistant({ content: [toolUse(`toolu_${String(id)}`, 'Edit', { file_path: '/a' })] })),
  fc.tuple(fc.nat({ max: 3 }), results).map(([id, result]) => toolResult(`toolu_${String(id)}`, result)),
  text.map((said) => prompt(said)),
  fc
    .tuple(text, anything)
    .map(([said, more]) => ({ ...prompt(said), message: { content: [{ type: 'text', text: said }, more] }, origin: more })),
  fc.constant(apiRequest('request-1')),
  fc.constant(costState({ 'claude-opus-5-5': { output: 3 } })),
  fc.tuple(fc.constantFrom('timestamp', 'cwd', 'type', 'message', 'uuid', 'version', 'isSidechain'), anything).map(([name, value]) => ({
    ...assistant({ content: [] }),
    [name]: value,
  })),
  text,
);

/** What a broken disk, a torn write or an odd program may put anywhere. */
const insertions = fc.constantFrom(
  ...[
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    ' ',
    '\t',
    '\r',
    '\n',
    '0',
    '-',
    '1e',
    '.5',
    'null',
    'true',
    '\u0000',
    'é',
    '\\u0041',
    '\\q',
  ],
  ...[
    '\u00a0',
    '\ufeff',
    '1e999',
    '-0',
    '99999999999999999999',
    '"\\u000a',
    '"\\u002b',
    '"cwd":"/x",',
    '"structuredPatch":[{"lines":["+a"],"lines":["-b"]}],',
  ],
  ...['"type":"user",', '"type":"assistant",', '"message":{},', '"\\u0074ype":"user",', '"toolUseResult":{"filePath":"/b"},', '{"a":1}'],
);
const mutations = fc.array(
  fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), removed: fc.nat({ max: 3 }), inserted: fc.option(insertions, { nil: '' }) }),
  { maxLength: 3 },
);

function mutated(bytes: Buffer, changes: readonly { readonly at: number; readonly removed: number; readonly inserted: string }[]): Buffer {
  return changes.reduce((before, { at, removed, inserted }) => {
    const place = Math.floor(at * before.length);
    return Buffer.concat([before.subarray(0, place), Buffer.from(inserted), before.subarray(place + removed)]);
  }, bytes);
}

describe('reading a transcript quickly', function () {
  this.timeout(400_000);
  let path = '';
  before(() => {
    path = join(mkdtempSync(join(tmpdir(), 'payoff-reading-')), 'session.jsonl');
  });
  after(() => {
    rmSync(dirname(path), { recursive: true });
  });

  const read = (bytes: Buffer, buffer: LineBuffer): Promise<Reading> => readQuickly(path, bytes, { buffer, hash, isExcluded });

  const buffers: readonly (readonly [name: string, buffer: LineBuffer, runs: number])[] = [
    ['with the scanner', new LineBuffer(), 3000],
    ['without it', new LineBuffer(null), 500],
  ];
  for (const [name, buffer, runs] of buffers)
    it(`gives the facts, the state and the counts of parsing every record, ${name}`, async () => {
      const cases = fc.asyncProperty(fc.array(records, { minLength: 1, maxLength: 8 }), mutations, async (some, changes) => {
        const bytes = Buffer.concat([mutated(Buffer.from(jsonl(...some)), changes), Buffer.from('\n')]);
        assert.deepEqual(await read(bytes, buffer), readWhole(bytes, hash, isExcluded));
      });
      await fc.assert(cases, { numRuns: runs });
    });

  it('sees each term of a response change alone', async () => {
    const terms = { more: {}, usage: {} };
    const variants = [
      { model: 'claude-haiku-5' },
      { stopReason: 'tool_use' },
      { usage: { speed: 'fast' } },
      { usage: { inference_geo: 'us' } },
      { more: { requestedModel: 'claude-opus-5-5[1m]' } },
      ...['cwd', 'gitBranch', 'entrypoint', 'version'].map((name) => ({ more: { [name]: '/other' } })),
    ];
    const lines = [prompt('one'), ...variants.flatMap((variant) => [assistant(terms), assistant({ ...terms, ...variant })])];
    const bytes = Buffer.from(jsonl(...lines));
    const { facts, ...rest } = await read(bytes, new LineBuffer());
    assert.deepEqual({ facts, ...rest }, readWhole(bytes, hash, isExcluded));
    assert.equal(facts.filter(({ kind }) => kind === 'request').length, 2 * variants.length);
  });

  it('knows a name that is written with an escape', async () => {
    const lines = [
      prompt('one'),
      assistant({ content: [toolUse('toolu_1', 'Bash', { command: 'npm test' })] }),
      assistant({ content: [toolUse('toolu_2', 'Bash', { command: 'npm test' })] }),
      toolResult('toolu_1', { stdout: '', stderr: '' }),
      toolResult('toolu_2', { stdout: '', stderr: '' }),
    ];
    const [first = '', called = '', ...rest] = jsonl(...lines).split('\n');
    const written = rest.join('\n').replace('"tool_result"', '"tool_\\u0072esult"');
    const bytes = Buffer.from([first, called.replace('"tool_use"', '"tool_\\u0075se"'), written].join('\n'));
    const reading = await read(bytes, new LineBuffer());
    assert.deepEqual(reading, readWhole(bytes, hash, isExcluded));
    assert.equal(reading.facts.filter(({ kind }) => kind === 'check').length, 2);
  });

  it('gives the same of lines over the borders of what is read at once, and of lines longer than that', async () => {
    const fillers = fc.array(
      fc
        .tuple(fc.nat({ max: 200_000 }), fc.constantFrom('mode', 'user', 'assistant'))
        .map(([length, type]) => ({ type, a: 'x'.repeat(length) })),
      { minLength: 1, maxLength: 8 },
    );
    const cases = fc.asyncProperty(
      fc.array(records, { minLength: 4, maxLength: 20 }),
      fillers,
      fc.nat(),
      mutations,
      async (some, long, seed, changes) => {
        const mixed: unknown[] = [...some];
        for (const [index, filler] of long.entries()) mixed.splice((seed + index * 7) % mixed.length, 0, filler);
        const bytes = Buffer.concat([mutated(Buffer.from(jsonl(...(mixed as object[]))), changes), Buffer.from('\n')]);
        const buffer = new LineBuffer();
        assert.deepEqual(withoutOrder(await read(bytes, buffer)), withoutOrder(readWhole(bytes, hash, isExcluded)));
      },
    );
    await fc.assert(cases, { numRuns: 100 });
  });

  it('gives the same of a first record of which the last of two types counts', async () => {
    const first = '{"type":"mode","timestamp":"2026-11-20T07:26:24.142Z","sessionId":"s"';
    for (const second of [
      '"type":"system","subtype":"compact_boundary","uuid":"u","compactMetadata":{"trigger":"auto","preTokens":5}}',
      '"type":"mode"}',
    ]) {
      const bytes = Buffer.from(`${first},${second}\n${jsonl(assistant())}`);
      assert.deepEqual(await read(bytes, new LineBuffer()), readWhole(bytes, hash, isExcluded));
    }
  });

  it('gives the same of records with more in them than the scanner has room for', async () => {
    const many = (count: number): object[] =>
      Array.from({ length: count }, (_, index) => toolUse(`toolu_${String(index)}_${'x'.repeat(40)}`, 'Edit', { command: 'ls' }));
    for (const count of [100, 1000, 2000, 5000]) {
      const lines = [prompt('one'), assistant({ content: many(count) }), assistant({ content: many(count) }), toolResult('toolu_1', 'x')];
      const bytes = Buffer.from(jsonl(...lines, ...lines));
      assert.deepEqual(withoutOrder(await read(bytes, new LineBuffer())), withoutOrder(readWhole(bytes, hash, isExcluded)), String(count));
    }
  });

  it('gives the same of edits with more lines than there is room for hashes', async () => {
    for (const count of [0, 1, 100, 8191, 8192, 8193, 20_000]) {
      const lines = Array.from({ length: count }, (_, index) => `line ${String(index)}\t;`);
      const patch = [{ lines: lines.flatMap((line) => [` ${line}`, `+${line}`, `-${line}!`]) }, { lines: lines.map((line) => `+${line}`) }];
      const bytes = Buffer.from(
        jsonl(
          toolResult('toolu_1', { type: 'create', filePath: '/a', content: lines.join('\n'), structuredPatch: [] }),
          toolResult('toolu_2', { filePath: '/a', structuredPatch: patch }),
        ),
      );
      assert.deepEqual(await read(bytes, new LineBuffer()), readWhole(bytes, hash, isExcluded), String(count));
    }
  });
});

/** A long file's facts come in several batches, each with its responses first. */
function withoutOrder({ facts, ...rest }: Reading): object {
  return { ...rest, facts: facts.map((fact) => JSON.stringify(fact)).sort() };
}
