/** Writing to the ledger from one process: one piece of work after the other, each under the lease. */
import { t } from '../core/l10n/message.ts';
import type { Lease, LeaseHolder } from '../ledger/lease.ts';
import type { Ledger } from '../ledger/open.ts';

/** How long a command waits for the process that writes the ledger to let it in. */
const leaseWaitMs = 15_000;

/** How long it waits for one that is in the middle of a write: those take no quarter of a second. */
const lockWaitMs = 4_000;

export interface WritingOptions {
  readonly ledger: Ledger;
  readonly lease: Lease;
  readonly closing: AbortSignal;
  /** Whether the lease is kept after a piece of work: a window that follows the ledger goes on writing it. */
  readonly keepsLease: () => boolean;
}

export class Writing {
  private readonly options: WritingOptions;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(options: WritingOptions) {
    this.options = options;
  }

  /** Runs `work` after whatever was queued before it. */
  queued<T>(work: () => Promise<T>): Promise<T> {
    const result = this.queue.then(work);
    this.queue = result.catch(() => undefined);
    return result;
  }

  /** Resolves when everything queued until now is done. */
  async settled(): Promise<void> {
    await this.queue;
  }

  /** Runs `work` while this process holds the lease; asks another holder for it. Null when it cannot be had. */
  run<T>(work: () => Promise<T>): Promise<T | null> {
    const { ledger, lease, closing, keepsLease } = this.options;
    return this.queued(async () => {
      if (ledger.readOnly) return null;
      const startedMs = performance.now();
      let freeAtMs = startedMs;
      while (!lease.take()) {
        const nowMs = performance.now();
        if (!lease.lockedOut) freeAtMs = nowMs;
        if (nowMs - startedMs > leaseWaitMs || nowMs - freeAtMs > lockWaitMs || closing.aborted) return null;
        lease.want();
        await new Promise((done) => setTimeout(done, 50));
      }
      const beat = setInterval(() => {
        this.showLife();
      }, 1_000);
      try {
        return await work();
      } finally {
        clearInterval(beat);
        if (!keepsLease()) lease.release();
      }
    });
  }

  /** Why nothing could be written, in a sentence. */
  refusal(): string {
    const { ledger, lease } = this.options;
    if (ledger.readOnly) return ledger.notice ?? t('The ledger {0} is read-only.', ledger.path);
    if (lease.lockedOut) return lockedOutSentence(lease.last());
    const holder = lease.current();
    const who = holder === null ? t('another process') : t('{0} (process {1})', holder.holder, holder.pid);
    return t(
      'The ledger is being written by {0}, which did not let this one in. What it holds is shown; nothing new was read or changed.',
      who,
    );
  }

  /** A sign of life that could not be given (a lock) is given the next time; a write would notice a lost lease. */
  private showLife(): void {
    try {
      this.options.lease.beat();
    } catch {
      // The next one comes in a second.
    }
  }
}

/** What is said while a process holds the lock in the middle of a write and does not go on. */
export function lockedOutSentence(holder: LeaseHolder | null): string {
  const who = holder === null ? t('Another process') : t('{0} (process {1})', holder.holder, holder.pid);
  return t(
    '{0} is in the middle of writing the ledger and does not go on: it is stopped, or its disk hangs. What the ledger holds is shown; nothing new is read until that process goes on or is ended.',
    who,
  );
}
