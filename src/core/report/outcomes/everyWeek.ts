import type { History, PlacedRequest } from '../../attribution/history.ts';
import type { ChangeOutcome, RepositoryOutcomes } from '../../outcomes/outcome.ts';
import type { Rate } from '../../pricing/rating.ts';
import { coveredDays } from '../coveredDays.ts';
import { everything } from '../filterRequests.ts';
import { mondayOf } from '../overviewSums.ts';
import { selectHistory } from '../selection.ts';
import type { Selection } from '../selection.ts';
import { sideCallCost } from '../sideCallCost.ts';
import { dayKey } from '../time.ts';
import { changeCosts } from './changeCosts.ts';
import type { OutcomeWeek, Verdict } from './outcomesView.ts';
import { outcomeWeeks } from './outcomeWeeks.ts';
import { verdictOf } from './verdict.ts';

export interface RepositoryInput {
  readonly history: History;
  readonly outcomes: RepositoryOutcomes;
  readonly nowMs: number;
  readonly timezone: string;
  readonly rate: Rate;
}

/** A repository as it is whatever the period: ratios look back, and a verdict compares quarters. */
export interface EveryWeek {
  /** Own changes, what is set aside left out. */
  readonly own: readonly ChangeOutcome[];
  /** Until when the default branch is known, and no later than now, milliseconds UTC. */
  readonly seenUntilMs: number;
  /** The first request there; null without one. */
  readonly firstAtMs: number | null;
  /** Oldest first, from the first request to now. */
  readonly weeks: readonly OutcomeWeek[];
  readonly verdict: Verdict;
}

interface Kept {
  readonly key: string;
  readonly value: EveryWeek;
}

/** The last answer for each repository of a history: a panel asks again with each filter. */
const known = new WeakMap<History, Map<string, Kept>>();
const hourMs = 3_600_000;

/** All weeks of a repository and what two quarters of them say; reckoned once an hour for as long as the history is the same. */
export function everyWeek(input: RepositoryInput): EveryWeek {
  const { history, outcomes, nowMs, timezone } = input;
  const { repository } = outcomes;
  const seenUntilMs = Math.min(nowMs, outcomes.seenUntilMs ?? 0);
  // Prices of today and the running week change with time, but not with each question.
  const key = JSON.stringify([timezone, seenUntilMs, dayKey(nowMs, timezone), Math.floor(nowMs / hourMs)]);
  const ofHistory = known.get(history) ?? new Map<string, Kept>();
  known.set(history, ofHistory);
  const kept = ofHistory.get(repository);
  if (kept?.key === key) return kept.value;
  const value = reckon(input, seenUntilMs);
  ofHistory.set(repository, { key, value });
  return value;
}

function reckon(input: RepositoryInput, seenUntilMs: number): EveryWeek {
  const { history, outcomes, nowMs, timezone, rate } = input;
  const selection = selectHistory(history, { ...everything, repository: outcomes.repository }, rate);
  const firstAtMs = selection.requests[0]?.atMs ?? null;
  const { firstDay, lastDay } = coveredDays({ filter: everything, firstAtMs, nowMs, timezone });
  const own = outcomes.changes.filter((outcome) => outcome.own && !outcome.setAside);
  const weeks = outcomeWeeks({
    ...{ ...selection, changes: own, costOf: changeCosts(history), windows: outcomes.settings.windows },
    ...{ firstDay, lastDay, timezone, seenUntilMs },
  });
  return { own, seenUntilMs, firstAtMs, weeks, verdict: verdictOf(weeks, () => constantSpend(selection, input)) };
}

/** What each week's spend would be at the prices of now, by Monday, in nanodollars. */
function constantSpend({ requests, sideCalls }: Selection, { nowMs, timezone, rate }: RepositoryInput): ReadonlyMap<string, number> {
  const spend = new Map<string, number>();
  const add = (atMs: number, nanodollars: number): void => {
    const week = mondayOf(dayKey(atMs, timezone));
    spend.set(week, (spend.get(week) ?? 0) + nanodollars);
  };
  for (const request of requests) if (request.part !== 'setAside') add(request.atMs, priceNow(request, nowMs, rate));
  for (const { atMs, models } of sideCalls)
    for (const { model, tokens } of models ?? []) add(atMs, sideCallCost(model, tokens, nowMs, rate) ?? 0);
  return spend;
}

/** What has no price counts nothing here: a quarter with such requests is not compared. */
function priceNow(request: PlacedRequest, nowMs: number, rate: Rate): number {
  const rating = rate({ ...request, atMs: nowMs });
  return rating.priced ? rating.cost.total : 0;
}
