import { stepCounter } from './counters.ts';
import type { CounterState } from './counters.ts';
import type { Measure } from './measures.ts';
import { utcDay } from './openDays.ts';

/**
 * A point whose user and attributes are replaced by keyed hashes. Series are told by person, metric, the attributes that are read, and start: session ids
 * are not looked at. Two processes of one person are two series because theirs start at different milliseconds; where even start, time and amount of two
 * delta points are the same, they count as one point that came twice.
 */
export interface KeyedPoint {
  readonly person: string;
  /** Names the series, its start included; has no space. */
  readonly series: string;
  readonly cumulative: boolean;
  readonly measure: Measure;
  readonly model: string;
  readonly amount: number;
  readonly startUs: number;
  readonly timeUs: number;
}

/** Something to be added to the sum of a person, a day, a model and a measure. */
export interface DaySum {
  readonly person: string;
  readonly day: string;
  readonly model: string;
  readonly measure: Measure;
  readonly amount: number;
}

/** The delta points of one person and one time that were counted. */
export interface SeenExport {
  readonly person: string;
  readonly timeUs: number;
  readonly points: ReadonlySet<string>;
}

export interface Counter {
  readonly person: string;
  readonly series: string;
  readonly state: CounterState;
}

export interface Remembered {
  readonly exports: readonly SeenExport[];
  readonly counters: readonly Counter[];
}

export interface Settled {
  /** One for each person, day, model and measure; none is zero. */
  readonly sums: readonly DaySum[];
  /** What is to be remembered now, of what changed only. */
  readonly remember: Remembered;
  /** Points that had been counted before. */
  readonly repeated: number;
}

/** Counts points once each, given what is remembered of the persons, times and series among them. Their order does not matter. */
export function settle(points: readonly KeyedPoint[], remembered: Remembered, nowMs: number): Settled {
  const sums = new Map<string, DaySum>();
  const exports = new Map(remembered.exports.map((each) => [exportKey(each), { ...each, points: new Set(each.points) }]));
  const counters = new Map(remembered.counters.map((each) => [counterKey(each), each]));
  const changedExports = new Set<string>();
  const changedCounters = new Set<string>();
  let repeated = 0;

  const add = ({ person, model, measure }: KeyedPoint, day: string, amount: number): void => {
    const key = `${person} ${day} ${model} ${measure}`;
    sums.set(key, { person, day, model, measure, amount: (sums.get(key)?.amount ?? 0) + amount });
  };

  for (const point of [...points].sort((left, right) => left.timeUs - right.timeUs)) {
    const { person, series, timeUs, amount } = point;
    if (point.cumulative) {
      const key = counterKey(point);
      const before = counters.get(key)?.state;
      const step = stepCounter(before, point.startUs, { timeUs, total: amount }, nowMs);
      for (const increase of step.increases) add(point, increase.day, increase.amount);
      if (step.state === before) repeated += 1;
      else {
        counters.set(key, { person, series, state: step.state });
        changedCounters.add(key);
      }
      continue;
    }
    const key = exportKey(point);
    const seen = exports.get(key) ?? { person, timeUs, points: new Set<string>() };
    const mark = `${series}.${amount.toString(36)}`;
    if (seen.points.has(mark)) {
      repeated += 1;
      continue;
    }
    seen.points.add(mark);
    exports.set(key, seen);
    changedExports.add(key);
    add(point, utcDay(timeUs / 1000), amount);
  }
  return {
    sums: [...sums.values()].filter(({ amount }) => amount !== 0),
    remember: {
      exports: [...changedExports].flatMap((key) => exports.get(key) ?? []),
      counters: [...changedCounters].flatMap((key) => counters.get(key) ?? []),
    },
    repeated,
  };
}

const exportKey = ({ person, timeUs }: { readonly person: string; readonly timeUs: number }): string => `${person} ${timeUs}`;

const counterKey = ({ person, series }: { readonly person: string; readonly series: string }): string => `${person} ${series}`;
