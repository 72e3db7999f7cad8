/** Reads many files at once on parser threads, newest first, handing each batch to one writer. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Batch } from '../ledger/batch.ts';
import type { FoundFile } from './discover.ts';
import { unpackBatches } from './packedBatch.ts';
import type { Answer, FromParser, ParserData, ReadTask, ToParser } from './parserMessages.ts';
import type { ReadFrom } from './readTranscript.ts';

export interface PoolOptions {
  readonly parsers: ParserThreads;
  readonly signal: AbortSignal;
  /** Where to read a file from, asked right before it is read. */
  readonly prepare: (file: FoundFile) => ReadFrom;
  /** Writes a batch; batches are handed over in the order of each file. */
  readonly onBatch: (batch: Batch) => Promise<void>;
  /** The file was read to its end, and all of it is written. */
  readonly onDone: (file: FoundFile) => void;
  readonly onFailed: (file: FoundFile, message: string) => void;
  /** A thread has read all that it was given: nothing is gained by waiting for more of it. */
  readonly onIdle: () => void;
}

/** Files that a thread is given ahead: enough for it to go on reading small ones while the writer gathers their batches. */
const filesAhead = 192;

/** In the bundle the parser lies beside the file that starts it; from source it is the module of this folder. */
function parserLocation(): string | URL {
  return typeof __dirname === 'string' ? join(__dirname, 'parser.cjs') : new URL('./parserWorker.ts', import.meta.url);
}

/** Threads that parse. They may be started before it is known what there is to read: that takes them as long as finding it. */
export class ParserThreads {
  readonly workers: readonly Worker[];

  constructor(threads: number, parser: ParserData) {
    this.workers = Array.from({ length: threads }, () => new Worker(parserLocation(), { workerData: parser }));
    // Until somebody reads with a thread, nothing hangs on it; its error comes again as its end.
    for (const worker of this.workers) worker.on('error', () => undefined);
  }

  async end(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}

/** Reads `files` in order on several threads, which are ended then. Rejects with what `onBatch` rejects with, after every thread has ended. */
export async function readInPool(files: Iterator<FoundFile>, options: PoolOptions): Promise<void> {
  const lanes = options.parsers.workers.map((worker) => new Lane(worker, files, options).run());
  const results = await Promise.allSettled(lanes);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

/** One thread and the files it was given. */
class Lane {
  private readonly queue: Iterator<FoundFile>;
  private readonly options: PoolOptions;
  private readonly worker: Worker;
  private readonly tasks = new Map<number, FoundFile>();
  private lastTask = 0;
  /** Settles when everything handed over so far is written. */
  private writing: Promise<void> = Promise.resolve();
  private ended = false;
  private filling = false;
  /** Batches that were written since the parser was last told. */
  private written = 0;
  private end: (error: Error | null) => void = () => undefined;

  constructor(worker: Worker, queue: Iterator<FoundFile>, options: PoolOptions) {
    this.worker = worker;
    this.queue = queue;
    this.options = options;
  }

  async run(): Promise<void> {
    const { signal } = this.options;
    const cancel = (): void => {
      this.end(null);
    };
    try {
      await new Promise<void>((done, failed) => {
        this.end = (error) => {
          this.ended = true;
          if (error === null) done();
          else failed(error);
        };
        signal.addEventListener('abort', cancel);
        this.worker.on('message', (message: FromParser) => {
          this.receive(message);
        });
        this.worker.on('error', this.end).on('exit', () => {
          this.end(new Error('A parser thread ended before it was done.'));
        });
        // It may have ended before anybody listened; its number is gone then.
        if (this.worker.threadId < 0) this.end(new Error('A parser thread could not be started.'));
        else this.fill();
      });
    } finally {
      signal.removeEventListener('abort', cancel);
      await this.worker.terminate();
      await this.writing.catch(() => undefined);
    }
  }

  /** Keeps the thread supplied; ends the lane when nothing is left. */
  private fill(): void {
    const tasks: ReadTask[] = [];
    while (this.tasks.size < filesAhead && !this.options.signal.aborted) {
      const next = this.queue.next();
      if (next.done === true) break;
      const file = next.value;
      try {
        const from = this.options.prepare(file);
        this.lastTask += 1;
        this.tasks.set(this.lastTask, file);
        tasks.push({ task: this.lastTask, file, from });
      } catch (error) {
        this.options.onFailed(file, error instanceof Error ? error.message : String(error));
      }
    }
    if (this.tasks.size === 0) this.end(null);
    else if (tasks.length > 0 || this.written > 0) this.send(tasks);
  }

  /** Fills up once for all that happens at the same time. */
  private fillSoon(): void {
    if (this.filling) return;
    this.filling = true;
    setImmediate(() => {
      this.filling = false;
      if (!this.ended) this.fill();
    });
  }

  private receive({ batches, answers }: FromParser): void {
    const unpacked = unpackBatches(batches).values();
    for (const answer of answers) {
      if (this.options.signal.aborted || this.ended) return;
      if (answer.kind === 'idle') this.options.onIdle();
      else if (answer.kind === 'batch') {
        const next = unpacked.next();
        if (next.done !== true) this.write(next.value);
      } else
        this.writing.then(() => {
          this.finish(answer);
        }, this.end);
    }
  }

  private write(batch: Batch): void {
    const written = this.options.onBatch(batch);
    this.writing = Promise.all([this.writing, written]).then(() => undefined);
    // Its failure ends the lane below; here it only must not count as unheard.
    this.writing.catch(() => undefined);
    written.then(() => {
      this.written += 1;
      this.fillSoon();
    }, this.end);
  }

  private finish(answer: Extract<Answer, { kind: 'done' | 'failed' }>): void {
    const file = this.tasks.get(answer.task);
    this.tasks.delete(answer.task);
    if (file !== undefined) {
      if (answer.kind === 'done') this.options.onDone(file);
      else this.options.onFailed(file, answer.message);
    }
    this.fillSoon();
  }

  private send(tasks: readonly ReadTask[]): void {
    const message: ToParser = { tasks, written: this.written };
    this.written = 0;
    this.worker.postMessage(message);
  }
}
