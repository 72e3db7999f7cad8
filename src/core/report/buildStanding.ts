import { observationWindowMs } from '../attribution/placeHistory.ts';
import type { CommitRecord } from '../attribution/gitFacts.ts';
import type { History, PlacedRequest } from '../attribution/history.ts';
import { standingParts } from '../attribution/placement.ts';
import type { Reason, StandingPart } from '../attribution/placement.ts';
import { getOrAdd, MoneySum } from './moneySum.ts';
import type { Selection } from './selection.ts';
import type { Standing, StandingShare } from './standing.ts';

export interface StandingInput {
  readonly history: History;
  readonly selection: Selection;
  readonly nowMs: number;
}

/** Where each nanodollar of a selection is now; the parts add up to the total exactly. */
export function buildStanding({ history, selection, nowMs }: StandingInput): Standing {
  const total = new MoneySum();
  const parts = new Map(standingParts.map((part) => [part, new PartSum()]));
  const reasons = new Map<Reason, MoneySum>();
  const shipped = new Map<string, PlacedRequest>();
  const partOf = (part: StandingPart): PartSum => getOrAdd(parts, part, () => new PartSum());

  for (const request of selection.requests) {
    const { nanodollars, lowerBound, part } = request;
    total.add(nanodollars, lowerBound);
    partOf(part).addRequest(request);
    const reason = reasonOf(request);
    if (reason !== null) getOrAdd(reasons, reason, () => new MoneySum()).add(nanodollars, lowerBound);
    const { target } = request.placement;
    if (part === 'onDefaultBranch' && target.kind === 'commit' && !shipped.has(target.sha)) shipped.set(target.sha, request);
  }
  let sideCallsUnknown = false;
  for (const { sessionId, nanodollars } of selection.sideCalls) {
    if (nanodollars === null) sideCallsUnknown = true;
    else if (nanodollars > 0) {
      total.add(nanodollars, false);
      partOf('noEdits').addSideCalls(sessionId, nanodollars);
      getOrAdd(reasons, 'sideCalls', () => new MoneySum()).add(nanodollars, false);
    }
  }

  const unattributed = [...reasons].map(([reason, sum]) => ({ reason, money: sum.money() }));
  const sum = total.money();
  return {
    total: sum,
    parts: [...parts].map(([part, share]) => share.share(part)),
    attributedNanodollars: sum.nanodollars - unattributed.reduce((rest, { money }) => rest + money.nanodollars, 0),
    unattributed: unattributed.sort((left, right) => right.money.nanodollars - left.money.nanodollars),
    sideCallsUnknown,
    commitsOnDefaultBranch: shipped.size,
    firstWindowClosesAtMs: firstWindowCloses(history, shipped, nowMs),
  };
}

/** Why a request is in no commit; null when it is in one. */
export function reasonOf({ placement: { target } }: PlacedRequest): Reason | null {
  return target.kind === 'none' ? target.reason : null;
}

class PartSum {
  readonly #money = new MoneySum();
  readonly #sessions = new Set<string>();
  readonly #commits = new Set<string>();
  #lastSession = '';
  #lastCommit = '';

  addRequest({ sessionId, nanodollars, lowerBound, placement: { target } }: PlacedRequest): void {
    this.#money.add(nanodollars, lowerBound);
    // Requests of one session and commit come one after the other.
    if (sessionId !== this.#lastSession) this.#sessions.add((this.#lastSession = sessionId));
    if (target.kind === 'commit' && target.sha !== this.#lastCommit) this.#commits.add((this.#lastCommit = target.sha));
  }

  addSideCalls(sessionId: string, nanodollars: number): void {
    this.#money.add(nanodollars, false);
    this.#sessions.add(sessionId);
  }

  share(part: StandingPart): StandingShare {
    return { part, money: this.#money.money(), commits: this.#commits.size, sessions: this.#sessions.size };
  }
}

/** A window opens when the commit, or the copy of it that is on the default branch, was committed. */
function firstWindowCloses(history: History, shipped: ReadonlyMap<string, PlacedRequest>, nowMs: number): number | null {
  let first: number | null = null;
  for (const [sha, { placement }] of shipped) {
    const { target } = placement;
    const commit = target.kind === 'commit' ? history.repositories.get(target.repository)?.commits.get(sha) : undefined;
    const landed = landedCommit(commit, history.copies.get(sha) ?? []);
    const closesMs = landed === null ? null : landed.committerMs + observationWindowMs;
    if (closesMs !== null && closesMs > nowMs && (first === null || closesMs < first)) first = closesMs;
  }
  return first;
}

function landedCommit(commit: CommitRecord | undefined, copies: readonly CommitRecord[]): CommitRecord | null {
  if (commit?.onDefaultBranch === true) return commit;
  return copies.find(({ onDefaultBranch }) => onDefaultBranch) ?? null;
}
