import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { buildLiveSnapshot } from '../../../src/core/report/liveSnapshot.ts';
import type { SnapshotInput } from '../../../src/core/report/liveSnapshot.ts';
import type { LiveSession, LiveSnapshot } from '../../../src/core/report/live.ts';
import type { RequestRow } from '../../../src/core/report/rows.ts';
import { aRequest, testRate } from '../../support/rows.ts';

const now = Date.parse('2026-11-22T13:00:00Z');
const minutes = (count: number): number => count * 60_000;

function snapshot(requests: readonly RequestRow[], some: Partial<SnapshotInput> = {}): LiveSnapshot {
  return buildLiveSnapshot({
    nowMs: now,
    timezone: 'Europe/Berlin',
    requests,
    liveSessionIds: new Set(['live']),
    rate: testRate,
    contextWindow: (model) => (model === 'claude-opus-5-5' ? 200_000 : null),
    plan: null,
    reading: null,
    empty: false,
    ...some,
  });
}

function session(requests: readonly RequestRow[]): LiveSession {
  const [only] = snapshot(requests.map((row) => ({ ...row, sessionId: 'live' }))).live;
  assert.ok(only);
  return only;
}

describe('a live session', () => {
  it('costs what all its requests cost, subagents and yesterday included', () => {
    const requests = [
      aRequest({ sessionId: 'live', atMs: now - minutes(24 * 60) }),
      aRequest({ sessionId: 'live', atMs: now - minutes(2) }),
      aRequest({ sessionId: 'live', agentId: 'a1', atMs: now - minutes(1), model: 'claude-haiku-4-5-20251001' }),
      aRequest({ sessionId: 'other', atMs: now - minutes(3) }),
    ];
    const { live, today } = snapshot(requests);
    assert.equal(live.length, 1);
    const [only] = live;
    assert.equal(only?.money.nanodollars, 4_400_000 * 2 + 1_100_000);
    assert.deepEqual([only.startedAtMs, only.lastRequestAtMs], [now - minutes(24 * 60), now - minutes(1)]);
    assert.deepEqual(
      only.models.map(({ model, money }) => [model, money.nanodollars]),
      [
        ['claude-opus-5-5', 8_800_000],
        ['claude-haiku-4-5', 1_100_000],
      ],
    );
    assert.equal(today.nanodollars, 4_400_000 * 2 + 1_100_000);
  });

  it("takes its context from the main thread's last request, whatever subagents did since", () => {
    const main = { input: 10, output: 5000, cacheWrite5m: 400, cacheWrite1h: 600, cacheRead: 20_000 };
    const { contextTokens, contextWindow, branch } = session([
      aRequest({ atMs: now - minutes(3), tokens: { input: 1 } }),
      aRequest({ atMs: now - minutes(2), tokens: main, branch: 'weave' }),
      aRequest({ atMs: now - minutes(1), agentId: 'a1', tokens: { input: 99_999 }, branch: 'agent' }),
    ]);
    assert.deepEqual({ contextTokens, contextWindow, branch }, { contextTokens: 21_010, contextWindow: 200_000, branch: 'weave' });
  });

  it('has a cache for five minutes or an hour after its last request, by what it wrote', () => {
    const warmUntil = (...turns: readonly Partial<RequestRow['tokens']>[]) =>
      session(turns.map((tokens, index) => aRequest({ atMs: now - minutes(turns.length - index), tokens }))).cache?.warmUntilMs;
    assert.equal(warmUntil({ cacheWrite5m: 1000 }), now - minutes(1) + minutes(5));
    assert.equal(warmUntil({ cacheWrite1h: 1000 }), now - minutes(1) + minutes(60));
    assert.equal(warmUntil({ cacheWrite1h: 1000 }, { cacheRead: 1000 }), now - minutes(1) + minutes(60)); // a read renews
    assert.equal(warmUntil({ cacheWrite1h: 600, cacheWrite5m: 400 }), now - minutes(1) + minutes(5)); // as the client says it
    assert.equal(warmUntil({ cacheRead: 1000 }), now - minutes(1) + minutes(5));
    assert.equal(warmUntil({ input: 1000 }), undefined);
  });

  it('tells what the next turn costs from the cache, and written again', () => {
    const { cache } = session([aRequest({ atMs: now, tokens: { input: 1000, cacheWrite1h: 9000, cacheRead: 90_000 } })]);
    assert.deepEqual(cache, { warmUntilMs: now + minutes(60), nextTurnWarmNanodollars: 40_000_000, nextTurnColdNanodollars: 800_000_000 });
    const short = session([aRequest({ atMs: now, tokens: { cacheWrite5m: 100_000 } })]).cache;
    assert.equal(short?.nextTurnColdNanodollars, 500_000_000);
  });

  it('of which some lives for an hour reads that and writes the rest while the hour lasts', () => {
    const mixed = { cacheWrite1h: 60_000, cacheWrite5m: 40_000 };
    const of = (ago: number) => session([aRequest({ atMs: now - minutes(ago), tokens: mixed })]).cache;
    assert.deepEqual(of(0), { warmUntilMs: now + minutes(5), nextTurnWarmNanodollars: 40_000_000, nextTurnColdNanodollars: 224_000_000 });
    assert.deepEqual(of(60)?.nextTurnColdNanodollars, 224_000_000);
    assert.deepEqual(of(61)?.nextTurnColdNanodollars, 680_000_000);
  });

  it('has no more in the cache than its last model wrote', () => {
    const hour = { cacheWrite1h: 10_000 };
    const { cache } = session([
      aRequest({ atMs: now - minutes(2), tokens: hour }),
      aRequest({ atMs: now - minutes(1), tokens: { cacheWrite5m: 10_000 }, model: 'claude-haiku-4-5' }),
    ]);
    assert.deepEqual(cache, { warmUntilMs: now + minutes(4), nextTurnWarmNanodollars: 1_000_000, nextTurnColdNanodollars: 12_500_000 });
  });

  it('is in any order of its requests the same', () => {
    const rows = [
      aRequest({ atMs: now - minutes(3), tokens: { cacheWrite1h: 9000 } }),
      aRequest({ atMs: now - minutes(2), tokens: { cacheRead: 9000, cacheWrite5m: 500 } }),
    ];
    assert.deepEqual(session(rows), session([...rows].reverse()));
  });

  it('rests when it is no longer live and its cache is still warm', () => {
    const hour = { cacheWrite1h: 100_000 };
    const recent = (atMs: number, tokens: Partial<RequestRow['tokens']>) =>
      snapshot([aRequest({ sessionId: 'left', atMs, tokens })], { recentSessionIds: new Set(['left', 'live']) });
    const { live, resting = [] } = recent(now - minutes(20), hour);
    assert.deepEqual(
      [live, resting.map(({ sessionId, cache }) => [sessionId, cache.warmUntilMs, cache.nextTurnWarmNanodollars])],
      [[], [['left', now + minutes(40), 40_000_000]]],
    );
    assert.deepEqual(recent(now - minutes(60), hour).resting, []);
    assert.deepEqual(recent(now - minutes(6), { cacheWrite5m: 100_000 }).resting, []);
    assert.deepEqual(snapshot([aRequest({ sessionId: 'left', tokens: hour, atMs: now })]).resting, []); // of other folders
  });

  it('without a price has no cost of the next turn, and says how many requests have none', () => {
    const { cache, money, contextWindow } = session([aRequest({ model: 'claude-next-9', tokens: { cacheRead: 1000 } })]);
    assert.deepEqual(
      { cache, money, contextWindow },
      { cache: null, money: { nanodollars: 0, unpricedRequests: 1, lowerBound: false }, contextWindow: null },
    );
  });

  it('with only subagents so far has no context yet', () => {
    const { contextTokens, cache } = session([aRequest({ agentId: 'a1' })]);
    assert.deepEqual({ contextTokens, cache }, { contextTokens: 0, cache: null });
  });

  it('stands before those whose last request is older', () => {
    const requests = [aRequest({ sessionId: 'a', atMs: now - 2 }), aRequest({ sessionId: 'b', atMs: now - 1 })];
    const { live } = snapshot(requests, { liveSessionIds: new Set(['a', 'b', 'without requests']) });
    assert.deepEqual(
      live.map(({ sessionId }) => sessionId),
      ['b', 'a'],
    );
  });
});

describe('today', () => {
  it('begins at midnight of the zone', () => {
    const requests = [aRequest({ atMs: Date.parse('2026-11-21T22:59:59.999Z') }), aRequest({ atMs: Date.parse('2026-11-21T23:00:00Z') })];
    assert.equal(snapshot(requests).today.nanodollars, 4_400_000);
    assert.equal(snapshot(requests, { timezone: 'UTC' }).today.nanodollars, 0);
  });

  it('is split by repository, and outside of any by folder, the dearest first', () => {
    const requests = [
      aRequest({ repository: '/a', cwd: '/a/x' }),
      aRequest({ repository: '/b', cwd: '/b' }),
      aRequest({ repository: '/a', cwd: '/a/y' }),
      aRequest({ repository: '', cwd: '/tmp', tokens: { output: 1 }, lowerBound: true }),
    ];
    assert.deepEqual(
      snapshot(requests).todayByRepository.map(({ repository, cwd, money }) => [repository, cwd, money.nanodollars, money.lowerBound]),
      [
        ['/a', '/a/x', 8_800_000, false],
        ['/b', '/b', 4_400_000, false],
        ['', '/tmp', 20_000, true],
      ],
    );
  });
});
