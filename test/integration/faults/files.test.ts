/** Transcript files in every odd state: what can be read counts once, what cannot is named in a sentence, and nothing waits for ever. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFile, chmod, link, mkdir, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { PayoffEngine } from '../../../src/engine/engine.ts';
import { ingestAsNobody } from '../../support/asNobody.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { ledgerFacts } from '../../support/ledgerFacts.ts';
import { assistant, costState, jsonl, prompt, sessionA, sessionB, toolResult, toolUse } from '../../support/transcriptLines.ts';

const secondMs = 1000;

describe('faults of files', function () {
  this.timeout(120_000);
  let rig: EngineRig;
  let projects: string;
  beforeEach(async () => {
    rig = await EngineRig.make();
    projects = join(rig.configuration, 'projects');
  });
  afterEach(() => rig.close());

  const file = `-p/${sessionA}.jsonl`;
  const line = (id: string, more: Parameters<typeof assistant>[0] = {}): string =>
    jsonl(assistant({ id: `msg_01${id}`, uuid: `uuid-${id}`, ...more }));
  const requests = async (): Promise<number> => (await rig.totals()).requests;
  /** Whether the ledger holds exactly what a clean read of the files there are gives, and its totals are the same. */
  const assertClean = async (): Promise<void> => {
    const clean = join(rig.root, 'clean', 'ledger.sqlite');
    await rm(join(clean, '..'), { recursive: true, force: true });
    await rig.ingest();
    const [kept, read] = [await rig.totals(), await rig.totals({ ledger: clean })];
    assert.deepEqual(ledgerFacts(rig.ledger), ledgerFacts(clean));
    assert.deepEqual(kept, read);
  };

  it('counts a record once wherever its line was cut when it was first read, and nothing as skipped', async () => {
    const call = assistant({ id: 'msg_01call', content: [toolUse('toolu_1', 'Bash', { command: 'git commit -m "Grün 😀"' })] });
    const whole = Buffer.from(
      jsonl(call, prompt('Wéave 😀'), toolResult('toolu_1', { stdout: '[main abc1234] Grün\n' }), assistant({ id: 'msg_01end' })),
    );
    const path = (cut: number): string => `-p/${String(cut).padStart(8, '0')}-0000-4000-8000-000000000001.jsonl`;
    const named = (cut: number, bytes: Buffer): Buffer =>
      Buffer.from(
        bytes.toString('latin1').replaceAll(/msg_01|toolu_|uuid-/g, (name) => `${name}${String(cut)}x`),
        'latin1',
      );
    // The names come before the cut, so that each file has its own ids and yet its first part ends anywhere.
    const contents = Array.from({ length: whole.length + 1 }, (_, cut) => named(cut, whole));
    for (const [cut, bytes] of contents.entries()) await rig.write(path(cut), bytes.subarray(0, cut));
    const engine = await rig.open();
    assert.equal((await engine.ingest({})).skippedLines, 0);
    for (const [cut, bytes] of contents.entries()) await appendFile(join(projects, path(cut)), bytes.subarray(cut));
    const result = await engine.ingest({});
    assert.deepEqual([result.requests, result.skippedLines], [2 * contents.length, 0]);
    await engine.close();
    await assertClean();
  });

  it('reads a file again that has another inode, though its name, size and time are the same', async () => {
    const path = await rig.write(file, line('a'));
    const time = new Date('2026-11-20T12:00:00Z');
    await utimes(path, time, time);
    assert.equal(await requests(), 1);
    const other = join(rig.root, 'other');
    await writeFile(other, line('b'));
    await utimes(other, time, time);
    await rename(other, path);
    assert.equal(await requests(), 2);
  });

  it('notices bytes that were written over under the same size and time once the file grows', async () => {
    const path = await rig.write(file, line('a'));
    const time = new Date('2026-11-20T12:00:00Z');
    await utimes(path, time, time);
    await rig.ingest();
    await writeFile(path, line('b'));
    await utimes(path, time, time);
    assert.equal(await requests(), 1, 'one look at the file tells nothing: its bytes are not read');
    await appendFile(path, line('c'));
    assert.equal(await requests(), 3);
  });

  it('counts a session once that was moved, renamed, linked twice, and came back from a backup, its running total too', async () => {
    const agent = `-p/${sessionA}/subagents/agent-1.jsonl`;
    const text = line('a') + line('b') + jsonl(costState({ 'claude-opus-5-5': { output: 1500 }, 'claude-haiku-4-5': { input: 100 } }));
    const path = await rig.write(file, text);
    await rig.write(agent, line('c', { more: { isSidechain: true } }));
    const { sideCallsNanodollars, costNanodollars } = await rig.totals();
    assert.ok(sideCallsNanodollars !== null && sideCallsNanodollars > 0);
    await rename(join(projects, '-p'), join(projects, '-q'));
    await assertClean();
    const moved = join(projects, '-q', `${sessionA}.jsonl`);
    await link(moved, join(projects, '-q', `${sessionB}.jsonl`));
    assert.equal(await requests(), 3);
    await rm(join(projects, '-q', `${sessionB}.jsonl`));
    await rm(moved);
    assert.equal((await rig.totals()).costNanodollars, costNanodollars, 'the ledger is the archive');
    await rm(join(projects, '-q'), { recursive: true });
    await rig.write(file, text);
    await rig.write(agent, line('c', { more: { isSidechain: true } }));
    await assertClean();
    assert.deepEqual(await stat(path).then(({ size }) => size), Buffer.byteLength(text));
  });

  it('keeps what it read of a configuration folder that was wiped, and calls it archive', async () => {
    await rig.write(file, line('a'));
    await rig.write(`-p/${sessionB}.jsonl`, line('b'));
    await rig.ingest();
    await rm(rig.configuration, { recursive: true });
    const engine = await rig.open();
    const { requests: kept, problems } = await engine.ingest({});
    assert.deepEqual([kept, problems], [2, []]);
    assert.equal((await engine.doctor()).ledger.archivedFiles, 2);
    await rig.write(file, line('a'));
    await engine.ingest({});
    assert.equal((await engine.doctor()).ledger.archivedFiles, 1);
  });

  it('reads what is beside a FIFO, a socket, a folder, and links that lead nowhere, out, up and round', async () => {
    await rig.write(file, line('a'));
    const project = join(projects, '-p');
    execFileSync('mkfifo', [join(project, 'fifo.jsonl')]);
    await mkdir(join(project, 'folder.jsonl'));
    await symlink('fifo.jsonl', join(project, 'toFifo.jsonl'));
    await symlink('missing.jsonl', join(project, 'nowhere.jsonl'));
    await symlink(projects, join(project, 'up'));
    await symlink(rig.configuration, join(projects, '-above'));
    await symlink('/', join(project, 'disk'));
    await symlink('/', join(projects, '-disk'));
    const outside = join(rig.root, 'outside');
    await mkdir(join(outside, 'deep'), { recursive: true });
    await writeFile(join(outside, `${sessionB}.jsonl`), line('b'));
    await symlink(outside, join(projects, '-out'));
    await symlink('..', join(outside, 'deep', 'round'));
    await writeFile(join(rig.root, 'single'), line('c'));
    await symlink(join(rig.root, 'single'), join(project, 'single.jsonl'));
    const server = createServer();
    const before = process.cwd();
    process.chdir(project);
    await new Promise<void>((done) => server.listen('s.jsonl', done));
    process.chdir(before);
    const { requests: counted, problems, files } = await rig.ingest().finally(() => server.close());
    assert.deepEqual([counted, problems, files], [3, [], 3]);
  });

  it('says which link leads back to itself and what to do, and reads the rest', async () => {
    await rig.write(file, line('a'));
    await symlink('loop.jsonl', join(projects, '-p', 'loop.jsonl'));
    const { requests: counted, problems } = await rig.ingest();
    assert.equal(counted, 1);
    assert.deepEqual(problems, [
      `The link ${join(projects, '-p', 'loop.jsonl')} could not be read (ELOOP); what was read from it before is kept. It is a link that leads back to itself: delete it.`,
    ]);
  });

  it('says the same when only the changed files are looked at, and reads the other ones', async () => {
    const engine = await rig.open();
    if (!(engine instanceof PayoffEngine)) assert.fail('not the engine');
    await engine.ingest({});
    const path = await rig.write(file, line('a'));
    const loop = join(projects, '-p', 'loop.jsonl');
    await symlink('loop.jsonl', loop);
    assert.ok(engine.lease.take());
    await engine.pass(new AbortController().signal, () => undefined);
    await appendFile(path, line('b'));
    const { problems, newRequests } = await engine.readFiles([loop, path], new AbortController().signal);
    assert.deepEqual([newRequests, problems.length], [1, 1]);
    assert.match(problems[0] ?? '', /^The transcript .*loop\.jsonl could not be read \(ELOOP\)/);
  });

  it('reads names of any length and any character, and names those whose bytes are no text', async () => {
    for (const [index, name] of ['two\nlines', '🧵 loom', 'x'.repeat(249), '-', 'ünï', "'; DROP TABLE request; --"].entries())
      await rig.write(`-p/${name}.jsonl`, line(`n${String(index)}`));
    const odd = (...parts: (string | number[])[]): Buffer => Buffer.concat(parts.map((part) => Buffer.from(part as string)));
    await writeFile(odd(`${projects}/-p/`, [0x6c, 0xf6, 0x77], '.jsonl'), line('odd'));
    await mkdir(odd(`${projects}/`, [0xff, 0xfe]));
    await writeFile(odd(`${projects}/`, [0xff, 0xfe], `/${sessionA}.jsonl`), line('in odd'));
    const { requests: counted, problems } = await rig.ingest();
    assert.equal(counted, 6);
    assert.deepEqual(
      [...problems].sort(),
      [`${projects}/-p/l�w.jsonl`, `${projects}/��`].map(
        (path) =>
          `The name of ${path} is no valid UTF-8 (the characters � stand for its odd bytes), so it was not read. Rename it; everything else counts.`,
      ),
    );
    assert.ok(problems.every((sentence) => !/\p{Cc}/u.test(sentence)));
  });

  it('writes no line break of a name into a sentence', async () => {
    await rig.write(file, line('a'));
    await symlink('two\nlines.jsonl', join(projects, '-p', 'two\nlines.jsonl'));
    assert.match((await rig.ingest()).problems.join(), /two\\u000alines\.jsonl could not be read/);
  });

  it('calls what is gone archive although something else may not be read, and not what may still be there', async function () {
    if (process.getuid?.() !== 0) this.skip();
    await rig.write(file, line('a'));
    await rig.write(`-denied/${sessionA}.jsonl`, line('b'));
    const gone = await rig.write(`-p/${sessionB}.jsonl`, line('c'));
    for (const folder of [rig.home, rig.configuration, projects, join(projects, '-p')]) await chmod(folder, 0o777);
    const { doctor, result } = await ingestAsNobody(rig, [gone]);
    assert.deepEqual([result.requests, result.problems, doctor.ledger.archivedFiles], [3, [], 1]);
    await chmod(join(projects, '-denied'), 0o000);
    const denied = await ingestAsNobody(rig, [await rig.write(`-p/${sessionB}.jsonl`, line('d'))]);
    assert.deepEqual([denied.result.requests, denied.doctor.ledger.archivedFiles], [4, 1], 'the folder that is closed is not gone');
    assert.deepEqual(denied.result.problems, [
      `The folder ${join(projects, '-denied')} could not be read (EACCES); what was read from it before is kept. Give yourself the permission to read it.`,
    ]);
  });

  it('takes no time of a file for more than a hint', async () => {
    const path = await rig.write(file, line('a'));
    let expected = 1;
    for (const time of [
      new Date('2100-01-01'),
      new Date(0),
      new Date(-86_400_000),
      new Date('2262-04-12'),
      new Date(Date.now() - secondMs),
    ]) {
      await utimes(path, time, time);
      assert.equal(await requests(), expected);
      await appendFile(path, line(`t${String(time.getTime())}`));
      await utimes(path, time, time);
      expected += 1;
      assert.equal(await requests(), expected, time.toISOString());
    }
    await assertClean();
  });

  it('leaves out and counts records of an impossible time, and takes possible ones in any order', async () => {
    const times = ['1970-01-01T00:00:00Z', '2286-11-20T17:46:40Z', '+275760-09-13T00:00:00Z', '-000001-01-01T00:00:00Z', '0', ''];
    const possible = ['2026-11-20T12:00:00Z', '2026-11-19T12:00:00Z', '2199-12-31T23:59:59.999Z', '2020-01-01T00:00:00Z'];
    await rig.write(file, [...times, ...possible].map((at, index) => line(`r${String(index)}`, { at })).join(''));
    const result = await rig.ingest();
    assert.deepEqual([result.requests, result.skippedLines], [possible.length, times.length]);
    await assertClean();
    for (const by of ['day', 'week', 'month'] as const) {
      const { rows, totals } = await rig.report(by);
      assert.equal(
        rows.reduce((sum, row) => sum + row.requests, 0),
        totals.requests,
      );
    }
  });
});
