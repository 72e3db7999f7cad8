// How long each view of a long history takes and what memory it needs: node --expose-gc test/support/measureLargeHistory.ts [FOLDER]
// Beside the time that passed stands the processor's own. A folder is kept, so that it can be measured again without being made.
import './requireNode.mjs';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { everything } from '../../src/core/report/filterRequests.ts';
import { openEngine } from '../../src/engine/engine.ts';
import type { Engine } from '../../src/engine/types.ts';
import * as v from 'valibot';
import { dataHandlers } from '../../src/engine/dataHandlers.ts';
import { dataMethods, longestPage } from '../../src/protocol/dataMethods.ts';
import type { WorkerContract } from '../../src/protocol/messages.ts';
import type { Params } from '../../src/protocol/rpc.ts';
import { makeLargeHistory, oneMoreLine } from './largeHistory.ts';
import type { LargeHistory } from './largeHistory.ts';

const [given] = process.argv.slice(2);
const root = given === undefined ? mkdtempSync(join(tmpdir(), 'payoff-large-')) : resolve(given);
const home = join(root, 'home');
const repository = join(root, 'loom');
const environment = { PATH: process.env.PATH, HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
const made = join(root, 'made.json');

/** Prints how long the work took; of several times the one in the middle. */
async function timed<T>(name: string, work: () => Promise<T>, times = 1): Promise<T> {
  const took: { readonly ms: number; readonly ofCore: number }[] = [];
  let result: T;
  do {
    const [started, before] = [performance.now(), process.cpuUsage()];
    result = await work();
    const { user, system } = process.cpuUsage(before);
    took.push({ ms: performance.now() - started, ofCore: (user + system) / 1000 });
  } while (took.length < times);
  const { ms, ofCore } = took.sort((left, right) => left.ms - right.ms)[times >> 1] ?? { ms: 0, ofCore: 0 };
  console.log(`${name.padEnd(46)} ${ms.toFixed(1).padStart(9)} ms, ${ofCore.toFixed(0).padStart(6)} ms of a core`);
  return result;
}

function showMemory(): void {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  console.log(`${''.padEnd(46)} heap ${String(Math.round(heapUsed / 1e6))} MB, resident ${String(Math.round(rss / 1e6))} MB`);
}

async function open(): Promise<Engine> {
  const engine = await openEngine({
    claudeDirectories: [],
    ledger: null,
    exclude: [],
    timezone: 'UTC',
    mappings: [],
    identities: [],
    environment,
    home,
    holder: 'measure',
  });
  if ('sentence' in engine) throw new Error(engine.sentence);
  return engine;
}

async function make(): Promise<LargeHistory> {
  if (existsSync(made)) return JSON.parse(readFileSync(made, 'utf8')) as LargeHistory;
  mkdirSync(home, { recursive: true });
  const history = makeLargeHistory({
    ...{ sessions: 5000, requests: 20, linked: 2000, othersForEach: 4 },
    ...{ repository, environment, untilMs: Date.now(), projects: join(home, '.claude', 'projects') },
  });
  writeFileSync(made, JSON.stringify(history));
  const engine = await open();
  const { requests } = await timed('ingest, once', () => engine.ingest({}));
  const [reading] = await timed('git, once', () => engine.readGit({ folders: [repository] }));
  console.log(`${String(requests)} requests, ${String(reading?.commits)} commits`);
  await engine.close();
  return history;
}

const { lastTranscript, linked } = await make();
const nowMs = Date.now();
const week = { ...everything, sinceMs: nowMs - 7 * 86_400_000 };
const often = 7;
const engine = await timed('open', open);
const list = { filter: everything, search: '', order: 'cost', descending: true, offset: 0, limit: 100, nowMs } as const;
const commits = { filter: everything, offset: 0, limit: 100, subjects: false };
const overview = { filter: everything, nowMs };
await timed('overview, cold (the history is read)', () => engine.overview(overview));
showMemory();
for (const [name, filter] of Object.entries({
  'all time': everything,
  'seven days': week,
  'one repository': { ...everything, repository },
  'one model': { ...everything, model: 'claude-opus-5-5' },
  'one branch': { ...everything, branch: 'main' },
  'one part': { ...everything, part: 'noEdits' as const },
}))
  await timed(`overview, ${name}`, () => engine.overview({ filter, nowMs }), often);
await timed('sessions, first page', () => engine.sessionList(list), often);
await timed('sessions, first page of seven days', () => engine.sessionList({ ...list, filter: week }), often);
await timed('session page', () => engine.sessionPage({ sessionId: linked[1000]?.sessionId ?? '', nowMs }), often);
await timed('commits, first page', () => engine.commits(commits), often);
await timed('commits, first page with subjects', () => engine.commits({ ...commits, subjects: true }), often);
// As the panel asks: through the worker's handlers, the answer copied to the window's thread and checked there.
const handlers = dataHandlers({ engine: () => engine, nowMs: () => nowMs, folders: () => null, git: () => true });
const signal = new AbortController().signal;
async function asked<Method extends keyof typeof dataMethods>(
  name: string,
  method: Method,
  params: Params<WorkerContract, Method>,
): Promise<void> {
  const { params: question, result } = dataMethods[method];
  const ask: (params: Params<WorkerContract, Method>, signal: AbortSignal) => Promise<unknown> = handlers[method];
  await timed(
    `message: ${name}`,
    async () => v.parse(result, structuredClone(await ask(v.parse(question, params) as Params<WorkerContract, Method>, signal))),
    often,
  );
}
const none = { period: 'all', repository: null, branch: null, model: null, part: null } as const;
for (const [name, filter] of Object.entries({
  'all time': none,
  '30 days': { ...none, period: '30days' as const },
  'one model': { ...none, model: 'claude-opus-5-5' },
  'one part': { ...none, part: 'onDefaultBranch' as const },
  'one model of 30 days': { ...none, period: '30days' as const, model: 'claude-opus-5-5' },
}))
  await asked(`overview, ${name}`, 'overview', { filter });
const page = { offset: 0, limit: longestPage };
await asked('sessions, a page', 'sessionList', { filter: none, search: '', order: 'cost', descending: true, ...page });
await asked('sessions, a page of one part', 'sessionList', {
  ...{ filter: { ...none, part: 'noEdits' }, search: '', order: 'cost', descending: true, ...page },
});
await asked('commits, a page', 'commits', { filter: none, subjects: false, ...page });
await asked('commits, a page of one part', 'commits', { filter: { ...none, part: 'onDefaultBranch' }, subjects: false, ...page });
await asked('session page', 'sessionPage', { sessionId: linked[1000]?.sessionId ?? '' });
await asked('explain', 'explain', { reference: linked[1000]?.sha ?? '', kind: 'commit', folder: repository });
await timed('report by commit', () => engine.report({ sinceMs: null, untilMs: null, by: 'commit', repository }), often);
await timed('explain a commit', () => engine.explain({ reference: linked[1000]?.sha ?? '', kind: 'commit', folder: repository }), often);
await timed('git, nothing new', () => engine.readGit({ folders: [repository] }), often);
for (const time of ['first', 'second', 'third', 'fourth']) {
  appendFileSync(lastTranscript, oneMoreLine(lastTranscript, Date.now(), repository));
  await timed(`ingest, one line appended, the ${time} time`, () => engine.ingest({}));
  await timed('  overview after it', () => engine.overview(overview));
  await timed('  overview again', () => engine.overview(overview));
}
showMemory();
await engine.close();
if (given === undefined) rmSync(root, { recursive: true, force: true });
