/**
 * Hears that something was written to the ledger, by any process: every write goes through the file beside it (`-wal`). Who hears it need not
 * ask several times a second. Where nothing is heard of a write that was made (some file systems tell nobody), it says so and goes on being silent.
 */
import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';

/** A write that was seen before it was heard of is heard of so soon. */
const graceMs = 500;

export class LedgerWatch {
  private watcher: FSWatcher | null = null;
  /** Since when a write is known of which nothing was heard; Infinity while there is none. */
  private unheardAtMs = Infinity;
  private heardSince = false;

  /** @param onWrite called after writes, of this process too; several may be told as one */
  constructor(path: string, onWrite: () => void) {
    try {
      this.watcher = watch(`${path}-wal`, { persistent: false }, () => {
        this.heardSince = true;
        this.unheardAtMs = Infinity;
        onWrite();
      });
      this.watcher.on('error', () => {
        this.close();
      });
    } catch {
      // No such file before the first write, or no more watches allowed.
    }
  }

  /** Whether a write will be heard, as far as is known. */
  get hears(): boolean {
    return this.watcher !== null;
  }

  /** To be told of each look at the ledger, at a time of a clock that is never set back, whether there was a write since the look before. */
  looked(wasWritten: boolean, nowMs: number): void {
    if (nowMs - this.unheardAtMs > graceMs) this.close();
    else if (wasWritten && !this.heardSince) this.unheardAtMs = Math.min(this.unheardAtMs, nowMs);
    this.heardSince = false;
  }

  close(): void {
    this.watcher?.close();
    this.watcher = null;
  }
}
