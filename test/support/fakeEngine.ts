/** An engine without a ledger: says what it is told, and writes down what it was asked. */
import type { LiveSnapshot } from '../../src/core/report/live.ts';
import type { Report } from '../../src/core/report/report.ts';
import type { Doctor, Engine, EngineOptions, Follower, FollowOptions } from '../../src/engine/types.ts';
import { aSnapshot } from './snapshots.ts';

export const aReport: Report = {
  timezone: 'UTC',
  prices: { version: 'test', asOf: '2026-11-22' },
  totals: aRow('total', 12),
  rows: [aRow('/home/ada/loom', 12)],
};

export function aRow(key: string, dollars: number): Report['totals'] {
  return {
    key,
    requests: 3,
    inputTokens: 1200,
    outputTokens: 800,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 40_000,
    cacheReadTokens: 1_500_000,
    webSearches: 0,
    costNanodollars: Math.round(dollars * 1e9),
    sideCallsNanodollars: 0,
    unpricedRequests: 0,
    lowerBound: false,
  };
}

export function aDoctor(some: Partial<Doctor> = {}): Doctor {
  return {
    roots: [{ path: '/home/ada/.claude', found: true, files: 4, bytes: 2_500_000, problem: null }],
    files: 4,
    bytes: 2_500_000,
    versions: [{ version: '2.1.330', requests: 40 }],
    unknownRecordTypes: [],
    skippedLines: 0,
    skippedFiles: [],
    unpricedModels: [],
    ledger: {
      path: '/home/ada/.payoff/ledger.sqlite',
      bytes: 400_000,
      schemaVersion: 1,
      healthy: true,
      readOnly: false,
      requests: 40,
      sessions: 2,
      archivedFiles: 1,
    },
    lease: null,
    findings: [],
    ...some,
  };
}

export class FakeEngine implements Engine {
  readonly timezone = 'UTC';
  readonly calls: string[] = [];
  readonly options: EngineOptions;
  snapshotToGive: LiveSnapshot = aSnapshot({ timezone: 'UTC' });
  follower: FollowOptions | null = null;

  constructor(options: EngineOptions) {
    this.options = options;
  }

  ingest(): never {
    throw new Error('A window follows; it does not ingest by itself.');
  }

  follow(options: FollowOptions): Follower {
    this.follower = options;
    return {
      refresh: () => void this.#note('refresh'),
      pauseReading: (paused) => void this.#note(`pause ${String(paused)}`),
      stop: () => this.#note('stop'),
    };
  }

  report(query: Parameters<Engine['report']>[0]): Promise<Report> {
    void this.#note(`report ${JSON.stringify(query)}`);
    return Promise.resolve(aReport);
  }

  sessions(): Promise<readonly []> {
    return Promise.resolve([]);
  }

  doctor(): Promise<Doctor> {
    return Promise.resolve(aDoctor());
  }

  snapshot({ folders, nowMs }: Parameters<Engine['snapshot']>[0]): Promise<LiveSnapshot> {
    void this.#note(`snapshot ${JSON.stringify(folders)}`);
    return Promise.resolve({ ...this.snapshotToGive, atMs: nowMs });
  }

  forget(folder: string): Promise<{ sessions: number; requests: number }> {
    void this.#note(`forget ${folder}`);
    return Promise.resolve({ sessions: 1, requests: 3 });
  }

  deleteEverything(): Promise<void> {
    return this.#note('delete everything');
  }

  close(): Promise<void> {
    return this.#note('close');
  }

  #note(call: string): Promise<void> {
    this.calls.push(call);
    return Promise.resolve();
  }
}
