/** The quick way to read a transcript gives exactly what parsing every record gives, whatever the bytes. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Fact } from '../../../src/core/transcript/facts.ts';
import { lineHash } from '../../../src/ingest/lineHash.ts';
import { Projector, shapeOf, unusual } from '../../../src/ingest/projection.ts';
import { fromStart, readTranscript } from '../../../src/ingest/readTranscript.ts';
import { blockBytes, stringEndIn, stringEndOf } from '../../../src/ingest/stringEnd.ts';
import type { Batch } from '../../../src/ledger/batch.ts';
import { apiRequest, assistant, costState, jsonl, prompt, toolResult, toolUse } from '../../support/transcriptLines.ts';
import { readWhole } from '../../support/wholeReader.ts';

const hash = lineHash(new Uint8Array(32));

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

const records = fc.oneof(
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
  this.timeout(120_000);
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'payoff-reading-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('gives the facts, the state and the counts of parsing every record', async () => {
    const path = join(folder, 'session.jsonl');
    const cases = fc.asyncProperty(fc.array(records, { minLength: 1, maxLength: 8 }), mutations, async (some, changes) => {
      const bytes = Buffer.concat([mutated(Buffer.from(jsonl(...some)), changes), Buffer.from('\n')]);
      writeFileSync(path, bytes);
      const facts: Fact[] = [];
      const read: Batch['transcript'][] = [];
      const found = { path, sessionId: 's', agentId: '', identity: '', birthMs: 0, size: bytes.length, modifiedMs: 0 };
      await readTranscript(found, fromStart, { hash, isExcluded: () => false }, (batch) => {
        facts.push(...batch.facts);
        read.push(batch.transcript);
        return Promise.resolve();
      });
      const { state, recordTypes, skipped } = read.at(-1) ?? assert.fail('no batch');
      const whole = readWhole(bytes, hash);
      assert.deepEqual({ facts, state, recordTypes, skipped }, whole);
    });
    await fc.assert(cases, { numRuns: 3000 });
  });

  it('finds the end of a string where the plain loop finds it', () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const bytes = new Uint8Array(memory.buffer);
    const [quick, plain] = [stringEndIn(memory), stringEndOf(() => bytes)];
    fc.assert(
      fc.property(fc.array(fc.oneof(text, insertions), { maxLength: 8 }), fc.nat({ max: 20 }), fc.boolean(), (parts, from, asJson) => {
        const written = Buffer.from(asJson ? JSON.stringify(parts.join('')).slice(1) : parts.join(''));
        bytes.set(written, from);
        const end = from + written.length;
        bytes.fill('n'.charCodeAt(0), end, end + blockBytes);
        assert.equal(quick(from, end), plain(from, end));
        if (asJson) assert.equal(quick(from, end), end - 1);
      }),
      { numRuns: 3000 },
    );
  });

  it('leaves to JSON.parse whatever is no JSON, and what is seldom written', () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const bytes = Buffer.from(memory.buffer);
    const projector = new Projector(bytes, stringEndIn(memory));
    const shape = shapeOf({ a: 'value' });
    const numbers = ['01', '1.', '-', '.5', '1e', '+1', '1e+', '0x1', '1_0', 'NaN'].map((number) => `{"a":${number}}`);
    const others = [
      '',
      '{',
      '{"a":1,}',
      '{a:1}',
      '{"a":"\t"}',
      '{"a":"\\x"}',
      '{"a":1} x',
      '{"a":tru}',
      '{"a":nul',
      '{"a" 1}',
      '{"b":[1,]}',
      '{"b":[1 2]}',
    ];
    const seldom = ['{"\\u0061":1}', `{"b":${'['.repeat(100)}${']'.repeat(100)}}`];
    for (const written of [...numbers, ...others, ...seldom]) {
      bytes.write(written);
      assert.equal(projector.project(bytes, 0, written.length, shape), unusual, written);
    }
    for (const written of ['{"a":0}', '{"a":-0.5e-3}', ' {"a":1E2}\r', '{"a":123456789012345678}']) {
      bytes.write(written);
      assert.deepEqual(projector.project(bytes, 0, written.length, shape), JSON.parse(written), written);
    }
  });

  it('reads what is wanted as JSON.parse does, or says that it cannot', () => {
    const memory = new WebAssembly.Memory({ initial: 2 });
    const bytes = Buffer.from(memory.buffer);
    const projector = new Projector(bytes, stringEndIn(memory));
    const shape = shapeOf({ a: 'value', b: 'value' });
    fc.assert(
      fc.property(fc.record({ a: fc.jsonValue(), b: fc.jsonValue(), c: fc.jsonValue() }), mutations, (value, changes) => {
        const written = mutated(Buffer.from(JSON.stringify(value)), changes);
        bytes.set(written);
        const read = projector.project(bytes, 0, written.length, shape);
        if (read === unusual) return;
        const parsed: unknown = JSON.parse(written.toString());
        const expected =
          typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
            ? { a: undefined, b: undefined, ...Object.fromEntries(Object.entries(parsed).filter(([name]) => name === 'a' || name === 'b')) }
            : parsed;
        assert.deepEqual(read, expected);
      }),
      { numRuns: 3000 },
    );
  });
});
