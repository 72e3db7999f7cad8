/**
 * Who may write: one process at a time, the others read and take over when it dies. The row holds an epoch that
 * a taker raises; every write checks its own first, so that a holder that was stopped and wakes up late writes nothing.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { integer, text } from './values.ts';

/** A holder that has not been heard of for so long is taken to be dead. */
export const leaseExpiryMs = 3_500;

export interface LeaseHolder {
  readonly holder: string;
  readonly pid: number;
  readonly heartbeatAtMs: number;
  /** Whether another process asks the holder to let it write for a moment. */
  readonly wanted: boolean;
}

/** Thrown by a write whose lease another process has taken: nothing of it was written. */
export class LeaseLost extends Error {
  constructor() {
    super('Another process took over the ledger; this write was dropped and will be made by that process.');
    this.name = 'LeaseLost';
  }
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
  /** The epoch under which this process may write, null while it may not. */
  private ownEpoch: number | null = null;

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
  }

  /** The number of this process's turn with the lease, null while it has none. */
  get epoch(): number | null {
    return this.ownEpoch;
  }

  get held(): boolean {
    return this.ownEpoch !== null;
  }

  /** The process that may write now, null when nobody is alive that does. */
  current(): LeaseHolder | null {
    const row = this.select.get();
    if (row === undefined) return null;
    const holder = text(row, 'holder');
    const heartbeatAtMs = integer(row, 'heartbeat_ms');
    // A heartbeat from the future is a clock that was set back, and no sign of life.
    if (holder === '' || Math.abs(this.now() - heartbeatAtMs) > leaseExpiryMs) return null;
    return { holder, pid: integer(row, 'pid'), heartbeatAtMs, wanted: integer(row, 'wanted') !== 0 };
  }

  /** Takes the lease unless another living process holds it; returns whether it is held now. */
  take(): boolean {
    if (this.ownEpoch !== null && this.beat()) return true;
    if (this.current() !== null) return false;
    return this.transaction(() => {
      if (this.current() !== null) return false;
      const epoch = this.storedEpoch() + 1;
      this.takeRow.run(epoch, this.holder, process.pid, this.now());
      this.ownEpoch = epoch;
      return true;
    });
  }

  /** Says that this process is alive; returns false, and gives the lease up, when another has taken it. */
  beat(): boolean {
    if (this.ownEpoch !== null && this.beatRow.run(this.now(), this.ownEpoch).changes === 1) return true;
    this.ownEpoch = null;
    return false;
  }

  release(): void {
    if (this.ownEpoch !== null) this.releaseRow.run(this.ownEpoch);
    this.ownEpoch = null;
  }

  /** Asks the holder to release the lease at its next pause. */
  want(): void {
    this.wantRow.run();
  }

  /** Runs `change` in one transaction under this process's epoch. @throws LeaseLost when another process has taken the lease. */
  write<T>(change: () => T): T {
    return this.transaction(() => {
      if (this.ownEpoch === null || this.storedEpoch() !== this.ownEpoch) {
        this.ownEpoch = null;
        throw new LeaseLost();
      }
      const result = change();
      this.changedRow.run(this.now());
      return result;
    });
  }

  private storedEpoch(): number {
    const row = this.select.get();
    return row === undefined ? 0 : integer(row, 'epoch');
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

/** Ends a transaction that failed. A full disk has ended it already, and that must not hide the first error. */
function rollBack(database: DatabaseSync): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // No transaction was open any more.
  }
}
