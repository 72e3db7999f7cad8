/** Writes batches in the order in which they come. What waits at the same time shares a transaction: each costs as much as many facts. */
import type { Batch, FolderIdentity } from '../ledger/batch.ts';
import type { Lease } from '../ledger/lease.ts';
import type { LedgerMemory } from './ledgerMemory.ts';

/** Batches that are written in one transaction at the most: far below 250 ms, after which others would feel the lock. */
const batchesAtOnce = 32;

interface Waiting {
  readonly batch: Batch;
  readonly done: (newRequests: number) => void;
  readonly failed: (error: Error) => void;
}

export class BatchQueue {
  private readonly lease: Lease;
  private readonly memory: LedgerMemory;
  private readonly now: () => number;
  private readonly waiting: Waiting[] = [];
  /** The first failure: after it nothing more of this pass is written, for the batches behind it carry a cursor past what was lost. */
  private failure: Error | null = null;

  constructor(lease: Lease, memory: LedgerMemory, now: () => number) {
    this.lease = lease;
    this.memory = memory;
    this.now = now;
  }

  /** Resolves to the number of new requests once the batch is written. */
  write(batch: Batch): Promise<number> {
    if (this.failure !== null) return Promise.reject(this.failure);
    return new Promise((done, failed) => {
      this.waiting.push({ batch, done, failed });
      if (this.waiting.length === 1) setImmediate(() => void this.writeWaiting());
    });
  }

  private async writeWaiting(): Promise<void> {
    const writes = this.waiting.slice(0, batchesAtOnce);
    try {
      const added = await this.writeTogether(writes.map(({ batch }) => batch));
      for (const [index, { done }] of writes.entries()) done(added[index] ?? 0);
      this.waiting.splice(0, writes.length);
      if (this.waiting.length > 0) setImmediate(() => void this.writeWaiting());
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
      for (const { failed } of this.waiting.splice(0)) failed(this.failure);
    }
  }

  private async writeTogether(batches: readonly Batch[]): Promise<readonly number[]> {
    const { writer, folders } = this.memory;
    const identified = new Map<string, FolderIdentity>();
    for (const batch of batches) for (const [cwd, folder] of await folders.identifyNew(batch)) identified.set(cwd, folder);
    return this.lease.write(() => {
      for (const [cwd, folder] of identified) writer.writeFolder(cwd, folder, this.now());
      return batches.map((batch) => writer.apply(batch, this.memory));
    });
  }
}
