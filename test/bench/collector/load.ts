import { setTimeout as delay } from 'node:timers/promises';
import { percentile } from '../measure.ts';
import { Connection } from './connection.ts';
import type { MeasuredProcess } from './serverProcess.ts';

export interface Load {
  readonly server: MeasuredProcess;
  /** The next request, ever another. */
  readonly next: () => string | Buffer;
  readonly connections: number;
  readonly seconds: number;
  /** Requests a second, whether the server keeps up or not; null for as many as it answers. */
  readonly pace: number | null;
}

export interface LoadResult {
  readonly perSecond: number;
  /** Milliseconds; with a pace from when the request was due, so that one slow answer is not one alone. */
  readonly p50: number;
  readonly p99: number;
  /** Milliseconds of processor time of the server for each request. */
  readonly cpuMs: number;
  /** Part of the time for which the server had a processor. */
  readonly busy: number;
}

/** Asks a server for some seconds; rejects where an answer is not 200. */
export async function runLoad({ server, next, connections, seconds, pace }: Load): Promise<LoadResult> {
  const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(server.port)));
  const latencies: number[] = [];
  const cpuBefore = server.cpuMs();
  const startMs = performance.now();
  const endMs = startMs + seconds * 1000;
  const one = async (connection: Connection, fromMs: number): Promise<void> => {
    const { status, body } = await connection.ask(next());
    if (status !== 200) throw new Error(`Answered with ${status}: ${body.toString()}`);
    latencies.push(performance.now() - fromMs);
  };
  let due = 0;
  await Promise.all(
    open.map(async (connection) => {
      for (;;) {
        if (pace === null) {
          if (performance.now() >= endMs) return;
          await one(connection, performance.now());
          continue;
        }
        const dueMs = startMs + (due++ / pace) * 1000;
        if (dueMs >= endMs) return;
        const early = dueMs - performance.now();
        if (early > 0) await delay(early);
        await one(connection, dueMs);
      }
    }),
  );
  const tookMs = performance.now() - startMs;
  const cpuMs = server.cpuMs() - cpuBefore;
  for (const each of open) each.close();
  return {
    perSecond: (latencies.length / tookMs) * 1000,
    p50: percentile(latencies, 50),
    p99: percentile(latencies, 99),
    cpuMs: cpuMs / latencies.length,
    busy: cpuMs / tookMs,
  };
}
