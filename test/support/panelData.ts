/** A made-up month of work for the panel's tests: the same on every run, and adding up as the real one does. */
import { standingParts } from '../../src/core/attribution/placement.ts';
import { dayKey } from '../../src/core/report/time.ts';
import type { StandingPart } from '../../src/core/attribution/placement.ts';
import type { CommitLink, CommitRow, PullRequestRow } from '../../src/core/report/commits.ts';
import type { Money } from '../../src/core/report/live.ts';
import type { SessionListRow } from '../../src/core/report/sessionPage.ts';

export const panelZone = 'Europe/Berlin';
export const panelNowMs = Date.UTC(2026, 10, 22, 15, 20);
export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

export interface PanelData {
  readonly sessions: readonly SessionListRow[];
  readonly titles: ReadonlyMap<string, string>;
  readonly commits: readonly CommitRow[];
  readonly pullRequests: readonly PullRequestRow[];
}

const work = [
  { repository: '/home/sam/work/harbor', branches: ['main', 'feature/berth-search', 'fix/tide-offsets', 'feature/offline-charts'] },
  { repository: '/home/sam/work/ledger-api', branches: ['main', 'spike/event-store', 'feature/refund-webhooks'] },
  { repository: '/home/sam/work/site', branches: ['main', 'redesign/landing-page-with-a-rather-long-branch-name'] },
] as const;
const titles = [
  'Search berths by depth and length',
  'Why do tide tables drift after the clocks change?',
  'Refund webhooks arrive twice',
  'Landing page: new pricing section',
  'Move chart tiles to a worker',
  'Read the event-store proposal',
  'Flaky test in the booking suite',
  'Upgrade the router and its types',
  'Explain the ledger’s rounding',
  'Keyboard navigation in the berth list',
];
const subjects = [
  'Find berths by depth, length and draught',
  'Count tide offsets in the harbour’s own zone',
  'Answer a repeated webhook with the first result',
  'Show prices with and without tax',
  'Draw chart tiles on a worker',
  'Keep the list’s place when a filter changes',
  'Test bookings against a fixed clock',
  'Name the ledger’s rounding in one place',
];
const models = ['claude-opus-5-5', 'claude-sonnet-5', 'claude-haiku-5-5'] as const;

/** Numbers between 0 and 1, the same for the same seed. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function amount(nanodollars: number): Money {
  return { nanodollars: Math.round(nanodollars), unpricedRequests: 0, lowerBound: false };
}

export function sum(amounts: Iterable<Money>): Money {
  const total = { nanodollars: 0, unpricedRequests: 0, lowerBound: false };
  for (const each of amounts) {
    total.nanodollars += each.nanodollars;
    total.unpricedRequests += each.unpricedRequests;
    total.lowerBound ||= each.lowerBound;
  }
  return total;
}

/** `days` days of `count` sessions that end shortly before `panelNowMs`. */
export function panelData(count = 60, days = 29): PanelData {
  const random = chance(7);
  const made = Array.from({ length: count }, (_, index) => session(index, count, days, random));
  const sessions = made.map(({ row }) => row).sort((one, other) => other.endedAtMs - one.endedAtMs);
  const commits = made.flatMap(({ commits: own }) => own);
  const unlinked = Array.from({ length: Math.min(6, count) }, (_, index): CommitRow => ({
    ...bare(sha(random), work[index % 3]?.repository ?? '', panelNowMs - (index * 4 + 1.4) * dayMs, 'main'),
    part: null,
    subject: ['Correct a typo', 'Merge the release notes', 'Raise the version'][index % 3] ?? null,
    linesAdded: 3 + index,
    linesRemoved: 1,
  }));
  return {
    sessions,
    titles: new Map(sessions.map(({ sessionId }, index) => [sessionId, titles[(index * 7) % titles.length] ?? ''])),
    commits: [...commits, ...unlinked].sort((one, other) => other.authoredAtMs - one.authoredAtMs),
    pullRequests: pullRequests(commits),
  };
}

function session(index: number, count: number, days: number, random: () => number): { row: SessionListRow; commits: readonly CommitRow[] } {
  const place = work[random() < 0.55 ? 0 : random() < 0.6 ? 1 : 2];
  const branch = place.branches[Math.floor(random() ** 1.6 * place.branches.length)] ?? 'main';
  const endedAtMs = panelNowMs - ((index + 0.2 + random() * 0.7) / count) * days * dayMs;
  const startedAtMs = endedAtMs - (0.2 + random() * 2.4) * hourMs;
  const nanodollars = Math.round(Math.exp(1.25 + (random() + random() + random() - 1.5) * 1.7) * 1.572e9);
  const turns = 3 + Math.floor(random() * 34);
  const fate = random();
  const main: StandingPart =
    fate < 0.68
      ? 'onDefaultBranch'
      : fate < 0.78
        ? 'onAnotherBranch'
        : fate < 0.82
          ? 'cameBack'
          : fate < 0.88
            ? 'openWork'
            : fate < 0.93
              ? 'noCommit'
              : fate < 0.99
                ? 'noEdits'
                : 'outsideRepositories';
  const spent = Math.round(nanodollars * (0.82 + random() * 0.17));
  const parts =
    main === 'noEdits' || main === 'outsideRepositories'
      ? [{ part: main, money: amount(nanodollars) }]
      : [
          { part: main, money: amount(spent) },
          { part: 'noEdits' as const, money: amount(nanodollars - spent) },
        ];
  const sessionId = `${(index + 1).toString(16).padStart(8, '0')}-7c1e-4f5a-9b2d-${sha(random).slice(0, 12)}`;
  const committed = main === 'onDefaultBranch' || main === 'onAnotherBranch' || main === 'cameBack';
  const howMany = committed ? 1 : 0;
  const row: SessionListRow = {
    sessionId,
    startedAtMs,
    endedAtMs,
    cwd: place.repository,
    repository: main === 'outsideRepositories' ? '' : place.repository,
    branches: [branch],
    models: random() < 0.6 ? [models[0], models[2]] : [models[random() < 0.7 ? 1 : 0]],
    turns,
    subagents: random() < 0.3 ? 1 + Math.floor(random() * 3) : 0,
    linesAdded: committed || main !== 'noEdits' ? Math.floor(random() * 420) : 0,
    linesRemoved: committed ? Math.floor(random() * 120) : 0,
    figures: {
      requests: turns * 6,
      inputTokens: turns * 900,
      outputTokens: turns * 2100,
      cacheWrite5mTokens: turns * 9000,
      cacheWrite1hTokens: 0,
      cacheReadTokens: turns * 160_000,
      webSearches: 0,
      costNanodollars: nanodollars,
      sideCallsNanodollars: 0,
      unpricedRequests: 0,
      lowerBound: false,
    },
    money: amount(nanodollars),
    parts,
    commits: howMany,
    live: index === 0,
  };
  const commits = Array.from({ length: howMany }, (_, at) => commitOf(row, main, branch, amount(at === 0 ? spent : 0), random));
  return { row, commits };
}

function commitOf(row: SessionListRow, part: StandingPart, branch: string, money: Money, random: () => number): CommitRow {
  const onDefaultBranch = part === 'onDefaultBranch' || part === 'cameBack';
  const tier = random() < 0.7 ? 1 : random() < 0.6 ? 2 : 3;
  const base = bare(
    sha(random),
    row.repository,
    row.endedAtMs - 4 * 60_000,
    onDefaultBranch ? 'main' : branch === 'main' ? 'feature/berth-search' : branch,
  );
  const link: CommitLink = {
    sessionId: row.sessionId,
    tier,
    confidence: 'recorded',
    evidence: {
      kind: tier === 1 ? 'operation' : tier === 2 ? 'printed' : 'call',
      toolUseId: 'toolu_01',
      position: 0,
      agentId: '',
      startedAtMs: base.authoredAtMs - 2000,
      endedAtMs: base.authoredAtMs + 1000,
      recordedSha: base.sha.slice(0, 7),
      refound: false,
      sameSubject: true,
      authorTimeInCall: true,
    },
    sentence:
      tier === 1
        ? 'The session ran git commit itself, and Claude Code recorded this commit (own record).'
        : tier === 2
          ? 'The session ran git commit itself, and git printed this commit (own record).'
          : 'The session ran git commit itself: author time inside the call, same subject (own record).',
    money,
  };
  return {
    ...base,
    part,
    onDefaultBranch,
    links: [link],
    money,
    models: row.models.map((model, index) => ({ model, money: amount(money.nanodollars * (index === 0 ? 0.9 : 0.1)) })),
    linesAdded: 12 + Math.floor(random() * 300),
    linesRemoved: Math.floor(random() * 90),
    copies: random() < 0.15 ? [{ sha: sha(random), branch: 'release/1.4' }] : [],
    subject: subjects[Math.floor(random() * subjects.length)] ?? null,
  };
}

function bare(id: string, repository: string, authoredAtMs: number, branch: string): CommitRow {
  return {
    sha: id,
    repository,
    authoredAtMs,
    branch,
    onDefaultBranch: branch === 'main',
    reachable: true,
    own: true,
    merge: false,
    part: null,
    links: [],
    money: null,
    models: [],
    linesAdded: 0,
    linesRemoved: 0,
    copies: [],
    subject: null,
  };
}

function pullRequests(commits: readonly CommitRow[]): readonly PullRequestRow[] {
  return commits.slice(0, 5).map((commit, index) => ({
    url: `https://git.example/sam/harbor/pull/${String(118 - index)}`,
    number: 118 - index,
    repository: commit.repository,
    branch: commit.branch === 'main' ? 'feature/berth-search' : commit.branch,
    created: index !== 2,
    firstSeenAtMs: commit.authoredAtMs + hourMs,
    sessionIds: commit.links.map(({ sessionId }) => sessionId),
    commits: [commit.sha],
    money: index === 2 ? null : commit.money,
    onDefaultBranch: index === 0 ? false : commit.onDefaultBranch,
  }));
}

function sha(random: () => number): string {
  return Array.from({ length: 40 }, () => Math.floor(random() * 16).toString(16)).join('');
}

/** Every part with its sum over sessions, in the order of the bar. */
export function partsOf(
  sessions: readonly SessionListRow[],
): ReadonlyMap<StandingPart, { money: Money; sessions: number; commits: number }> {
  return new Map(
    standingParts.map((part) => {
      const inPart = sessions.filter(({ parts }) => parts.some((each) => each.part === part));
      const money = sum(inPart.flatMap(({ parts }) => parts.filter((each) => each.part === part).map((each) => each.money)));
      const commits = inPart.filter(({ parts }) => parts[0]?.part === part).reduce((count, row) => count + row.commits, 0);
      return [part, { money, sessions: inPart.length, commits }];
    }),
  );
}

export function dayOf(ms: number): string {
  return dayKey(ms, panelZone);
}
