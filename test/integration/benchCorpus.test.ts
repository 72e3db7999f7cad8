import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { growFrom } from '../bench/corpus.ts';
import type { Corpus } from '../bench/corpus.ts';
import { exchangesOf } from '../bench/exchanges.ts';
import { megabytes, median, milliseconds, percentile } from '../bench/measure.ts';
import { transcriptsOf } from '../bench/prepare.ts';
import { failedRow, tableOf } from '../bench/table.ts';
import { assistant, prompt, toolResult } from '../support/transcriptLines.ts';

const sessions = ['0d160d21-6c4d-4524-8253-fe940ae2b691', '24292ae5-58d9-49d5-b413-5fdab3bce3cc'] as const;
const work = '/tmp/payoff-claude-AbCdEf/work';
const copies = 41;

/** One seed session: a prompt, `requests` answers of two lines each with a result between them, and lines that are no messages. */
function seedLines(sessionId: string, requests: number): readonly string[] {
  const at = (second: number): string => new Date(Date.UTC(2026, 10, 22, 12, 0, second)).toISOString();
  const common = (second: number): { at: string; sessionId: string; more: Readonly<Record<string, unknown>> } => ({
    at: at(second),
    sessionId,
    more: { cwd: work },
  });
  const answers = Array.from({ length: requests }, (_, index) => {
    const second = index * 10 + 1;
    const id = `msg_01${sessionId.slice(0, 8)}00112233${String(index).padStart(6, '0')}`;
    const call = `toolu_01${id.slice(6)}`;
    return [
      { type: 'api-request', sessionId, timestamp: at(second), params: 'x'.repeat(300 * (index + 1)) },
      assistant({ ...common(second), id, content: [{ type: 'tool_use', id: call, name: 'Read', input: {} }] }),
      assistant({ ...common(second + 1), id, content: [{ type: 'text', text: 'é'.repeat(50) }] }),
      toolResult(call, { content: 'y'.repeat(2000) }, common(second + 2)),
    ];
  });
  return [{ type: 'queue-operation', sessionId, timestamp: at(0) }, prompt('Do it.', common(0)), ...answers.flat()].map((line) =>
    JSON.stringify(line),
  );
}

/** How many lines of each type, and how long each is. */
function mixOf(lines: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const mix = new Map<string, number[]>();
  for (const line of lines) {
    const { type } = JSON.parse(line) as { readonly type: string };
    mix.set(type, [...(mix.get(type) ?? []), Buffer.byteLength(line)]);
  }
  for (const lengths of mix.values()) lengths.sort((first, second) => first - second);
  return mix;
}

describe('What the benchmark is made of', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'payoff-bench-test-'));
  const seedFolder = path.join(folder, 'seeds');
  const seeds = [seedLines(sessions[0], 3), seedLines(sessions[1], 7)] as const;
  let corpus: Corpus;
  let texts: readonly string[];

  before(() => {
    for (const [index, sessionId] of sessions.entries()) {
      const file = path.join(seedFolder, 'projects/-tmp-payoff-claude-AbCdEf-work', `${sessionId}.jsonl`);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, `${seeds[index]?.join('\n') ?? ''}\n`);
    }
    const size = { bytes: 0, files: 0, sessions: copies, answers: Infinity, sessionsPerDay: 10 };
    corpus = growFrom(seedFolder, path.join(folder, 'corpus'), size);
    texts = transcriptsOf(corpus.folder).map((file) => readFileSync(file, 'utf8'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('a corpus has as many lines of each type, as long as they were, as its copies have together', () => {
    // The copies take turns, beginning with the second session.
    const wanted = Array.from({ length: copies }, (_, copy) => seeds[(copy + 1) % 2] ?? []).flat();
    const grown = texts.flatMap((text) => text.trimEnd().split('\n'));
    assert.deepEqual([...mixOf(grown)].sort(), [...mixOf(wanted)].sort());
    assert.equal(
      corpus.bytes,
      wanted.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0),
    );
  });

  it('says its own size', () => {
    const files = transcriptsOf(corpus.folder);
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
    assert.deepEqual({ ...corpus, folder: '' }, { folder: '', bytes, files: files.length, sessions: copies });
  });

  it('each copy is a session of its own, with messages of its own, begun after the one before it', () => {
    const ids = new Set(texts.flatMap((text) => [...new Set(text.match(/msg_01\w+/g))]));
    const sessionIds = new Set(texts.flatMap((text) => [...new Set(text.match(/"sessionId":"[^"]+"/g))]));
    assert.equal(sessionIds.size, copies);
    assert.equal(ids.size, 21 * 7 + 20 * 3);
    const days = new Set(texts.map((text) => /"timestamp":"([^T]+)/.exec(text)?.[1]));
    assert.equal(days.size, 5);
  });

  it('a corpus of many files ends each with an answer', () => {
    const size = { bytes: 0, files: 4, answers: 2, sessionsPerDay: 10 };
    const short = growFrom(seedFolder, path.join(folder, 'short'), size);
    for (const file of transcriptsOf(short.folder)) {
      const text = readFileSync(file, 'utf8');
      assert.ok(text.endsWith('}\n'));
      const types = text.split('\n').map((line) => /"type":"(api-request|assistant|user)"/.exec(line)?.[1]);
      const answer = ['api-request', 'assistant', 'assistant'];
      assert.deepEqual(
        types.filter((type) => type !== undefined),
        ['user', ...answer, 'user', ...answer],
      );
    }
    assert.equal(short.files, 4);
  });

  it('a session that goes on loses no line, and ends each exchange with its answer', () => {
    const exchanges = exchangesOf(seeds[1].join('\n'));
    assert.equal(exchanges.length, 7);
    const lines = exchanges.flatMap(({ asked, answered }) => [...asked, ...answered]);
    // Behind the last answer there is a result that nobody answered.
    assert.deepEqual(lines, seeds[1].slice(0, -1));
    for (const { answered } of exchanges) assert.equal(answered.length, 2);
  });

  it('figures are what they say', () => {
    assert.equal(percentile([5, 1, 4, 2, 3], 50), 3);
    assert.equal(percentile([5, 1, 4, 2, 3], 95), 5);
    const forty = Array.from({ length: 40 }, (_, index) => 40 - index);
    assert.equal(percentile(forty, 95), 38);
    assert.equal(median([4, 1, 2, 3]), 2.5);
    assert.deepEqual([0.25, 12.4, 999, 1500].map(milliseconds), ['0.3 ms', '12 ms', '999 ms', '1.50 s']);
    assert.equal(megabytes(12_345_678), '12 MB');
  });

  it('a table has a line for each figure, also for one that could not be measured', () => {
    const rows = [{ what: 'one', figure: '1 ms', note: 'a | b' }, failedRow('window', new Error('no Chromium\nat line 3'))];
    assert.deepEqual(tableOf(rows).split('\n').slice(2), ['| one | 1 ms | a \\| b |', '| window | not measured | no Chromium |']);
  });
});
