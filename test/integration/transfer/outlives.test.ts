/** History outlives its source: whatever happens to the files, what was read stays, to the nanodollar. */
import assert from 'node:assert/strict';
import { cp, readFile, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import type { Engine } from '../../../src/engine/types.ts';
import type { Machine } from '../../support/transferRig.ts';
import { TransferRig } from '../../support/transferRig.ts';
import { apiRequest, assistant, costState, jsonl, prompt, toolResult, toolUse } from '../../support/transcriptLines.ts';

const ids = ['a', 'b', 'c', 'd'].map((letter) => `${letter.repeat(8)}-0000-4000-8000-00000000000${letter}`);
const day = (index: number, second = 0): string => new Date(Date.UTC(2026, 9, 20 + index, 12, 0, second)).toISOString();

/** A session with an edit, a subagent of its own and side calls; every second one is a fork of the one before. */
function sessionLines(index: number): readonly object[] {
  const sessionId = ids[index] ?? '';
  const isFork = index % 2 === 1;
  const begun = { type: 'queue-operation', operation: 'enqueue', timestamp: day(index), sessionId };
  const inherited = isFork ? [begun, ...ownLines(index - 1, sessionId)] : [];
  const sessions = isFork ? 2 : 1;
  const total = { 'claude-opus-5-5': { output: sessions * (3 * 500 + 70) }, 'claude-haiku-4-5': { output: 500 } };
  // A total of before stands further up, and is the last of an older copy.
  const before = costState({ 'claude-opus-5-5': { output: 500 } }, sessionId);
  return [...inherited, before, ...ownLines(index, sessionId), costState(total, sessionId)];
}

function ownLines(index: number, sessionId: string): readonly object[] {
  const line = (at: number): object => ({
    sessionId,
    at: day(index, at),
    id: `msg_01${String(index)}x${String(at)}`,
    uuid: `u${String(index)}-${String(at)}`,
  });
  const asked = sessionId === ids[index] ? [apiRequest(`r${String(index)}`, line(1))] : [];
  const tool = `toolu_${String(index)}`;
  const written = { type: 'create', filePath: '/home/ada/loom/a.ts', content: 'a\n', structuredPatch: [] };
  return [
    prompt(`Weave ${String(index)}`, line(0)),
    ...asked,
    assistant({ ...line(1), more: { requestRef: `r${String(index)}` } }),
    assistant({ ...line(2), content: [toolUse(tool, 'Write', { file_path: '/a' })] }),
    toolResult(tool, written, { ...line(3), id: '' }),
    assistant(line(4)),
  ];
}

describe('history outlives its source', function () {
  this.timeout(60_000);
  let rig: TransferRig;
  let machine: Machine;
  let files: string[];
  let expected: unknown;
  beforeEach(async () => {
    rig = await TransferRig.make();
    machine = await rig.machine('claude');
    files = [];
    for (const [index, id] of ids.entries()) {
      files.push(await rig.write('claude', `-loom/${id}.jsonl`, jsonl(...sessionLines(index))));
      const agent = assistant({ sessionId: id, id: `msg_01agent${String(index)}`, at: day(index, 9), model: 'claude-haiku-4-5' });
      files.push(await rig.write('claude', `-loom/${id}/subagents/agent-x${String(index)}.jsonl`, jsonl(agent)));
    }
    await machine.read();
    expected = await machine.with(figures);
  });
  afterEach(() => rig.close());

  const figures = async (engine: Engine): Promise<unknown> => {
    const said: unknown[] = [];
    for (const by of ['day', 'model', 'session', 'branch'] as const) {
      const { rows, totals } = await engine.report({ by, sinceMs: null, untilMs: null });
      said.push(rows, totals);
    }
    return [said, await engine.sessions({ sinceMs: null, untilMs: null })];
  };
  const readAgain = (): Promise<unknown> =>
    machine.with(async (engine) => {
      await engine.ingest({});
      return figures(engine);
    });
  const archived = (): Promise<number> => machine.with(async (engine) => (await engine.doctor()).ledger.archivedFiles);

  it('has side calls, forks and subagents to lose', () => {
    const [[, totals]] = expected as [[unknown, { requests: number; sideCallsNanodollars: number }]];
    assert.equal(totals.requests, 4 * 3 + 4);
    assert.equal(totals.sideCallsNanodollars, 4 * 70 * 20_000);
  });

  it('when the cleanup takes the files one by one, in any order', async () => {
    for (const [index, file] of [...files].reverse().entries()) {
      await rm(file);
      assert.deepEqual(await readAgain(), expected, `without ${String(index + 1)} files`);
      assert.equal(await archived(), index + 1);
    }
    const states = await machine.with(async (engine) => (await engine.doctor()).states);
    assert.match(JSON.stringify(states), /"id":"archive-only"/);
  });

  it('when the whole folder is wiped', async () => {
    await rm(rig.folder('claude'), { recursive: true });
    assert.deepEqual(await readAgain(), expected);
    assert.equal(await archived(), files.length);
  });

  it('when a backup comes back: older, shorter, other inodes and times', async () => {
    const backup = rig.folder('backup');
    await cp(rig.folder('claude'), backup, { recursive: true });
    for (const [index, file] of files.entries()) {
      const copy = file.replace(rig.folder('claude'), backup);
      const text = await readFile(copy, 'utf8');
      const lines = text.trimEnd().split('\n');
      await writeFile(copy, `${lines.slice(0, Math.ceil((lines.length * index) / files.length)).join('\n')}\n`);
      await utimes(copy, 1_790_000_000 + index, 1_790_000_000 + index);
    }
    await rm(rig.folder('claude'), { recursive: true });
    await readAgain();
    await rename(backup, rig.folder('claude'));
    assert.deepEqual(await readAgain(), expected, 'restored');
    // Sessions go on in the restored files.
    const [file = ''] = files;
    await writeFile(file, jsonl(...sessionLines(0), assistant({ sessionId: ids[0] ?? '', id: 'msg_01more', at: day(30) })));
    const { totals } = await machine.with(async (engine) => {
      await engine.ingest({});
      return engine.report({ by: 'day', sinceMs: null, untilMs: null });
    });
    assert.equal(totals.requests, 17);
  });

  it('when files are emptied, cut in a line, or truncated again and again', async () => {
    for (const size of [700, 333, 1, 0]) {
      for (const file of files) await truncate(file, size).catch(() => undefined);
      assert.deepEqual(await readAgain(), expected, `cut to ${String(size)} bytes`);
    }
  });

  it('when it moves to another machine, and its files come there later', async () => {
    const path = await machine.export();
    const moved = await rig.machine('moved', ['claude']);
    await moved.import(path);
    assert.deepEqual(await moved.with(figures), expected);
    assert.equal(await moved.with(async (engine) => (await engine.doctor()).ledger.archivedFiles), files.length);
    await moved.read();
    assert.deepEqual(await moved.with(figures), expected, 'read beside what was imported');
    assert.equal(await moved.with(async (engine) => (await engine.doctor()).ledger.archivedFiles), 0);
    await moved.import(path);
    assert.deepEqual(await moved.with(figures), expected, 'imported once more');
    assert.equal(await moved.with(async (engine) => (await engine.doctor()).ledger.archivedFiles), 0);
    assert.equal((await moved.with((engine) => engine.ingest({}))).filesRead, 0, 'a cursor was disturbed');
  });

  it('when a forgotten folder or an excluded one comes back with an import', async () => {
    const path = await machine.export();
    const forgetful = await rig.machine('forgetful', ['claude']);
    await forgetful.read();
    await forgetful.with((engine) => engine.forget('/home/ada/loom'));
    const left = await forgetful.import(path);
    assert.equal(left.newRequests, 0);
    assert.ok(left.leftOut >= 16);
    assert.deepEqual(
      await forgetful.with(async (engine) => (await engine.report({ by: 'day', sinceMs: null, untilMs: null })).totals.requests),
      0,
    );
    const excluding = await rig.machine('excluding', ['none']);
    await excluding.read({ exclude: ['/home/ada/**'] });
    assert.equal((await excluding.import(path)).newRequests, 0);
    assert.deepEqual(excluding.contents().transcripts, []);
    // A ledger that moves to a new machine goes on forgetting what it forgot.
    const heir = await rig.machine('heir', ['claude']);
    await heir.import(await forgetful.export());
    await heir.read();
    assert.deepEqual(heir.contents().requests, []);
  });
});
