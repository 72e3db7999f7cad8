/**
 * Time saved, as the user estimates it: minutes that a piece of work of each kind would have taken them, and what an hour costs. Nothing of it is measured
 * but how many pieces there were.
 */
import { kindOfCommit } from '../advice/kindsOfWork.ts';
import { workKinds } from '../advice/workKinds.ts';
import type { WorkKind } from '../advice/workKinds.ts';
import type { History, PlacedRequest } from '../attribution/history.ts';
import { t } from '../l10n/message.ts';
import { commitOf } from '../report/commitCosts.ts';
import type { Money } from '../report/live.ts';

/** Kinds that a piece of work may be of: what made no edit is none. */
export type TaskKind = Exclude<WorkKind, 'noEdits'>;
export const taskKinds = workKinds.filter((kind): kind is TaskKind => kind !== 'noEdits');

export interface Minutes {
  readonly low: number;
  readonly high: number;
}

/** The user's own word on it. */
export interface TimeSavedSetting {
  /** US dollars an hour. */
  readonly hourlyRate: number;
  readonly minutes: Readonly<Partial<Record<TaskKind, Minutes>>>;
}

export interface ParsedTimeSaved {
  readonly timeSaved: TimeSavedSetting | null;
  readonly problem: string | null;
}

export interface TaskCount {
  readonly kind: TaskKind;
  /** Commits of that kind that carry cost. */
  readonly tasks: number;
  /** The user's estimate for one; null where they gave none: then it is in no sum. */
  readonly minutes: Minutes | null;
}

/** An estimate, never a measurement. */
export interface TimeSaved {
  readonly hourlyRate: number;
  readonly tasks: readonly TaskCount[];
  readonly minutes: Minutes;
  /** What that time costs at the hourly rate, nanodollars. */
  readonly value: Minutes;
  /** All that was spent in the same time, whatever it went to. */
  readonly spent: Money;
}

const mostMinutes = 10_000;
const mostRate = 100_000;

/** Reads the setting `payoff.timeSaved`: `{ "hourlyRate": 80, "minutes": { "code": { "low": 20, "high": 60 } } }`. */
export function parseTimeSaved(value: unknown): ParsedTimeSaved {
  if (value === undefined || value === null) return { timeSaved: null, problem: null };
  const given = object(value);
  if (given === null) return wrong(t('it is no object'));
  if (given.size === 0) return { timeSaved: null, problem: null };
  const hourlyRate = given.get('hourlyRate');
  if (!isBetween(hourlyRate, mostRate) || hourlyRate === 0) return wrong(t('its hourlyRate is a number of US dollars above 0'));
  const all = object(given.get('minutes'));
  if (all === null || all.size === 0) return wrong(t('its minutes name one kind of work at least: {0}', taskKinds.join(', ')));
  const minutes: Partial<Record<TaskKind, Minutes>> = {};
  for (const [name, range] of all) {
    const kind = taskKinds.find((known) => known === name);
    if (kind === undefined) return wrong(t('“{0}” is no kind of work: {1}', name, taskKinds.join(', ')));
    const ends = object(range);
    const [low, high] = [ends?.get('low'), ends?.get('high')];
    if (!isBetween(low, mostMinutes) || !isBetween(high, mostMinutes) || low > high)
      return wrong(t('the minutes of {0} have a low and a high, and low is not above high', kind));
    minutes[kind] = { low, high };
  }
  return { timeSaved: { hourlyRate, minutes }, problem: null };
}

/** How many commits of each kind carry cost of the given requests. */
export function countTasks(requests: Iterable<PlacedRequest>, repositories: History['repositories']): ReadonlyMap<TaskKind, number> {
  const seen = new Set<string>();
  const counts = new Map<TaskKind, number>();
  for (const request of requests) {
    const { target } = request.placement;
    const sha = commitOf(request);
    if (sha === '' || target.kind !== 'commit' || seen.has(`${target.repository}\0${sha}`)) continue;
    seen.add(`${target.repository}\0${sha}`);
    const kind = kindOfCommit(repositories.get(target.repository)?.commits.get(sha));
    if (kind !== 'noEdits') counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/** The estimate for what was made; null where nothing of a kind with minutes was. */
export function estimateTimeSaved(setting: TimeSavedSetting, counts: ReadonlyMap<TaskKind, number>, spent: Money): TimeSaved | null {
  const tasks = taskKinds.flatMap((kind): readonly TaskCount[] => {
    const count = counts.get(kind) ?? 0;
    return count === 0 ? [] : [{ kind, tasks: count, minutes: setting.minutes[kind] ?? null }];
  });
  if (tasks.every(({ minutes }) => minutes === null)) return null;
  const total = (end: keyof Minutes): number => tasks.reduce((sum, { tasks: count, minutes }) => sum + count * (minutes?.[end] ?? 0), 0);
  const minutes = { low: total('low'), high: total('high') };
  const nanodollars = (each: number): number => Math.round((each / 60) * setting.hourlyRate * 1e9);
  return {
    hourlyRate: setting.hourlyRate,
    tasks,
    minutes,
    value: { low: nanodollars(minutes.low), high: nanodollars(minutes.high) },
    spent,
  };
}

function wrong(what: string): ParsedTimeSaved {
  return { timeSaved: null, problem: t('payoff.timeSaved is left out: {0}.', what) };
}

function object(value: unknown): ReadonlyMap<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? new Map<string, unknown>(Object.entries(value)) : null;
}

function isBetween(value: unknown, most: number): value is number {
  return typeof value === 'number' && value >= 0 && value <= most;
}
