/** A view of each kind, with a value in every field. */
import { standingParts } from '../../src/core/attribution/placement.ts';
import type { CommitChange, CommitLink, CommitRow, PullRequestRow } from '../../src/core/report/commits.ts';
import type { Explanation } from '../../src/core/report/explanation.ts';
import type { FilePage } from '../../src/core/report/filePage.ts';
import type { Holdings } from '../../src/core/report/holdings.ts';
import type { Overview } from '../../src/core/report/overview.ts';
import type { StayedFigures } from '../../src/core/report/outcomes/stayedView.ts';
import type { SessionListRow, SessionPage } from '../../src/core/report/sessionPage.ts';
import type { Standing } from '../../src/core/report/standing.ts';
import { money, now } from './snapshots.ts';

export const aSha = 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334';

export function aStanding(some: Partial<Standing> = {}): Standing {
  const parts = standingParts.map((part) => ({ part, money: money(part === 'onDefaultBranch' ? 2.31 : 0), commits: 1, sessions: 1 }));
  return {
    total: money(2.31),
    parts,
    attributedNanodollars: 2_310_000_000,
    unattributed: [{ reason: 'noEdits', money: money(0) }],
    sideCallsUnknown: false,
    commitsOnDefaultBranch: 1,
    firstWindowClosesAtMs: now + 14 * 86_400_000,
    windowsClosed: 0,
    nextWindowClosesAtMs: now + 14 * 86_400_000,
    ...some,
  };
}

export function aCommitLink(some: Partial<CommitLink> = {}): CommitLink {
  return {
    sessionId: 'session-1',
    tier: 1,
    confidence: 'recorded',
    evidence: {
      kind: 'operation',
      toolUseId: 'toolu_1',
      position: 0,
      agentId: '',
      startedAtMs: now - 60_000,
      endedAtMs: now - 59_000,
      recordedSha: aSha.slice(0, 7),
      refound: false,
      sameSubject: true,
      authorTimeInCall: true,
    },
    sentence: 'The session ran git commit itself at 13:59.',
    money: money(2.31),
    ...some,
  };
}

export function aCommitRow(some: Partial<CommitRow> = {}): CommitRow {
  return {
    sha: aSha,
    repository: '/home/ada/loom',
    authoredAtMs: now - 60_000,
    branch: 'main',
    onDefaultBranch: true,
    defaultBranch: 'main',
    reachable: true,
    own: true,
    merge: false,
    part: 'onDefaultBranch',
    links: [aCommitLink()],
    money: money(2.31),
    models: [{ model: 'claude-opus-5-5', money: money(2.31) }],
    linesAdded: 12,
    linesRemoved: 3,
    files: ['src/pattern.ts'],
    fileCount: 1,
    linesWithClaude: 12,
    change: aCommitChange(),
    copies: [{ sha: 'b'.repeat(40), branch: 'release' }],
    subject: null,
    ...some,
  };
}

export function aCommitChange(some: Partial<CommitChange> = {}): CommitChange {
  return {
    sha: aSha,
    style: 'trunk',
    state: 'pending',
    pending: 'windowOpen',
    shippedAtMs: now - 60_000,
    windowDays: 14,
    windowClosesAtMs: now + 14 * 86_400_000,
    setAside: false,
    joined: null,
    words: 'window open until 6 December 2026',
    sentences: ['It came on to main on 22 November 2026 as a commit of its own.', 'Its window of 14 days is open until 6 December 2026.'],
    lines: { committed: 12, shipped: 11, at: { 7: { gap: 'tooYoung' }, 14: { gap: 'tooYoung' }, 30: { gap: 'tooYoung' } } },
    ...some,
  };
}

export function aPullRequestRow(some: Partial<PullRequestRow> = {}): PullRequestRow {
  return {
    url: 'https://forge.example/ada/loom/pull/7',
    number: 7,
    repository: '/home/ada/loom',
    branch: 'weave',
    created: true,
    reviewed: false,
    firstSeenAtMs: now - 3_600_000,
    sessionIds: ['session-1'],
    commits: [aSha],
    money: money(2.31),
    onDefaultBranch: null,
    defaultBranch: 'main',
    ...some,
  };
}

export function aSessionListRow(some: Partial<SessionListRow> = {}): SessionListRow {
  return {
    sessionId: 'session-1',
    startedAtMs: now - 1_800_000,
    endedAtMs: now - 10_000,
    cwd: '/home/ada/loom',
    repository: '/home/ada/loom',
    branches: ['main'],
    models: ['claude-opus-5-5'],
    turns: 4,
    subagents: 1,
    linesAdded: 12,
    linesRemoved: 3,
    figures: {
      requests: 9,
      inputTokens: 1200,
      outputTokens: 800,
      cacheWrite5mTokens: 0,
      cacheWrite1hTokens: 40_000,
      cacheReadTokens: 1_500_000,
      webSearches: 0,
      costNanodollars: 1_840_000_000,
      sideCallsNanodollars: null,
      unpricedRequests: 0,
      lowerBound: false,
    },
    money: money(1.84),
    whole: money(1.84),
    defaultBranch: 'main',
    parts: [{ part: 'onDefaultBranch', money: money(1.84) }],
    commits: 1,
    live: true,
    ...some,
  };
}

export function aSessionPage(some: Partial<SessionPage> = {}): SessionPage {
  return {
    row: aSessionListRow(),
    standing: aStanding(),
    timezone: 'Europe/Berlin',
    models: [{ model: 'claude-opus-5-5', money: money(1.84) }],
    sideCalls: null,
    turns: [
      {
        turn: 1,
        atMs: now - 1_800_000,
        money: money(1.84),
        cumulativeNanodollars: 1_840_000_000,
        requests: 9,
        contextTokens: 84_000,
        contextWindow: 200_000,
      },
    ],
    marks: [{ kind: 'commit', atMs: now - 60_000, turn: 1, label: 'a1b2c3d', sha: aSha, failed: false }],
    subagents: [{ agentId: 'a1', startedAtMs: now - 1000, endedAtMs: now, money: money(0.2) }],
    cache: { readTokens: 9, writtenTokens: 1, uncachedTokens: 0, hitShare: 0.9 },
    commits: [
      { sha: aSha, repository: '/home/ada/loom', link: aCommitLink(), onDefaultBranch: true, branch: 'main', defaultBranch: 'main' },
    ],
    pullRequests: [{ url: 'https://forge.example/ada/loom/pull/7', number: 7, created: true, reviewed: false }],
    checks: { passed: 1, failed: 0, unknown: 2 },
    title: null,
    ...some,
  };
}

export function aFilePage(some: Partial<FilePage> = {}): FilePage {
  return {
    ...{ repository: '/home/ada/loom', file: 'src/pattern.ts', defaultBranch: 'main', money: money(1.84), edits: 3 },
    lines: { all: 40, withClaude: 30, ofSessions: 28 },
    problem: null,
    sessions: [{ sessionId: 'session-1', lastEditAtMs: now - 60_000, edits: 3, money: money(1.84), lines: 28, linesCost: 900_000_000 }],
    ...some,
  };
}

export function anExplanation(some: Partial<Explanation> = {}): Explanation {
  return {
    subject: 'commit',
    id: aSha,
    title: 'Commit a1b2c3d',
    repository: '/home/ada/loom',
    money: money(2.31),
    summary: 'at list price: 9 requests in 1 session, on main.',
    paragraphs: [
      {
        text: 'because: session 14:02 to 14:31 ran git commit itself (own record).',
        mix: { requests: '9 requests since the edit before', models: [{ model: 'claude-opus-5-5', money: money(2.31) }] },
        money: money(2.31),
        evidence: { kind: 'session', id: 'session-1' },
      },
    ],
    ...some,
  };
}

export function someHoldings(some: Partial<Holdings> = {}): Holdings {
  return {
    ledger: { path: '/home/ada/.payoff/ledger.sqlite', bytes: 400_000, readOnly: false },
    firstAtMs: now - 86_400_000,
    lastAtMs: now,
    counts: [{ what: 'requests', count: 40 }],
    repositories: [{ repository: '/home/ada/loom', sessions: 2, requests: 40 }],
    outsideRepositories: { sessions: 1, requests: 3 },
    exclude: ['/home/ada/private/**'],
    archivedFiles: 1,
    trust: 'Numbers, times and names of paths and branches.',
    ...some,
  };
}

export function someStayed(some: Partial<StayedFigures> = {}): StayedFigures {
  return {
    counts: { attempted: 26, verified: 19, pending: 6, reverted: 1, hotfixed: 0, reopened: 0, closed: 20, closedVerified: 19 },
    costPerChange: money(6.39),
    settled: { spend: money(121.41), verified: 19 },
    distribution: {
      ...{ count: 19, lowest: 0.2e9, firstQuartile: 0.9e9, median: 1.4e9, thirdQuartile: 2.6e9, highest: 8.1e9, dearestTenth: 0.4 },
      bins: [{ upTo: 8.1e9, count: 19 }],
    },
    tooFew: null,
    dearest: { repository: '/home/ada/loom', sha: aSha, money: money(8.1) },
    lines: {
      ...{ days: 14, changes: 19, lines: 1538, surviving: 1302, share: 0.846 },
      interval: { low: 0.78, high: 0.91 },
      left: { tooYoung: 6, notFetched: 0, notLooked: 0 },
    },
    waitsFor: null,
    setAside: null,
    verdict: 'Too early to say: two quarters are compared.',
    ...some,
  };
}

export function anOverview(some: Partial<Overview> = {}): Overview {
  return {
    atMs: now,
    timezone: 'Europe/Berlin',
    asOf: '2026-11-22',
    firstDay: '2026-10-25',
    lastDay: '2026-11-22',
    days: 29,
    sentence: 'In the last 29 days you used $2.31 at list price. All of it is on main today: 1 change.',
    sentenceKind: 'onDefaultBranch',
    defaultBranch: 'main',
    standing: aStanding(),
    whole: money(2.31),
    wholePlan: money(4),
    windows: '1 commit on main: not there for 14 days yet (on 6 December).',
    sessions: 1,
    requests: 9,
    before: { total: money(1), standing: aStanding(), sessions: 1, wholePlan: money(2) },
    figures: [
      {
        id: 'session',
        label: 'A session',
        distribution: {
          count: 30,
          lowest: 1,
          firstQuartile: 2,
          median: 3.5,
          thirdQuartile: 4,
          highest: 5,
          dearestTenth: 0.4,
          bins: [{ upTo: 5, count: 30 }],
        },
        tooFew: null,
      },
      { id: 'commit', label: 'A commit', distribution: null, tooFew: 'Too few to say: 11 of the 30 commits needed.' },
    ],
    stayed: someStayed(),
    worthALook: [
      { id: 'dear', sentence: 'One commit took a fifth.', money: money(1), leadsTo: { view: 'shipped', sha: aSha } },
      { id: 'loose', sentence: 'A tenth is in no commit.', money: null, leadsTo: { view: 'sessions', sessionId: null, part: 'noCommit' } },
    ],
    branches: [
      {
        repository: '/home/ada/loom',
        branch: 'main',
        defaultBranch: 'main',
        money: money(2.31),
        sessions: 1,
        commits: 1,
        lastAtMs: now,
        parts: [{ part: 'onDefaultBranch', money: money(2.31) }],
      },
    ],
    otherBranches: null,
    weeks: [
      {
        week: '2026-11-16',
        partial: true,
        money: money(2.31),
        tokens: 9,
        outcomes: null,
        verifiedShare: null,
        costPerChange: null,
        windowChange: null,
      },
    ],
    spend: {
      grain: 'day',
      rows: [
        {
          ...{ firstDay: '2026-11-22', lastDay: '2026-11-22', partial: false },
          ...{ money: money(2.31), models: [{ model: 'claude-opus-5-5', money: money(2.31) }] },
        },
      ],
    },
    choices: {
      repositories: [{ repository: '/home/ada/loom', name: 'loom', read: true }],
      branches: ['main'],
      models: [{ model: 'claude-opus-5-5', label: 'Opus 5.5' }],
    },
    notes: [{ kind: 'shallow', sentence: 'Shallow clone: changes before 3 October cannot be seen.' }],
    ...some,
  };
}
