/** A host for the panel's page that answers from made-up data by the real contract, and keeps what it was asked for. */
import { formatDollars } from '../../src/core/report/money.ts';
import { panelContract, panelVersion } from '../../src/protocol/panel.ts';
import { connectAnswerer } from '../../src/protocol/rpc.ts';
import { panelData, panelNowMs, panelZone, sum } from './panelData.ts';
import { fits, overviewOf, sessionPageOf } from './panelOverview.ts';
import type { Explanation } from '../../src/core/report/explanation.ts';
import type { SessionListRow } from '../../src/core/report/sessionPage.ts';
import type { OverviewNote } from '../../src/core/report/overview.ts';
import type { PanelContract, PanelSettings, PanelView } from '../../src/protocol/panel.ts';
import type { Answerer, Handlers, Port } from '../../src/protocol/rpc.ts';
import type { PanelData } from './panelData.ts';

export interface PanelHostOptions {
  readonly data?: PanelData;
  readonly settings?: Partial<PanelSettings>;
  readonly notes?: readonly OverviewNote[];
  readonly show?: { readonly view: PanelView; readonly id: string | null };
}

export interface PanelHost {
  /** Names of what was asked, in order, with the parameters. */
  readonly asked: { readonly method: string; readonly params: unknown }[];
  data: PanelData;
  settings: PanelSettings;
  /** Called with the method before each answer: may throw (the answer is a failure) or wait. */
  before: (method: string) => void | Promise<void>;
  readonly answerer: Answerer<PanelContract>;
}

export const panelSettings: PanelSettings = {
  demo: false,
  trusted: true,
  firstUse: false,
  unit: 'money',
  timezoneSetting: '',
  timezone: panelZone,
  folders: [{ folder: '/home/sam/work/harbor', repository: '/home/sam/work/harbor' }],
  plan: { plan: 'max', tier: '5x', windows: [{ kind: 'five_hour', percent: 42, resetsAtMs: null }], fetchedAtMs: panelNowMs },
  reading: null,
  empty: false,
  problem: null,
};

const orders: Readonly<Record<string, (row: SessionListRow) => number | string>> = {
  endedAt: ({ endedAtMs }) => endedAtMs,
  cost: ({ money }) => money.nanodollars,
  turns: ({ turns }) => turns,
  lines: ({ linesAdded, linesRemoved }) => linesAdded + linesRemoved,
  commits: ({ commits }) => commits,
  branch: ({ branches }) => branches[0] ?? '',
};

export function connectPanelHost(port: Port, options: PanelHostOptions = {}): PanelHost {
  const asked: { method: string; params: unknown }[] = [];
  const handlers = answers(() => host, options);
  const recorded = Object.fromEntries(
    Object.entries(handlers).map(([method, handler]) => [
      method,
      async (params: never, signal: AbortSignal) => {
        asked.push({ method, params });
        await host.before(method);
        return handler(params, signal);
      },
    ]),
  ) as Handlers<PanelContract>;
  const host: PanelHost = {
    asked,
    data: options.data ?? panelData(),
    settings: { ...panelSettings, ...options.settings },
    before: () => undefined,
    answerer: connectAnswerer(panelContract, port, recorded),
  };
  return host;
}

function answers(host: () => PanelHost, options: PanelHostOptions): Handlers<PanelContract> {
  const change = (settings: Partial<PanelSettings>): null => {
    host().settings = { ...host().settings, ...settings };
    host().answerer.emit('settings', host().settings);
    return null;
  };
  const done =
    <Value>(value: Value): (() => Promise<Value>) =>
    () =>
      Promise.resolve(value);
  return {
    hello: () => Promise.resolve({ version: panelVersion, settings: host().settings, show: options.show ?? null }),
    overview: ({ filter }) => Promise.resolve(overviewOf(host().data, filter, options.notes)),
    sessionList: ({ filter, search, order, descending, offset, limit }) => {
      const by = orders[order] ?? ((): number => 0);
      const rows = host()
        .data.sessions.filter((row) => fits(row, filter) && `${row.branches.join()} ${row.repository}`.includes(search))
        .sort((one, other) => (by(one) < by(other) ? -1 : by(one) > by(other) ? 1 : 0) * (descending ? -1 : 1));
      return Promise.resolve({
        total: rows.length,
        offset,
        rows: rows.slice(offset, offset + limit),
        money: sum(rows.map(({ money }) => money)),
      });
    },
    sessionPage: ({ sessionId }) => Promise.resolve(sessionPageOf(host().data, sessionId)),
    titles: ({ sessionIds }) => Promise.resolve(sessionIds.map((id) => host().data.titles.get(id) ?? null)),
    commits: ({ filter, offset, limit }) => {
      const rows = host().data.commits.filter(
        ({ repository, part, branch }) =>
          (filter.repository === null || repository === filter.repository) &&
          (filter.part === null || part === filter.part) &&
          (filter.branch === null || branch === filter.branch),
      );
      return Promise.resolve({
        total: rows.length,
        rows: rows.slice(offset, offset + limit),
        pullRequests: offset === 0 ? host().data.pullRequests : [],
      });
    },
    explain: ({ reference, kind }) => Promise.resolve(explanationOf(host().data, reference, kind ?? 'commit')),
    receipt: ({ reference }) =>
      Promise.resolve({ kind: 'commit' as const, id: reference, markdown: `**Payoff**: ${reference.slice(0, 7)}` }),
    holdings: () =>
      Promise.resolve({
        ledger: { path: '/home/sam/.payoff/ledger.sqlite', bytes: 18_400_000, readOnly: false },
        firstAtMs: host().data.sessions.at(-1)?.startedAtMs ?? null,
        lastAtMs: panelNowMs,
        counts: [
          { what: 'requests', count: 7214 },
          { what: 'sessions', count: host().data.sessions.length },
          { what: 'edits', count: 1180 },
          { what: 'commits', count: host().data.commits.length },
          { what: 'hashes of lines', count: 48_211 },
        ],
        repositories: [...new Set(host().data.sessions.map(({ repository }) => repository))]
          .filter((each) => each !== '')
          .map((repository) => {
            const rows = host().data.sessions.filter((row) => row.repository === repository);
            return { repository, sessions: rows.length, requests: rows.reduce((count, { figures }) => count + figures.requests, 0) };
          }),
        exclude: ['/home/sam/private/**'],
        archivedFiles: 12,
        trust:
          'The ledger holds numbers, times, names of branches and paths, and keyed hashes of lines; never a prompt, an answer, file content or command text. Nothing leaves this machine.',
      }),
    exportTable: () => Promise.resolve('day,cost\n'),
    copy: done(null),
    save: done({ saved: true }),
    openCommit: done(null),
    openAddress: done(null),
    openExplanation: done(null),
    run: done(null),
    exclude: done({ done: true }),
    forget: done({ done: true }),
    deleteEverything: done({ done: true }),
    setTimezone: ({ timezone }) => Promise.resolve(change({ timezone, timezoneSetting: timezone })),
    setUnit: ({ unit }) => Promise.resolve(change({ unit })),
    dismissFirstUse: () => Promise.resolve(change({ firstUse: false })),
  };
}

function explanationOf(
  { commits, sessions }: PanelData,
  reference: string,
  kind: Explanation['subject'],
): Explanation | { readonly notFound: string } {
  const commit = commits.find(({ sha }) => sha.startsWith(reference));
  const row = sessions.find(({ sessionId }) => sessionId === (commit?.links[0]?.sessionId ?? reference));
  const money = commit === undefined ? (row?.money ?? null) : commit.money;
  if (row === undefined || money === null) return { notFound: `Nothing is known of ${reference.slice(0, 12)}.` };
  const [most, least] = [Math.round(money.nanodollars * 0.92), money.nanodollars - Math.round(money.nanodollars * 0.92)];
  return {
    subject: commit === undefined ? 'session' : kind,
    id: reference,
    title: commit === undefined ? `Session of ${row.branches[0] ?? 'no branch'}` : `Commit ${commit.sha.slice(0, 7)} on ${commit.branch}`,
    repository: row.repository,
    money,
    paragraphs: [
      {
        text: `${formatDollars(money.nanodollars)} because: session 14:02 to 14:31 ran git commit itself (own record), author time inside the call, same subject.`,
        money: null,
        evidence: { kind: 'session', id: row.sessionId },
      },
      { text: '9 requests since the edit before: Opus 5.5.', money: { ...money, nanodollars: most }, evidence: null },
      {
        text: '3 requests of a subagent: Haiku 5.5.',
        money: { ...money, nanodollars: least },
        evidence: commit === undefined ? null : { kind: 'commit', id: commit.sha },
      },
    ],
  };
}
