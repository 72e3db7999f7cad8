/**
 * Loaded into VS Code's extension host by Node's `--require`, before VS Code itself: says over a socket what only the process knows of
 * itself. Asked nothing it does nothing, so that it costs no processor time.
 */
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { IntervalHistogram } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { isMainThread } from 'node:worker_threads';
import type { Worker } from 'node:worker_threads';

/** The folder of sockets, each named by its process. */
export const probeFolder = 'PAYOFF_BENCH_PROBES';

/** `watch` begins a histogram of the event loop's delay, `read` answers and ends it. */
export interface ProbeQuestion {
  readonly ask: 'watch' | 'read';
}

export interface ProbeAnswer {
  readonly pid: number;
  readonly node: string;
  /** Of the whole process, its threads included. */
  readonly rssBytes: number;
  readonly heapBytes: number;
  /** Of each worker thread that the host itself started, by its own report; null where this Node cannot ask. */
  readonly workerHeapBytes: readonly (number | null)[];
  /** Since `watch`; between two ticks that are `resolutionMs` apart when nothing holds them up. */
  readonly delay: Delay | null;
}

export interface Delay {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly ticks: number;
}

/** The smallest that Node measures with. */
export const resolutionMs = 1;

const folder = process.env[probeFolder];
if (folder !== undefined && isMainThread && process.argv.includes('--type=extensionHost')) serve(folder);

function serve(sockets: string): void {
  const workers = new Set<Worker>();
  process.on('worker', (worker) => {
    workers.add(worker);
    worker.once('exit', () => workers.delete(worker));
  });
  let histogram: IntervalHistogram | null = null;
  const answer = async (line: string): Promise<ProbeAnswer> => {
    const { ask } = JSON.parse(line) as ProbeQuestion;
    let delay: Delay | null = null;
    if (ask === 'watch') {
      histogram?.disable();
      histogram = monitorEventLoopDelay({ resolution: resolutionMs });
      histogram.enable();
    } else if (histogram !== null) {
      delay = delayOf(histogram);
      histogram.disable();
      histogram = null;
    }
    return {
      pid: process.pid,
      node: process.version,
      rssBytes: process.memoryUsage.rss(),
      heapBytes: process.memoryUsage().heapUsed,
      workerHeapBytes: await Promise.all([...workers].map(heapOf)),
      delay,
    };
  };
  const listen = (socket: Socket): void => {
    socket.on('error', () => socket.destroy());
    createInterface({ input: socket }).on('line', (line) => {
      void answer(line).then((value) => socket.end(`${JSON.stringify(value)}\n`));
    });
  };
  createServer(listen)
    .listen(path.join(sockets, String(process.pid)))
    .unref();
}

function delayOf(histogram: IntervalHistogram): Delay {
  const ms = (nanoseconds: number): number => nanoseconds / 1e6;
  return {
    p50Ms: ms(histogram.percentile(50)),
    p99Ms: ms(histogram.percentile(99)),
    maxMs: ms(histogram.max),
    ticks: histogram.count,
  };
}

/** Node 22.16 and 24 can ask a thread; the oldest that is supported cannot. */
async function heapOf(worker: Worker & { getHeapStatistics?: () => Promise<{ readonly used_heap_size: number }> }): Promise<number | null> {
  try {
    return (await worker.getHeapStatistics?.())?.used_heap_size ?? null;
  } catch {
    return null; // it ended meanwhile
  }
}
