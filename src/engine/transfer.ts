/** A ledger's way out of one machine and into another: one file, written whole and merged by the rules of reading. */
import { DatabaseSync } from 'node:sqlite';
import { LedgerMemory } from '../ingest/ledgerMemory.ts';
import type { MemoryOptions } from '../ingest/ledgerMemory.ts';
import { LeaseLost, messageOf } from '../ledger/errors.ts';
import { ForgottenMoments } from '../ledger/forgotten.ts';
import { schemaVersion } from '../ledger/health.ts';
import { fileIdentity } from '../ledger/identity.ts';
import { migrations } from '../ledger/migrations/migrations.ts';
import { writeExport } from '../ledger/transfer/exportFile.ts';
import type { ExportedFile, TransferProblem } from '../ledger/transfer/exportFile.ts';
import { exportRecords } from '../ledger/transfer/exportRecords.ts';
import { Importer } from '../ledger/transfer/importer.ts';
import type { ImportCounts, ImportRules } from '../ledger/transfer/importer.ts';
import { ImportRefused, readExport } from '../ledger/transfer/importFile.ts';
import type { Writing } from './writing.ts';

export type { ExportedFile, ImportCounts, TransferProblem };

export interface ExportQuery {
  /** Absolute path of the file to write. */
  readonly path: string;
  /** Whether a file that is there may be replaced. */
  readonly replace: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (records: number) => void;
}

export interface ImportQuery {
  /** Absolute path of the file to read. */
  readonly path: string;
  readonly signal?: AbortSignal;
  /** How much of the work is done, from 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

export interface TransferOptions extends Omit<MemoryOptions, 'exclude'> {
  readonly writing: Writing;
  readonly closing: AbortSignal;
  /** Called after facts were added behind the back of whoever remembers rows. */
  readonly onImported: () => void;
}

export class Transfer {
  private readonly options: TransferOptions;

  constructor(options: TransferOptions) {
    this.options = options;
  }

  /** Writes everything that the ledger holds at this moment into one file. */
  async exportHistory({ path, replace, signal, onProgress = () => undefined }: ExportQuery): Promise<ExportedFile | TransferProblem> {
    const { ledger, now, closing } = this.options;
    if (isOfLedger(path, ledger.path)) return { problem: `${path} is the ledger itself: name another file. Nothing was written.` };
    const schema = schemaVersion(ledger.database);
    if (schema !== migrations.length)
      return { problem: `${ledger.notice ?? 'The ledger is of another version.'} It can only be exported by the version that wrote it.` };
    // A connection of its own sees one moment, however long the file takes; of what may not be written there is only one.
    const database = ledger.readOnly ? ledger.database : new DatabaseSync(ledger.path, { readOnly: true });
    try {
      if (database !== ledger.database) database.exec('PRAGMA busy_timeout = 5000; BEGIN');
      const records = exportRecords(database, schema, now());
      return await writeExport(records, { path, replace, signal: both(signal, closing), onProgress });
    } finally {
      if (database !== ledger.database) database.close();
    }
  }

  /** Merges a file into the ledger. It is looked over whole before anything is written. */
  async importHistory({ path, signal: given, onProgress = () => undefined }: ImportQuery): Promise<ImportCounts | TransferProblem> {
    const { writing, closing, onImported } = this.options;
    const signal = both(given, closing);
    const merging = { begun: false };
    try {
      for await (const _records of readExport(path, { signal, onProgress: (read, bytes) => onProgress((0.5 * read) / bytes) }));
      const imported = await writing.run(() => {
        merging.begun = true;
        return this.merge(path, signal, onProgress);
      });
      return imported ?? { problem: writing.refusal() };
    } catch (error) {
      return { problem: problemOf(path, error, signal.aborted, merging.begun) };
    } finally {
      if (merging.begun) onImported();
    }
  }

  private async merge(path: string, signal: AbortSignal, onProgress: (share: number) => void): Promise<ImportCounts> {
    const { ledger, lease } = this.options;
    const importer = new Importer({
      database: ledger.database,
      write: (change) => {
        signal.throwIfAborted();
        lease.write(change);
      },
      rules: () => this.rules(),
    });
    for await (const records of readExport(path, { signal, onProgress: (read, bytes) => onProgress(0.5 + (0.5 * read) / bytes) }))
      importer.take(records);
    return importer.result;
  }

  private rules(): ImportRules {
    const memory = new LedgerMemory({ ...this.options, exclude: null });
    const forgotten = new ForgottenMoments(this.options.ledger.database);
    return {
      writer: memory.writer,
      keeps: (fact) => !memory.isExcluded(fact.context.cwd) && memory.keeps(fact),
      keptFromMs: (repository) => (memory.isExcluded(repository) ? Infinity : forgotten.keptFromMs(repository, repository)),
    };
  }
}

/** Whether a path leads to the ledger, or to what SQLite keeps beside it: to replace that would be the end of the history. */
function isOfLedger(path: string, ledger: string): boolean {
  try {
    const identity = fileIdentity(path);
    return identity !== '' && ['', '-wal', '-shm', '-journal'].some((suffix) => fileIdentity(ledger + suffix) === identity);
  } catch {
    // What cannot be looked at is said by whoever writes.
    return false;
  }
}

function both(signal: AbortSignal | undefined, closing: AbortSignal): AbortSignal {
  return signal === undefined ? closing : AbortSignal.any([signal, closing]);
}

function problemOf(path: string, error: unknown, aborted: boolean, written: boolean): string {
  const kept = written
    ? 'What was merged before is kept, whole transcripts of it; import the file again for the rest: nothing is counted twice.'
    : 'Nothing of it was imported.';
  if (aborted) return `The import was ended early. ${kept}`;
  if (error instanceof ImportRefused) return written ? `${path} changed while it was read. ${kept}` : error.message;
  if (error instanceof LeaseLost) return `Another process took the ledger over. ${kept}`;
  return `${path} could not be imported (${messageOf(error)}). ${kept}`;
}
