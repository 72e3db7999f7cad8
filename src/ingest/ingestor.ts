/** Brings the ledger up to what the transcripts say: newest files first, only what changed, one writer. */
import { availableParallelism } from 'node:os';
import { sep } from 'node:path';
import { transcriptPlace } from '../core/transcript/place.ts';
import type { Cursor } from '../ledger/cursors.ts';
import { hasCursors, readCursor, readCursors, readReadingState } from '../ledger/cursors.ts';
import { LeaseLost, mayBeDamage, messageOf, sqliteCode, troubleSentence } from '../ledger/errors.ts';
import { BatchQueue } from './batchQueue.ts';
import { chooseStart } from './choose.ts';
import { discover, isWithin, lookAtFile, withSeparator } from './discover.ts';
import type { FoundFile } from './discover.ts';
import { FoundFiles } from './foundFiles.ts';
import { LedgerMemory } from './ledgerMemory.ts';
import type { MemoryOptions } from './ledgerMemory.ts';
import { lineHash } from './lineHash.ts';
import { ParserThreads, readInPool } from './parserPool.ts';
import { Pass } from './pass.ts';
import type { PassOptions, PassResult } from './pass.ts';
import { fromStart, readTranscript } from './readTranscript.ts';
import type { ReadFrom } from './readTranscript.ts';
import { unreadable } from './unreadable.ts';

/** From this many bytes on a pass reads on parser threads; below it starting them would cost more than they save. */
const poolFromBytes = 12 * 1024 * 1024;
/**
 * Beside the thread that writes. Each costs the warming up of the same code once more, an eighth of all that an ingest takes: with two processors a second
 * one saves no time, and beyond two the writer is what the others wait for.
 */
const poolThreads = Math.max(1, Math.min(2, availableParallelism() - 1));

/** Parser threads go on reading while their batches wait; without them the reader waits for each batch. */
const gatherForPool = { gatherMs: 100, gatherBatches: 96 };
const writeAtOnce = { gatherMs: 0, gatherBatches: 1 };

export class Ingestor {
  private readonly options: MemoryOptions;
  private memory: LedgerMemory | null = null;
  /** The lease's epoch under which the memory was begun. */
  private epoch: number | null = null;
  /** Threads of the pass that is going on. */
  private parsers: ParserThreads | null = null;

  constructor(options: MemoryOptions) {
    this.options = options;
  }

  /** Looks at every file below the roots and reads what changed. Needs the lease. */
  pass(options: PassOptions): Promise<PassResult> {
    return this.guarded(async () => {
      const problems: string[] = [];
      const unseen: string[] = [];
      let files = new FoundFiles();
      const isFirst = !hasCursors(this.options.ledger.database);
      let bytes = 0;
      for (const root of options.roots) {
        const found = await discover(root.projects, (size) => {
          bytes += size;
          // Nothing of it has been read, so it is clear before all is found that parser threads are worth their start.
          if (isFirst && bytes >= poolFromBytes) this.startParsers();
        });
        if (files.count === 0) files = found.files;
        else for (let index = 0; index < found.files.count; index += 1) files.addFrom(found.files, index);
        problems.push(...found.problems);
        unseen.push(...found.unseen);
      }
      // Beginning the memory may make files unread (a changed exclusion), so it comes before their cursors.
      const memory = this.remember();
      const cursors = readCursors(this.options.ledger.database);
      this.markGone(memory, cursors, files, { looked: [...options.roots.map(({ projects }) => projects), ...options.missing], unseen });
      return new Pass(files, cursors, options, problems);
    }, options);
  }

  /** Reads the named files as far as they changed: what a watcher calls. Needs the lease. */
  readFiles(paths: readonly string[], options: PassOptions): Promise<PassResult> {
    return this.guarded(() => {
      const files = new FoundFiles();
      const cursors = new Map<string, Cursor>();
      const problems: string[] = [];
      for (const path of new Set(paths)) {
        const root = options.roots.find(({ projects }) => isWithin(path, projects));
        if (root === undefined) continue;
        const start = withSeparator(root.projects).length;
        if (transcriptPlace(path.slice(start).split(sep)) === null) continue;
        try {
          const file = lookAtFile(path);
          if (file === null) continue;
          files.add(path, start, file);
        } catch (error) {
          problems.push(unreadable('transcript', path, error));
          continue;
        }
        const cursor = readCursor(this.options.ledger.database, path);
        if (cursor !== null) cursors.set(path, cursor);
      }
      return new Pass(files, cursors, options, problems);
    }, options);
  }

  /** Forgets what is remembered of the ledger: something was deleted or rolled back. */
  forgetMemory(): void {
    this.memory = null;
  }

  /** Rejects only with what a damaged ledger may be behind; everything else is said among the pass's problems. */
  private async guarded(begin: () => Pass | Promise<Pass>, options: PassOptions): Promise<PassResult> {
    let pass: Pass | null = null;
    try {
      pass = await begin();
      await this.readAll(pass);
      return pass.result(!options.signal.aborted);
    } catch (error) {
      this.forgetMemory();
      if (mayBeDamage(error)) throw error;
      pass ??= new Pass(new FoundFiles(), new Map(), options);
      if (!(error instanceof LeaseLost)) pass.problems.push(troubleSentence(error));
      return pass.result(false);
    } finally {
      await this.parsers?.end();
      this.parsers = null;
    }
  }

  private startParsers(): ParserThreads {
    const { hashKey, excluded } = this.remember();
    this.parsers ??= new ParserThreads(poolThreads, { secret: hashKey.secret, excluded, home: this.options.home });
    return this.parsers;
  }

  /** The memory of this process's turn with the lease. */
  private remember(): LedgerMemory {
    const { epoch } = this.options.lease;
    if (this.memory === null || this.epoch !== epoch) {
      this.memory = new LedgerMemory(this.options);
      this.epoch = epoch;
    }
    return this.memory;
  }

  private async readAll(pass: Pass): Promise<void> {
    const memory = this.remember();
    const { lease, now } = this.options;
    const { signal } = pass.options;
    pass.report();
    const usesPool = pass.bytesLeft >= poolFromBytes;
    const queue = new BatchQueue(lease, memory, now, usesPool ? gatherForPool : writeAtOnce);
    if (usesPool)
      return readInPool(pass.files(), {
        parsers: this.startParsers(),
        signal,
        prepare: (file) => this.prepare(file, pass),
        onBatch: async (batch) => {
          pass.wrote(batch, await queue.write(batch));
        },
        onDone: (file) => {
          pass.done(file);
        },
        onFailed: (file, message) => {
          pass.failed(file, message);
        },
        onIdle: () => {
          queue.hurry();
        },
      });
    const reading = { hash: lineHash(memory.hashKey.secret), isExcluded: memory.isExcluded };
    for (const file of pass.files()) {
      if (signal.aborted) return;
      // Only reading may fail file by file; a failed write ends the pass.
      let writeError: unknown = null;
      try {
        await readTranscript(file, this.prepare(file, pass), reading, async (batch) => {
          if (signal.aborted) throw new Stopped();
          try {
            pass.wrote(batch, await queue.write(batch));
          } catch (error) {
            writeError = error;
            throw error;
          }
        });
        pass.done(file);
      } catch (error) {
        if (error instanceof Stopped) return;
        if (writeError !== null || isOfLedger(error)) throw error;
        pass.failed(file, messageOf(error));
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

  /** A file that has gone keeps its facts: Claude Code deletes transcripts after 30 days, and the ledger is the archive. */
  private markGone(
    memory: LedgerMemory,
    cursors: ReadonlyMap<string, Cursor>,
    files: FoundFiles,
    { looked, unseen }: { readonly looked: readonly string[]; readonly unseen: readonly string[] },
  ): void {
    if (cursors.size === 0) return;
    const present = new Set<string>();
    for (let index = 0; index < files.count; index += 1) present.add(files.pathAt(index));
    // What could not be looked into may still hold what seems to be gone.
    const gone = [...cursors.values()].filter(
      ({ gone: isGone, path }) =>
        !isGone &&
        !present.has(path) &&
        looked.some((folder) => isWithin(path, folder)) &&
        !unseen.some((folder) => isWithin(path, folder)),
    );
    if (gone.length === 0) return;
    this.options.lease.write(() => {
      memory.writer.markGone(gone.map((cursor) => cursor.path));
    });
  }
}

/** Ends the reading of a file in the middle; what was read of it is kept. */
class Stopped extends Error {}

/** Whether it is the ledger that could not be read, rather than a transcript: what it says of how far the file was read. */
function isOfLedger(error: unknown): boolean {
  return sqliteCode(error) !== null || error instanceof SyntaxError || error instanceof TypeError;
}
