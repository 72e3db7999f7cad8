/** The part of the Advice view on models: what each costs, in how many sessions, for which work, and for what stayed. */
import type { AdviceQuestion } from '../../advice/advice.ts';
import { judgedChanges } from '../../advice/judgedChanges.ts';
import type { JudgedChange } from '../../advice/judgedChanges.ts';
import { kindsOfWork } from '../../advice/kindsOfWork.ts';
import { workKinds } from '../../advice/workKinds.ts';
import type { WorkKind } from '../../advice/workKinds.ts';
import type { History, PlacedRequest } from '../../attribution/history.ts';
import type { Rate } from '../../pricing/rating.ts';
import { canonicalNames } from '../filterRequests.ts';
import type { Money } from '../live.ts';
import { getOrAdd, MoneySum } from '../moneySum.ts';
import { divided } from '../outcomes/unitCosts.ts';
import type { Selection } from '../selection.ts';
import { sideCallCost } from '../sideCallCost.ts';
import { isUnpriced } from '../money.ts';

/** So many changes that stayed are needed before a cost per change means something. */
export const leastStayed = 10;
/** More models are asked for their prices by nobody. */
const mostCompared = 12;

export interface ModelRow {
  /** Canonical. */
  readonly model: string;
  /** Requests and known side calls; the rows add up to the total. */
  readonly money: Money;
  readonly requests: number;
  /** In which it answered a request. */
  readonly sessions: number;
  /** Of the total, 0 to 1; null where some of it has no price. */
  readonly spendShare: number | null;
  /** Of the sessions, 0 to 1; one that two models answered counts for both. */
  readonly sessionShare: number;
  /** What it cost for each session that it answered in; null without one, or without a price. */
  readonly costPerSession: Money | null;
  /** Own changes of the period that it had most of, whose window has closed, and how many of them stayed. */
  readonly closed: number;
  readonly stayed: number;
  /** Nanodollars that those changes cost for each of them that stayed; null below `leastStayed`, and where a request of them has no price. */
  readonly costPerChange: number | null;
  /** Nanodollars of all requests of the period, had it answered them: the same tokens at its price. Null where it has none then. */
  readonly sameTokens: number | null;
  /** That over the smallest of the rows; null where it is not known. */
  readonly ratio: number | null;
}

export interface KindRow {
  readonly kind: WorkKind;
  /** Known side calls led to no edits; the rows add up to the total. */
  readonly money: Money;
  readonly requests: number;
}

export interface ModelsSection {
  readonly total: Money;
  readonly sessions: number;
  /** The dearest first. */
  readonly models: readonly ModelRow[];
  /** In the order of `workKinds`, those without a request left out. */
  readonly kinds: readonly KindRow[];
  /** What a cost per change needs. */
  readonly neededStayed: number;
}

export interface ModelsInput {
  readonly history: History;
  /** What of it is in the period. */
  readonly selection: Selection;
  readonly question: AdviceQuestion;
  readonly rate: Rate;
}

/** What the models of a period cost beside each other. */
export function modelsSection({ history, selection, question, rate }: ModelsInput): ModelsSection {
  const nameOf = canonicalNames();
  const kindOf = kindsOfWork(history);
  const models = new Map<string, Counts>();
  const kinds = new Map<WorkKind, Counts>();
  const total = new MoneySum();
  const sessions = new Set<string>();
  for (const request of selection.requests) {
    total.add(request.nanodollars, request.lowerBound);
    sessions.add(request.sessionId);
    getOrAdd(models, nameOf(request.model), () => new Counts()).add(request);
    getOrAdd(kinds, kindOf(request), () => new Counts()).add(request);
  }
  for (const row of selection.sideCalls) {
    if (row.nanodollars === null || row.nanodollars === 0) continue;
    total.add(row.nanodollars, false);
    getOrAdd(kinds, 'noEdits', () => new Counts()).sum.add(row.nanodollars, false);
    const answered = row.models ?? [];
    for (const { model, tokens } of answered) {
      const nanodollars = answered.length === 1 ? row.nanodollars : sideCallCost(model, tokens, row.atMs, rate);
      getOrAdd(models, nameOf(model), () => new Counts()).sum.add(nanodollars, false);
    }
  }
  const whole = total.money();
  const changes = changesByModel(history, question);
  const dearestFirst = [...models].sort(
    ([left, one], [right, other]) => other.sum.money().nanodollars - one.sum.money().nanodollars || (left < right ? -1 : 1),
  );
  const rows = dearestFirst.map(([model, counts], index) => ({
    model,
    ...rowOf(counts, whole, sessions.size),
    ...changeCost(changes.get(model) ?? []),
    sameTokens: index < mostCompared ? sameTokensOf(selection.requests, model, rate) : null,
  }));
  const cheapest = Math.min(...rows.flatMap(({ sameTokens }) => (sameTokens === null || sameTokens === 0 ? [] : [sameTokens])));
  return {
    total: whole,
    sessions: sessions.size,
    models: rows.map((row) => ({
      ...row,
      ratio: row.sameTokens === null || row.sameTokens === 0 ? null : row.sameTokens / cheapest,
    })),
    kinds: workKinds.flatMap((kind) => {
      const counts = kinds.get(kind);
      return counts === undefined ? [] : [{ kind, money: counts.sum.money(), requests: counts.requests }];
    }),
    neededStayed: leastStayed,
  };
}

class Counts {
  readonly sum = new MoneySum();
  /** What its requests cost, side calls apart. */
  readonly ofRequests = new MoneySum();
  readonly sessions = new Set<string>();
  requests = 0;

  add({ nanodollars, lowerBound, sessionId }: PlacedRequest): void {
    this.sum.add(nanodollars, lowerBound);
    this.ofRequests.add(nanodollars, lowerBound);
    this.sessions.add(sessionId);
    this.requests += 1;
  }
}

type Shares = Pick<ModelRow, 'money' | 'requests' | 'sessions' | 'spendShare' | 'sessionShare' | 'costPerSession'>;

function rowOf(counts: Counts, whole: Money, allSessions: number): Shares {
  const money = counts.sum.money();
  const ofRequests = counts.ofRequests.money();
  const sessions = counts.sessions.size;
  return {
    ...{ money, requests: counts.requests, sessions },
    spendShare: whole.unpricedRequests > 0 || whole.nanodollars === 0 ? null : money.nanodollars / whole.nanodollars,
    sessionShare: allSessions === 0 ? 0 : sessions / allSessions,
    costPerSession: sessions === 0 || isUnpriced(ofRequests) ? null : divided(ofRequests, sessions),
  };
}

function changesByModel(history: History, { fromMs, toMs, timezone }: AdviceQuestion): ReadonlyMap<string, readonly JudgedChange[]> {
  const byModel = new Map<string, JudgedChange[]>();
  for (const change of judgedChanges({ history, fromMs, toMs, timezone }))
    if (change.model !== null) getOrAdd(byModel, change.model, () => []).push(change);
  return byModel;
}

function changeCost(changes: readonly JudgedChange[]): Pick<ModelRow, 'closed' | 'stayed' | 'costPerChange'> {
  const stayed = changes.filter((change) => change.stayed).length;
  let sum: number | null = 0;
  for (const { nanodollars } of changes) sum = sum === null || nanodollars === null ? null : sum + nanodollars;
  return { closed: changes.length, stayed, costPerChange: stayed < leastStayed || sum === null ? null : Math.round(sum / stayed) };
}

function sameTokensOf(requests: readonly PlacedRequest[], model: string, rate: Rate): number | null {
  let sum = 0;
  for (const request of requests) {
    const rating = rate({ ...request, model });
    if (!rating.priced) return null;
    sum += rating.cost.total;
  }
  return sum;
}
