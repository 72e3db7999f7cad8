import type { History, PlacedRequest, PlacedSideCalls } from '../attribution/history.ts';
import type { Rate } from '../pricing/rating.ts';
import { canonicalNames, fits } from './filterRequests.ts';
import type { Filter } from './filter.ts';
import type { Money } from './live.ts';
import { getOrAdd, MoneySum } from './moneySum.ts';
import { sideCallCost } from './sideCallCost.ts';

/** What of a history a view is made of. */
export interface Selection {
  /** In order of time. */
  readonly requests: readonly PlacedRequest[];
  readonly sideCalls: readonly PlacedSideCalls[];
}

/**
 * The requests and side calls that fit a filter. Side calls made no edits; with a model they are those that this model answered, and
 * unknown for every session of the selection whose side calls are not known.
 */
export function selectHistory(history: History, filter: Filter, rate: Rate): Selection {
  const requests = candidates(history.requests, filter).filter(fits(filter));
  if (filter.part !== null && filter.part !== 'noEdits') return { requests, sideCalls: [] };
  const { sinceMs, untilMs, repository, branch, model } = filter;
  const sideCalls = history.sideCalls.filter(
    (row) =>
      (sinceMs === null || row.atMs >= sinceMs) &&
      (untilMs === null || row.atMs < untilMs) &&
      (repository === null || row.repository === repository) &&
      (branch === null || row.branch === branch),
  );
  return { requests, sideCalls: model === null ? sideCalls : ofModel(sideCalls, model, requests, rate) };
}

const byRepository = new WeakMap<History['requests'], ReadonlyMap<string, readonly PlacedRequest[]>>();

/** Those of a repository, taken apart once for as long as the history is the same, and of a period, found by their order. */
function candidates(all: History['requests'], { sinceMs, untilMs, repository }: Filter): readonly PlacedRequest[] {
  let own = all;
  if (repository !== null) {
    let groups = byRepository.get(all);
    if (groups === undefined) byRepository.set(all, (groups = groupedByRepository(all)));
    own = groups.get(repository) ?? [];
  }
  return own.slice(sinceMs === null ? 0 : firstFrom(own, sinceMs), untilMs === null ? own.length : firstFrom(own, untilMs));
}

function groupedByRepository(requests: History['requests']): ReadonlyMap<string, readonly PlacedRequest[]> {
  const groups = new Map<string, PlacedRequest[]>();
  for (const request of requests) getOrAdd(groups, request.repository, () => []).push(request);
  return groups;
}

/** How many requests are before `atMs`. */
function firstFrom(requests: readonly PlacedRequest[], atMs: number): number {
  let [low, high] = [0, requests.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((requests[middle]?.atMs ?? atMs) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The sum of a selection, as its standing has it: requests, and the side calls that are known. */
export function totalOf({ requests, sideCalls }: Selection): Money {
  const sum = new MoneySum();
  for (const { nanodollars, lowerBound } of requests) sum.add(nanodollars, lowerBound);
  for (const { nanodollars } of sideCalls) if (nanodollars !== null) sum.add(nanodollars, false);
  return sum.money();
}

function ofModel(
  sideCalls: readonly PlacedSideCalls[],
  model: string,
  requests: readonly PlacedRequest[],
  rate: Rate,
): readonly PlacedSideCalls[] {
  const sessionIds = new Set(requests.map(({ sessionId }) => sessionId));
  const nameOf = canonicalNames();
  return sideCalls.flatMap((row): readonly PlacedSideCalls[] => {
    if (row.models === null) return sessionIds.has(row.sessionId) ? [row] : [];
    const models = row.models.filter((answered) => nameOf(answered.model) === model);
    if (models.length === 0) return [];
    if (models.length === row.models.length) return [row];
    return [{ ...row, models, nanodollars: costOf({ ...row, models }, rate) }];
  });
}

function costOf({ models, atMs }: PlacedSideCalls, rate: Rate): number | null {
  let sum = 0;
  for (const { model, tokens } of models ?? []) {
    const cost = sideCallCost(model, tokens, atMs, rate);
    if (cost === null) return null;
    sum += cost;
  }
  return sum;
}
