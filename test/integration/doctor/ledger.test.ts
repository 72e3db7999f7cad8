/** The doctor over real ledgers: each state of the file, of what is around it, and of who writes it, made real where that is cheap. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, open, readFile, readdir, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { lookAtDisk, lookAtNetwork, lookAtPlace, tryJournal } from '../../../src/engine/doctor/ledgerPlace.ts';
import { examineWithoutLedger } from '../../../src/engine/doctor.ts';
import { migrations } from '../../../src/ledger/migrations/migrations.ts';
import { asking, examined, ofAnyDay, theFinding } from '../../support/doctorRig.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { assistant, jsonl, sessionA } from '../../support/transcriptLines.ts';

describe('the doctor over a ledger', () => {
  let rig: EngineRig;
  beforeEach(async () => {
    rig = await EngineRig.make();
    await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant()));
  });
  afterEach(() => rig.close());

  const inLedger = async (sql: string): Promise<void> => {
    await rig.ingest();
    const database = new DatabaseSync(rig.ledger);
    database.exec(sql);
    database.close();
  };

  it('finds nothing to do where all is well, and says what it looked at', async () => {
    const doctor = await examined(rig);
    assert.deepEqual([asking(doctor), doctor.findings], [[], []]);
    for (const id of [
      'ledger-check',
      'ledger-private',
      'disk',
      'lease-free',
      'claude-found',
      'transcript-files',
      'lines',
      'times',
      'git',
    ] as const)
      assert.deepEqual([theFinding(doctor, id).severity, theFinding(doctor, id).examined], ['fine', true], id);
    assert.match(theFinding(doctor, 'ledger-holds').sentence, /holds 1 request of 1 session since 2026-11-20/);
    assert.deepEqual([doctor.machine.node, doctor.machine.platform], [process.versions.node, process.platform]);
    assert.match(doctor.machine.git, /^2\.\d+/);
  });

  it('says that it is of a newer Payoff', async () => {
    await inLedger('PRAGMA user_version = 99');
    const doctor = await examined(rig);
    assert.deepEqual(asking(doctor), ['problem ledger-newer']);
    assert.match(doctor.findings[0] ?? '', /schema 99; this one knows/);
    assert.equal(doctor.ledger?.requests, 1);
  });

  it('says that it is another application’s, no SQLite file, a folder, or of an older schema', async () => {
    const foreign = join(rig.root, 'foreign.sqlite');
    const database = new DatabaseSync(foreign);
    database.exec('CREATE TABLE theirs (x); PRAGMA application_id = 7');
    database.close();
    const notes = join(rig.root, 'notes.txt');
    await writeFile(notes, 'buy milk');
    assert.deepEqual(asking(await examined(rig, { ledger: foreign })), ['problem ledger-foreign']);
    assert.deepEqual(asking(await examined(rig, { ledger: notes })), ['problem ledger-no-sqlite']);
    assert.deepEqual(asking(await examined(rig, { ledger: rig.home })), ['problem ledger-no-sqlite']);
    assert.deepEqual(asking(await examined(rig, { ledger: join(notes, 'ledger.sqlite') })), ['problem ledger-no-folder']);

    await inLedger(`PRAGMA user_version = ${String(migrations.length - 1)}`);
    const options = {
      ...{ claudeDirectories: [], ledger: rig.ledger, exclude: [], timezone: 'UTC', mappings: [], identities: [] },
      home: rig.home,
    };
    const problem = { reason: 'unwritable', sentence: 'It could not be brought to the newest schema.' } as const;
    const old = ofAnyDay(await examineWithoutLedger({ ...options, environment: { PATH: process.env.PATH }, holder: 'test' }, problem));
    assert.deepEqual(asking(old), ['problem ledger-not-updated']);
    assert.deepEqual([old.ledger, old.findings, old.files], [null, [problem.sentence], 1]);
  });

  it('names a damaged one that was set aside, with what to do', async () => {
    await rig.ingest();
    const bytes = await readFile(rig.ledger);
    await writeFile(rig.ledger, bytes.fill(0x55, 100, 4096));
    const doctor = await examined(rig);
    assert.deepEqual(asking(doctor), ['notice ledger-set-aside']);
    const { sentence, action, counts } = theFinding(doctor, 'ledger-set-aside');
    assert.match(sentence, /kept as ~\/\.payoff\/ledger\.sqlite\.corrupt-.* is in no figure\.$/);
    assert.match(action, /backup.*Delete what was set aside/);
    assert.deepEqual([counts.copies, counts.bytes], [1, bytes.length]);
  });

  it('finds damage in the middle of one that can be opened, and still says all the rest', async () => {
    await rig.write(`-p/${sessionA}.jsonl`, jsonl(...Array.from({ length: 800 }, () => assistant())));
    await rig.ingest();
    const database = new DatabaseSync(rig.ledger);
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    const page = database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'request'").get()?.rootpage;
    database.close();
    const file = await open(rig.ledger, 'r+');
    await file.write(Buffer.alloc(4096, 0x55), 0, 4096, (Number(page) - 1) * 4096);
    await file.close();
    const doctor = await examined(rig, { ingest: false });
    assert.ok(asking(doctor).includes('problem ledger-damaged'), asking(doctor).join());
    assert.equal(doctor.ledger?.healthy, false);
    assert.equal(theFinding(doctor, 'claude-found').severity, 'fine');
    // What the damage hid is not called fine.
    assert.deepEqual([theFinding(doctor, 'ledger-holds').examined, theFinding(doctor, 'lines').examined], [false, false]);
  });

  it('tells apart a file, a folder and a home that may not be written', async function () {
    if (process.getuid?.() !== 0) this.skip();
    await rig.ingest();
    const as = async (modes: Readonly<Record<string, number>>): Promise<readonly string[]> => {
      for (const [path, mode] of Object.entries({ [rig.root]: 0o755, [join(rig.configuration)]: 0o755, ...modes })) await chmod(path, mode);
      const module = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);
      const script = `
        import { examined, asking } from ${module('../../support/doctorRig.ts')};
        const [ledger, home, configuration] = JSON.parse(process.argv[1]);
        console.log(JSON.stringify(asking(await examined({ ledger, home, configuration }))));`;
      const given = JSON.stringify([rig.ledger, rig.home, rig.configuration]);
      const out = execFileSync(process.execPath, ['--input-type=module', '--eval', script, given], {
        uid: 65534,
        gid: 65534,
        encoding: 'utf8',
      });
      return JSON.parse(out) as readonly string[];
    };
    const folder = dirname(rig.ledger);
    const tooOpen = 'notice ledger-too-open';
    assert.deepEqual(await as({ [rig.home]: 0o755, [folder]: 0o755, [rig.ledger]: 0o644 }), ['problem home-read-only', tooOpen]);
    assert.deepEqual(await as({ [rig.home]: 0o777, [folder]: 0o755, [rig.ledger]: 0o666 }), ['problem ledger-folder-read-only', tooOpen]);
    assert.deepEqual(await as({ [rig.home]: 0o777, [folder]: 0o777, [rig.ledger]: 0o644 }), ['problem ledger-file-read-only', tooOpen]);
    assert.deepEqual(await as({ [rig.home]: 0o777, [folder]: 0o755, [rig.ledger]: 0o600 }), ['problem ledger-unreadable', tooOpen]);
  });

  it('says that others may look into it, and that copies from before an update may go', async () => {
    await rig.ingest();
    await chmod(dirname(rig.ledger), 0o755);
    await writeFile(`${rig.ledger}.before-2`, Buffer.alloc(5000));
    const doctor = await examined(rig);
    assert.deepEqual(asking(doctor), ['notice ledger-copies', 'notice ledger-too-open']);
    assert.match(
      theFinding(doctor, 'ledger-copies').sentence,
      /1 copy .*\(5 kB\) is kept beside it, ~\/\.payoff\/ledger\.sqlite\.before-2\. Nothing reads it\./,
    );
  });

  it('sees a log that is not folded in, and how much room there is', async () => {
    await rig.ingest();
    await writeFile(`${rig.ledger}-wal`, '');
    await truncate(`${rig.ledger}-wal`, 200e6); // sparse
    assert.equal(lookAtPlace(rig.ledger, rig.home).walBytes, 200e6);
    const disk = lookAtDisk(rig.ledger);
    assert.ok(disk.freeBytes > 0 && disk.neededBytes > 64e6);
    // Others write to this disk meanwhile, now and then.
    const isSame = (): boolean => lookAtDisk(join(rig.root, 'not', 'there', 'yet')).freeBytes === lookAtDisk(rig.ledger).freeBytes;
    let same = isSame();
    for (let tries = 1; tries < 100 && !same; tries += 1) same = isSame();
    assert.ok(same);
    assert.equal(lookAtNetwork(rig.ledger), process.platform === 'linux' ? '' : null);
  });

  it('says that the disk is full', async function () {
    const disk = join(rig.root, 'disk');
    await mkdir(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      this.skip(); // only root may, and not everywhere
    }
    try {
      const ledger = join(disk, 'ledger.sqlite');
      assert.deepEqual(asking(await examined(rig, { ledger })), ['problem disk-full']);
      execFileSync('mount', ['-o', 'remount,size=40m', disk]);
      assert.deepEqual(asking(await examined(rig, { ledger })), ['notice disk-nearly-full']);
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  it('tries which journal there can be with a file of its own, and leaves nothing behind', async () => {
    await rig.ingest();
    const before = await readdir(dirname(rig.ledger));
    assert.equal(tryJournal(rig.ledger), 'wal');
    assert.equal(tryJournal(join(rig.root, 'nowhere', 'ledger.sqlite')), null);
    assert.deepEqual(await readdir(dirname(rig.ledger)), before);
  });

  describe('that somebody keeps up to date', () => {
    let holder: ChildProcess;
    beforeEach(async () => {
      holder = spawn(process.execPath, ['--eval', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
      await once(holder, 'spawn');
    });
    afterEach(() => void holder.kill('SIGKILL'));

    const heldFor = (ms: number): Promise<void> =>
      inLedger(`UPDATE lease SET epoch = 7, holder = 'vscode', pid = ${String(holder.pid)}, heartbeat_ms = ${String(Date.now() - ms)}`);

    it('says who that is', async () => {
      await heldFor(0);
      const doctor = await examined(rig, { ingest: false });
      assert.deepEqual([asking(doctor), doctor.lease?.holder, doctor.lease?.pid], [[], 'vscode', holder.pid]);
      assert.equal(theFinding(doctor, 'lease-held').sentence, `vscode (process ${String(holder.pid)}) keeps the ledger up to date.`);
    });

    for (const ingest of [false, true])
      it(`says that it was stopped, does not answer, or has ended${ingest ? ', also where its turn was taken to read' : ''}`, async () => {
        await heldFor(60_000);
        holder.kill('SIGSTOP');
        while (!/^\S+ \(.*\) T/.test(await readFile(`/proc/${String(holder.pid)}/stat`, 'utf8'))) await new Promise(setImmediate);
        const doctor = await examined(rig, { ingest });
        assert.deepEqual(asking(doctor), ['problem lease-stopped']);
        assert.match(doctor.findings[0] ?? '', /was stopped, and was last heard of 1 min ago/);
        assert.equal(doctor.lease, null);
        holder.kill('SIGCONT');
        await heldFor(60_000);
        while (/^\S+ \(.*\) T/.test(await readFile(`/proc/${String(holder.pid)}/stat`, 'utf8'))) await new Promise(setImmediate);
        assert.deepEqual(asking(await examined(rig, { ingest })), ['problem lease-silent']);
        await heldFor(60_000);
        const ended = once(holder, 'exit');
        holder.kill('SIGKILL');
        await ended;
        assert.equal(theFinding(await examined(rig, { ingest }), 'lease-dead').severity, 'fine');
      });

    it('says that a clock differs', async () => {
      await heldFor(-3_600_000);
      assert.deepEqual(asking(await examined(rig, { ingest: false })), ['problem lease-future']);
    });
  });
});
