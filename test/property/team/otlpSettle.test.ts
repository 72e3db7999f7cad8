import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CounterState } from '../../../src/core/team/otlp/counters.ts';
import { utcDay } from '../../../src/core/team/otlp/openDays.ts';
import { settle } from '../../../src/core/team/otlp/settle.ts';
import type { KeyedPoint } from '../../../src/core/team/otlp/settle.ts';

const now = Date.UTC(2026, 10, 23, 12);
const minute = 60_000;
/** Minutes of the days that are open: 2026-11-21 to noon of 2026-11-23. */
const openMinutes = 60 * 60;

/** One process of a person: what it used in some minutes, which it tells as increases or as totals since it began; it may begin anew. */
interface Process {
  readonly person: string;
  readonly model: string;
  readonly cumulative: boolean;
  readonly startMinute: number;
  readonly uses: readonly { readonly afterMinutes: number; readonly amount: number; readonly restart: boolean }[];
}

const processes = fc.array(
  fc.record({
    person: fc.constantFrom('ann', 'bob'),
    model: fc.constantFrom('claude-opus-4-6', 'other'),
    cumulative: fc.boolean(),
    startMinute: fc.integer({ min: 0, max: openMinutes - 1500 }),
    uses: fc.array(
      fc.record({ afterMinutes: fc.integer({ min: 1, max: 300 }), amount: fc.integer({ min: 0, max: 1e9 }), restart: fc.boolean() }),
      { maxLength: 5 },
    ),
  }),
  { maxLength: 6 },
);

const timeUs = (minutes: number): number => (now - (openMinutes - minutes) * minute) * 1000;

/** The points that a process sends, in their order; a restart is a new start, as the clients send it, or only a total that falls. */
function pointsOf(process: Process, index: number, restarts: 'start' | 'fall' | 'none'): readonly KeyedPoint[] {
  const { person, model, cumulative } = process;
  let minutes = process.startMinute;
  let startUs = timeUs(minutes);
  let total = 0;
  return process.uses.map(({ afterMinutes, amount, restart }) => {
    const begins = restart && restarts !== 'none';
    // A total that does not fall is no reset that anybody could see.
    if (begins && (restarts === 'start' || amount < total)) total = 0;
    if (begins && restarts === 'start') startUs = timeUs(minutes);
    minutes += afterMinutes;
    total += amount;
    const point = {
      person,
      series: `${index}-${cumulative ? `${startUs}` : `${timeUs(minutes)}`}`,
      cumulative,
      measure: 'cost',
      model,
      amount: cumulative ? total : amount,
      startUs,
      timeUs: timeUs(minutes),
    } as const;
    return point;
  });
}

/** What was used, by person, day and model: each use falls on the day of its point. */
function oracle(all: readonly Process[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { person, model, startMinute, uses } of all) {
    let minutes = startMinute;
    for (const { afterMinutes, amount } of uses) {
      minutes += afterMinutes;
      const key = `${person} ${utcDay(timeUs(minutes) / 1000)} ${model}`;
      sums[key] = (sums[key] ?? 0) + amount;
    }
  }
  return Object.fromEntries(Object.entries(sums).filter(([, amount]) => amount !== 0));
}

/** A store in memory: takes batches one after the other. */
function sumsAfter(batches: readonly (readonly KeyedPoint[])[]): Record<string, number> {
  const exports = new Map<string, { person: string; timeUs: number; points: ReadonlySet<string> }>();
  const counters = new Map<string, { person: string; series: string; state: CounterState }>();
  const sums: Record<string, number> = {};
  for (const batch of batches) {
    const settled = settle(batch, { exports: [...exports.values()], counters: [...counters.values()] }, now);
    for (const each of settled.remember.exports) exports.set(`${each.person} ${each.timeUs}`, each);
    for (const each of settled.remember.counters) counters.set(`${each.person} ${each.series}`, each);
    for (const { person, day, model, amount } of settled.sums) {
      const key = `${person} ${day} ${model}`;
      sums[key] = (sums[key] ?? 0) + amount;
    }
  }
  return Object.fromEntries(Object.entries(sums).filter(([, amount]) => amount !== 0));
}

/** Cuts a list into batches at the given places. */
function batchesOf(points: readonly KeyedPoint[], cuts: readonly number[]): readonly (readonly KeyedPoint[])[] {
  const places = [0, ...cuts.map((cut) => cut % (points.length + 1)).sort((left, right) => left - right), points.length];
  return places.slice(1).map((end, at) => points.slice(places[at], end));
}

const byTime = (points: readonly KeyedPoint[]): readonly KeyedPoint[] => [...points].sort((left, right) => left.timeUs - right.timeUs);

describe('settling points', () => {
  const cuts = fc.array(fc.nat(1000), { maxLength: 8 });

  it('gives what was used, however points are ordered, batched and repeated, counters that begin anew with a new start among them', () => {
    fc.assert(
      fc.property(processes, cuts, fc.array(fc.nat(1e6), { minLength: 120, maxLength: 120 }), (all, places, chances) => {
        const points = all.flatMap((each, index) => pointsOf(each, index, 'start'));
        const repeated = points.filter((_, at) => (chances[at] ?? 0) % 3 === 0);
        const shuffled = [...points, ...repeated]
          .map((point, at) => ({ point, key: chances[60 + at] ?? chances[at] ?? at }))
          .sort((left, right) => left.key - right.key)
          .map(({ point }) => point);
        assert.deepEqual(sumsAfter(batchesOf(shuffled, places)), oracle(all));
      }),
      { numRuns: 400 },
    );
  });

  it('gives what was used where totals fall without a new start, of points in their order, each repeated', () => {
    fc.assert(
      fc.property(processes, cuts, (all, places) => {
        const points = byTime(all.flatMap((each, index) => pointsOf(each, index, 'fall')));
        const twice = batchesOf(points, places).flatMap((batch) => [batch, batch]);
        assert.deepEqual(sumsAfter(twice), oracle(all));
      }),
      { numRuns: 400 },
    );
  });

  it('gives the same of increases that are split into several points', () => {
    fc.assert(
      fc.property(processes, fc.integer({ min: 2, max: 4 }), (all, pieces) => {
        const points = all.flatMap((each, index) => pointsOf({ ...each, cumulative: false }, index, 'none'));
        const split = points.flatMap((point) =>
          Array.from({ length: pieces }, (_, at) => ({
            ...point,
            startUs: point.startUs + at,
            series: `${point.series}-${at}`,
            amount: at === 0 ? point.amount - (pieces - 1) * Math.floor(point.amount / pieces) : Math.floor(point.amount / pieces),
          })),
        );
        assert.deepEqual(sumsAfter([split]), oracle(all));
      }),
      { numRuns: 200 },
    );
  });

  it('never takes a sum below zero', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(openMinutes), fc.nat(50)), { maxLength: 20 }), (totals) => {
        // Totals as no counter has them: every sum still stays at zero or above.
        const points = totals.map(([minutes, amount]): readonly KeyedPoint[] => [
          {
            person: 'ann',
            series: 'one',
            cumulative: true,
            measure: 'cost',
            model: '',
            amount,
            startUs: timeUs(0),
            timeUs: timeUs(minutes),
          },
        ]);
        for (let many = 0; many <= points.length; many++)
          for (const amount of Object.values(sumsAfter(points.slice(0, many)))) assert.ok(amount >= 0);
      }),
      { numRuns: 200 },
    );
  });
});
