/** An engine without a ledger: says what it is told, and writes down what it was asked. */
import { finding } from '../../src/core/report/doctor/finding.ts';
import type { LiveSnapshot } from '../../src/core/report/live.ts';
import type { CommitRow } from '../../src/core/report/commits.ts';
import type { Report } from '../../src/core/report/report.ts';
import type { Engine, EngineOptions, Follower, FollowOptions, GitReading, Doctor } from '../../src/engine/types.ts';
import type { MarkState } from '../../src/core/marks/judge.ts';
import { aComparison } from './comparisons.ts';
import { aSnapshot, money } from './snapshots.ts';
import { aCommitRow, aSessionListRow, aSessionPage, aStanding, anExplanation, anOverview, someHoldings } from './views.ts';

export const aReport: Report = {
  timezone: 'UTC',
  prices: { version: 'test', asOf: '2026-11-22' },
  totals: aRow('total', 12),
  knownSideCallsNanodollars: 0,
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
    models: [{ model: 'claude-opus-5-5', requests: 40 }],
    recordTypes: [{ type: 'assistant', lines: 90 }],
    skippedReasons: [],
    machine: { platform: 'linux', release: '6.1.0', architecture: 'x64', node: '22.15.1', sqlite: '3.50.4', git: '2.39.5' },
    states: [finding('ledger-check', 'fine', 'The ledger passed SQLite’s own check.')],
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

function neverAsked(): never {
  throw new Error('A window does not ask for this.');
}

export class FakeEngine implements Engine {
  readonly timezone = 'UTC';
  readonly transfer: Engine['transfer'] = { exportHistory: neverAsked, importHistory: neverAsked };
  readonly outcomes: Engine['outcomes'] = { ofRepository: neverAsked, review: neverAsked, setup: neverAsked, filePage: neverAsked };
  readonly advice: Engine['advice'] = { view: neverAsked, dismiss: neverAsked, restore: neverAsked };
  readonly calls: string[] = [];
  teamWeeksToGive: Awaited<ReturnType<Engine['teamWeeks']>> = [];
  readonly teamWeeks: Engine['teamWeeks'] = () => Promise.resolve(this.teamWeeksToGive);
  team: Engine['team'] = {
    status: neverAsked,
    prepare: neverAsked,
    join: neverAsked,
    preview: neverAsked,
    keys: neverAsked,
    send: neverAsked,
    withdraw: neverAsked,
    leave: neverAsked,
  };
  marksToGive: readonly MarkState[] = [];
  readonly marks: Engine['marks'] = {
    isReady: true,
    states: () => Promise.resolve(this.marksToGive),
    claim: (keys) => !this.calls.includes(`claim ${keys.join()}`) && this.calls.push(`claim ${keys.join()}`) > 0,
    snooze: (key, untilMs) => void this.calls.push(`snooze ${key} ${String(untilMs)}`),
    timeSaved: () => Promise.resolve(null),
  };
  readonly survival: Engine['survival'] = {
    read: async ({ folders }) => {
      await this.#note(`lines ${JSON.stringify(folders)}`);
      return [];
    },
    linesOfFile: neverAsked,
  };
  readonly options: EngineOptions;
  snapshotToGive: LiveSnapshot = aSnapshot({ timezone: 'UTC' });
  follower: FollowOptions | null = null;
  reading: Omit<GitReading, 'repository'> = { commits: 3, newCommits: 0, problem: null };
  commitsToGive: readonly CommitRow[] = [];

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

  async report(query: Parameters<Engine['report']>[0]): ReturnType<Engine['report']> {
    await this.#note(`report ${JSON.stringify(query)}`);
    return { ...aReport, standing: null };
  }

  async readGit({ folders }: Parameters<Engine['readGit']>[0]): ReturnType<Engine['readGit']> {
    await this.#note(`git ${JSON.stringify(folders)}`);
    return (folders ?? ['/home/ada/loom', '/home/ada/spindle']).map((repository) => ({ ...this.reading, repository }));
  }

  repositoryOf(folder: string): Promise<string> {
    return Promise.resolve(folder);
  }

  async overview(query: Parameters<Engine['overview']>[0]): ReturnType<Engine['overview']> {
    await this.#note(`overview ${JSON.stringify(query)}`);
    return anOverview();
  }

  async commits(query: Parameters<Engine['commits']>[0]): ReturnType<Engine['commits']> {
    await this.#note(`commits ${JSON.stringify(query)}`);
    return { total: this.commitsToGive.length, withCost: this.commitsToGive.length, rows: this.commitsToGive, pullRequests: [] };
  }

  async sessionList(query: Parameters<Engine['sessionList']>[0]): ReturnType<Engine['sessionList']> {
    await this.#note(`sessionList ${JSON.stringify(query)}`);
    return { total: 1, offset: query.offset, rows: [aSessionListRow()], money: money(1.84) };
  }

  async sessionPage(query: Parameters<Engine['sessionPage']>[0]): ReturnType<Engine['sessionPage']> {
    await this.#note(`sessionPage ${JSON.stringify(query)}`);
    return query.sessionId === aSessionListRow().sessionId ? aSessionPage() : null;
  }

  async titles(sessionIds: readonly string[]): ReturnType<Engine['titles']> {
    await this.#note(`titles ${sessionIds.join(' ')}`);
    return sessionIds.map(() => 'Mend the loom');
  }

  async explain(query: Parameters<Engine['explain']>[0]): ReturnType<Engine['explain']> {
    await this.#note(`explain ${JSON.stringify(query)}`);
    return query.reference === aCommitRow().sha ? anExplanation() : { notFound: `Nothing is known of ${query.reference}.` };
  }

  async receipt(query: Parameters<Engine['receipt']>[0]): ReturnType<Engine['receipt']> {
    await this.#note(`receipt ${JSON.stringify(query)}`);
    return { kind: 'commit', id: query.reference, markdown: '$2.31' };
  }

  async today(query: Parameters<Engine['today']>[0]): ReturnType<Engine['today']> {
    await this.#note(`today ${JSON.stringify(query.folders)}`);
    return { total: money(12.4), standing: aStanding(), commits: this.commitsToGive };
  }

  async compare(query: Parameters<Engine['compare']>[0]): ReturnType<Engine['compare']> {
    await this.#note(`compare ${JSON.stringify(query)}`);
    return query.figure === 'claude' ? aComparison() : { problem: 'ccusage is not installed.' };
  }

  async holdings(): ReturnType<Engine['holdings']> {
    await this.#note('holdings');
    return someHoldings();
  }

  async exportTable(query: Parameters<Engine['exportTable']>[0]): ReturnType<Engine['exportTable']> {
    await this.#note(`export ${JSON.stringify(query)}`);
    return 'a,b\n';
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
