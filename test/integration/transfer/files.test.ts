/** Files that are cut, damaged, foreign, newer or hostile: one sentence each, and the ledger is as it was. */
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { writeExport } from '../../../src/ledger/transfer/exportFile.ts';
import type { Machine } from '../../support/transferRig.ts';
import { TransferRig } from '../../support/transferRig.ts';
import { assistant, costState, jsonl, prompt, sessionA, sessionB, toolResult, toolUse } from '../../support/transcriptLines.ts';

const written = { type: 'create', filePath: '/home/ada/loom/a.ts', content: 'one\ntwo\n', structuredPatch: [] };

describe('files of payoff export', function () {
  this.timeout(60_000);
  let rig: TransferRig;
  let from: Machine;
  let to: Machine;
  beforeEach(async () => {
    rig = await TransferRig.make();
    from = await rig.machine('from');
    to = await rig.machine('to');
    const call = assistant({ content: [toolUse('toolu_1', 'Write', { file_path: '/a' })], id: 'msg_01edit' });
    await rig.write('from', `-p/${sessionA}.jsonl`, jsonl(prompt('Secret words'), call, toolResult('toolu_1', written), costState({})));
    await rig.write('from', `-p/${sessionB}.jsonl`, jsonl(assistant({ sessionId: sessionB, id: 'msg_01other' })));
    await from.read();
    await to.read();
  });
  afterEach(() => rig.close());

  const lines = async (path: string): Promise<Record<string, unknown>[]> =>
    gunzipSync(await readFile(path))
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  /** Imports what is made of a good export; what was said. */
  const refusal = async (change: (lines: Record<string, unknown>[]) => unknown[], pack = gzipSync): Promise<string> => {
    const path = join(to.home, 'changed');
    const changed = change(await lines(await from.export()));
    const end = { type: 'end', records: changed.findIndex(isEnd) };
    const text = changed.map((line) => (typeof line === 'string' ? line : JSON.stringify(isEnd(line) ? end : line))).join('\n');
    await writeFile(path, pack(Buffer.from(`${text}\n`)));
    const before = to.contents({ cursors: true });
    const said = await to.tryImport(path);
    assert.deepEqual(to.contents({ cursors: true }), before, 'the ledger was changed');
    assert.ok('problem' in said, 'it was imported');
    assert.doesNotMatch(said.problem, /undefined|Error:|\bat \//);
    return said.problem.replaceAll(path, 'FILE');
  };
  const isEnd = (line: unknown): boolean => (line as { readonly type?: unknown } | null)?.type === 'end';
  const change =
    (type: string, fields: object): ((all: Record<string, unknown>[]) => unknown[]) =>
    (all) =>
      all.map((line) => (line.type === type ? { ...line, ...fields } : line));

  it('are only for their owner, hold no text, and are whole or not there', async () => {
    const path = await from.export();
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    const text = gunzipSync(await readFile(path)).toString();
    assert.doesNotMatch(text, /Secret|"one"|Done/);
    assert.match(text, /\/home\/ada\/loom/);
    const again = await from.with((engine) => engine.transfer.exportHistory({ path, replace: false }));
    assert.match('problem' in again ? again.problem : '', /is there already and was not touched/);
    const aborted = await from.with((engine) =>
      engine.transfer.exportHistory({ path: `${path}-other`, replace: false, signal: AbortSignal.abort() }),
    );
    assert.match('problem' in aborted ? aborted.problem : '', /ended early/);
    const nowhere = await from.with((engine) => engine.transfer.exportHistory({ path: '/proc/nowhere/history', replace: false }));
    assert.match('problem' in nowhere ? nowhere.problem : '', /could not be written: its folder is not there/);
    const folder = await from.with((engine) => engine.transfer.exportHistory({ path: from.home, replace: true }));
    assert.match('problem' in folder ? folder.problem : '', /is a folder: name a file in it/);
    assert.deepEqual((await readdir(from.home)).sort(), ['.payoff', 'history.payoff']);
  });

  it('never take the place of the ledger, whatever leads to it', async () => {
    await from.with(async (engine) => {
      const link = join(from.home, 'link');
      await symlink(from.ledger, link);
      for (const path of [from.ledger, `${from.ledger}-wal`, link]) {
        const said = await engine.transfer.exportHistory({ path, replace: true });
        assert.match('problem' in said ? said.problem : '', /is the ledger itself: name another file/);
      }
    });
    assert.equal((await from.with((engine) => engine.ingest({}))).requests, 2);
  });

  it('do not stay in part when the disk fails in the middle, and never replace one that came meanwhile', async () => {
    const path = join(from.home, 'half');
    const options = { path, signal: new AbortController().signal, onProgress: () => undefined };
    const failing = function* (): Generator<{ readonly type: 'exclusion'; readonly glob: string }> {
      for (let count = 0; count < 9_000; count += 1) yield { type: 'exclusion', glob: `/${'x'.repeat(200)}${String(count)}` };
      throw new Error('disk I/O error');
    };
    const failed = await writeExport(failing(), { ...options, replace: true });
    assert.match('problem' in failed ? failed.problem : '', /disk I\/O error/);
    const late = function* (): Generator<{ readonly type: 'exclusion'; readonly glob: string }> {
      writeFileSync(path, 'mine');
      yield { type: 'exclusion', glob: '/x' };
    };
    const refused = await writeExport(late(), { ...options, replace: false });
    assert.match('problem' in refused ? refused.problem : '', /is there already/);
    assert.equal(await readFile(path, 'utf8'), 'mine');
    assert.deepEqual((await readdir(from.home)).sort(), ['.payoff', 'half']);
  });

  it('cut anywhere are refused and leave the ledger as it was', async () => {
    const whole = await readFile(await from.export());
    const plain = gunzipSync(whole);
    const before = to.contents({ cursors: true });
    const path = join(to.home, 'cut');
    const said = new Set<string>();
    const check = async (bytes: Buffer): Promise<void> => {
      await writeFile(path, bytes);
      const result = await to.tryImport(path);
      assert.ok('problem' in result, `imported ${String(bytes.length)} bytes`);
      said.add(result.problem.replaceAll(path, 'FILE').replaceAll(/record \d+/g, 'record N'));
      assert.deepEqual(to.contents({ cursors: true }), before);
    };
    for (let length = 0; length < whole.length; length += Math.ceil(whole.length / 25)) await check(whole.subarray(0, length));
    // Cut before it was packed, at ends of lines and inside them.
    for (let length = 10; length < plain.length - 1; length += Math.ceil(plain.length / 25))
      await check(gzipSync(plain.subarray(0, length)));
    for (let at = 0; at < plain.length - 1; at = plain.indexOf('\n', at + 1) + 1 || plain.length)
      if (at > 0) await check(gzipSync(plain.subarray(0, at)));
    assert.ok(
      [...said].every((sentence) => /^FILE (ends in the middle|is no export|is damaged)/.test(sentence)),
      [...said].join('\n'),
    );
  });

  it('that are something else, newer or damaged are told apart', async () => {
    const path = join(to.home, 'other');
    const problem = async (bytes: string | Buffer): Promise<string> => {
      await writeFile(path, bytes);
      const said = await to.tryImport(path);
      return 'problem' in said ? said.problem.replaceAll(path, 'FILE') : '';
    };
    const foreign = 'FILE is no export of Payoff. Nothing of it was imported. Make one with payoff export.';
    assert.equal(await problem(''), 'FILE ends in the middle: it was not copied whole. Nothing of it was imported.');
    assert.equal(await problem('name,cost\nada,3\n'), foreign);
    assert.equal(await problem(await readFile(from.ledger)), foreign);
    assert.equal(await problem(gzipSync('<html>\n')), foreign);
    assert.equal(await problem(gzipSync('[1]\nnull\n')), foreign);
    assert.equal(await problem(gzipSync('{"type":"end","records":0}\n')), foreign);
    assert.match(
      await refusal(change('payoff-ledger', { format: 2 })),
      /written by a newer Payoff \(format 2, this one knows 1\)\. .*Update Payoff/,
    );
    const missing = await to.tryImport(join(to.home, 'nothing'));
    assert.match('problem' in missing ? missing.problem : '', /There is no file/);
    const folder = await to.tryImport(to.home);
    assert.match('problem' in folder ? folder.problem : '', /is no file/);
    const good = await readFile(await from.export());
    const bytes = Buffer.from(good);
    bytes[bytes.length - 6] = (bytes[bytes.length - 6] ?? 0) ^ 0xff;
    assert.match(await problem(bytes), /^FILE is damaged/);
  });

  it('with what does not belong there are refused', async () => {
    const cases: readonly (readonly [(all: Record<string, unknown>[]) => unknown[], RegExp])[] = [
      [change('request', { atMs: '2026' }), /a record of the kind request is not as it has to be/],
      [change('request', { input: 1e300 }), /request/],
      [change('request', { input: -1 }), /request/],
      [change('request', { input: 0.5 }), /request/],
      [change('request', { output: null }), /request/],
      [change('request', { atMs: 8.6e15 }), /request/],
      [change('request', { inheritedBy: [1] }), /request/],
      [change('request', { messageId: '' }), /request/],
      [change('request', { model: 'x'.repeat(2_000_000) }), /request/],
      [change('request', { context: 99 }), /names a context that it does not hold/],
      [change('edit', { key: 99 }), /names a key that it does not hold/],
      [change('edit', { addedHashes: 'AAAA' }), /edit/],
      [change('edit', { addedHashes: [1, 2] }), /edit/],
      [change('hashKey', { secret: 'AAAA' }), /hashKey/],
      [change('transcript', { recordTypes: { user: 'many' } }), /transcript/],
      [change('transcript', { path: '' }), /transcript/],
      [change('costState', { models: { __proto__: [] } }), /costState/],
      [change('turn', { textHash: 'no hash' }), /turn/],
      [change('request', { type: '__proto__' }), /a record of no known kind/],
      [change('request', { type: 'constructor' }), /a record of no known kind/],
      [(all) => [all[0], all[0], ...all.slice(1)], /begins twice/],
      [(all) => [...all, all[1]], /goes on behind its end/],
      [(all) => all.filter(({ type }) => type !== 'transcript'), /of the kind \w+ where none can be/],
      [(all) => all.slice(0, -1), /ends in the middle/],
      [(all) => all.map((line, index) => (index === 5 ? '{"type":"request",' : line)), /a line of it is no JSON/],
      [(all) => all.map((line, index) => (index === 5 ? '[]' : line)), /a record of no known kind/],
      [(all) => all.map((line, index) => (index === 5 ? '['.repeat(100_000) : line)), /a line of it is no JSON/],
    ];
    for (const [make, expected] of cases) assert.match(await refusal(make), expected);
    const miscounted = join(to.home, 'miscounted');
    const plain = gunzipSync(await readFile(await from.export())).toString();
    await writeFile(miscounted, gzipSync(plain.replace(/"records":\d+/, '"records":3')));
    const said = await to.tryImport(miscounted);
    assert.match('problem' in said ? said.problem : '', /not as many records as it says/);
  });

  it('with keys of a prototype, or paths that climb, change nothing but their own row', async () => {
    const path = join(to.home, 'odd');
    const all = await lines(await from.export());
    const odd = all.map((line) =>
      line.type === 'transcript'
        ? JSON.stringify({ ...line, path: `../../../etc/${String(line.sessionId)}` }).replace(
            '"recordTypes":{',
            '"recordTypes":{"__proto__":7,',
          )
        : JSON.stringify({ ...line, ...{ extra: { constructor: 1 } } }),
    );
    await writeFile(path, gzipSync(`${odd.join('\n')}\n`));
    await to.import(path);
    assert.equal(Object.hasOwn(Object.prototype, 'extra') || ({} as { readonly extra?: unknown }).extra !== undefined, false);
    const transcripts = to.contents().transcripts as readonly { readonly path: string; readonly record_types: string }[];
    assert.ok(transcripts.some(({ record_types: types }) => types.includes('"__proto__":7')));
    assert.equal(existsSync('/etc/' + sessionA), false);
    // A path of somebody else's choice is never opened: it is archive only.
    assert.deepEqual(await to.with((engine) => engine.titles([sessionA])), [null]);
    assert.ok((await to.with((engine) => engine.doctor())).findings.length >= 0);
  });

  it('that are called off in the middle are merged by whole transcripts, and completed by the next import', async () => {
    for (let count = 0; count < 60; count += 1) {
      const sessionId = `${String(count).padStart(8, '0')}-0000-4000-8000-000000000000`;
      const requests = Array.from({ length: 50 }, (_, at) => assistant({ sessionId, id: `msg_01${String(count)}x${String(at)}` }));
      await rig.write('from', `-p/${sessionId}.jsonl`, jsonl(...requests));
    }
    await from.read();
    const path = await from.export();
    const stop = new AbortController();
    const stopLate = (share: number): void => {
      if (share > 0.6) stop.abort();
    };
    const said = await to.with((engine) => engine.transfer.importHistory({ path, signal: stop.signal, onProgress: stopLate }));
    assert.match('problem' in said ? said.problem : '', /ended early\. What was merged before is kept.*nothing is counted twice/);
    const bySession = new Map<string, number>();
    for (const { session_id: id } of to.contents().requests as readonly { readonly session_id: string }[])
      bySession.set(id, (bySession.get(id) ?? 0) + 1);
    for (const [id, requests] of bySession) if (id.startsWith('000')) assert.equal(requests, 50, id);
    await to.import(path);
    assert.deepEqual(to.contents(), from.contents());
    // Before anything is written there is nothing to be kept.
    const early = await to.with((engine) => engine.transfer.importHistory({ path, signal: AbortSignal.abort() }));
    assert.match('problem' in early ? early.problem : '', /ended early\. Nothing of it was imported/);
  });

  it('that unpack to far more than a history are refused in bounded memory', async () => {
    const path = join(to.home, 'bomb');
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, gzipSync(Buffer.alloc(60 * 1024 * 1024, 'x')));
    const before = process.memoryUsage().rss;
    const line = await to.tryImport(path);
    assert.match('problem' in line ? line.problem : '', /unpacks to more than 100 times its size/);
    const header = '{"type":"payoff-ledger","format":1,"schema":2,"exportedAt":"x"}\n';
    const filler = '{"type":"exclusion","glob":"/x"}\n'.repeat(1_000_000);
    await writeFile(path, gzipSync(header + filler));
    const many = await to.tryImport(path);
    assert.match('problem' in many ? many.problem : '', /unpacks to more than 100 times its size/);
    assert.ok(process.memoryUsage().rss - before < 500 * 1024 * 1024);
  });
});
