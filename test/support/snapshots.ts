import type { LiveSession, LiveSnapshot, Money, PlanReading, RestingSession } from '../../src/core/report/live.ts';

/** Sunday 2026-11-22, 14:00 in Berlin. */
export const now = Date.parse('2026-11-22T13:00:00Z');

export function money(amount: number, some: Partial<Money> = {}): Money {
  return { nanodollars: Math.round(amount * 1e9), unpricedRequests: 0, lowerBound: false, ...some };
}

export function aLiveSession(some: Partial<LiveSession> = {}): LiveSession {
  const total = some.money ?? money(1.84);
  return {
    sessionId: 'session-1',
    money: total,
    startedAtMs: now - 12 * 60_000,
    lastRequestAtMs: now - 10_000,
    models: [{ model: 'claude-opus-5-5', money: total }],
    contextTokens: 84_000,
    contextWindow: 200_000,
    branch: 'main',
    cwd: '/home/ada/loom',
    repository: '/home/ada/loom',
    cache: { warmUntilMs: now + 32 * 60_000, nextTurnWarmNanodollars: 60_000_000, nextTurnColdNanodollars: 1_180_000_000 },
    ...some,
  };
}

export function aRestingSession(some: Partial<RestingSession> = {}): RestingSession {
  return {
    ...{ sessionId: 'session-2', branch: 'main', cwd: '/home/ada/loom', repository: '/home/ada/loom' },
    cache: { warmUntilMs: now + 32 * 60_000, nextTurnWarmNanodollars: 60_000_000, nextTurnColdNanodollars: 1_180_000_000 },
    ...some,
  };
}

export function aSnapshot(some: Partial<LiveSnapshot> = {}): LiveSnapshot {
  return {
    atMs: now,
    timezone: 'Europe/Berlin',
    live: [aLiveSession()],
    today: money(12.4),
    todayByRepository: [{ repository: '/home/ada/loom', cwd: '/home/ada/loom', money: money(12.4) }],
    reading: null,
    plan: null,
    empty: false,
    ...some,
  };
}

export function aPlan(some: Partial<PlanReading> = {}): PlanReading {
  return {
    plan: 'max',
    tier: '5x',
    windows: [
      { kind: 'five_hour', percent: 42.7, resetsAtMs: now + 92 * 60_000 },
      { kind: 'seven_day', percent: 31, resetsAtMs: now + 44 * 3_600_000 },
    ],
    fetchedAtMs: now - 3 * 60_000,
    ...some,
  };
}
