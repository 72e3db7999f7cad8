/** Commits that hold what is not text, or more of it than anybody writes: the session's own part of them is found. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommitRow } from '../../../../src/core/report/commits.ts';
import { FaultRig } from '../../../support/faultRig.ts';
import { gitEnvironment } from '../../../support/gitWork.ts';

const megabyte = 1024 * 1024;
const content = 'a line that tells the file apart\nand another one of it\n';

describe('a commit by hand after a session', function () {
  this.timeout(60_000);
  let rig: FaultRig;
  beforeEach(async () => {
    rig = await FaultRig.make();
  });
  afterEach(() => rig.close());

  const byHand = (subject = 'By hand', afterMs = 60_000): string => rig.work.commit(subject, rig.lines.atMs + afterMs);
  const rowOf = async (sha: string): Promise<CommitRow> => (await rig.rows()).find((row) => row.sha === sha) ?? assert.fail('no row');
  const matchedLines = async (sha: string): Promise<number | undefined> => (await rowOf(sha)).links[0]?.evidence.matched?.lines;

  /** Commits files without writing them to the working tree; the SHA. */
  const importCommit = (subject: string, files: Readonly<Record<string, string>>, atMs: number): string => {
    const who = `Ada <ada@example.invalid> ${String(Math.floor(atMs / 1000))} +0000`;
    const data = (text: string): string => `data ${String(Buffer.byteLength(text))}\n${text}`;
    const lines = [`commit refs/heads/main`, `author ${who}`, `committer ${who}`, data(subject), 'from refs/heads/main^0'];
    for (const [name, text] of Object.entries(files)) lines.push(`M 100644 inline ${name}`, data(text));
    execFileSync('git', ['-C', rig.clone, 'fast-import', '--quiet', '--force'], {
      input: `${lines.join('\n')}\n`,
      env: gitEnvironment(rig.rig),
    });
    return rig.work.git('rev-parse', 'refs/heads/main').trim();
  };

  it('of 50,000 files is read in bounded memory, and the next one by itself', async () => {
    rig.lines.edits(join(rig.clone, 'src/a.ts'), content);
    const name = (at: number): string => `vendor/${String(at % 200)}/file${String(at)}.ts`;
    const vendored = Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [name(at), `line ${String(at)}\n`]));
    const sha = importCommit('Take everything', { 'src/a.ts': content, ...vendored }, rig.lines.atMs + 60_000);
    const before = process.memoryUsage.rss();
    let most = before;
    const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
    const reading = await rig.read();
    clearInterval(timer);
    assert.deepEqual([reading.problem, reading.commits], [null, 2]);
    assert.ok(most - before < 300 * megabyte, `${String(Math.round((most - before) / megabyte))} MB more`);
    const row = await rowOf(sha);
    assert.equal(row.linesAdded, 50_002);
    // Two of its lines are a session's: far from a tenth of all, and all of what any session wrote of it.
    assert.equal(row.links[0]?.evidence.matched?.lines, 2);
    rig.lines.edits(join(rig.clone, 'b.ts'), 'b\n');
    const next = rig.lines.commits('Add b.ts', (atMs) => importCommit('Add b.ts', { 'b.ts': 'b\n' }, atMs));
    const again = await rig.read();
    assert.deepEqual([again.problem, again.newCommits], [null, 1]);
    assert.deepEqual(await rig.linked(), { [sha]: 'onDefaultBranch', [next]: 'onDefaultBranch' });
    assert.deepEqual(await rig.standing(), { onDefaultBranch: 3 });
  });

  it('with binary files beside the text has no count of them, and the lines of the text', async () => {
    rig.lines.edits(join(rig.clone, 'a.ts'), content);
    rig.work.write('a.ts', content);
    for (const name of ['a.bin', 'm.png', 'z.wasm']) writeFileSync(join(rig.clone, name), Buffer.from([0, 1, 2, 10, 0, 10, 255]));
    const sha = byHand();
    assert.equal((await rig.read()).problem, null);
    assert.deepEqual([(await rowOf(sha)).linesAdded, await matchedLines(sha)], [2, 2]);
    // A file that is text in one commit and none in the next.
    writeFileSync(join(rig.clone, 'a.ts'), Buffer.from([0, 1, 2]));
    rig.lines.edits(join(rig.clone, 'b.ts'), content.replaceAll('file', 'other'));
    rig.work.write('b.ts', content.replaceAll('file', 'other'));
    const next = byHand('And again');
    assert.equal((await rig.read()).problem, null);
    assert.ok(next in (await rig.linked()));
    assert.deepEqual(await rig.standing(), { onDefaultBranch: 2 });
  });

  for (const [what, written, attributes] of [
    ['CRLF that a session wrote and git makes LF', '\r\n', '* text=auto\n'],
    ['LF that a session wrote and an editor made CRLF', '\n', '* -text\n'],
  ] as const)
    it(`with ${what} has its lines`, async () => {
      const lines = content.trimEnd().split('\n');
      rig.lines.edits(join(rig.clone, 'a.ts'), lines.map((line) => `${line}${written}`).join(''));
      rig.work.write('.gitattributes', attributes);
      rig.work.write('a.ts', lines.map((line) => `${line}\r\n`).join(''));
      const sha = byHand();
      assert.equal((await rig.read()).problem, null);
      assert.equal(await matchedLines(sha), 2);
      assert.deepEqual(await rig.standing(), { onDefaultBranch: 1 });
      // Only the ends of its lines change: nobody wrote anything.
      rig.work.write('.gitattributes', '* -text\n');
      rig.work.write('a.ts', written === '\n' ? content : lines.map((line) => `${line}\r\n`).join(''));
      const ends = byHand('Change the ends of lines', 120_000);
      assert.equal((await rig.read()).problem, null);
      assert.deepEqual((await rowOf(ends)).links, []);
    });

  it('with names that are no UTF-8 has the others, and its own where nothing else is called so', async function () {
    if (process.platform !== 'linux') return this.skip();
    const name = Buffer.concat([Buffer.from(`${rig.clone}/caf`), Buffer.from([0xe9]), Buffer.from('.ts')]);
    // Claude Code writes such a name with U+FFFD, as git’s is read here.
    rig.lines.edits(join(rig.clone, 'caf\ufffd.ts'), content);
    rig.lines.edits(join(rig.clone, 'ok.ts'), content.replaceAll('file', 'other'));
    writeFileSync(name, content);
    assert.equal((await rig.read()).problem, null);
    await rig.standing();
    rig.work.write('ok.ts', content.replaceAll('file', 'other'));
    const sha = byHand();
    assert.equal((await rig.read()).problem, null);
    assert.equal(await matchedLines(sha), 4);
    assert.deepEqual(await rig.standing(), { onDefaultBranch: 2 });
    await rig.reopen();
    assert.deepEqual(await rig.standing(), { onDefaultBranch: 2 });
  });
});
