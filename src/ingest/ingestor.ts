/** Brings the ledger up to what the transcripts say: newest files first, only what changed, one writer. */
import { relative, sep } from 'node:path';
import { transcriptPlace } from '../core/transcript/place.ts';
import type { Batch, FolderIdentity } from '../ledger/batch.ts';
import type { Cursor } from '../ledger/cursors.ts';
import { readCursor, readCursors, readReadingState } from '../ledger/cursors.ts';
import { everything, readForgotten } from '../ledger/forget.ts';
import type { Lease } from '../ledger/lease.ts';
import { LeaseLost } from '../ledger/lease.ts';
import type { Ledger } from '../ledger/open.ts';
import { messageOf } from '../ledger/open.ts';
import { LedgerWriter } from '../ledger/writer.ts';
import type { FactFilter } from '../ledger/writer.ts';
import { chooseStart, isUnchanged } from './choose.ts';
import type { FoundFile } from './discover.ts';
import { describeFile, discover, isWithin } from './discover.ts';
import { Folders } from './folders.ts';
import { lineHash } from './lineHash.ts';
import { readInPool } from './parserPool.ts';
import { fromStart, readTranscript } from './readTranscript.ts';
import type { ReadFrom } from './readTranscript.ts';
import type { Root } from './roots.ts';

export interface IngestorOptions {
  readonly ledger: Ledger;
  readonly lease: Lease;
  /** Whether nothing of a folder is to be read into the ledger (`payoff.exclude`). */
  readonly isExcluded: (folder: string) => boolean;
  /** The repository of a folder, `''` for none. */
  readonly identify: (folder: string) => Promise<FolderIdentity>;
  readonly now: () => number;
}

export interface PassOptions {
  readonly roots: readonly Root[];
  /** Start of the user's today, milliseconds UTC. */
  readonly startOfTodayMs: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: PassProgress) => void;
}

export interface PassProgress {
  readonly files: number;
  readonly filesDone: number;
  readonly bytes: number;
  readonly bytesRead: number;
  readonly todayExact: boolean;
}

export interface PassResult {
  readonly files: number;
  readonly filesRead: number;
  readonly bytes: number;
  readonly bytesRead: number;
  readonly newRequests: number;
  readonly complete: boolean;
  readonly problems: readonly string[];
}

/** From this many bytes on a pass reads on parser threads; below it starting them would cost more than they save. */
const poolFromBytes = 12 * 1024 * 1024;
const poolThreads = 2;

/** Batches that are written in one transaction at the most: far below 250 ms, after which others would feel the lock. */
const batchesAtOnce = 32;

interface WaitingWrite {
  readonly batch: Batch;
  readonly pass: Pass;
  readonly done: () => void;
  readonly failed: (error: Error) => void;
}

export class Ingestor {
  private readonly options: IngestorOptions;
  private readonly writer: LedgerWriter;
  private folders: Folders;
  private forgotten: ReadonlyMap<string, number> = new Map();
  private readonly waiting: WaitingWrite[] = [];

  constructor(options: IngestorOptions) {
    this.options = options;
    this.writer = new LedgerWriter(options.ledger.database, options.ledger.hashKey);
    this.folders = new Folders(options.ledger.database, options.identify, options.now);
  }

  /** Looks at every file below the roots and reads what changed. Needs the lease. */
  async pass(options: PassOptions): Promise<PassResult> {
    const problems: string[] = [];
    const files: FoundFile[] = [];
    for (const root of options.roots) {
      const found = await discover(root.projects);
      files.push(...found.files);
      problems.push(...found.problems);
    }
    const cursors = readCursors(this.options.ledger.database);
    return this.guarded(new Pass(files, cursors, options), problems, () => this.markGone(cursors, files, options.roots, problems));
  }

  /** Reads the named files as far as they changed: what a watcher calls. Needs the lease. */
  async readFiles(paths: readonly string[], options: PassOptions): Promise<PassResult> {
    const files: FoundFile[] = [];
    for (const path of new Set(paths)) {
      const root = options.roots.find(({ projects }) => isWithin(path, projects));
      const place = root === undefined ? null : transcriptPlace(relative(root.projects, path).split(sep));
      const file = place === null ? null : await describeFile(path, place);
      if (file !== null) files.push(file);
    }
    const cursors = new Map<string, Cursor>();
    for (const { path } of files) {
      const cursor = readCursor(this.options.ledger.database, path);
      if (cursor !== null) cursors.set(path, cursor);
    }
    return this.guarded(new Pass(files, cursors, options), [], () => undefined);
  }

  private async guarded(pass: Pass, problems: string[], before: () => void): Promise<PassResult> {
    this.forgotten = readForgotten(this.options.ledger.database);
    try {
      before();
      await this.readAll(pass, problems);
    } catch (error) {
      this.forgetCaches();
      if (!(error instanceof LeaseLost)) problems.push(writeProblem(error));
      return { ...pass.result(problems), complete: false };
    }
    return { ...pass.result(problems), complete: !pass.options.signal.aborted };
  }

  /** Drops what is remembered of rows that were rolled back or deleted. */
  forgetCaches(): void {
    this.writer.forgetCaches();
    const { ledger, identify, now } = this.options;
    this.folders = new Folders(ledger.database, identify, now);
  }

  private readonly filter: FactFilter = {
    keeps: (cwd, atMs) => !this.options.isExcluded(cwd) && (this.forgotten.size === 0 || atMs >= this.keptFrom(cwd)),
  };

  /** The moment before which facts of a folder were forgotten, milliseconds UTC. */
  private keptFrom(cwd: string): number {
    let fromMs = this.forgotten.get(everything) ?? 0;
    const repository = this.folders.repositoryOf(cwd);
    for (const [path, beforeMs] of this.forgotten) if (path === repository || isWithin(cwd, path)) fromMs = Math.max(fromMs, beforeMs);
    return fromMs;
  }

  private async readAll(pass: Pass, problems: string[]): Promise<void> {
    const { signal } = pass.options;
    pass.report();
    const onFailed = (file: FoundFile, message: string): void => {
      problems.push(`The transcript ${file.path} could not be read (${message}); what was read from it before is kept.`);
      pass.done(file);
    };
    if (pass.bytesLeft >= poolFromBytes)
      return readInPool(pass.files, {
        threads: poolThreads,
        secret: this.options.ledger.hashKey.secret,
        signal,
        prepare: (file) => this.prepare(file, pass),
        onBatch: (batch) => this.write(batch, pass),
        onDone: (file) => pass.done(file),
        onFailed,
      });
    const hash = lineHash(this.options.ledger.hashKey.secret);
    for (const file of pass.files) {
      if (signal.aborted) return;
      // Only reading may fail file by file; a failed write ends the pass.
      let writeError: unknown = null;
      try {
        await readTranscript(file, this.prepare(file, pass), hash, async (batch) => {
          try {
            await this.write(batch, pass);
          } catch (error) {
            writeError = error;
            throw error;
          }
        });
        pass.done(file);
      } catch (error) {
        if (writeError !== null) throw error;
        onFailed(file, messageOf(error));
      }
    }
  }

  private prepare(file: FoundFile, pass: Pass): ReadFrom {
    const cursor = pass.cursors.get(file.path);
    const from =
      cursor === undefined ? fromStart : chooseStart(file, cursor, () => readReadingState(this.options.ledger.database, file.path));
    pass.begin(file, from.offset);
    return from;
  }

  /** Resolves when the batch is written. What waits at the same time is written in one transaction: each costs as much as many facts. */
  private write(batch: Batch, pass: Pass): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ batch, pass, done, failed });
      if (this.waiting.length === 1) setImmediate(() => void this.writeWaiting());
    });
  }

  private async writeWaiting(): Promise<void> {
    const writes = this.waiting.slice(0, batchesAtOnce);
    const { lease, now } = this.options;
    try {
      const identified = new Map<string, FolderIdentity>();
      for (const { batch } of writes) for (const [cwd, folder] of await this.folders.identifyNew(batch)) identified.set(cwd, folder);
      const added = lease.write(() => {
        for (const [cwd, folder] of identified) this.writer.writeFolder(cwd, folder, now());
        return writes.map(({ batch }) => this.writer.apply(batch, this.filter));
      });
      for (const [index, { batch, pass, done }] of writes.entries()) {
        pass.wrote(batch, added[index] ?? 0);
        done();
      }
    } catch (error) {
      // What the writer remembers of rows that were rolled back must not meet the next transaction.
      this.forgetCaches();
      for (const { failed } of writes) failed(error instanceof Error ? error : new Error(String(error)));
    }
    this.waiting.splice(0, writes.length);
    if (this.waiting.length > 0) setImmediate(() => void this.writeWaiting());
  }

  /** A file that has gone keeps its facts: Claude Code deletes transcripts after 30 days, and the ledger is the archive. */
  private markGone(
    cursors: ReadonlyMap<string, Cursor>,
    files: readonly FoundFile[],
    roots: readonly Root[],
    problems: readonly string[],
  ): void {
    if (problems.length > 0) return;
    const present = new Set(files.map((file) => file.path));
    const gone = [...cursors.values()].filter(
      (cursor) => !cursor.gone && !present.has(cursor.path) && roots.some((root) => isWithin(cursor.path, root.projects)),
    );
    if (gone.length > 0) this.options.lease.write(() => this.writer.markGone(gone.map((cursor) => cursor.path)));
  }
}

/** The state of one pass: what is to be read, and how much of it has been. */
class Pass {
  private readonly found: readonly FoundFile[];
  /** Those that changed, the newest first. */
  readonly files: readonly FoundFile[];
  readonly cursors: ReadonlyMap<string, Cursor>;
  readonly options: PassOptions;
  private readonly bytes: number;
  private readonly unreadToday: Set<string>;
  private readonly offsets = new Map<string, number>();
  private filesDone = 0;
  private bytesDone = 0;
  private bytesRead = 0;
  private newRequests = 0;

  constructor(found: readonly FoundFile[], cursors: ReadonlyMap<string, Cursor>, options: PassOptions) {
    this.found = found;
    const files = found.filter((file) => !isUnchanged(file, cursors.get(file.path)));
    this.files = files.sort((first, second) => second.modifiedMs - first.modifiedMs);
    this.cursors = cursors;
    this.options = options;
    this.bytes = files.reduce((sum, file) => sum + this.unread(file), 0);
    this.unreadToday = new Set(files.filter((file) => file.modifiedMs >= options.startOfTodayMs).map((file) => file.path));
  }

  get bytesLeft(): number {
    return this.bytes - this.bytesDone;
  }

  begin(file: FoundFile, offset: number): void {
    this.offsets.set(file.path, offset);
  }

  wrote(batch: Batch, newRequests: number): void {
    this.newRequests += newRequests;
    const from = this.offsets.get(batch.transcript.path) ?? 0;
    this.bytesRead += batch.transcript.offset - from;
    this.bytesDone = Math.min(this.bytes, this.bytesDone + batch.transcript.offset - from);
    this.offsets.set(batch.transcript.path, batch.transcript.offset);
    this.report();
  }

  done(file: FoundFile): void {
    this.filesDone += 1;
    this.unreadToday.delete(file.path);
    this.report();
  }

  report(): void {
    const { files, filesDone, bytes, bytesDone } = this;
    this.options.onProgress({ files: files.length, filesDone, bytes, bytesRead: bytesDone, todayExact: this.unreadToday.size === 0 });
  }

  result(problems: readonly string[]): Omit<PassResult, 'complete'> {
    const bytes = this.found.reduce((sum, file) => sum + file.size, 0);
    const { filesDone, bytesRead, newRequests } = this;
    return { files: this.found.length, filesRead: filesDone, bytes, bytesRead, newRequests, problems };
  }

  private unread(file: FoundFile): number {
    const cursor = this.cursors.get(file.path);
    return cursor !== undefined && cursor.size < file.size ? file.size - cursor.offset : file.size;
  }
}

function writeProblem(error: unknown): string {
  return `The ledger could not be written (${messageOf(error)}). What it held is kept, and reading goes on from there next time. Check the disk's space and the file's permissions.`;
}
