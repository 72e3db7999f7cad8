import type { History, PlacedRequest } from '../attribution/history.ts';
import { standingParts } from '../attribution/placement.ts';
import type { Reason, StandingPart, Target } from '../attribution/placement.ts';
import { commitKey } from './commitCosts.ts';
import { getOrAdd, MoneySum } from './moneySum.ts';
import type { Selection } from './selection.ts';
import type { Standing, StandingShare } from './standing.ts';

export interface StandingInput {
  readonly history: History;
  readonly selection: Selection;
  readonly nowMs: number;
}

type CommitTarget = Extract<Target, { readonly kind: 'commit' }>;

/** Where each nanodollar of a selection is now; the parts add up to the total exactly. */
export function buildStanding({ history, selection, nowMs }: StandingInput): Standing {
  const total = new MoneySum();
  const parts = new Map(standingParts.map((part) => [part, new PartSum()]));
  const reasons = new Map<Reason, MoneySum>();
  const shipped = new Map<string, CommitTarget>();
  let lastShipped = '';
  const partOf = (part: StandingPart): PartSum => getOrAdd(parts, part, () => new PartSum());

  for (const request of selection.requests) {
    const { nanodollars, lowerBound, part } = request;
    total.add(nanodollars, lowerBound);
    partOf(part).addRequest(request);
    const reason = reasonOf(request);
    if (reason !== null) getOrAdd(reasons, reason, () => new MoneySum()).add(nanodollars, lowerBound);
    const { target } = request.placement;
    if ((part === 'stayed' || part === 'onDefaultBranch') && target.kind === 'commit') {
      const key = commitKey(target.repository, target.sha);
      if (key !== lastShipped) shipped.set((lastShipped = key), target);
    }
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
    ...windows(history, shipped.values(), nowMs),
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
  #lastRepository = '';

  addRequest({ sessionId, nanodollars, lowerBound, placement: { target } }: PlacedRequest): void {
    this.#money.add(nanodollars, lowerBound);
    // Requests of one session and commit come one after the other.
    if (sessionId !== this.#lastSession) this.#sessions.add((this.#lastSession = sessionId));
    if (target.kind !== 'commit' || (target.sha === this.#lastCommit && target.repository === this.#lastRepository)) return;
    this.#lastCommit = target.sha;
    this.#lastRepository = target.repository;
    this.#commits.add(commitKey(target.repository, target.sha));
  }

  addSideCalls(sessionId: string, nanodollars: number): void {
    this.#money.add(nanodollars, false);
    this.#sessions.add(sessionId);
  }

  share(part: StandingPart): StandingShare {
    return { part, money: this.#money.money(), commits: this.#commits.size, sessions: this.#sessions.size };
  }
}

type Windows = Pick<Standing, 'firstWindowClosesAtMs' | 'windowsClosed' | 'nextWindowClosesAtMs'>;

/** The windows of their changes; a commit that is no change's (a bot's) has none. */
function windows({ outcomes }: History, shipped: Iterable<CommitTarget>, nowMs: number): Windows {
  let first: number | null = null;
  let next: number | null = null;
  let closed = 0;
  for (const { repository, sha } of shipped) {
    const outcome = outcomes.get(repository)?.changeOf.get(sha);
    const closesMs = outcome?.windowClosesAtMs ?? null;
    if (closesMs === null) continue;
    if (first === null || closesMs < first) first = closesMs;
    if (outcome?.state === 'verified') closed += 1;
    else if (closesMs > nowMs && (next === null || closesMs < next)) next = closesMs;
  }
  return { firstWindowClosesAtMs: first, windowsClosed: closed, nextWindowClosesAtMs: next };
}
