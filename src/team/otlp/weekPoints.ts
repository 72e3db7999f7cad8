/** A team's week as points of metrics: the same aggregates as the collector of Payoff gets, each amount once. */
import { standingParts } from '../../core/attribution/placement.ts';
import { workKinds } from '../../core/advice/workKinds.ts';
import { changeStates } from '../../core/outcomes/outcome.ts';
import { sessionLengths } from '../../core/team/teamWeek.ts';
import type { TeamWeek, TeamWeekBucket } from '../../core/team/teamWeek.ts';
import { repositoryAttribute, weekAttribute } from './metricNames.ts';
import type { MetricKey } from './metricNames.ts';

export interface Point {
  readonly metric: MetricKey;
  /** Dollars of costs, else a count. */
  readonly value: number;
  readonly attributes: Readonly<Record<string, string>>;
}

const tokenTypes = ['input', 'output', 'cacheWrite5m', 'cacheWrite1h', 'cacheRead'] as const;
const verifications = ['passed', 'failed', 'notRun', 'unknown'] as const;
const followedDays = [7, 14, 30] as const;
/** What stands for no key where repositories are not told apart. */
const allRepositories = 'all';

/** Every amount of a week, zeros included: a correction to nothing has to be said too. */
export function weekPoints({ week, activeDays, level, rhythm, buckets }: TeamWeek): readonly Point[] {
  const points: Point[] = [];
  for (const bucket of buckets) {
    const where = { [weekAttribute]: week, [repositoryAttribute]: bucket.repository === '' ? allRepositories : bucket.repository };
    const add = (metric: MetricKey, value: number, attributes: Point['attributes'] = {}): void =>
      void points.push({ metric, value, attributes: { ...where, ...attributes } });
    addModels(bucket, add);
    addCosts(bucket, add);
    addSessions(bucket, add);
    addOutcomes(bucket, add);
    add('lowerBound', bucket.atLeast ? 1 : 0);
  }
  const labels = { 'payoff.week.level': level ?? 'unknown', 'payoff.week.rhythm': rhythm ?? 'unknown' };
  return [...points, { metric: 'activeDays', value: activeDays, attributes: { [weekAttribute]: week, ...labels } }];
}

/**
 * What has to be added to an earlier report of the week to come to this one; all of it where there is none. Amounts that are gone are taken away.
 */
export function pointsSince(points: readonly Point[], before: readonly Point[]): readonly Point[] {
  const left = new Map(before.map((point) => [keyOf(point), point]));
  const added = points.map((point) => {
    const known = left.get(keyOf(point));
    left.delete(keyOf(point));
    return known === undefined ? point : { ...point, value: difference(point.value, known.value) };
  });
  const gone = [...left.values()].map((point) => ({ ...point, value: -point.value }));
  return [...added, ...gone].filter(({ value }) => value !== 0);
}

type Add = (metric: MetricKey, value: number, attributes?: Point['attributes']) => void;

function addModels({ models }: TeamWeekBucket, add: Add): void {
  for (const use of models) {
    const model = { 'payoff.model': use.model };
    add('cost', dollars(use.cost), model);
    for (const type of tokenTypes) add('tokens', use[type], { ...model, 'payoff.token.type': type });
    add('requests', Math.max(0, use.requests - use.unpriced), { ...model, 'payoff.priced': 'true' });
    add('requests', use.unpriced, { ...model, 'payoff.priced': 'false' });
    add('webSearches', use.webSearches, model);
    add('modelSessions', use.sessions, model);
  }
}

function addCosts({ interactiveCost, headlessCost, unrecordedCost, kinds, standing }: TeamWeekBucket, add: Add): void {
  const entrances = { interactive: interactiveCost, headless: headlessCost, unrecorded: unrecordedCost };
  for (const [entrance, cost] of Object.entries(entrances)) add('entranceCost', dollars(cost), { 'payoff.entrance': entrance });
  for (const kind of workKinds) add('kindCost', dollars(kinds[kind]), { 'payoff.kind': kind });
  for (const part of standingParts) add('standingCost', dollars(standing[part]), { 'payoff.standing': part });
}

function addSessions({ sessions, headlessSessions, turns }: TeamWeekBucket, add: Add): void {
  for (const name of sessionLengths) {
    const length = { 'payoff.session.length': name };
    add('sessions', sessions[name].sessions, length);
    add('sessionCost', dollars(sessions[name].cost), length);
    add('sessionStayed', sessions[name].stayed, length);
  }
  add('sessions', headlessSessions, { 'payoff.session.length': 'headless' });
  add('turns', turns);
}

function addOutcomes({ changes, cadence, windows, shippedLines, survival, verification }: TeamWeekBucket, add: Add): void {
  const watched = { 'payoff.cadence': cadence, 'payoff.windows': windows.join(',') };
  for (const state of changeStates) add('changes', changes[state], { 'payoff.change.state': state, ...watched });
  for (const result of verifications) add('verification', verification[result], { 'payoff.verification': result });
  add('shippedLines', shippedLines);
  for (const days of followedDays) {
    const after = { 'payoff.days': String(days) };
    add('followedLines', survival[days].lines, after);
    add('survivingLines', survival[days].surviving, after);
  }
}

/** Metrics are in dollars, as Claude Code's own are. */
function dollars(nanodollars: number): number {
  return nanodollars / 1e9;
}

/** Dollars are differences of whole nanodollars. */
function difference(now: number, before: number): number {
  return Math.round((now - before) * 1e9) / 1e9;
}

function keyOf({ metric, attributes }: Point): string {
  return JSON.stringify([metric, ...Object.entries(attributes).sort(([left], [right]) => (left < right ? -1 : 1))]);
}
