import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { History } from '../../../src/core/attribution/history.ts';
import { buildSessionList } from '../../../src/core/report/buildSessionList.ts';
import type { SessionListInput } from '../../../src/core/report/buildSessionList.ts';
import { buildSessionPage } from '../../../src/core/report/buildSessionPage.ts';
import { everything } from '../../../src/core/report/filterRequests.ts';
import type { SessionList } from '../../../src/core/report/sessionPage.ts';
import { aCommit, aHistory, aLink, anEdit, aPlaced, aRepository, loom, noon, shaOf } from '../../support/histories.ts';
import { aSideCall, testRate } from '../../support/rows.ts';

const minute = 60_000;
const at = (minutes: number): number => noon + minutes * minute;
const turn = (atMs: number, promptId: string, some: { readonly textHash?: string; readonly command?: boolean } = {}) => ({
  ...{ atMs, promptId, textHash: 'text', command: false, mode: '' },
  ...some,
});
const commit = { sha: 'a1b2c3d' };

describe("a session's page", () => {
  const tokens = { input: 1000, cacheRead: 8000, cacheWrite5m: 1000 };
  const history = aHistory({
    requests: [
      aPlaced('noEdits', 1, { atMs: at(-1) }),
      aPlaced(commit, 2, { atMs: at(0), tokens }),
      aPlaced(commit, 4, { atMs: at(1), agentId: 'agent', model: 'claude-haiku-4-5' }),
      aPlaced('noCommit', 8, { atMs: at(7), longContext: true }),
      aPlaced('noEdits', 16, { atMs: at(0), sessionId: 'other' }),
    ],
    repositories: [aRepository([aCommit('a1b2c3d')])],
    links: [aLink('a1b2c3d', { evidence: { endedAtMs: at(2) } })],
    turns: new Map([
      ['session-1', [turn(at(0), 'p1'), turn(at(1), 'p1'), turn(at(3), '', { command: true }), turn(at(5), 'p2'), turn(at(9), 'p3')]],
    ]),
    edits: [
      anEdit({ atMs: at(1), linesAdded: 12, linesRemoved: 0 }),
      anEdit({ toolUseId: 'edit-2', atMs: at(8), linesAdded: 1, linesRemoved: 2 }),
    ],
    compactions: [{ sessionId: 'session-1', atMs: at(6), tokensBefore: 160_000 }],
    checks: [
      { sessionId: 'session-1', atMs: at(5), kind: 'test', succeeded: false },
      { sessionId: 'session-1', atMs: at(8), kind: 'types', succeeded: null },
    ],
    sideCalls: [{ ...aSideCall(), nanodollars: 32e9 }],
    pullRequests: [
      { sessionId: 'session-1', atMs: noon, url: 'u', number: 7, action: 'linked', repository: loom, branch: '' },
      { sessionId: 'session-1', atMs: noon, url: 'u', number: 7, action: 'created', repository: loom, branch: '' },
    ],
  });
  const page = buildSessionPage({
    ...{ history, sessionId: 'session-1', rate: testRate, timezone: 'UTC', nowMs: noon, busy: new Set<string>() },
    contextWindow: (model) => (model.endsWith('[1m]') ? 1_000_000 : 200_000),
  });
  assert.ok(page);

  it('has each request in one turn, what came before the first prompt too, and turns that nothing answered', () => {
    assert.deepEqual(
      page.turns.map(({ turn: number, atMs, money, cumulativeNanodollars, requests }) => [
        number,
        atMs,
        money.nanodollars,
        cumulativeNanodollars,
        requests,
      ]),
      [
        [0, at(-1), 1e9, 1e9, 1],
        [1, at(0), 6e9, 7e9, 2],
        [2, at(5), 8e9, 15e9, 1],
        [3, at(9), 0, 15e9, 0],
      ],
    );
    assert.deepEqual([page.row.turns, page.row.money.nanodollars, page.standing.total.nanodollars], [3, 47e9, 47e9]);
  });

  it('shows the context of the main thread, as far as its window is known', () => {
    assert.deepEqual(
      page.turns.map(({ contextTokens, contextWindow }) => [contextTokens, contextWindow]),
      [
        [100, 200_000],
        [10_000, 200_000],
        [100, 1_000_000],
        [0, null],
      ],
    );
    assert.deepEqual(page.cache, { readTokens: 8000, writtenTokens: 1000, uncachedTokens: 1300, hitShare: 8000 / 10_300 });
  });

  it('tells what happened in order, without a path', () => {
    assert.deepEqual(
      page.marks.map(({ kind, turn: number, label }) => [kind, number, label]),
      [
        ['edit', 1, '12 lines added'],
        ['subagent', 1, 'subagent 1'],
        ['commit', 1, 'a1b2c3d'],
        ['check', 2, 'tests failed'],
        ['compaction', 2, '160k tokens before'],
        ['edit', 2, '1 line added, 2 removed'],
        ['check', 2, 'types ran'],
      ],
    );
    assert.deepEqual(
      page.marks.filter(({ sha }) => sha !== null).map(({ sha }) => sha),
      [shaOf('a1b2c3d')],
    );
  });

  it('says what became of it, and what its subagents cost', () => {
    assert.deepEqual(
      page.commits.map(({ sha, onDefaultBranch, branch, link }) => [sha, onDefaultBranch, branch, link.money.nanodollars]),
      [[shaOf('a1b2c3d'), true, 'main', 6e9]],
    );
    assert.deepEqual(page.subagents, [
      { agentId: 'agent', startedAtMs: at(1), endedAtMs: at(1), money: { nanodollars: 4e9, unpricedRequests: 0, lowerBound: false } },
    ]);
    assert.deepEqual(
      [page.checks, page.pullRequests],
      [{ passed: 0, failed: 1, unknown: 1 }, [{ url: 'u', number: 7, created: true, reviewed: false }]],
    );
    assert.deepEqual(
      page.models.map(({ model }) => model),
      ['claude-opus-5-5', 'claude-haiku-4-5'],
    );
    assert.equal(
      buildSessionPage({
        history,
        sessionId: 'nobody',
        rate: testRate,
        timezone: 'UTC',
        nowMs: noon,
        busy: new Set(),
        contextWindow: () => null,
      }),
      null,
    );
  });
});

describe('the list of sessions', () => {
  const history: History = aHistory({
    requests: [
      aPlaced({ sha: 'a1' }, 3, { sessionId: 'aaa', branch: 'work/weave', atMs: at(-20), repository: '/home/ada/spool' }),
      aPlaced('noEdits', 1, { sessionId: 'bbb', branch: 'main', atMs: at(-4), model: 'claude-haiku-4-5' }),
      aPlaced('noEdits', 2, { sessionId: 'ccc', branch: 'main', atMs: at(-60 * 24) }),
    ],
    links: [aLink('a1', { sessionId: 'aaa', repository: '/home/ada/spool' })],
    edits: [anEdit({ sessionId: 'ccc', atMs: at(-60 * 24), linesAdded: 5 })],
    turns: new Map([['bbb', [turn(at(-4), 'p1'), turn(at(-3), 'p2')]]]),
    sideCalls: [{ ...aSideCall({ sessionId: 'aaa', atMs: at(-20) }), nanodollars: null }],
  });
  const list = (some: Partial<SessionListInput> = {}): SessionList =>
    buildSessionList({
      ...{ history, filter: everything, rate: testRate, timezone: 'UTC', nowMs: noon, busy: new Set<string>() },
      ...{ search: '', order: 'endedAt', descending: true, offset: 0, limit: null, ...some },
    });
  const ids = (some: Partial<SessionListInput> = {}): readonly string[] => list(some).rows.map(({ sessionId }) => sessionId);

  it('is in the order that is asked for', () => {
    assert.deepEqual(ids(), ['bbb', 'aaa', 'ccc']);
    assert.deepEqual(ids({ descending: false }), ['ccc', 'aaa', 'bbb']);
    assert.deepEqual(ids({ order: 'cost' }), ['aaa', 'ccc', 'bbb']);
    assert.deepEqual(ids({ order: 'turns' })[0], 'bbb');
    assert.deepEqual(ids({ order: 'lines' })[0], 'ccc');
    assert.deepEqual(ids({ order: 'commits' })[0], 'aaa');
    assert.deepEqual(ids({ order: 'branch' })[0], 'aaa');
  });

  it('finds branch, model, repository, id and day, all of the words', () => {
    assert.deepEqual(ids({ search: 'WEAVE' }), ['aaa']);
    assert.deepEqual(ids({ search: 'haiku 4.5' }), ['bbb']);
    assert.deepEqual(ids({ search: 'spool' }), ['aaa']);
    assert.deepEqual(ids({ search: ' ccc ' }), ['ccc']);
    assert.deepEqual(ids({ search: '2026-11-21' }), ['ccc']);
    assert.deepEqual(ids({ search: 'main opus' }), ['ccc']);
    assert.deepEqual(ids({ search: 'ada' }), []);
  });

  it('gives a page of the rows, and the number and the money of all', () => {
    const page = list({ offset: 1, limit: 1 });
    assert.deepEqual([page.total, page.offset, page.money.nanodollars, page.rows.map(({ sessionId }) => sessionId)], [3, 1, 6e9, ['aaa']]);
  });

  it('says which are live, and keeps unknown side calls unknown', () => {
    const live = (some: Partial<SessionListInput>) =>
      list(some)
        .rows.filter((row) => row.live)
        .map(({ sessionId }) => sessionId);
    assert.deepEqual(live({}), ['bbb']);
    assert.deepEqual(live({ busy: new Set(['ccc']) }), ['bbb', 'ccc']);
    assert.equal(list().rows.find(({ sessionId }) => sessionId === 'aaa')?.figures.sideCallsNanodollars, null);
  });
});
