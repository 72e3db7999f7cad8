/** What goes wrong around a ledger that is being followed: nothing is lost or counted twice, and one sentence says what happened. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { appendFile, mkdir, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { createServer } from 'node:net';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { EngineRig } from '../../support/engineRig.ts';
import { FollowedLedger } from '../../support/followedLedger.ts';
import { ledgerFacts } from '../../support/ledgerFacts.ts';
import { assistant, jsonl, sessionA, sessionB } from '../../support/transcriptLines.ts';

describe('faults while following', function () {
  // The scan comes after a minute at the earliest: what is seen within this time was seen by watching.
  this.timeout(50_000);
  let rig: EngineRig;
  let projects: string;
  beforeEach(async () => {
    rig = await EngineRig.make();
    projects = join(rig.configuration, 'projects');
  });
  afterEach(() => rig.close());

  const file = `-p/${sessionA}.jsonl`;
  const other = `-p/${sessionB}.jsonl`;
  const line = (id: string): string => jsonl(assistant({ id: `msg_01${id}`, uuid: `uuid-${id}` }));
  /** Long enough for the follower to see that nothing is there; waiting less would only show less. */
  const severalTicks = (): Promise<void> => new Promise((done) => setTimeout(done, 1000));
  /** Whether the ledger holds what a clean read of the files there are gives. */
  const assertClean = async (): Promise<void> => {
    const clean = join(rig.root, 'clean.sqlite');
    await rig.ingest({ ledger: clean });
    assert.deepEqual(ledgerFacts(rig.ledger), ledgerFacts(clean));
  };

  it('goes on when the folder of all projects, and the one above it, were deleted and made again', async function () {
    // On a busy machine the folders may be there again before the watch has seen that they were gone: then the next scan finds it.
    this.timeout(120_000);
    await rig.write(file, line('a'));
    const followed = await FollowedLedger.start(rig);
    await followed.until(1);
    await rm(projects, { recursive: true });
    await mkdir(projects);
    await rig.write(file, line('a') + line('b'));
    await followed.until(2);
    await appendFile(join(projects, file), line('c'));
    await followed.until(3);
    await rm(rig.configuration, { recursive: true });
    await rig.write(file, line('a') + line('b') + line('c') + line('d'));
    await followed.until(4);
    await appendFile(join(projects, file), line('e'));
    await followed.until(5);
    await assertClean();
    assert.deepEqual(followed.problems, []);
  });

  it('goes on with a file that was truncated, replaced, rewritten, renamed, moved, deleted and restored', async () => {
    const path = await rig.write(file, line('a') + line('b'));
    const followed = await FollowedLedger.start(rig);
    await followed.until(2);
    await truncate(path, 0);
    await appendFile(path, line('c'));
    await followed.until(3);
    const fresh = join(rig.root, 'fresh');
    await writeFile(fresh, line('c') + line('d'));
    await rename(fresh, path);
    await followed.until(4);
    await writeFile(path, line('c') + line('x') + line('e'));
    await followed.until(6);
    await rename(path, join(projects, '-p', 'cccccccc-0000-4000-8000-000000000003.jsonl'));
    await mkdir(join(projects, '-q'));
    const moved = join(projects, '-q', `${sessionA}.jsonl`);
    await rename(join(projects, '-p', 'cccccccc-0000-4000-8000-000000000003.jsonl'), moved);
    await appendFile(moved, line('f'));
    await followed.until(7);
    await rm(moved);
    await rig.write(file, ['a', 'b', 'c', 'd', 'x', 'e', 'f', 'g'].map(line).join(''));
    await followed.until(8);
    assert.deepEqual(followed.problems, []);
  });

  it('reads a record that is written byte by byte once, when it is whole', async () => {
    const path = await rig.write(file, line('a'));
    const followed = await FollowedLedger.start(rig);
    await followed.until(1);
    const bytes = Buffer.from(line('b') + line('c'));
    for (let at = 0; at < bytes.length; at += 37) {
      await appendFile(path, bytes.subarray(at, at + 37));
      if (at % 5 === 0) await new Promise((done) => setTimeout(done, 10));
    }
    await followed.until(3);
    await assertClean();
    assert.equal((await followed.engine.doctor()).skippedLines, 0);
  });

  it('reads the others beside a FIFO, a socket, a folder and a loop of links that are named as transcripts', async () => {
    const followed = await FollowedLedger.start(rig);
    await rig.write(file, line('a'));
    await followed.until(1);
    execFileSync('mkfifo', [join(projects, '-p', 'fifo.jsonl')]);
    await mkdir(join(projects, '-p', 'folder.jsonl'));
    await symlink('loop.jsonl', join(projects, '-p', 'loop.jsonl'));
    await symlink(projects, join(projects, '-p', 'up'));
    const server = createServer();
    // A relative path: the name of a socket may have no more than some hundred bytes.
    const before = process.cwd();
    process.chdir(join(projects, '-p'));
    await new Promise<void>((done) => server.listen('s.jsonl', done));
    process.chdir(before);
    try {
      await appendFile(join(projects, file), line('b'));
      await followed.until(2);
      followed.scan();
      await followed.untilSaid(/loop\.jsonl could not be read \(ELOOP\)/);
      await rig.write(other, line('c'));
      await followed.until(3);
      await assertClean();
    } finally {
      await new Promise((done) => server.close(done));
    }
    assert.equal(followed.problems.length, 1, followed.problems.join('\n'));
  });

  it('reads names with line breaks, emoji and 255 bytes at once, and names one of odd bytes', async () => {
    await mkdir(join(projects, '-p'), { recursive: true });
    const followed = await FollowedLedger.start(rig);
    const names = ['two\nlines', '🧵 loom', 'x'.repeat(249)];
    for (const [index, name] of names.entries()) {
      await rig.write(`-p/${name}.jsonl`, line(`n${String(index)}`));
      await followed.until(2 * index + 1);
      await appendFile(join(projects, '-p', `${name}.jsonl`), line(`m${String(index)}`));
      await followed.until(2 * index + 2);
    }
    const odd = Buffer.concat([Buffer.from(`${projects}/-p/`), Buffer.from([0x6c, 0xf6, 0x77]), Buffer.from('.jsonl')]);
    await writeFile(odd, line('odd'));
    followed.scan();
    await followed.untilSaid(/no valid UTF-8/);
    await appendFile(join(projects, '-p', `${names[0] ?? ''}.jsonl`), line('last'));
    await followed.until(7);
    assert.equal(followed.problems.length, 1);
  });

  it('reads thousands of files that appear at once', async function () {
    this.timeout(60_000);
    await mkdir(join(projects, '-p'), { recursive: true });
    const followed = await FollowedLedger.start(rig);
    const count = 3000;
    for (let index = 0; index < count; index += 1)
      fs.writeFileSync(join(projects, '-p', `dddddddd-0000-4000-8000-${String(index).padStart(12, '0')}.jsonl`), line(`t${String(index)}`));
    await followed.until(count);
    await assertClean();
    assert.deepEqual(followed.problems, []);
  });

  it('keeps looking when the clock is set back by a year', async () => {
    await rm(rig.configuration, { recursive: true });
    const { now } = Date;
    Date.now = () => now() + 365 * 24 * 60 * 60 * 1000;
    try {
      const followed = await FollowedLedger.start(rig);
      await severalTicks();
      await rig.write(file, line('a'));
      await followed.until(1);
      Date.now = now;
      await rm(rig.configuration, { recursive: true });
      // A folder that is there again before it was missed is found only by the slow scan.
      await followed.untilArchived(1);
      const path = await rig.write(file, line('a') + line('b'));
      await followed.until(2);
      await utimes(path, new Date(0), new Date(0));
      await appendFile(path, line('c'));
      await utimes(path, new Date('2100-01-01'), new Date('2100-01-01'));
      await followed.until(3);
      await appendFile(path, line('d'));
      await followed.until(4);
      await assertClean();
    } finally {
      Date.now = now;
    }
  });

  for (const [code, advice] of [
    ['ENOSPC', 'fs.inotify.max_user_watches'],
    ['EMFILE', 'fs.inotify.max_user_instances'],
  ] as const)
    it(`says once that the system allows no more watches (${code}), and scans instead`, async () => {
      await rig.write(file, line('a'));
      const { watch } = fs;
      fs.watch = () => {
        throw Object.assign(new Error(`${code}: System limit for number of file watchers reached, watch`), { code });
      };
      syncBuiltinESMExports();
      try {
        const followed = await FollowedLedger.start(rig);
        await followed.untilSaid(
          new RegExp(`\\(${code}\\)\\. Nothing is lost: .* once a minute instead\\. Raise ${advice.replaceAll('.', '\\.')}`),
        );
        await appendFile(join(projects, file), line('b'));
        followed.scan();
        await followed.until(2);
        await rig.write(other, line('c'));
        followed.scan();
        await followed.until(3);
        assert.equal(followed.problems.length, 1, followed.problems.join('\n'));
        await assertClean();
      } finally {
        fs.watch = watch;
        syncBuiltinESMExports();
      }
    });
});
