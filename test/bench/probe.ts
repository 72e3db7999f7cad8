/**
 * Loaded into VS Code's extension host by Node's `--require`, before VS Code itself: says over a socket what only the process knows of
 * itself. Asked nothing it does nothing, so that it costs no processor time.
 */
import Module from 'node:module';
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
  /** Each worker thread that the host itself started, by its own report. */
  readonly workers: readonly WorkerFigures[];
  /** Since `watch`; between two ticks that are `resolutionMs` apart when nothing holds them up. */
  readonly delay: Delay | null;
  /** What the extension's start took of the host's thread; null where it has not started. */
  readonly activation: Activation | null;
}

/** By the clock, and by the thread's processor time where this Node can tell it. */
export interface Activation {
  readonly loading: ThreadTime;
  readonly calling: ThreadTime;
}

export interface ThreadTime {
  readonly wallMs: number;
  readonly cpuMs: number | null;
}

/** Null where this Node cannot ask a thread. */
export interface WorkerFigures {
  readonly heapBytes: number | null;
  readonly cpuMs: number | null;
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
  const activation = timeActivation();
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
      workers: await Promise.all([...workers].map(figuresOf)),
      delay,
      activation: activation(),
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

/** The loader's own function, through which the host loads an extension; it is in no type. */
interface Loader {
  _load: (request: string, ...rest: readonly unknown[]) => unknown;
}

interface Entry {
  readonly activate: (...given: readonly unknown[]) => unknown;
}

/** Measures the loading of the extension's code and the call of its `activate`, once they come. */
function timeActivation(): () => Activation | null {
  const loader = Module as Partial<Loader> as Loader;
  const load = loader._load;
  let loading: ThreadTime | null = null;
  let calling: ThreadTime | null = null;
  loader._load = function (request, ...rest) {
    if (!request.endsWith(path.join('dist', 'extension.cjs'))) return load.call(this, request, ...rest);
    const [entry, took] = timed(() => load.call(this, request, ...rest) as Entry);
    loading = took;
    const activate = (...given: readonly unknown[]): unknown => {
      const [api, tookCalling] = timed(() => entry.activate(...given));
      calling = tookCalling;
      return api;
    };
    return { ...entry, activate };
  };
  return () => (loading === null || calling === null ? null : { loading, calling });
}

function timed<Value>(work: () => Value): readonly [Value, ThreadTime] {
  const [startedMs, usedMs] = [performance.now(), threadCpuMs()];
  const value = work();
  const [wallMs, nowMs] = [performance.now() - startedMs, threadCpuMs()];
  return [value, { wallMs, cpuMs: usedMs === null || nowMs === null ? null : nowMs - usedMs }];
}

/** Newer than the oldest Node that is supported, and than its types. */
type AskableProcess = typeof process & { threadCpuUsage?: () => { readonly user: number; readonly system: number } };

function threadCpuMs(): number | null {
  const used = (process as AskableProcess).threadCpuUsage?.();
  return used === undefined ? null : (used.user + used.system) / 1000;
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

/** Newer than the oldest Node that is supported, and than its types. */
type AskableWorker = Worker & {
  getHeapStatistics?: () => Promise<{ readonly used_heap_size: number }>;
  cpuUsage?: () => Promise<{ readonly user: number; readonly system: number }>;
};

async function figuresOf(worker: AskableWorker): Promise<WorkerFigures> {
  try {
    const heap = await worker.getHeapStatistics?.();
    const used = await worker.cpuUsage?.();
    return { heapBytes: heap?.used_heap_size ?? null, cpuMs: used === undefined ? null : (used.user + used.system) / 1000 };
  } catch {
    return { heapBytes: null, cpuMs: null }; // it ended meanwhile
  }
}
