/**
 * Writes batches in the order in which they come. What waits at the same time shares a transaction: each costs as much as many facts, for
 * it writes every page that it touched, however little was new on it.
 */
import type { Batch, FolderIdentity } from '../ledger/batch.ts';
import type { Lease } from '../ledger/lease.ts';
import type { LedgerMemory } from './ledgerMemory.ts';

/** A transaction ends after the batch with which it has lasted so long: far below 250 ms, after which others would feel the lock. */
const transactionMs = 100;

export interface QueueOptions {
  /** How long a batch may wait for others to share its transaction; 0 where somebody waits for it alone. */
  readonly gatherMs: number;
  /** So many batches do not wait for more. */
  readonly gatherBatches: number;
}

interface Waiting {
  readonly batch: Batch;
  readonly done: (newRequests: number) => void;
  readonly failed: (error: Error) => void;
}

export class BatchQueue {
  private readonly lease: Lease;
  private readonly memory: LedgerMemory;
  private readonly now: () => number;
  private readonly options: QueueOptions;
  private readonly waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | null = null;
  private writing = false;
  /** What waits is written without waiting for more. */
  private hurried = false;
  /** The first failure: after it nothing more of this pass is written, for the batches behind it carry a cursor past what was lost. */
  private failure: Error | null = null;

  constructor(lease: Lease, memory: LedgerMemory, now: () => number, options: QueueOptions) {
    this.lease = lease;
    this.memory = memory;
    this.now = now;
    this.options = options;
  }

  /** Resolves once the batch is written, to the number of new requests of it and of those that were written with it, which resolve to 0. */
  write(batch: Batch): Promise<number> {
    if (this.failure !== null) return Promise.reject(this.failure);
    return new Promise((done, failed) => {
      this.waiting.push({ batch, done, failed });
      this.schedule();
    });
  }

  /** Lets nothing wait that waits now. */
  hurry(): void {
    this.hurried = this.waiting.length > 0;
    if (this.hurried) this.schedule();
  }

  private schedule(): void {
    const { gatherMs, gatherBatches } = this.options;
    if (this.writing) return;
    if (gatherMs === 0 || this.hurried || this.waiting.length >= gatherBatches) void this.writeWaiting();
    else this.timer ??= setTimeout(() => void this.writeWaiting(), gatherMs);
  }

  private async writeWaiting(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.writing = true;
    try {
      const { written, added } = await this.writeTogether(this.waiting.map(({ batch }) => batch));
      for (const [index, { done }] of this.waiting.splice(0, written).entries()) done(index === 0 ? added : 0);
      this.writing = false;
      if (this.waiting.length > 0) this.schedule();
      else this.hurried = false;
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
      for (const { failed } of this.waiting.splice(0)) failed(this.failure);
    }
  }

  /** Writes the first of the batches, as many as the time allows; returns how many, and how many requests of them were new. */
  private async writeTogether(batches: readonly Batch[]): Promise<{ readonly written: number; readonly added: number }> {
    const { writer, folders } = this.memory;
    const identified = new Map<string, FolderIdentity>();
    for (const batch of batches) for (const [cwd, folder] of await folders.identifyNew(batch)) identified.set(cwd, folder);
    return this.lease.write(() => {
      const untilMs = performance.now() + transactionMs;
      for (const [cwd, folder] of identified) writer.writeFolder(cwd, folder, this.now());
      let written = 0;
      for (const batch of batches) {
        writer.apply(batch, this.memory);
        written += 1;
        if (performance.now() > untilMs) break;
      }
      return { written, added: writer.finish() };
    });
  }
}
