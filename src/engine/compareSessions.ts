/** Every session as Claude Code counts it and as Payoff does. */
import type { DatabaseSync } from 'node:sqlite';
import type { Rate } from '../core/pricing/rating.ts';
import type { ClaudeSession } from '../core/report/compare/compareClaude.ts';
import type { LastCost } from '../core/report/compare/lastCosts.ts';
import type { RequestRow, SideCallRow } from '../core/report/rows.ts';
import { sideCallCost } from '../core/report/sideCallCost.ts';
import { sideCalls } from '../core/report/sideCalls.ts';
import type { ModelTokens } from '../core/report/sideCalls.ts';
import { readAfterTotals, readInheritedRequests, readLastVersions } from '../ledger/comparison.ts';
import { readCostStates } from '../ledger/costStates.ts';
import type { StoredCostState } from '../ledger/costStates.ts';
import { requestsOfPeriod } from '../ledger/requestRows.ts';
import type { SideCalls } from './sideCallRows.ts';
import type { Period } from './types.ts';

export interface SessionsInput {
  readonly database: DatabaseSync;
  readonly rate: Rate;
  readonly sideCalls: SideCalls;
  /** Sessions whose client says that it is busy. */
  readonly running: ReadonlySet<string>;
  /** What the client's account file says of sessions that left no total in their transcript. */
  readonly lastCosts: ReadonlyMap<string, LastCost>;
  /** Sessions whose last request lies in it are compared. */
  readonly period: Period;
}

/** The first version that leaves a total of its own behind. */
const firstWithTotal = [2, 1, 246] as const;

interface Priced {
  readonly request: RequestRow;
  readonly nanodollars: number | null;
}

/** Sessions that ended in the period, in no particular order. */
export function claudeSessions({ database, rate, sideCalls: calls, running, lastCosts, period }: SessionsInput): readonly ClaudeSession[] {
  const bySession = new Map<string, Priced[]>();
  const byId = new Map<string, Priced>();
  for (const request of requestsOfPeriod(database, null, null)) {
    const rating = rate(request);
    const priced = { request, nanodollars: rating.priced ? rating.cost.total : null };
    byId.set(request.messageId, priced);
    const known = bySession.get(request.sessionId);
    if (known === undefined) bySession.set(request.sessionId, [priced]);
    else known.push(priced);
  }
  const sideRows = new Map(calls.all().map((row) => [row.sessionId, row]));
  const states = new Map(readCostStates(database).map((state) => [state.sessionId, state]));
  const after = readAfterTotals(database);
  const inherited = readInheritedRequests(database);
  const versions = readLastVersions(database);
  const known: Known = { bySession, sideRows, rate };

  const sessions: ClaudeSession[] = [];
  // Also those that made no request of their own: a fork that was left at once has a total all the same.
  for (const sessionId of new Set([...bySession.keys(), ...states.keys()])) {
    const own = bySession.get(sessionId) ?? [];
    const copies = (inherited.get(sessionId) ?? []).flatMap((id) => byId.get(id) ?? []);
    const lastMs = (own.at(-1) ?? copies.at(-1))?.request.atMs ?? 0;
    if ((period.sinceMs !== null && lastMs < period.sinceMs) || (period.untilMs !== null && lastMs >= period.untilMs)) continue;
    const written = states.get(sessionId);
    const counted = written === undefined ? accountTotal({ sessionId, lastCosts, before: own, copies, lastMs }, known) : null;
    const theirs = written?.clientNanodollars ?? counted?.theirs ?? null;
    const { later, total } =
      written === undefined || theirs === null
        ? { later: [], total: counted?.total ?? null }
        : splitByTotal({ state: written, own, copies, lastMs }, after.get(sessionId) ?? [Infinity], known);
    sessions.push({
      sessionId,
      theirs,
      without: theirs !== null ? null : running.has(sessionId) ? 'running' : isOlder(versions.get(sessionId) ?? '') ? 'older' : 'ended',
      own: sum(own),
      requests: own.length,
      unpricedRequests: own.filter(({ nanodollars }) => nanodollars === null).length,
      lowerBound: own.some(({ request }) => request.lowerBound),
      sideCalls: pricedCalls(sideRows.get(sessionId)?.models ?? [], lastMs, rate),
      later: sum(later),
      laterRequests: later.length,
      total,
    });
  }
  return sessions;
}

interface Known {
  readonly bySession: ReadonlyMap<string, readonly Priced[]>;
  readonly sideRows: ReadonlyMap<string, SideCallRow>;
  readonly rate: Rate;
}

interface Counted {
  readonly state: StoredCostState;
  /** Own requests up to the total. */
  readonly before: readonly Priced[];
  /** Requests of other sessions that the files repeat. */
  readonly copies: readonly Priced[];
  readonly lastMs: number;
}

/** Which own requests came after the total, and what it is made of: the moments are tried in turn until the client's tokens are those of the rest. */
function splitByTotal(
  { own, ...counted }: Omit<Counted, 'before'> & { readonly own: readonly Priced[] },
  moments: readonly number[],
  known: Known,
): { readonly later: readonly Priced[]; readonly total: ClaudeSession['total'] } {
  const ways = moments.map((afterMs) => {
    const later = own.filter(({ request }) => request.atMs >= afterMs);
    const before = later.length === 0 ? own : own.filter(({ request }) => request.atMs < afterMs);
    return { later, total: totalOf({ ...counted, before }, known) };
  });
  return ways.find(({ total }) => total !== null) ?? { later: ways[0]?.later ?? [], total: null };
}

/** Of the account file only a total whose tokens are the session's is taken: it may be of a part of it. */
function accountTotal(
  { sessionId, lastCosts, ...counted }: Omit<Counted, 'state'> & Pick<SessionsInput, 'lastCosts'> & { readonly sessionId: string },
  known: Known,
): { readonly theirs: number; readonly total: ClaudeSession['total'] } | null {
  const last = lastCosts.get(sessionId);
  if (last === undefined) return null;
  const state = { sessionId, models: last.models, clientNanodollars: last.nanodollars, firstRecordMs: null, ancestors: [] };
  const total = totalOf({ state, ...counted }, known);
  return total === null ? null : { theirs: last.nanodollars, total };
}

/**
 * Of which requests the client's tokens are made: the session's own and inherited ones; for a fork its parents' subagents too, whose files
 * are not copied; or, for a conversation that was branched off in the client, its own alone. Null when they are made of none of these.
 */
function totalOf({ state, before, copies, lastMs }: Counted, { bySession, sideRows, rate }: Known): ClaudeSession['total'] {
  const parents = state.ancestors.map((id) => sideRows.get(id)?.models ?? null);
  const parentCalls = parents.every((models) => models !== null) ? parents.flat() : [];
  const subagents = state.ancestors.flatMap((id) =>
    (bySession.get(id) ?? []).filter(({ request }) => request.agentId !== '' && request.atMs < (state.firstRecordMs ?? 0)),
  );
  const ways: readonly { readonly inherited: readonly Priced[]; readonly parent: readonly ModelTokens[] }[] = [
    { inherited: copies, parent: parentCalls },
    { inherited: [...copies, ...subagents], parent: parentCalls },
    { inherited: [], parent: [] },
  ];
  for (const { inherited, parent } of ways) {
    const held = [...before, ...inherited].map(({ request }) => request);
    const calls = sideCalls({ costState: state, held, parent });
    if (calls === null) continue;
    return {
      inherited: sum(inherited) + (costOfCalls(parent, lastMs, rate) ?? 0),
      inheritedRequests: inherited.length,
      sideCalls: costOfCalls(calls, lastMs, rate),
    };
  }
  return null;
}

function sum(requests: readonly Priced[]): number {
  return requests.reduce((total, { nanodollars }) => total + (nanodollars ?? 0), 0);
}

/** What those cost that have a price, as beside every other figure. */
function pricedCalls(calls: readonly ModelTokens[], atMs: number, rate: Rate): number {
  return calls.reduce((total, { model, tokens }) => total + (sideCallCost(model, tokens, atMs, rate) ?? 0), 0);
}

/** Null when one of them has no price. */
function costOfCalls(calls: readonly ModelTokens[], atMs: number, rate: Rate): number | null {
  let total = 0;
  for (const { model, tokens } of calls) {
    const cost = sideCallCost(model, tokens, atMs, rate);
    if (cost === null) return null;
    total += cost;
  }
  return total;
}

function isOlder(version: string): boolean {
  const numbers = version.split('.').map(Number);
  for (const [index, first] of firstWithTotal.entries()) {
    const number = numbers[index] ?? 0;
    if (number !== first) return number < first;
  }
  return false;
}
