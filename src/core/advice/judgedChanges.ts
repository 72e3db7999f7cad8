/** Own changes that had their whole window, with what they cost and how they were made: what every rule that compares is made of. */
import type { History, PlacedRequest } from '../attribution/history.ts';
import type { ChangeOutcome } from '../outcomes/outcome.ts';
import { canonicalNames } from '../report/filterRequests.ts';
import { getOrAdd } from '../report/moneySum.ts';
import { hasClosed } from '../report/outcomes/outcomeCounts.ts';
import { weekKey } from '../report/time.ts';
import { kindsOfWork } from './kindsOfWork.ts';
import type { WorkKind } from './workKinds.ts';
import { oncePer } from './oncePer.ts';

/** A change is of a model, or of a kind of work, that has this share of its cost and more; else it is of none. */
export const mainShare = 0.6;
/** As far back as changes are compared: models, prices and habits of longer ago say little of today. */
export const comparedDays = 182;

const dayMs = 24 * 60 * 60_000;

export interface JudgedChange {
  readonly outcome: ChangeOutcome;
  /** In which it shipped, `2026-W47`. */
  readonly week: string;
  readonly stayed: boolean;
  /** All that it cost, its reverts and hotfixes included; null where a request of it has no price. */
  readonly nanodollars: number | null;
  /** Canonical; null where none has `mainShare` of what led to the change, or a request of it has no price. */
  readonly model: string | null;
  readonly kind: WorkKind | null;
  /** The session that most of its cost is of. */
  readonly sessionId: string;
  /** Nanodollars of subagents' requests. */
  readonly subagents: number;
}

export interface JudgedInput {
  readonly history: History;
  /** Changes that shipped from then on; `comparedDays` before `toMs` when left out. */
  readonly fromMs?: number;
  readonly toMs: number;
  readonly timezone: string;
}

/**
 * The own changes, nothing set aside, that shipped and had their window. Those that no request is known to have led to are left out, and so is what only an
 * inferred link (tier 6) connects: as in every figure per change.
 */
export function judgedChanges({ history, toMs, fromMs = toMs - comparedDays * dayMs, timezone }: JudgedInput): readonly JudgedChange[] {
  return allMade(history)
    .filter(({ shippedAtMs }) => shippedAtMs >= fromMs && shippedAtMs < toMs)
    .map(({ change, shippedAtMs }): JudgedChange => ({ ...change, week: weekKey(shippedAtMs, timezone) }));
}

interface Made {
  readonly shippedAtMs: number;
  readonly change: Omit<JudgedChange, 'week'>;
}

/** Those of all times: each rule asks for others, and what led to a change does not depend on who asks. */
const allMade = oncePer((history: History): readonly Made[] => {
  const made = new Map<ChangeOutcome, Making>();
  for (const { changes, seenUntilMs } of history.outcomes.values())
    for (const outcome of changes) if (seenUntilMs !== null && isJudged(outcome, seenUntilMs)) made.set(outcome, new Making(outcome));
  const kindOf = kindsOfWork(history);
  const inferred = new Set(
    history.links.filter(({ tier }) => tier === 6).map(({ repository, sessionId, sha }) => `${sha} ${sessionId} ${repository}`),
  );
  const nameOf = canonicalNames();
  for (const request of made.size === 0 ? [] : history.requests) {
    const { target } = request.placement;
    if (target.kind !== 'commit') continue;
    const outcome = history.outcomes.get(target.repository)?.changeOf.get(target.sha);
    const making = outcome === undefined ? undefined : made.get(outcome);
    if (making === undefined || inferred.has(`${target.sha} ${request.sessionId} ${target.repository}`)) continue;
    making.add(request, target.sha, nameOf(request.model), kindOf(request));
  }
  return [...made.values()].flatMap((making) => making.change() ?? []);
});

function isJudged(outcome: ChangeOutcome, seenUntilMs: number): boolean {
  return outcome.own && !outcome.setAside && outcome.state !== 'pending' && hasClosed(outcome, seenUntilMs);
}

/** What led to one change. */
class Making {
  readonly #outcome: ChangeOutcome;
  readonly #joined: ReadonlySet<string>;
  readonly #models = new Map<string, number>();
  readonly #kinds = new Map<WorkKind, number>();
  readonly #sessions = new Map<string, number>();
  #nanodollars = 0;
  #subagents = 0;
  #made = false;
  #unpriced = false;

  constructor(outcome: ChangeOutcome) {
    this.#outcome = outcome;
    this.#joined = new Set(outcome.joined.map(({ sha }) => sha));
  }

  add({ nanodollars, sessionId, agentId }: PlacedRequest, sha: string, model: string, kind: WorkKind): void {
    const mends = this.#joined.has(sha);
    if (!mends) this.#made = true;
    if (nanodollars === null) {
      this.#unpriced = true;
      return;
    }
    this.#nanodollars += nanodollars;
    // What took it back or mended it says nothing of how it was made.
    if (mends) return;
    this.#models.set(model, (this.#models.get(model) ?? 0) + nanodollars);
    this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + nanodollars);
    this.#sessions.set(sessionId, (this.#sessions.get(sessionId) ?? 0) + nanodollars);
    if (agentId !== '') this.#subagents += nanodollars;
  }

  change(): Made | null {
    const outcome = this.#outcome;
    if (!this.#made || outcome.shippedAtMs === null) return null;
    const change = {
      outcome,
      stayed: outcome.state === 'verified',
      nanodollars: this.#unpriced ? null : this.#nanodollars,
      model: this.#unpriced ? null : mainOf(this.#models),
      kind: this.#unpriced ? null : mainOf(this.#kinds),
      sessionId: mostOf(this.#sessions),
      subagents: this.#subagents,
    };
    return { shippedAtMs: outcome.shippedAtMs, change };
  }
}

function mostOf(shares: ReadonlyMap<string, number>): string {
  let most = { key: '', share: -1 };
  for (const [key, share] of shares) if (share > most.share) most = { key, share };
  return most.key;
}

function mainOf<Key extends string>(shares: ReadonlyMap<Key, number>): Key | null {
  let whole = 0;
  for (const share of shares.values()) whole += share;
  for (const [key, share] of shares) if (share > 0 && share >= mainShare * whole) return key;
  return null;
}

/** Changes by what they are of; those of none are in no group. */
export function changesBy<Key extends string>(
  changes: readonly JudgedChange[],
  keyOf: (change: JudgedChange) => Key | null,
): ReadonlyMap<Key, readonly JudgedChange[]> {
  const groups = new Map<Key, JudgedChange[]>();
  for (const change of changes) {
    const key = keyOf(change);
    if (key !== null) getOrAdd(groups, key, () => []).push(change);
  }
  return groups;
}
