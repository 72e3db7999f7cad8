/** Windows of several processes on one ledger: killed, stopped in the middle of whatever they do, with clocks that jump. */
import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { Lease, leaseExpiryMs } from '../../../src/ledger/lease.ts';
import { openLedger } from '../../../src/ledger/open.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { WindowProcess } from '../../support/faults/windowProcess.ts';
import { sideBySide } from '../../support/sideBySide.ts';
import { assistant, jsonl, sessionA } from '../../support/transcriptLines.ts';

/** Another process writes so soon after the one that did was killed. */
const takeOverMs = 5_000;

/** How long `happens` takes, without the time for which the whole machine stood still: then this process's own timer was late too. */
async function runningMs(happens: Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  let [tickedMs, stoodMs] = [startedMs, 0];
  const ticking = setInterval(() => {
    const nowMs = performance.now();
    stoodMs += Math.max(0, nowMs - tickedMs - 100);
    tickedMs = nowMs;
  }, 50);
  await happens.finally(() => clearInterval(ticking));
  return performance.now() - startedMs - stoodMs;
}

/** A ledger with a transcript, and the windows on it. */
class World {
  readonly rig: EngineRig;
  readonly windows: WindowProcess[] = [];
  requests = 1;
  private readonly path: string;

  private constructor(rig: EngineRig, path: string) {
    this.rig = rig;
    this.path = path;
  }

  /** Runs a test in a world of its own. */
  static async with(test: (world: World) => Promise<void> | void): Promise<void> {
    const rig = await EngineRig.make();
    const world = new World(rig, await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant())));
    try {
      await test(world);
    } finally {
      for (const window of world.windows) await window.end();
      await rig.close();
    }
  }

  open(): WindowProcess {
    const window = new WindowProcess(this.rig);
    this.windows.push(window);
    return window;
  }

  /** Adds a request; returns what a window says that has seen it. */
  async add(): Promise<RegExp> {
    await appendFile(this.path, jsonl(assistant()));
    this.requests += 1;
    return new RegExp(`^requests ${this.requests}$`);
  }

  /** Every request is counted once. */
  async check(): Promise<void> {
    const { requests, costNanodollars } = await this.rig.totals();
    assert.deepEqual([requests, costNanodollars], [this.requests, this.requests * 10_000_000]);
  }

  /** The same after all windows have ended. */
  async endAndCheck(): Promise<void> {
    for (const window of this.windows) await window.end();
    await this.check();
  }
}

/** The one that holds the lease, and those that wait. */
async function parted(all: readonly WindowProcess[]): Promise<{ holder: WindowProcess; others: readonly WindowProcess[] }> {
  const holder = await Promise.race(all.map(async (window) => window.line(/^holds$/).then(() => window)));
  return { holder, others: all.filter((window) => window !== holder) };
}

describe('windows of several processes', function () {
  this.timeout(240_000);

  it('four, three, two: one writes and all see it; killed, each is followed by another within 5 s', () =>
    World.with(async (world) => {
      let alive: readonly WindowProcess[] = Array.from({ length: 4 }, () => world.open());
      for (const window of alive) await window.line(/^requests 1$/);
      while (alive.length > 1) {
        const { holder, others } = await parted(alive);
        const seen = await world.add();
        await Promise.all(alive.map((window) => window.line(seen)));
        assert.equal(others.filter((window) => window.lines.at(-1) === 'holds').length, 0, 'two hold the lease');
        await holder.end('SIGKILL');
        for (const window of others) window.skip();
        const tookMs = await runningMs(Promise.race(others.map((window) => window.line(/^holds$/))));
        assert.ok(tookMs < takeOverMs, `it took ${tookMs} ms`);
        alive = others;
      }
      await alive[0]?.line(await world.add());
      await world.endAndCheck();
    }));

  describe('that are stopped, or whose clocks jump', () => {
    const test = sideBySide();
    for (const moment of ['before', 'after'] as const)
      test(`one that is stopped ${moment} a transaction, and goes on after another took over, writes nothing that it should not`, () =>
        World.with(async (world) => {
          const { rig } = world;
          const sleeper = world.open();
          await sleeper.line(/^requests 1$/);
          await sleeper.line(/^holds$/);
          await sleeper.tell(`stop ${moment}`);
          const first = await world.add();
          const other = world.open();
          await other.line(/^holds$/);
          await other.ever(first);
          const before = revisionOf(rig.ledger);
          sleeper.skip();
          sleeper.child.kill('SIGCONT');
          await sleeper.line(/^waits$/);
          assert.equal(revisionOf(rig.ledger), before, 'it wrote');
          const seen = await world.add();
          await Promise.all([sleeper.line(seen), other.line(seen)]);
          await world.endAndCheck();
        }));

    for (const [end, signal] of [
      ['goes on', 'SIGCONT'],
      ['is killed', 'SIGKILL'],
    ] as const)
      test(`one that is stopped inside a transaction locks the others out, who say so by name, and go on once it ${end}`, () =>
        World.with(async (world) => {
          const { rig } = world;
          const sleeper = world.open();
          await sleeper.line(/^requests 1$/);
          await sleeper.line(/^holds$/);
          await sleeper.tell('stop inside');
          const seen = await world.add();
          const other = world.open();
          const said = await other.line(/in the middle of writing/);
          assert.match(
            said,
            new RegExp(`^warn vscode \\(process ${String(sleeper.child.pid)}\\) is in the middle of writing the ledger and does not go on`),
          );
          await other.ever(/^requests 1$/);
          // A command neither waits for ever nor blames the disk.
          const ingested = await rig.ingest();
          assert.equal(ingested.complete, false);
          assert.match(ingested.problems.join(), /in the middle of writing the ledger and does not go on.*What the ledger holds is shown/);
          sleeper.skip();
          sleeper.child.kill(signal);
          await other.line(seen);
          if (signal === 'SIGCONT') await sleeper.line(seen);
          await world.endAndCheck();
        }));

    for (const [what, byMs] of [
      ['back', -315_360_000_000],
      ['forward', 315_360_000_000],
    ] as const)
      test(`lose no line when the clocks jump ${what} by ten years, in one of them or in all`, () =>
        World.with(async (world) => {
          const [first, second] = [world.open(), world.open()];
          await Promise.all([first.line(/^requests 1$/), second.line(/^requests 1$/)]);
          const { holder, others } = await parted([first, second]);
          await holder.tell(`clock ${byMs}`);
          const once = await world.add();
          await Promise.all([first.line(once), second.line(once)]);
          await others[0]?.tell(`clock ${byMs}`);
          const twice = await world.add();
          await Promise.all([first.line(twice), second.line(twice)]);
          await holder.end();
          const thrice = await world.add();
          await others[0]?.line(thrice);
          await others[0]?.end();
          await world.check();
        }));
  });

  it('take no lease whose write did not come to its end', () =>
    World.with(({ rig }) => {
      const opened = openLedger({ path: rig.ledger, nowMs: 0 });
      assert.ok(opened.ok);
      const { database } = opened.ledger;
      const lease = new Lease(database, { holder: 'test', now: () => 1_000_000 });
      const exec = database.exec.bind(database);
      database.exec = (sql) => {
        if (sql === 'COMMIT') throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
        exec(sql);
      };
      assert.throws(() => lease.take(), /full/);
      assert.equal(lease.held, false, 'it believes that it holds what is not written');
      database.exec = exec;
      database.close();
    }));

  it('keep a lease whose sign of life waits for a lock, and let it run out where it cannot be given back', () =>
    World.with(({ rig }) => {
      const opened = openLedger({ path: rig.ledger, nowMs: 0 });
      assert.ok(opened.ok);
      let now = 1_000_000;
      const lease = new Lease(opened.ledger.database, { holder: 'first', now: () => now });
      assert.ok(lease.take());
      const other = new DatabaseSync(rig.ledger);
      other.exec('BEGIN IMMEDIATE');
      assert.deepEqual([lease.beat(), lease.held, lease.lockedOut], [true, true, true]);
      lease.release();
      assert.equal(lease.held, false);
      other.exec('ROLLBACK');
      const next = new Lease(other, { holder: 'second', now: () => now });
      assert.equal(next.take(), false);
      now += leaseExpiryMs + 1;
      assert.ok(next.take());
      other.close();
      opened.ledger.database.close();
    }));

  it('stop writing a ledger whose schema a newer Payoff has raised, and show it', () =>
    World.with(async (world) => {
      const { rig } = world;
      const window = world.open();
      await window.line(/^requests 1$/);
      await window.line(/^holds$/);
      const newer = new DatabaseSync(rig.ledger);
      newer.exec("PRAGMA user_version = 99; UPDATE lease SET epoch = epoch + 1, holder = '', heartbeat_ms = 0");
      newer.close();
      const before = revisionOf(rig.ledger);
      await world.add();
      await window.line(/^warn This ledger was written by a newer Payoff/);
      await window.line(/^requests 1$/);
      assert.equal(revisionOf(rig.ledger), before, 'it went on writing');
    }));
});

function revisionOf(ledger: string): unknown {
  const database = new DatabaseSync(ledger, { readOnly: true });
  const row = database.prepare('SELECT revision FROM lease').get();
  database.close();
  return row?.revision;
}
