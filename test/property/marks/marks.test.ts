import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import fc from 'fast-check';
import { noticeKeys } from '../../../src/core/marks/judge.ts';
import { calendarWindow } from '../../../src/core/marks/markWindow.ts';
import { parseMarks } from '../../../src/core/marks/parseMarks.ts';
import { parseTimeSaved } from '../../../src/core/marks/timeSaved.ts';
import { aBucket, aMark, judgedOnce } from '../../support/marks.ts';
import { money, now } from '../../support/snapshots.ts';

const zones = ['Europe/Berlin', 'America/New_York', 'America/Santiago', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia', 'UTC'];
const quarter = 900_000;

const anyBuckets = fc.array(
  fc
    .record({
      quarters: fc.integer({ min: 0, max: 40 * 96 }),
      cents: fc.integer({ min: 0, max: 2000 }),
      unpriced: fc.nat({ max: 1 }),
      lowerBound: fc.boolean(),
    })
    .map(({ quarters, cents, unpriced, lowerBound }) =>
      aBucket(now - quarters * quarter, 0, { money: money(cents / 100, { unpricedRequests: unpriced, lowerBound }) }),
    ),
  { maxLength: 30 },
);
const period = fc.constantFrom('day', 'week', 'month');

describe('marks', () => {
  it('that are passed are passed, whatever is not known; none is that was not reached', () => {
    fc.assert(
      fc.property(anyBuckets, period, fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }), (buckets, each, first, more) => {
        const mark = aMark({ period: each, first, second: first + more });
        const state = judgedOnce(mark, { buckets, firstMs: now - 60 * 86_400_000 });
        const { fromMs, toMs } = calendarWindow(each, now, 'Europe/Berlin');
        const spent = buckets
          .filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
          .reduce((sum, { money: { nanodollars } }) => sum + nanodollars, 0);
        assert.equal(state.spent?.nanodollars, spent);
        assert.equal(state.passed, Number(spent >= first * 1e9) + Number(spent >= (first + more) * 1e9));
        assert.equal(noticeKeys(state).length, state.passed);
        // More spend takes no mark back.
        const further = judgedOnce(mark, { buckets: [...buckets, aBucket(now - quarter, 5)] });
        assert.ok(further.passed >= state.passed);
        // A forecast is never below what was spent, and reaches nothing that is passed.
        if (state.forecast !== null) {
          const { low, middle, high } = state.forecast.interval;
          assert.ok(spent <= low && low <= middle && middle <= high);
          state.forecast.reached.forEach((reach, index) => assert.equal(reach === null, index < state.passed));
        }
      }),
    );
  });

  it('are counted over periods that follow one another without gap or overlap, whatever the clocks do', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), period, fc.integer({ min: Date.UTC(2011, 0), max: Date.UTC(2032, 0) }), (zone, each, atMs) => {
        const here = calendarWindow(each, atMs, zone);
        assert.ok(here.fromMs <= atMs && atMs < here.toMs, `${zone} ${new Date(atMs).toISOString()}`);
        assert.deepEqual(calendarWindow(each, here.fromMs, zone), here);
        assert.deepEqual(calendarWindow(each, here.toMs - 1, zone), here);
        const next = calendarWindow(each, here.toMs, zone);
        assert.equal(next.fromMs, here.toMs);
        assert.notEqual(next.key, here.key);
      }),
    );
  });

  it('are read as the settings’ schema says: what the one refuses, so does the other', () => {
    const properties = (
      JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../../package.json'), 'utf8')) as {
        contributes: { configuration: { properties: Record<string, object> } };
      }
    ).contributes.configuration.properties;
    const ajv = new Ajv();
    const marks = ajv.compile(properties['payoff.marks'] ?? {});
    const timeSaved = ajv.compile(properties['payoff.timeSaved'] ?? {});
    const amount = fc.constantFrom<unknown>(10, 20, 80, 100, 101, 0, -1, 1e6, 2e6, '10', null);
    const name = fc.constantFrom<unknown>('loom', 'feature/*', '', ' ', 5);
    const entry = fc.record(
      {
        period: fc.constantFrom<unknown>('session', 'day', 'week', 'month', 'fiveHours', 'year', 'week', 'day'),
        first: amount,
        second: amount,
        unit: fc.constantFrom<unknown>('dollars', 'percent', 'percent', 'euros'),
        repository: name,
        branch: name,
        other: fc.constant(1),
      },
      { requiredKeys: ['period', 'first'] },
    );
    let accepted = 0;
    fc.assert(
      fc.property(fc.oneof(entry, fc.record({ period: fc.constantFrom('day', 'week'), first: amount })), (mark) => {
        const valid = marks([mark]);
        const { problems } = parseMarks([mark]);
        // The order of two amounts is beyond a schema.
        const unordered = 'second' in mark && Number(mark.second) <= Number(mark.first);
        if (!unordered) assert.equal(problems.length === 0, valid, JSON.stringify([mark, problems, marks.errors]));
        else assert.ok(problems.length > 0 || mark.second === undefined);
        if (valid && !unordered) accepted += 1;
      }),
      { numRuns: 2000 },
    );
    assert.ok(accepted > 100, String(accepted));
    const minutes = fc.constantFrom<unknown>(
      { low: 5, high: 10 },
      { low: 0, high: 0 },
      { low: 5 },
      { low: -1, high: 3 },
      { low: 1, high: 20_000 },
      7,
    );
    fc.assert(
      fc.property(
        fc.constantFrom<unknown>(80, 0, -1, 1e6, '80'),
        fc.dictionary(fc.constantFrom('code', 'docs', 'naps'), minutes, { minKeys: 1, maxKeys: 2 }),
        (hourlyRate, each) => {
          const given = { hourlyRate, minutes: each };
          assert.equal(parseTimeSaved(given).timeSaved !== null, timeSaved(given), JSON.stringify(given));
        },
      ),
    );
  });
});
