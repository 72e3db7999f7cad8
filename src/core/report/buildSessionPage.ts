import type { History, PlacedRequest } from '../attribution/history.ts';
import type { Link } from '../attribution/link.ts';
import type { Rate } from '../pricing/rating.ts';
import { turnStarts } from '../transcript/prompt.ts';
import { commitLink } from './buildCommits.ts';
import { sessionRows } from './buildSessionList.ts';
import { buildStanding } from './buildStanding.ts';
import { isWork } from './buildPullRequests.ts';
import { commitCosts, commitKey } from './commitCosts.ts';
import { nameOfDefaultBranch } from './explainWords.ts';
import { canonicalNames, everything } from './filterRequests.ts';
import { promptTokens } from './liveSnapshot.ts';
import { getOrAdd, ModelMix, MoneySum } from './moneySum.ts';
import { totalOf } from './selection.ts';
import type { Selection } from './selection.ts';
import type { SessionPage, TurnPoint } from './sessionPage.ts';
import { sessionMoments } from './sessionMoments.ts';

export interface SessionPageInput {
  readonly history: History;
  readonly sessionId: string;
  readonly rate: Rate;
  readonly timezone: string;
  readonly nowMs: number;
  readonly busy: ReadonlySet<string>;
  /** Tokens that fit into a model's context, null where that is not known. */
  readonly contextWindow: (model: string) => number | null;
}

/**
 * One session along its turns, without its title; null when the history has no request of it. Each request is in exactly one turn: the
 * turns add up to the row's figures, and with the side calls that are known to its money.
 */
export function buildSessionPage({ history, sessionId, timezone, nowMs, busy, contextWindow }: SessionPageInput): SessionPage | null {
  const isOfSession = (fact: { readonly sessionId: string }): boolean => fact.sessionId === sessionId;
  const requests = history.requests.filter(isOfSession);
  const selection = { requests, sideCalls: history.sideCalls.filter(isOfSession) };
  const [row] = sessionRows({ history, selection, filter: everything, nowMs, busy }).filter(isOfSession);
  if (row === undefined || requests.length === 0) return null;

  const nameOf = canonicalNames();
  const mix = new ModelMix(nameOf);
  for (const request of requests) mix.add(request);
  const costs = commitCosts(requests, nameOf);
  const links = history.links.filter(isOfSession);
  const starts = turnStarts(history.turns.get(sessionId) ?? []);
  return {
    row,
    standing: buildStanding({ history, selection, nowMs }),
    timezone,
    models: mix.models(),
    sideCalls: sideCallsOf(selection),
    turns: turnPoints(requests, starts, contextWindow),
    marks: sessionMoments({ history, sessionId, requests, links, starts }),
    subagents: subagentsOf(requests),
    cache: cacheOf(requests),
    commits: links.map((link) =>
      commitOfSession(link, history, commitLink(link, costs.get(commitKey(link.repository, link.sha)), timezone)),
    ),
    pullRequests: pullRequestsOf(history, sessionId),
    checks: checksOf(history, sessionId),
    title: null,
  };
}

/** One point a turn, the first for what came before the first prompt where there is any. `starts` are in order of time. */
function turnPoints(
  requests: readonly PlacedRequest[],
  starts: readonly number[],
  contextWindow: (model: string) => number | null,
): readonly TurnPoint[] {
  const points: TurnPoint[] = [];
  let next = 0;
  let cumulativeNanodollars = 0;
  for (let turn = 0; turn <= starts.length; turn += 1) {
    const endMs = starts[turn] ?? Infinity;
    const sum = new MoneySum();
    const from = next;
    let main: PlacedRequest | null = null;
    for (let request = requests[next]; request !== undefined && request.atMs < endMs; request = requests[next]) {
      sum.add(request.nanodollars, request.lowerBound);
      if (request.agentId === '') main = request;
      next += 1;
    }
    const money = sum.money();
    cumulativeNanodollars += money.nanodollars;
    if (turn === 0 && next === from) continue;
    points.push({
      turn,
      atMs: starts[turn - 1] ?? requests[from]?.atMs ?? 0,
      money,
      cumulativeNanodollars,
      requests: next - from,
      contextTokens: main === null ? 0 : promptTokens(main.tokens),
      contextWindow: main === null ? null : contextWindow(main.longContext ? `${main.model}[1m]` : main.model),
    });
  }
  return points;
}

/** Side calls are of whichever models; those that are known are in the session's cost. Null where they are not known. */
function sideCallsOf({ sideCalls }: Selection): SessionPage['sideCalls'] {
  return sideCalls.some(({ nanodollars }) => nanodollars === null) ? null : totalOf({ requests: [], sideCalls });
}

function subagentsOf(requests: readonly PlacedRequest[]): SessionPage['subagents'] {
  const agents = new Map<string, { startedAtMs: number; endedAtMs: number; sum: MoneySum }>();
  for (const { agentId, atMs, nanodollars, lowerBound } of requests) {
    if (agentId === '') continue;
    const agent = getOrAdd(agents, agentId, () => ({ startedAtMs: atMs, endedAtMs: atMs, sum: new MoneySum() }));
    agent.endedAtMs = atMs;
    agent.sum.add(nanodollars, lowerBound);
  }
  return [...agents].map(([agentId, { startedAtMs, endedAtMs, sum }]) => ({ agentId, startedAtMs, endedAtMs, money: sum.money() }));
}

function cacheOf(requests: readonly PlacedRequest[]): SessionPage['cache'] {
  let readTokens = 0;
  let writtenTokens = 0;
  let uncachedTokens = 0;
  for (const { tokens } of requests) {
    readTokens += tokens.cacheRead;
    writtenTokens += tokens.cacheWrite5m + tokens.cacheWrite1h;
    uncachedTokens += tokens.input;
  }
  const prompt = readTokens + writtenTokens + uncachedTokens;
  return { readTokens, writtenTokens, uncachedTokens, hitShare: prompt === 0 ? null : readTokens / prompt };
}

function commitOfSession(
  { sha, repository }: Link,
  history: History,
  link: SessionPage['commits'][number]['link'],
): SessionPage['commits'][number] {
  const commit = history.repositories.get(repository)?.commits.get(sha);
  const copies = history.copies.get(sha) ?? [];
  const onDefaultBranch = [...(commit === undefined ? [] : [commit]), ...copies].some((copy) => copy.onDefaultBranch);
  return { sha, repository, link, onDefaultBranch, branch: commit?.branch ?? '', defaultBranch: nameOfDefaultBranch(history, repository) };
}

function pullRequestsOf(history: History, sessionId: string): SessionPage['pullRequests'] {
  const pulls = new Map<string, { url: string; number: number; created: boolean; reviewed: boolean }>();
  const works = isWork(history);
  for (const call of history.pullRequests) {
    const { url, number, action } = call;
    if (call.sessionId !== sessionId) continue;
    const pull = getOrAdd(pulls, url, () => ({ url, number, created: false, reviewed: true }));
    if (action === 'created') pull.created = true;
    if (works(call)) pull.reviewed = false;
  }
  return [...pulls.values()];
}

function checksOf(history: History, sessionId: string): SessionPage['checks'] {
  const checks = { passed: 0, failed: 0, unknown: 0 };
  for (const { sessionId: owner, succeeded } of history.checks) {
    if (owner !== sessionId) continue;
    if (succeeded === null) checks.unknown += 1;
    else if (succeeded) checks.passed += 1;
    else checks.failed += 1;
  }
  return checks;
}
