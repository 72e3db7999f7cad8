/** The quick way to read a transcript gives exactly what parsing every record gives, whatever the bytes. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import type { Fact } from '../../../src/core/transcript/facts.ts';
import { lineHash } from '../../../src/ingest/lineHash.ts';
import { LineBuffer } from '../../../src/ingest/lines.ts';
import { fromStart, readThrough } from '../../../src/ingest/readTranscript.ts';
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

interface Reading {
  readonly facts: readonly Fact[];
  readonly state: string;
  readonly recordTypes: Readonly<Record<string, number>>;
  readonly skipped: Readonly<Record<string, number>>;
}

describe('reading a transcript quickly', function () {
  this.timeout(120_000);
  let path = '';
  before(() => {
    path = join(mkdtempSync(join(tmpdir(), 'payoff-reading-')), 'session.jsonl');
  });
  after(() => {
    rmSync(dirname(path), { recursive: true });
  });

  /** What a buffer's way of reading makes of a file. */
  async function read(bytes: Buffer, buffer: LineBuffer): Promise<Reading> {
    writeFileSync(path, bytes);
    const batches: Batch[] = [];
    const found = { path, sessionId: 's', agentId: '', identity: '', birthMs: 0, size: bytes.length, modifiedMs: 0 };
    await readThrough(buffer, found, fromStart, { hash, isExcluded: () => false }, (batch) => {
      batches.push(batch);
      return Promise.resolve();
    });
    const { state, recordTypes, skipped } = batches.at(-1)?.transcript ?? assert.fail('no batch');
    return { facts: batches.flatMap(({ facts }) => facts), state, recordTypes, skipped };
  }

  const buffers: readonly (readonly [name: string, buffer: LineBuffer, runs: number])[] = [
    ['with the scanner', new LineBuffer(), 3000],
    ['without it', new LineBuffer(null), 500],
  ];
  for (const [name, buffer, runs] of buffers)
    it(`gives the facts, the state and the counts of parsing every record, ${name}`, async () => {
      const cases = fc.asyncProperty(fc.array(records, { minLength: 1, maxLength: 8 }), mutations, async (some, changes) => {
        const bytes = Buffer.concat([mutated(Buffer.from(jsonl(...some)), changes), Buffer.from('\n')]);
        assert.deepEqual(await read(bytes, buffer), readWhole(bytes, hash));
      });
      await fc.assert(cases, { numRuns: runs });
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
        assert.deepEqual(withoutOrder(await read(bytes, buffer)), withoutOrder(readWhole(bytes, hash)));
      },
    );
    await fc.assert(cases, { numRuns: 100 });
  });

  it('gives the same of records with more in them than the scanner has room for', async () => {
    const many = (count: number): object[] =>
      Array.from({ length: count }, (_, index) => toolUse(`toolu_${String(index)}_${'x'.repeat(40)}`, 'Edit', { command: 'ls' }));
    for (const count of [100, 1000, 2000, 5000]) {
      const lines = [prompt('one'), assistant({ content: many(count) }), assistant({ content: many(count) }), toolResult('toolu_1', 'x')];
      const bytes = Buffer.from(jsonl(...lines, ...lines));
      assert.deepEqual(withoutOrder(await read(bytes, new LineBuffer())), withoutOrder(readWhole(bytes, hash)), String(count));
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
      assert.deepEqual(await read(bytes, new LineBuffer()), readWhole(bytes, hash), String(count));
    }
  });
});

/** A long file's facts come in several batches, each with its responses first. */
function withoutOrder({ facts, ...rest }: Reading): object {
  return { ...rest, facts: facts.map((fact) => JSON.stringify(fact)).sort() };
}
