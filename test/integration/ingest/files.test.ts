/** Files that change under the reader: every one is read as far as it can be, and nothing is counted twice or lost. */
import assert from 'node:assert/strict';
import { appendFile, chmod, mkdir, readFile, rename, rm, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EngineRig } from '../../support/engineRig.ts';
import { assistant, costState, jsonl, prompt, sessionA, sessionB, toolResult, toolUse } from '../../support/transcriptLines.ts';

describe('reading files that change', () => {
  let rig: EngineRig;
  beforeEach(async () => {
    rig = await EngineRig.make();
  });
  afterEach(() => rig.close());

  const file = `-home-ada-loom/${sessionA}.jsonl`;
  const requests = async (): Promise<number> => (await rig.totals()).requests;

  it('reads an unchanged file once', async () => {
    await rig.write(file, jsonl(assistant()));
    assert.equal((await rig.ingest()).bytesRead, (await stat(join(rig.configuration, 'projects', file))).size);
    const again = await rig.ingest();
    assert.deepEqual([again.filesRead, again.bytesRead, again.newRequests, again.requests], [0, 0, 0, 1]);
  });

  it('reads only what was appended', async () => {
    const path = await rig.write(file, jsonl(assistant()));
    await rig.ingest();
    const line = jsonl(assistant());
    await appendFile(path, line);
    const result = await rig.ingest();
    assert.deepEqual([result.bytesRead, result.newRequests], [Buffer.byteLength(line), 1]);
  });

  it('counts a last line without its end at once, and not again when the end comes', async () => {
    const line = jsonl(
      assistant({ id: 'msg_01last', stopReason: null, content: [{ type: 'text', text: 'x'.repeat(40) }], usage: { output_tokens: 5 } }),
    );
    const path = await rig.write(file, jsonl(assistant()) + line.trimEnd());
    assert.equal(await requests(), 2);
    await appendFile(path, `\n${jsonl(assistant())}`);
    const totals = await rig.totals();
    assert.equal(totals.requests, 3);
    assert.equal(totals.lowerBound, false, 'the visible text of the line was counted twice');
  });

  it('waits for the rest of a line that is cut in the middle, and counts nothing as skipped', async () => {
    const line = jsonl(assistant({ content: [{ type: 'text', text: 'grün' }] }));
    const bytes = Buffer.from(line);
    const path = await rig.write(file, bytes.subarray(0, bytes.length - 30));
    assert.equal((await rig.ingest()).skippedLines, 0);
    await appendFile(path, bytes.subarray(bytes.length - 30));
    assert.equal(await requests(), 1);
  });

  it('joins a tool call with a result that is read later', async () => {
    const call = assistant({ content: [toolUse('toolu_1', 'Bash', { command: 'git commit -m "Add looms"' })] });
    const path = await rig.write(file, jsonl(call));
    await rig.ingest();
    await appendFile(path, jsonl(toolResult('toolu_1', { stdout: '[main abc1234] Add looms\n', stderr: '', interrupted: false })));
    await rig.ingest();
    const database = new DatabaseSync(rig.ledger);
    const row = database.prepare('SELECT message_id, directory, printed, succeeded FROM commit_call').get();
    database.close();
    assert.ok(row !== undefined);
    assert.equal(row.directory, '/home/ada/loom');
    assert.equal(row.succeeded, 1);
    assert.match(String(row.printed), /"sha":"abc1234"/);
  });

  it('reads a replaced, a truncated and a rewritten file again from its start, and keeps what it said before', async () => {
    const path = await rig.write(file, jsonl(assistant({ id: 'msg_01a' }), assistant({ id: 'msg_01b' })));
    assert.equal(await requests(), 2);
    await truncate(path, 0);
    await appendFile(path, jsonl(assistant({ id: 'msg_01c' })));
    assert.equal(await requests(), 3);
    const other = join(rig.root, 'other');
    await writeFile(other, jsonl(assistant({ id: 'msg_01c' }), assistant({ id: 'msg_01d' }), assistant({ id: 'msg_01e' })));
    await rename(other, path);
    assert.equal(await requests(), 5);
    const grown = (await readFile(path, 'utf8')).replaceAll('msg_01e', 'msg_01x') + jsonl(assistant({ id: 'msg_01y' }));
    await writeFile(path, grown);
    assert.equal(await requests(), 7, 'the bytes before the cursor were other ones');
  });

  it('reads a file again whose time changed but not its size', async () => {
    const path = await rig.write(file, jsonl(assistant({ id: 'msg_01a' })));
    await rig.ingest();
    await writeFile(path, jsonl(assistant({ id: 'msg_01b' })));
    await utimes(path, new Date(), new Date(Date.now() + 5_000));
    assert.equal(await requests(), 2);
  });

  it('keeps the facts of a file that was deleted, moved or restored', async () => {
    const path = await rig.write(file, jsonl(assistant({ id: 'msg_01a' })));
    await rig.ingest();
    const moved = join(rig.configuration, 'projects', '-home-ada-other', `${sessionA}.jsonl`);
    await mkdir(join(moved, '..'));
    await rename(path, moved);
    assert.equal(await requests(), 1);
    await rm(moved);
    assert.equal(await requests(), 1);
    const engine = await rig.open();
    assert.equal((await engine.doctor()).ledger.archivedFiles, 2);
    await rig.write(file, jsonl(assistant({ id: 'msg_01a' })));
    assert.equal(await requests(), 1);
  });

  it('skips broken lines, counts them by file, and keeps everything else', async () => {
    await rig.write(
      file,
      jsonl(
        '{"type":"assistant", broken',
        assistant(),
        '[1,2]',
        assistant({ usage: { output_tokens: -1 } }),
        assistant({ usage: { output_tokens: 1.5 } }),
        assistant({ usage: { input_tokens: '7' } }),
        assistant({ at: 'yesterday' }),
        '',
        '   ',
      ),
    );
    const result = await rig.ingest();
    assert.deepEqual([result.requests, result.skippedLines], [1, 6]);
    const engine = await rig.open();
    const doctor = await engine.doctor();
    assert.equal(doctor.skippedLines, 6);
    assert.match(doctor.findings.join(' '), /3 lines in 1 file \([^)]*\) have token counts that are no whole numbers, and were left out/);
  });

  it('counts types of records that nobody knows, and reads on', async () => {
    await rig.write(
      file,
      jsonl({ type: 'from-the-future', timestamp: '2026-11-20T12:00:00.000Z' }, assistant(), { type: 'from-the-future' }),
    );
    await rig.ingest();
    const engine = await rig.open();
    assert.deepEqual((await engine.doctor()).unknownRecordTypes, [{ type: 'from-the-future', lines: 2 }]);
  });

  it('passes over a line that is too long to be a record, and reads the rest', async function () {
    this.timeout(30_000);
    await rig.write(file, `${jsonl(assistant())}{"type":"user","x":"${'y'.repeat(65 * 1024 * 1024)}"}\n${jsonl(assistant())}`);
    const result = await rig.ingest();
    assert.deepEqual([result.requests, result.skippedLines, result.complete], [2, 1, true]);
  });

  it('does not open a FIFO, follows a loop of links once, and reads what else is there', async () => {
    await rig.write(file, jsonl(assistant()));
    const project = join(rig.configuration, 'projects', '-home-ada-loom');
    execFileSync('mkfifo', [join(project, `${sessionB}.jsonl`)]);
    await symlink(join(rig.configuration, 'projects'), join(project, 'loop'));
    assert.equal(await requests(), 1);
  });

  it('says which file it may not read, and reads the others', async function () {
    if (process.getuid?.() === 0) {
      // As root nothing is denied: a child of another user looks at the same folder.
      const denied = await rig.write(`-home-ada-loom/${sessionB}.jsonl`, jsonl(assistant({ sessionId: sessionB })));
      await rig.write(file, jsonl(assistant()));
      await chmod(denied, 0o000);
      await chmod(rig.root, 0o755);
      const script = `
        import { openEngine } from ${JSON.stringify(new URL('../../../src/engine/engine.ts', import.meta.url).href)};
        const engine = await openEngine({ claudeDirectories: [${JSON.stringify(rig.configuration)}], ledger: process.argv[1], exclude: [],
          timezone: 'UTC', mappings: [], environment: {}, home: '/nonexistent', holder: 'test' });
        console.log(JSON.stringify(await engine.ingest({})));
        await engine.close();`;
      const ledger = join(rig.root, 'open', 'ledger.sqlite');
      await mkdir(join(rig.root, 'open'));
      await chmod(join(rig.root, 'open'), 0o777);
      const out = execFileSync(process.execPath, ['--input-type=module', '--eval', script, ledger], {
        uid: 65534,
        gid: 65534,
        encoding: 'utf8',
      });
      const result = JSON.parse(out) as { requests: number; problems: string[] };
      assert.equal(result.requests, 1);
      assert.equal(result.problems.length, 1);
      assert.match(result.problems[0] ?? '', /could not be read \(.*EACCES/);
    } else this.skip();
  });

  it('reads large histories on parser threads with the same result', async function () {
    this.timeout(60_000);
    const padding = 'z'.repeat(200_000);
    for (let session = 0; session < 8; session += 1) {
      const id = `cccccccc-0000-4000-8000-00000000000${String(session)}`;
      const lines = Array.from({ length: 10 }, (_, index) => [
        prompt(`${padding}${String(index)}`, { sessionId: id }),
        assistant({ sessionId: id }),
      ]).flat();
      await rig.write(`-home-ada-loom/${id}.jsonl`, jsonl(...lines));
    }
    const result = await rig.ingest();
    assert.ok(result.bytes > 12 * 1024 * 1024, 'too small for the threads');
    assert.deepEqual([result.requests, result.filesRead, result.complete, result.problems.length], [80, 8, true, 0]);
  });

  it('stops when it is cancelled, keeps what it has read, and goes on from there', async () => {
    for (const session of [sessionA, sessionB]) await rig.write(`-p/${session}.jsonl`, jsonl(assistant({ sessionId: session })));
    const engine = await rig.open();
    const abort = new AbortController();
    const first = await engine.ingest({ signal: abort.signal, onProgress: ({ filesDone }) => filesDone === 1 && abort.abort() });
    assert.deepEqual([first.requests, first.complete], [1, false]);
    const second = await engine.ingest({});
    assert.deepEqual([second.requests, second.newRequests, second.complete], [2, 1, true]);
  });

  it('goes on in the middle of a file that it was stopped in', async () => {
    const padded = Array.from({ length: 30 }, () => [prompt('z'.repeat(200_000)), assistant()]).flat();
    const path = await rig.write(file, jsonl(...padded));
    const { size } = await stat(path);
    const engine = await rig.open();
    const abort = new AbortController();
    const first = await engine.ingest({ signal: abort.signal, onProgress: ({ bytesRead }) => bytesRead > 0 && abort.abort() });
    assert.ok(first.bytesRead > 0 && first.bytesRead < size && !first.complete);
    const second = await engine.ingest({});
    assert.equal(second.bytesRead, size - first.bytesRead);
    assert.deepEqual([second.requests, second.complete], [30, true]);
  });

  it('reads the newest files first and says when today is exact', async () => {
    const old = await rig.write(`-p/${sessionB}.jsonl`, jsonl(assistant({ sessionId: sessionB })));
    await utimes(old, new Date(), new Date('2026-01-01T00:00:00Z'));
    await rig.write(file, jsonl(assistant()));
    const engine = await rig.open();
    const seen: [number, boolean][] = [];
    await engine.ingest({ onProgress: ({ filesDone, todayExact }) => seen.push([filesDone, todayExact]) });
    assert.ok(
      seen.some(([done, exact]) => done === 1 && exact),
      'today was not exact after the newest file',
    );
    assert.ok(seen.every(([done, exact]) => done > 0 || !exact));
  });

  it('leaves excluded folders out of the ledger', async () => {
    await rig.write(file, jsonl(assistant(), assistant({ more: { cwd: '/home/ada/secret/plans' } })));
    const engine = await rig.open({ exclude: ['/home/*/secret'] });
    await engine.ingest({});
    assert.deepEqual(
      (await engine.sessions({ sinceMs: null, untilMs: null })).map(({ cwd, figures }) => [cwd, figures.requests]),
      [['/home/ada/loom', 1]],
    );
  });

  it('says nothing of side calls of a session whose requests are partly left out', async () => {
    const total = costState({ 'claude-opus-5-5': { output: 1000 } });
    await rig.write(file, jsonl(assistant(), assistant({ more: { cwd: '/home/ada/secret' } }), total));
    assert.equal((await rig.totals({ exclude: ['/home/ada/secret'] })).sideCallsNanodollars, null);
    const path = await rig.write(file, jsonl(assistant(), assistant({ more: { cwd: '/home/ada/secret' } }), total));
    await appendFile(path, jsonl(total));
    assert.equal((await rig.totals({ exclude: ['/home/ada/secret'] })).sideCallsNanodollars, null);
  });

  it('forgets a repository for good, and goes on with what comes after', async () => {
    const repository = join(rig.root, 'loom');
    execFileSync('git', ['init', '-q', repository]);
    const path = await rig.write(file, jsonl(assistant({ more: { cwd: repository } }), assistant()));
    const engine = await rig.open();
    await engine.ingest({});
    const worktree = join(rig.root, 'beside');
    const git = ['-C', repository, '-c', 'user.name=T', '-c', 'user.email=t@example.invalid'];
    execFileSync('git', [...git, 'commit', '-q', '--allow-empty', '-m', 'Begin']);
    execFileSync('git', [...git, 'worktree', 'add', '-q', worktree]);
    await appendFile(path, jsonl(assistant({ more: { cwd: worktree } })));
    await engine.ingest({});
    assert.deepEqual(await engine.forget(join(repository, '.')), { sessions: 1, requests: 2 });
    await utimes(path, new Date(), new Date(Date.now() + 5_000));
    assert.equal((await engine.ingest({})).requests, 1, 'it came back when the file was read again');
    await appendFile(path, jsonl(assistant({ at: new Date(Date.now() + 1_000).toISOString(), more: { cwd: repository } })));
    assert.equal((await engine.ingest({})).requests, 2);
  });

  it('deletes everything, and what the transcripts say of before stays out', async () => {
    const path = await rig.write(file, jsonl(assistant()));
    const engine = await rig.open();
    await engine.ingest({});
    await engine.deleteEverything();
    assert.equal((await engine.ingest({})).requests, 0);
    await engine.close();
    assert.ok(!(await readFile(rig.ledger)).includes('msg_01'), 'an id is still in the file');
    await appendFile(path, jsonl(assistant({ at: new Date(Date.now() + 1_000).toISOString() })));
    assert.equal(await requests(), 1);
  });
});
