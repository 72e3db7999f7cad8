import type { History, PlacedRequest } from '../attribution/history.ts';
import type { StandingPart } from '../attribution/placement.ts';
import type { Rate } from '../pricing/rating.ts';
import { countTurns } from '../transcript/prompt.ts';
import { nameOfDefaultBranch } from './explainWords.ts';
import { canonicalNames } from './filterRequests.ts';
import type { Filter } from './filter.ts';
import type { Money } from './live.ts';
import { liveForMs } from './liveSnapshot.ts';
import { modelLabel } from './modelLabel.ts';
import { getOrAdd, MoneySum } from './moneySum.ts';
import { selectHistory } from './selection.ts';
import type { Selection } from './selection.ts';
import type { SessionList, SessionListRow, SessionOrder } from './sessionPage.ts';
import { SessionSum } from './sessionSum.ts';
import type { SessionPlace } from './sessionSum.ts';
import { dayKey } from './time.ts';
import { repositoryName } from './words.ts';

export interface SessionListInput {
  readonly history: History;
  readonly filter: Filter;
  readonly rate: Rate;
  readonly timezone: string;
  readonly nowMs: number;
  /** Words that all have to be found in branch, model, repository, session id or day. */
  readonly search: string;
  readonly order: SessionOrder;
  readonly descending: boolean;
  readonly offset: number;
  /** Null is all. */
  readonly limit: number | null;
  /** Sessions whose client says that it is busy; those with a request within five minutes are live without it. */
  readonly busy: ReadonlySet<string>;
}

/** A row for each session with a request or side calls that fit, ordered, from `offset` on. */
export function buildSessionList(input: SessionListInput): SessionList {
  const { history, filter, rate, timezone, search, order, descending, offset, limit } = input;
  const fitting = sessionRows({ ...input, selection: selectHistory(history, filter, rate) }).filter(matcher(search, timezone));
  const sum = new MoneySum();
  for (const { money } of fitting) sum.addMoney(money);
  const compare = comparisons[order];
  fitting.sort((left, right) => (descending ? -1 : 1) * compare(left, right) || (left.sessionId < right.sessionId ? -1 : 1));
  const rows = withWholes(fitting.slice(offset, limit === null ? undefined : offset + limit), history);
  return { total: fitting.length, offset, rows, money: sum.money() };
}

/** Rows with what all of their sessions cost, whatever the filter left out. */
function withWholes(rows: readonly SessionListRow[], { requests, sideCalls }: History): readonly SessionListRow[] {
  const wholes = new Map(rows.map(({ sessionId }) => [sessionId, new MoneySum()]));
  for (const { sessionId, nanodollars, lowerBound } of requests) wholes.get(sessionId)?.add(nanodollars, lowerBound);
  for (const { sessionId, nanodollars } of sideCalls) if (nanodollars !== null) wholes.get(sessionId)?.add(nanodollars, false);
  return rows.map((row) => ({ ...row, whole: wholes.get(row.sessionId)?.money() ?? row.whole }));
}

interface RowsInput {
  readonly history: History;
  readonly selection: Selection;
  readonly filter: Pick<Filter, 'sinceMs' | 'untilMs' | 'repository'>;
  readonly nowMs: number;
  readonly busy: ReadonlySet<string>;
}

/** The rows of a selection's sessions, in no order. The amounts of a row are of the selection, its turns and lines of the period. */
export function sessionRows({ history, selection, filter, nowMs, busy }: RowsInput): SessionListRow[] {
  const nameOf = canonicalNames();
  const sums = new Map<string, ListedSession>();
  const sumOf = (sessionId: string, first: SessionPlace): ListedSession =>
    getOrAdd(sums, sessionId, () => new ListedSession(first, nameOf));
  for (const request of selection.requests) sumOf(request.sessionId, request).addRequest(request);
  for (const { nanodollars, ...row } of selection.sideCalls) {
    // What is not known makes no session of its own.
    if (nanodollars !== null && nanodollars > 0) sumOf(row.sessionId, { ...row, agentId: '' }).addSideCalls(nanodollars);
    else if (nanodollars === null) sums.get(row.sessionId)?.sum.figures.addSideCalls(null);
  }
  const inPeriod = ({ atMs }: { readonly atMs: number }): boolean =>
    (filter.sinceMs === null || atMs >= filter.sinceMs) && (filter.untilMs === null || atMs < filter.untilMs);
  for (const edit of history.edits)
    if (inPeriod(edit) && (filter.repository === null || edit.repository === filter.repository)) sums.get(edit.sessionId)?.addEdit(edit);
  for (const { sessionId, repository, sha } of history.links)
    if (filter.repository === null || repository === filter.repository) sums.get(sessionId)?.commits.add(sha);

  const live = liveSessions(history, nowMs);
  return [...sums].map(([sessionId, session]) => {
    const turns = (history.turns.get(sessionId) ?? []).filter(inPeriod);
    for (const { atMs } of turns) session.sum.cover(atMs);
    return session.row(sessionId, countTurns(turns), live.has(sessionId) || busy.has(sessionId), history);
  });
}

class ListedSession {
  readonly sum: SessionSum;
  readonly commits = new Set<string>();
  readonly #agents = new Set<string>();
  /** Where its work went. */
  readonly #repositories = new Set<string>();
  readonly #parts = new Map<StandingPart, MoneySum>();
  readonly #money = new MoneySum();
  #linesAdded = 0;
  #linesRemoved = 0;

  constructor(first: SessionPlace, nameOf: (model: string) => string) {
    this.sum = new SessionSum(first, nameOf);
  }

  addRequest(request: PlacedRequest): void {
    const { nanodollars, lowerBound, part, agentId } = request;
    this.sum.add(request);
    this.sum.figures.addPriced(request, nanodollars);
    this.#money.add(nanodollars, lowerBound);
    getOrAdd(this.#parts, part, () => new MoneySum()).add(nanodollars, lowerBound);
    this.#repositories.add(request.repository);
    if (agentId !== '') this.#agents.add(agentId);
  }

  /** They made no edits. */
  addSideCalls(nanodollars: number): void {
    this.sum.figures.addSideCalls(nanodollars);
    this.#money.add(nanodollars, false);
    getOrAdd(this.#parts, 'noEdits', () => new MoneySum()).add(nanodollars, false);
  }

  addEdit({ atMs, linesAdded, linesRemoved }: History['edits'][number]): void {
    this.sum.cover(atMs);
    this.#linesAdded += linesAdded;
    this.#linesRemoved += linesRemoved;
  }

  row(sessionId: string, turns: number, live: boolean, history: History): SessionListRow {
    const money = this.#money.money();
    const defaultBranches = new Set(
      [...this.#repositories].map((path) => nameOfDefaultBranch(history, path)).filter((name) => name !== ''),
    );
    const { place, startedAtMs, endedAtMs, branches, models, figures } = this.sum;
    return {
      sessionId,
      startedAtMs,
      endedAtMs,
      cwd: place.cwd,
      repository: place.repository,
      branches: [...branches],
      models: [...models],
      turns,
      subagents: this.#agents.size,
      linesAdded: this.#linesAdded,
      linesRemoved: this.#linesRemoved,
      figures: figures.figures(),
      money,
      whole: money,
      defaultBranch: defaultBranches.size === 1 ? ([...defaultBranches][0] ?? '') : '',
      parts: partShares(this.#parts),
      commits: this.commits.size,
      live,
    };
  }
}

/** Parts with their amounts, the dearest first. */
export function partShares(parts: ReadonlyMap<StandingPart, MoneySum>): readonly { readonly part: StandingPart; readonly money: Money }[] {
  return [...parts]
    .map(([part, sum]) => ({ part, money: sum.money() }))
    .sort((left, right) => right.money.nanodollars - left.money.nanodollars);
}

/** Sessions with a request within `liveForMs`; requests are in order of time. */
function liveSessions({ requests }: History, nowMs: number): ReadonlySet<string> {
  const live = new Set<string>();
  for (let index = requests.length - 1; index >= 0; index -= 1) {
    const request = requests[index];
    if (request === undefined || request.atMs < nowMs - liveForMs) break;
    live.add(request.sessionId);
  }
  return live;
}

function matcher(search: string, timezone: string): (row: SessionListRow) => boolean {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return () => true;
  return (row) => {
    const days = [dayKey(row.startedAtMs, timezone), dayKey(row.endedAtMs, timezone)];
    const names = [row.sessionId, repositoryName(row.repository || row.cwd), ...row.branches, ...row.models, ...row.models.map(modelLabel)];
    const text = [...names, ...days].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

type Comparison = (left: SessionListRow, right: SessionListRow) => number;

const comparisons: Readonly<Record<SessionOrder, Comparison>> = {
  endedAt: (left, right) => left.endedAtMs - right.endedAtMs,
  cost: (left, right) => left.money.nanodollars - right.money.nanodollars,
  turns: (left, right) => left.turns - right.turns,
  lines: (left, right) => left.linesAdded + left.linesRemoved - right.linesAdded - right.linesRemoved,
  commits: (left, right) => left.commits - right.commits,
  branch: (left, right) => byText(left.branches[0] ?? '', right.branches[0] ?? ''),
};

/** By code units, not by a language's order: the same everywhere. */
function byText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
