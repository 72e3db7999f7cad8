/** Reads many files at once on parser threads, newest first, handing each batch to one writer. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Batch } from '../ledger/batch.ts';
import type { FoundFile } from './discover.ts';
import type { FromParser, ParserData, ToParser } from './parserMessages.ts';
import type { ReadFrom } from './readTranscript.ts';

export interface ReadTask {
  readonly file: FoundFile;
  readonly from: ReadFrom;
}

export interface PoolOptions {
  readonly threads: number;
  readonly secret: Uint8Array;
  readonly signal: AbortSignal;
  /** Where to read a file from, asked right before it is read; null when it need not be read any more. */
  readonly prepare: (file: FoundFile) => Promise<ReadFrom | null>;
  readonly onBatch: (batch: Batch) => Promise<void>;
  readonly onDone: (file: FoundFile) => void;
  readonly onFailed: (file: FoundFile, message: string) => void;
}

/** In the bundle the parser lies beside the file that starts it; from source it is the module of this folder. */
function parserLocation(): string | URL {
  return typeof __dirname === 'string' ? join(__dirname, 'parser.cjs') : new URL('./parserWorker.ts', import.meta.url);
}

/** Reads `files` in order on several threads. Rejects with what `onBatch` rejects with, after every thread has ended. */
export async function readInPool(files: readonly FoundFile[], options: PoolOptions): Promise<void> {
  const queue = files.values();
  const lanes = Array.from({ length: Math.min(options.threads, files.length) }, async () => {
    const workerData: ParserData = { secret: options.secret };
    const worker = new Worker(parserLocation(), { workerData });
    try {
      for (const file of queue) {
        if (options.signal.aborted) return;
        await readOn(worker, file, options);
      }
    } finally {
      await worker.terminate();
    }
  });
  const results = await Promise.allSettled(lanes);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

async function readOn(worker: Worker, file: FoundFile, options: PoolOptions): Promise<void> {
  let from: ReadFrom | null;
  try {
    from = await options.prepare(file);
  } catch (error) {
    options.onFailed(file, error instanceof Error ? error.message : String(error));
    return;
  }
  if (from === null) return;
  const send = (message: ToParser): void => worker.postMessage(message);
  // Batches are written strictly one after the other: each carries the cursor that the next one moves on.
  let writing = Promise.resolve();
  const failure = await new Promise<string | null>((done, failed) => {
    const finish = (end: () => void): void => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      end();
    };
    const onMessage = (message: FromParser): void => {
      if (message.kind === 'batch') {
        writing = writing.then(() => (options.signal.aborted ? undefined : options.onBatch(message.batch)));
        writing.then(
          () => send({ kind: options.signal.aborted ? 'stop' : 'written' }),
          (error: unknown) => finish(() => failed(toError(error))),
        );
      } else finish(() => done(message.kind === 'failed' ? message.message : null));
    };
    const onError = (error: Error): void => finish(() => failed(error));
    const onExit = (): void => finish(() => failed(new Error('A parser thread ended before it was done.')));
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    send({ kind: 'read', file, from });
  });
  await writing;
  if (options.signal.aborted) return;
  if (failure === null) options.onDone(file);
  else options.onFailed(file, failure);
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
