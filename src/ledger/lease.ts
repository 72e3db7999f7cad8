/**
 * Who may write: one process at a time, the others read and take over when it dies. The row holds an epoch that
 * a taker raises; every write checks its own first, so that a holder that was stopped and wakes up late writes nothing.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isLocked, LeaseLost } from './errors.ts';
import { rollBack } from './transactions.ts';
import { integer, text } from './values.ts';

/** A holder that has not been heard of for so long is taken to be dead. */
export const leaseExpiryMs = 3_500;

/** How long a write of facts waits for another process's transaction; those stay under 250 ms. */
export const lockWaitMs = 5_000;

/** How long a look after the lease waits: it is repeated anyway, and meanwhile this thread answers nobody. */
const shortWaitMs = 100;

export interface LeaseHolder {
  readonly holder: string;
  readonly pid: number;
  readonly heartbeatAtMs: number;
  /** Whether another process asks the holder to let it write for a moment. */
  readonly wanted: boolean;
}

export class Lease {
  private readonly database: DatabaseSync;
  private readonly holder: string;
  private readonly now: () => number;
  private readonly select: StatementSync;
  private readonly takeRow: StatementSync;
  private readonly beatRow: StatementSync;
  private readonly releaseRow: StatementSync;
  private readonly wantRow: StatementSync;
  private readonly changedRow: StatementSync;
  private readonly selectVersion: StatementSync;
  /** The schema that this process writes: one that a newer Payoff raised meanwhile is not written any more. */
  private readonly version: number;
  /** The epoch under which this process may write, null while it may not. */
  private ownEpoch: number | null = null;
  private locked = false;
  /** The holder's last sign of life that was seen, and until when it counts because it was seen to change: clocks of two may differ. */
  private seen = { sign: '', aliveUntilMs: -Infinity };

  constructor(database: DatabaseSync, options: { readonly holder: string; readonly now: () => number }) {
    this.database = database;
    this.holder = options.holder;
    this.now = options.now;
    this.select = database.prepare('SELECT epoch, holder, pid, heartbeat_ms, wanted FROM lease WHERE id = 1');
    this.takeRow = database.prepare('UPDATE lease SET epoch = ?, holder = ?, pid = ?, heartbeat_ms = ?, wanted = 0 WHERE id = 1');
    this.beatRow = database.prepare('UPDATE lease SET heartbeat_ms = ? WHERE id = 1 AND epoch = ?');
    this.releaseRow = database.prepare("UPDATE lease SET holder = '', pid = 0, heartbeat_ms = 0 WHERE id = 1 AND epoch = ?");
    this.changedRow = database.prepare('UPDATE lease SET heartbeat_ms = ?, revision = revision + 1 WHERE id = 1');
    this.wantRow = database.prepare('UPDATE lease SET wanted = 1 WHERE id = 1');
    this.selectVersion = database.prepare('SELECT user_version AS version FROM pragma_user_version');
    this.version = this.storedVersion();
  }

  /** The number of this process's turn with the lease, null while it has none. */
  get epoch(): number | null {
    return this.ownEpoch;
  }

  get held(): boolean {
    return this.ownEpoch !== null;
  }

  /** Whether at the last try another process was in the middle of a write, and stayed there. */
  get lockedOut(): boolean {
    return this.locked;
  }

  /** Whether a newer Payoff has changed the ledger's schema since this process opened it. */
  get outdated(): boolean {
    return this.storedVersion() !== this.version;
  }

  /** The process that may write now, null when nobody is alive that does. */
  current(): LeaseHolder | null {
    const last = this.last();
    if (last === null) return null;
    const sign = `${last.pid} ${last.heartbeatAtMs}`;
    if (sign !== this.seen.sign) this.seen = { sign, aliveUntilMs: this.seen.sign === '' ? -Infinity : performance.now() + leaseExpiryMs };
    // A heartbeat from the future is a clock that was set back, and no sign of life.
    const isRecent = Math.abs(this.now() - last.heartbeatAtMs) <= leaseExpiryMs;
    return isRecent || performance.now() < this.seen.aliveUntilMs ? last : null;
  }

  /** The process that wrote last and did not give the lease back, alive or not. */
  last(): LeaseHolder | null {
    const row = this.select.get();
    if (row === undefined) return null;
    const holder = text(row, 'holder');
    if (holder === '') return null;
    return { holder, pid: integer(row, 'pid'), heartbeatAtMs: integer(row, 'heartbeat_ms'), wanted: integer(row, 'wanted') !== 0 };
  }

  /** Takes the lease unless another living process holds it, or holds the lock; returns whether it is held now. */
  take(): boolean {
    if (this.ownEpoch !== null && this.beat()) return true;
    if (this.current() !== null || this.outdated) return false;
    const taken = this.soon(() =>
      this.transaction(() => {
        if (this.current() !== null || this.outdated) return false;
        const epoch = this.storedEpoch() + 1;
        this.takeRow.run(epoch, this.holder, process.pid, this.now());
        return epoch;
      }),
    );
    if (typeof taken === 'number') this.ownEpoch = taken;
    return this.held;
  }

  /** Says that this process is alive; returns false, and gives the lease up, when another has taken it. */
  beat(): boolean {
    const epoch = this.ownEpoch;
    // Locked out it cannot be told; every write checks the epoch itself.
    if (epoch !== null && (this.soon(() => this.beatRow.run(this.now(), epoch).changes) ?? 1) === 1) return true;
    this.ownEpoch = null;
    return false;
  }

  /** Gives the lease back. Where that cannot be written (a lock, a full disk) it runs out by itself. */
  release(): void {
    const epoch = this.ownEpoch;
    this.ownEpoch = null;
    if (epoch === null) return;
    try {
      this.soon(() => this.releaseRow.run(epoch));
    } catch {
      // The others take it over after leaseExpiryMs.
    }
  }

  /** Asks the holder to release the lease at its next pause. */
  want(): void {
    this.soon(() => this.wantRow.run());
  }

  /** Runs `change` in one transaction under this process's epoch. @throws LeaseLost when another process has taken the lease. */
  write<T>(change: () => T): T {
    return this.transaction(() => {
      if (this.ownEpoch === null || this.storedEpoch() !== this.ownEpoch || this.outdated) {
        this.ownEpoch = null;
        throw new LeaseLost();
      }
      const result = change();
      this.changedRow.run(this.now());
      return result;
    });
  }

  /** Runs `work` without waiting long for a lock; null when another process holds it. */
  private soon<T>(work: () => T): T | null {
    this.database.exec(`PRAGMA busy_timeout = ${shortWaitMs}`);
    try {
      const result = work();
      this.locked = false;
      return result;
    } catch (error) {
      if (!isLocked(error)) throw error;
      this.locked = true;
      return null;
    } finally {
      this.database.exec(`PRAGMA busy_timeout = ${lockWaitMs}`);
    }
  }

  private storedEpoch(): number {
    const row = this.select.get();
    return row === undefined ? 0 : integer(row, 'epoch');
  }

  private storedVersion(): number {
    const row = this.selectVersion.get();
    return row === undefined ? 0 : integer(row, 'version');
  }

  private transaction<T>(change: () => T): T {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const result = change();
      this.database.exec('COMMIT');
      return result;
    } catch (error) {
      rollBack(this.database);
      throw error;
    }
  }
}
