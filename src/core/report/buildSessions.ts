import type { Rate } from '../pricing/rating.ts';
import { countTurns } from '../transcript/prompt.ts';
import type { SessionRow } from './report.ts';
import type { RequestRow, SideCallRow } from './rows.ts';
import { SessionSum } from './sessionSum.ts';
import { sideCallCost } from './sideCallCost.ts';

interface SessionsInput {
  readonly requests: Iterable<RequestRow>;
  readonly sideCalls: readonly SideCallRow[];
  readonly facts: ReadonlyMap<string, SessionInput>;
  readonly rate: Rate;
}

interface SessionInput {
  readonly subagents: number;
  readonly turns: Parameters<typeof countTurns>[0];
  readonly edits: readonly { readonly atMs: number; readonly linesAdded: number; readonly linesRemoved: number }[];
}

/** One row for each session with a request in the period, the newest first. `requests` come in order of time. */
export function buildSessions({ requests, sideCalls, facts, rate }: SessionsInput): readonly SessionRow[] {
  const sums = new Map<string, SessionSum>();
  for (const request of requests) {
    let sum = sums.get(request.sessionId);
    if (sum === undefined) sums.set(request.sessionId, (sum = new SessionSum(request)));
    sum.add(request);
    sum.figures.addRequest(request, rate(request));
  }
  for (const { sessionId, atMs, models } of sideCalls) {
    const figures = sums.get(sessionId)?.figures;
    if (models === null) figures?.addSideCalls(null);
    else for (const { model, tokens } of models) figures?.addSideCalls(sideCallCost(model, tokens, atMs, rate));
  }
  return [...sums]
    .map(([sessionId, sum]) => sessionRow(sessionId, sum, facts.get(sessionId) ?? { subagents: 0, turns: [], edits: [] }))
    .sort((left, right) => right.endedAtMs - left.endedAtMs || (left.sessionId < right.sessionId ? -1 : 1));
}

function sessionRow(sessionId: string, sum: SessionSum, { subagents, turns, edits }: SessionInput): SessionRow {
  for (const { atMs } of [...turns, ...edits]) sum.cover(atMs);
  return {
    sessionId,
    startedAtMs: sum.startedAtMs,
    endedAtMs: sum.endedAtMs,
    cwd: sum.place.cwd,
    repository: sum.place.repository,
    branches: [...sum.branches],
    models: [...sum.models],
    turns: countTurns(turns),
    subagents,
    linesAdded: edits.reduce((lines, edit) => lines + edit.linesAdded, 0),
    linesRemoved: edits.reduce((lines, edit) => lines + edit.linesRemoved, 0),
    figures: sum.figures.figures(),
  };
}
