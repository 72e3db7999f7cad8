/** Disks that are full, fail, or may not be written: a sentence that says what to do, nothing lost, and on again once it can be. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { networkName } from '../../../src/ledger/fileSystem.ts';
import { openLedger } from '../../../src/ledger/open.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { CliBundle } from '../../support/faults/cliBundle.ts';
import { SmallDisk } from '../../support/faults/smallDisk.ts';
import { WindowProcess } from '../../support/faults/windowProcess.ts';
import { assistant, jsonl, sessionA, sessionB } from '../../support/transcriptLines.ts';

const nobody = 65534;
const isRoot = process.getuid?.() === 0;
const megabyte = 1024 * 1024;

describe('the disk under the ledger', function () {
  this.timeout(180_000);
  let rig: EngineRig;
  let cli: CliBundle;
  let disk: SmallDisk | null = null;
  const windows: WindowProcess[] = [];
  before(async () => {
    cli = await CliBundle.make();
  });
  after(() => cli.remove());
  beforeEach(async () => {
    rig = await EngineRig.make();
  });
  afterEach(async () => {
    for (const window of windows.splice(0)) await window.end();
    disk?.remove();
    disk = null;
    await rig.close();
  });

  /** The folder of the ledger as a disk of its own; skips the test where none can be mounted. */
  const smallDisk = (test: Mocha.Context, bytes: number): SmallDisk => {
    disk = SmallDisk.make(dirname(rig.ledger), bytes);
    if (disk !== null) return disk;
    // No mount without its permission (containers, other systems than Linux).
    test.skip();
  };
  const window = (options: { readonly uid?: number } = {}): WindowProcess => {
    const opened = new WindowProcess(rig, options);
    windows.push(opened);
    return opened;
  };
  const payoff = (
    args: readonly string[],
    { uid, shell = '', ledger = rig.ledger }: { readonly uid?: number; readonly shell?: string; readonly ledger?: string } = {},
  ): { readonly code: number | null; readonly stdout: string; readonly stderr: string } => {
    const command = [process.execPath, cli.path, ...args, '--ledger', ledger].map((word) => `'${word}'`).join(' ');
    const { status, stdout, stderr } = spawnSync('bash', ['-c', `${shell} exec ${command}`], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: rig.home, TZ: 'UTC' },
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    return { code: status, stdout, stderr };
  };
  const requestsIn = (stdout: string): unknown => (JSON.parse(stdout) as { totals: { requests: number } }).totals.requests;
  /** `count` sessions with so many requests each. */
  const history = async (count: number, requests: number): Promise<number> => {
    for (let session = 0; session < count; session += 1) {
      const sessionId = `${String(session).padStart(8, '0')}-0000-4000-8000-000000000000`;
      await rig.write(`-p/${sessionId}.jsonl`, jsonl(...Array.from({ length: requests }, () => assistant({ sessionId }))));
    }
    return count * requests;
  };

  it('is full while a window reads: it says so, keeps what it has, and goes on by itself when there is room', async function () {
    const small = smallDisk(this, 4 * megabyte);
    const path = await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant()));
    const reader = window();
    await reader.line(/^requests 1$/);
    await reader.line(/^holds$/);
    small.fill(0);
    const more = Array.from({ length: 4_000 }, () => assistant());
    await appendFile(path, jsonl(...more));
    const said = await reader.line(/^warn/);
    assert.equal(
      said,
      'warn The disk that holds the ledger is full, so nothing new was written. What the ledger held is kept. Free some space: reading goes on from there by itself.',
    );
    small.free();
    await reader.line(/^requests 4001$/);
    await reader.end();
    assert.equal((await rig.totals()).costNanodollars, 4_001 * 10_000_000);
  });

  it('is full when a window or a command opens it: what it holds is shown, and it is written again when there is room', async function () {
    const small = smallDisk(this, 4 * megabyte);
    await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant()));
    await rig.ingest();
    small.fill(0);
    await rig.write(`-p/${sessionB}.jsonl`, jsonl(assistant({ sessionId: sessionB })));
    const { code, stdout, stderr } = payoff(['report', '--json']);
    assert.deepEqual([code, requestsIn(stdout)], [0, 1]);
    assert.match(
      stderr,
      /^payoff: The disk that holds the ledger .* is full\. What it holds is shown; nothing new is added until there is space\.\n$/,
    );
    small.free();
    assert.equal(requestsIn(payoff(['report', '--json']).stdout), 2);
  });

  it('is full before there is a ledger: nothing is made of it, and all is read when there is room', async function () {
    const small = smallDisk(this, megabyte);
    await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant()));
    small.fill(0);
    const reader = window();
    const said = await reader.line(/^unusable/);
    assert.match(said, /cannot be opened because its disk is full\. Free some space, or name another file with --ledger/);
    small.free();
    await reader.line(/^usable/);
    await reader.line(/^requests 1$/);
  });

  it('has no room for the copy before a migration: the older ledger stays as it is, and is migrated when there is room', async function () {
    const small = smallDisk(this, 2 * megabyte);
    const { migrations } = await import('../../../src/ledger/migrations/migrations.ts');
    const { makeOlderLedger } = await import('../../support/faults/olderLedgers.ts');
    const count = await history(3, 200);
    const filled = join(rig.root, 'filled.sqlite');
    await rig.ingest({ ledger: filled });
    const older = join(rig.root, 'older.sqlite');
    makeOlderLedger(filled, migrations.length - 1, older);
    copyFileSync(older, rig.ledger);
    small.fill(200 * 1024);
    const { code, stderr } = payoff(['report', '--json']);
    assert.equal(code, 3);
    assert.match(
      stderr,
      /could not be brought from schema \d+ to \d+ \(no space for a copy.*It is unchanged and nothing new is added\. Free some space/,
    );
    assert.ok(readFileSync(rig.ledger).equals(readFileSync(older)), 'it was written');
    assert.ok(!existsSync(`${rig.ledger}.before-${migrations.length}.unfinished`));
    small.free();
    assert.equal(requestsIn(payoff(['report', '--json']).stdout), count);
    assert.equal(existsSync(`${rig.ledger}.before-${migrations.length}`), true);
  });

  it('lets files grow to a limit only: the command says so, loses nothing, and reads the rest without the limit', async () => {
    const count = await history(20, 400);
    const { code, stdout, stderr } = payoff(['report', '--json'], { shell: 'trap "" XFSZ; ulimit -f 600;' });
    assert.match(stderr, /^payoff: The disk that holds the ledger (is full|did not take a write)/m);
    assert.equal(code, 0);
    assert.ok(Number(requestsIn(stdout)) < count);
    assert.equal(requestsIn(payoff(['report', '--json']).stdout), count);
  });

  it('is taken away under a window, which says so and goes on when it is there again', async function () {
    const first = smallDisk(this, 4 * megabyte);
    const path = await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant()));
    const reader = window();
    await reader.line(/^requests 1$/);
    await reader.line(/^holds$/);
    first.remove();
    disk = null;
    await appendFile(path, jsonl(assistant()));
    // What lies there now is no ledger, so one is begun: it is filled from the transcripts.
    await reader.line(/^requests 2$/);
    await reader.end();
    assert.equal((await rig.totals()).requests, 2);
  });

  it('becomes read-only under a window, which says so, shows what it has, and goes on when it may write again', async function () {
    const small = smallDisk(this, 4 * megabyte);
    const path = await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant()));
    await rig.ingest();
    small.protect(true);
    const { code, stdout, stderr } = payoff(['report', '--json']);
    assert.deepEqual([code, requestsIn(stdout)], [0, 1]);
    assert.match(stderr, /may not be written\. What it holds is shown; nothing new is added\. Give yourself the permission/);
    small.protect(false);
    await appendFile(path, jsonl(assistant()));
    assert.equal(requestsIn(payoff(['report', '--json']).stdout), 2);
  });

  it('holds a ledger that somebody else may write: what it holds is shown, what was written last is not passed over in silence', async function () {
    if (!isRoot) this.skip();
    await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant()));
    await rig.ingest();
    // A process that was killed has left its last writes beside the file.
    const database = new DatabaseSync(rig.ledger);
    database.exec("PRAGMA wal_autocheckpoint = 0; UPDATE lease SET holder = 'killed'");
    copyFileSync(`${rig.ledger}-wal`, join(rig.root, 'wal'));
    database.close();
    copyFileSync(join(rig.root, 'wal'), `${rig.ledger}-wal`);
    for (const folder of [rig.root, rig.home, dirname(rig.ledger)]) chmodSync(folder, 0o755);
    chmodSync(rig.ledger, 0o644);
    const { code, stdout, stderr } = payoff(['report', '--json'], { uid: nobody });
    assert.deepEqual([code, requestsIn(stdout)], [0, 1]);
    assert.match(
      stderr,
      /may not be written\. What it holds is shown; nothing new is added\..* What was written to it last is not among it\.\n$/,
    );
  });

  it('has a home that may not be written: the sentence names the folder, and another file serves', async function () {
    if (!isRoot) this.skip();
    await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant()));
    for (const folder of [rig.root, rig.home]) chmodSync(folder, 0o755);
    const { code, stderr } = payoff(['report', '--json'], { uid: nobody });
    assert.equal(code, 3);
    assert.match(
      stderr,
      /folder .*\.payoff cannot be made \(EACCES.*Nothing was read or kept\. Make it writable, or name another file with --ledger/,
    );
    const own = join(rig.root, 'own');
    mkdirSync(own);
    chownSync(own, nobody, nobody);
    const elsewhere = payoff(['report', '--json'], { uid: nobody, ledger: join(own, 'ledger.sqlite') });
    assert.equal(elsewhere.code, 0, elsewhere.stderr);
  });

  it('gives an error in the middle of a transcript: that file is named, the others count, and it is read when it can be', async () => {
    const good = await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant()));
    const bad = await rig.write(`-p/${sessionB}.jsonl`, jsonl(...Array.from({ length: 3_000 }, () => assistant({ sessionId: sessionB }))));
    const wrapper = join(rig.root, 'failing.mjs');
    writeFileSync(
      wrapper,
      `import fs from 'node:fs';
       import { syncBuiltinESMExports } from 'node:module';
       const { openSync, readSync } = fs;
       const bad = new Set();
       fs.openSync = (path, ...rest) => { const file = openSync(path, ...rest); if (path === ${JSON.stringify(bad)}) bad.add(file); else bad.delete(file); return file; };
       fs.readSync = (file, ...rest) => {
         const position = typeof rest[0] === 'object' && rest.length > 1 ? rest[3] : rest[0]?.position;
         if (bad.has(file) && position >= 262144) throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO', syscall: 'read', errno: -5 });
         return readSync(file, ...rest);
       };
       syncBuiltinESMExports();`,
    );
    const { code, stdout, stderr } = payoff(['report', '--json'], { shell: `export NODE_OPTIONS='--import=${wrapper}';` });
    assert.equal(code, 0, stderr);
    assert.match(stderr, new RegExp(sessionB));
    const counted = Number(requestsIn(stdout));
    assert.ok(counted >= 1 && counted < 3_001, `${counted} requests`);
    assert.equal(requestsIn(payoff(['report', '--json']).stdout), 3_001);
    assert.ok(existsSync(good));
  });

  it('loses the end of what was written last: it is read again from the transcripts', async () => {
    const count = await history(4, 50);
    const engine = await rig.open();
    await engine.ingest({});
    const [ledger, wal] = ['crash.sqlite', 'crash.sqlite-wal'].map((name) => join(rig.root, name));
    assert.ok(ledger !== undefined && wal !== undefined);
    const bytes = readFileSync(`${rig.ledger}-wal`);
    for (const part of [0.1, 0.35, 0.6, 0.85, 0.99]) {
      copyFileSync(rig.ledger, ledger);
      writeFileSync(wal, bytes);
      truncateSync(wal, Math.floor(bytes.length * part));
      const result = await rig.ingest({ ledger });
      assert.deepEqual([result.requests, result.problems], [count, []], `${part} of it is left`);
      for (const file of [ledger, wal]) rmSync(file, { force: true });
    }
  });

  it('is shared by several machines: it is refused by its type, before anything is written', () => {
    assert.deepEqual([0x6969, 0xff534d42, 0xfe534d42, 0x517b, 0x00c36400, 0x0bd00bd0].map(networkName), [
      'NFS',
      'CIFS',
      'SMB',
      'SMB',
      'Ceph',
      'Lustre',
    ]);
    // ext4, btrfs, xfs, tmpfs, overlay, 9p (which decides by what it can do), fuse (likewise), and what cannot be told.
    for (const type of [0xef53, 0x9123683e, 0x58465342, 0x01021994, 0x794c7630, 0x01021997, 0x65735546, null])
      assert.equal(networkName(type), null);
    const opened = openLedger({ path: rig.ledger, nowMs: 0, typeOf: () => 0x6969 });
    assert.ok(!opened.ok);
    assert.match(
      opened.sentence,
      /lies on a network file system \(NFS\), where several machines could damage it\. Nothing was read or changed\. Keep it on a disk of this machine: name another file/,
    );
    assert.ok(!existsSync(rig.ledger));
  });

  it('has no shared memory or locks: it is refused, new or not, before anything is written', async () => {
    const fresh = openLedger({ path: rig.ledger, nowMs: 0, vfs: 'unix-none' });
    assert.ok(!fresh.ok);
    assert.match(fresh.sentence, /on a file system on which processes cannot share it/);
    rmSync(rig.ledger, { force: true });
    await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant()));
    await rig.ingest();
    const before = readFileSync(rig.ledger);
    const opened = openLedger({ path: rig.ledger, nowMs: 0, vfs: 'unix-none' });
    assert.ok(!opened.ok || opened.ledger.readOnly, 'it is written without locks');
    if (opened.ok) opened.ledger.database.close();
    assert.ok(readFileSync(rig.ledger).equals(before), 'it was written');
  });
});
