import { commitRows } from '../../src/core/report/buildCommits.ts';
import { kindsOfWork } from '../../src/core/advice/kindsOfWork.ts';
import { buildReport } from '../../src/core/report/buildReport.ts';
import { buildStanding } from '../../src/core/report/buildStanding.ts';
import type { Explanation } from '../../src/core/report/explanation.ts';
import { everything } from '../../src/core/report/filterRequests.ts';
import { selectHistory } from '../../src/core/report/selection.ts';
import type { RequestRow, SideCallRow } from '../../src/core/report/rows.ts';
import type { SessionRow } from '../../src/core/report/report.ts';
import { FiguresSum } from '../../src/core/report/figures.ts';
import { finding } from '../../src/core/report/doctor/finding.ts';
import type { Engine, EngineOptions, IngestResult, Doctor, OpenEngine } from '../../src/engine/types.ts';
import type { Surroundings } from '../../src/cli/surroundings.ts';
import { run } from '../../src/cli/run.ts';
import { aHistory, subjects } from './cliHistory.ts';
import { aComparison } from './comparisons.ts';
import { aRequest, aSideCall, testPrices, testRate } from './rows.ts';
import { aSnapshot, money, now } from './snapshots.ts';
import { loom } from './story.ts';
import { anExplanation, aSessionListRow } from './views.ts';

const hour = 3_600_000;

export const someRequests: readonly RequestRow[] = [
  aRequest({ atMs: now - 30 * hour, tokens: { input: 12_000, output: 900, cacheWrite1h: 30_000, cacheRead: 1_250_000, webSearches: 1 } }),
  aRequest({ atMs: now - 2 * hour, branch: 'weave', agentId: 'a1', model: 'claude-haiku-4-5-20251001', lowerBound: true }),
  aRequest({ atMs: now - hour, sessionId: 'session-2', model: 'claude-next-9', branch: '', repository: '', cwd: '/tmp/notes' }),
  aRequest({ atMs: now - hour, sessionId: 'session-3', repository: '/home/ada/abacus', cwd: '/home/ada/abacus' }),
];
export const someSideCalls: readonly SideCallRow[] = [
  aSideCall({ atMs: now - 2 * hour }),
  aSideCall({ sessionId: 'session-2', atMs: now - hour, branch: '', models: null }),
];

const ingested: IngestResult = {
  files: 4,
  filesRead: 2,
  bytes: 290_000,
  bytesRead: 145_000,
  requests: 4,
  newRequests: 2,
  skippedLines: 1,
  durationMs: 12.4,
  peakRssBytes: 80_000_000,
  complete: true,
  problems: [],
};

export const someDoctor: Doctor = {
  roots: [
    { path: '/home/ada/.claude/projects', found: true, files: 4, bytes: 290_000, problem: null },
    { path: '/home/ada/.config/claude/projects', found: false, files: 0, bytes: 0, problem: null },
  ],
  files: 4,
  bytes: 290_000,
  versions: [{ version: '2.1.330', requests: 4 }],
  unknownRecordTypes: [{ type: 'new-kind', lines: 3 }],
  skippedLines: 1,
  skippedFiles: [{ path: '/home/ada/.claude/projects/x/y.jsonl', lines: 1, reason: 'no JSON' }],
  unpricedModels: [{ model: 'claude-next-9', requests: 1 }],
  ledger: {
    path: '/home/ada/.payoff/ledger.sqlite',
    bytes: 1_250_000,
    schemaVersion: 1,
    healthy: true,
    readOnly: false,
    requests: 4,
    sessions: 3,
    archivedFiles: 0,
  },
  lease: { holder: 'vscode', pid: 4711, heartbeatAtMs: now - 2000 },
  models: [
    { model: 'claude-opus-5-5', requests: 3 },
    { model: 'claude-next-9', requests: 1 },
  ],
  recordTypes: [{ type: 'assistant', lines: 9 }],
  skippedReasons: [{ reason: 'not-json', lines: 1 }],
  machine: { platform: 'linux', release: '6.1.0-9-amd64', architecture: 'x64', node: '24.1.0', sqlite: '3.50.4', git: '2.39.5' },
  states: [
    finding('models-unpriced', 'problem', 'A price is missing for claude-next-9: its requests are counted and not in the cost.', {
      action: 'Update Payoff.',
      counts: { models: 1, requests: 1 },
    }),
    finding('record-types-unknown', 'notice', '1 kind of record is unknown (new-kind).', { counts: { types: 1, lines: 3 } }),
    finding('ledger-check', 'fine', 'The ledger passed SQLite’s own check.'),
  ],
  findings: [
    'A price is missing for claude-next-9: its requests are counted and not in the cost. Update Payoff.',
    '1 kind of record is unknown (new-kind).',
  ],
};

export function aSessionRow(): SessionRow {
  const sum = new FiguresSum();
  for (const request of someRequests.slice(0, 2)) sum.addRequest(request, testRate(request));
  sum.addSideCalls(1_050_000);
  return {
    sessionId: 'session-1',
    startedAtMs: now - 30 * hour,
    endedAtMs: now - 2 * hour,
    cwd: '/home/ada/loom',
    repository: '/home/ada/loom',
    branches: ['main', 'weave'],
    models: ['claude-opus-5-5', 'claude-haiku-4-5'],
    turns: 3,
    subagents: 1,
    linesAdded: 120,
    linesRemoved: 8,
    figures: sum.figures(),
  };
}

/** An engine with some requests and commits in it and no ledger; `some` replaces what a test is about. */
export function anEngine(options: Pick<EngineOptions, 'timezone'>, some: Partial<Engine> = {}): Engine {
  const { timezone } = options;
  const history = aHistory(someRequests, someSideCalls);
  const nothing = (): never => {
    throw new Error('The command line does not ask for this.');
  };
  return {
    timezone,
    ingest: () => Promise.resolve(ingested),
    follow: () => ({ refresh: () => undefined, pauseReading: () => undefined, stop: () => Promise.resolve() }),
    report: ({ by, repository = null, ...period }) => {
      const selection = selectHistory(history, { ...everything, ...period, repository }, testRate);
      const report = buildReport({ ...selection, by, kindOf: kindsOfWork(history), timezone, rate: testRate, prices: testPrices });
      if (repository === null) return Promise.resolve({ ...report, standing: null });
      const record = history.repositories.get(repository)?.record ?? null;
      return Promise.resolve({ ...report, standing: buildStanding({ history, selection, nowMs: now }), record });
    },
    advice: { view: nothing, dismiss: nothing, restore: nothing },
    teamWeeks: () => Promise.resolve([]),
    team: {
      status: nothing,
      prepare: nothing,
      join: nothing,
      preview: nothing,
      keys: nothing,
      send: nothing,
      withdraw: nothing,
      leave: nothing,
    },
    survival: { read: () => Promise.resolve([]), linesOfFile: nothing },
    readGit: ({ folders }) =>
      Promise.resolve((folders ?? [loom]).map((repository) => ({ repository, commits: 3, newCommits: 0, problem: null }))),
    repositoryOf: (folder) => Promise.resolve(folder.startsWith(loom) ? loom : ''),
    commits: ({ filter, subjects: wanted }) => {
      const { rows, withCost } = commitRows({ history, filter, timezone });
      const shown = wanted ? rows.map((row) => ({ ...row, subject: subjects[row.sha] ?? null })) : rows;
      return Promise.resolve({ total: rows.length, withCost, rows: shown, pullRequests: [] });
    },
    sessionList: () => Promise.resolve({ total: 1, offset: 0, rows: [aSessionListRow()], money: money(1.84) }),
    explain: ({ reference }) =>
      Promise.resolve(
        reference.startsWith('a1b2c3d')
          ? anExplanation({ title: 'Commit a1b2c3d', paragraphs: someParagraphs })
          : { notFound: `Nothing is known by "${reference}".` },
      ),
    receipt: ({ reference }) =>
      Promise.resolve(
        reference.startsWith('a1b2c3d')
          ? { kind: 'commit', id: reference, markdown: '**Commit a1b2c3d: $2.31**\n\n- 1 session\n' }
          : { notFound: `Nothing is known by "${reference}".` },
      ),
    overview: nothing,
    sessionPage: nothing,
    titles: nothing,
    today: nothing,
    holdings: nothing,
    exportTable: nothing,
    transfer: { exportHistory: nothing, importHistory: nothing },
    outcomes: { ofRepository: nothing, review: nothing, setup: nothing, filePage: nothing },
    sessions: () => Promise.resolve([aSessionRow()]),
    compare: () => Promise.resolve(aComparison()),
    marks: { isReady: true, states: nothing, claim: nothing, snooze: nothing, timeSaved: nothing },
    doctor: () => Promise.resolve(someDoctor),
    snapshot: () => Promise.resolve(aSnapshot()),
    forget: () => Promise.resolve({ sessions: 0, requests: 0 }),
    deleteEverything: () => Promise.resolve(),
    close: () => Promise.resolve(),
    ...some,
  };
}

const someParagraphs: Explanation['paragraphs'] = [
  {
    text: 'because: session 14:02 to 14:31 ran git commit itself (own record), author time inside the call, same subject.',
    mix: {
      requests: '9 requests since the edit before',
      models: [
        { model: 'claude-opus-5-5', money: money(2.18) },
        { model: 'claude-haiku-4-5', money: money(0.13) },
      ],
    },
    money: money(2.31),
    evidence: { kind: 'session', id: 'session-1' },
  },
  { text: '1 copy of it (amended, rebased, picked) without cost of its own.', mix: null, money: null, evidence: null },
];

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What the engine was opened with, null when it was not. */
  readonly opened: EngineOptions | null;
}

interface RunOptions {
  readonly engine?: Partial<Engine>;
  readonly surroundings?: Partial<Surroundings>;
  /** Width of the terminal; Infinity is none. */
  readonly columns?: number;
}

/** Runs `payoff` with the arguments in this process, on a made-up engine. */
export async function payoff(
  given: readonly string[],
  { engine = {}, surroundings = {}, columns = Infinity }: RunOptions = {},
): Promise<Ran> {
  let [stdout, stderr] = ['', ''];
  let opened: EngineOptions | null = null;
  const isTerminal = columns !== Infinity;
  const openEngine: OpenEngine = (options) => {
    opened = options;
    return Promise.resolve(anEngine(options, engine));
  };
  const code = await run(given, {
    environment: {},
    home: '/home/ada',
    folder: '/home/ada/loom',
    timezone: 'Europe/Berlin',
    version: () => '1.2.3',
    isCheckout: () => false,
    stdout: { write: (text) => (stdout += text), isTerminal, columns },
    stderr: { write: (text) => (stderr += text), isTerminal, columns },
    readInput: () => Promise.resolve(null),
    openEngine,
    openUpkeep: surroundings.openEngine ?? openEngine,
    examineWithoutLedger: (_, { sentence }) =>
      Promise.resolve({
        ...someDoctor,
        ledger: null,
        lease: null,
        states: [finding('ledger-damaged', 'problem', sentence)],
        findings: [sentence],
      }),
    nowMs: () => now,
    signal: new AbortController().signal,
    ...surroundings,
  });
  return { code, stdout, stderr, opened };
}
