/** Sessions as a team is told of them: each once, in the week in which it began. */
import type { History } from '../attribution/history.ts';
import { getOrAdd } from '../report/moneySum.ts';
import { countTurns } from '../transcript/prompt.ts';
import { entranceOf } from './entrance.ts';
import type { Entrance } from './entrance.ts';
import type { SessionLength } from './teamWeek.ts';

/** The most turns of a short session, and of a medium one. */
export const lengthsUpTo = { short: 3, medium: 15 };

/** Sums of one session, over its whole life. */
export interface TeamSession {
  readonly sessionId: string;
  /** Its first request, milliseconds UTC. */
  readonly startMs: number;
  /** By its first request. */
  readonly entrance: Entrance;
  /** Nanodollars: requests, and side calls that are known. */
  cost: number;
  /** Nanodollars by model and by bucket, the first one first. */
  readonly models: Map<string, number>;
  readonly buckets: Map<string, number>;
}

interface Names {
  readonly modelOf: (model: string) => string;
  readonly bucketOf: (repository: string) => string;
}

/** By id. Side calls are a session's whole cost's, and no model's. */
export function teamSessions({ requests, sideCalls }: History, { modelOf, bucketOf }: Names): ReadonlyMap<string, TeamSession> {
  const sessions = new Map<string, TeamSession>();
  for (const { sessionId, atMs, entrypoint, model, nanodollars, repository } of requests) {
    const session = getOrAdd(sessions, sessionId, () => ({
      ...{
        sessionId,
        startMs: atMs,
        entrance: entranceOf(entrypoint),
        cost: 0,
        models: new Map<string, number>(),
        buckets: new Map<string, number>(),
      },
    }));
    const cost = nanodollars ?? 0;
    session.cost += cost;
    add(session.models, modelOf(model), cost);
    add(session.buckets, bucketOf(repository), cost);
  }
  for (const { sessionId, nanodollars } of sideCalls) {
    const session = sessions.get(sessionId);
    if (session !== undefined) session.cost += nanodollars ?? 0;
  }
  return sessions;
}

/** Null of a headless one. */
export function lengthOf({ sessionId, entrance }: TeamSession, { turns }: Pick<History, 'turns'>): SessionLength | null {
  if (entrance === 'headless') return null;
  const count = countTurns(turns.get(sessionId) ?? []);
  return count <= lengthsUpTo.short ? 'short' : count <= lengthsUpTo.medium ? 'medium' : 'long';
}

/** Own changes that stayed, each counted for the first of its sessions. */
export function stayedBySession({ outcomes }: Pick<History, 'outcomes'>): ReadonlyMap<string, number> {
  const stayed = new Map<string, number>();
  for (const { changes } of outcomes.values())
    for (const { own, setAside, state, sessionIds } of changes)
      if (own && !setAside && state === 'verified' && sessionIds[0] !== undefined) add(stayed, sessionIds[0], 1);
  return stayed;
}

/** The name with most; of as much the first. `''` without any. */
export function dearestOf(costs: ReadonlyMap<string, number>): string {
  let [dearest, most] = ['', -1];
  for (const [name, cost] of costs) if (cost > most) [dearest, most] = [name, cost];
  return dearest;
}

function add(sums: Map<string, number>, name: string, amount: number): void {
  sums.set(name, (sums.get(name) ?? 0) + amount);
}
