/** Causes and what is unexplained always add up to the whole difference, whatever was counted, and so do the amounts that are shown. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { countedLines } from '../../../src/core/report/compare/ccusageCount.ts';
import type { CcusageLine } from '../../../src/core/report/compare/ccusageLine.ts';
import { ccusageCost } from '../../../src/core/report/compare/ccusageRates.ts';
import type { CcusageRates } from '../../../src/core/report/compare/ccusageRates.ts';
import type { CcusageDay } from '../../../src/core/report/compare/ccusageReport.ts';
import { compareCcusage } from '../../../src/core/report/compare/compareCcusage.ts';
import { compareConsole } from '../../../src/core/report/compare/compareConsole.ts';
import type { Comparison } from '../../../src/core/report/compare/comparison.ts';
import { roundedParts, shownAmounts } from '../../../src/core/report/compare/shownAmounts.ts';
import type { Rate } from '../../../src/core/pricing/rating.ts';
import type { RequestRow } from '../../../src/core/report/rows.ts';
import { dayKey, nextDay, startOfDay } from '../../../src/core/report/time.ts';
import { aRequest, aSideCall, testRate } from '../../support/rows.ts';

const models = ['claude-opus-5-5', 'claude-haiku-4-5', 'claude-haiku-5-5', 'claude-next-9', 'gpt-5'];
const zone = 'Europe/Berlin';
const start = Date.parse('2026-10-24T12:00:00Z');

/** The tests' prices with fast mode and geography, each class rounded as the real ones are. */
const rate: Rate = (usage) => {
  const rating = testRate(usage);
  if (!rating.priced) return rating;
  const times = (usage.fast ? 2 : 1) * (usage.geography === 'us' ? 1.1 : 1);
  const of = (nanodollars: number): number => Math.round(nanodollars * times);
  const { webSearches } = rating.cost;
  const [input, output, cacheRead] = [of(rating.cost.input), of(rating.cost.output), of(rating.cost.cacheRead)];
  const [cacheWrite5m, cacheWrite1h] = [of(rating.cost.cacheWrite5m), of(rating.cost.cacheWrite1h)];
  const total = input + output + cacheRead + cacheWrite5m + cacheWrite1h + webSearches;
  return { priced: true, cost: { input, output, cacheWrite5m, cacheWrite1h, cacheRead, webSearches, total } };
};

const count = fc.oneof({ weight: 4, arbitrary: fc.nat(5000) }, fc.nat(400_000));
const tokens = fc.record({ input: count, output: count, cacheWrite5m: count, cacheWrite1h: count, cacheRead: count });
const atMs = fc.nat(3 * 86_400_000).map((ms) => start + ms);
const session = fc.constantFrom('session-1', 'session-2');
const messageId = fc.nat(12).map((number) => `msg_01${String(number)}`);

const request: fc.Arbitrary<RequestRow> = fc
  .record({
    messageId,
    sessionId: session,
    atMs,
    model: fc.constantFrom(...models),
    tokens: fc.tuple(tokens, fc.nat(3)).map(([some, webSearches]) => ({ ...some, webSearches })),
    fast: fc.boolean(),
    geography: fc.constantFrom('', 'us'),
  })
  .map((some) => aRequest(some));
const requests = fc.uniqueArray(request, { selector: (each) => each.messageId, maxLength: 12 });

const line: fc.Arbitrary<CcusageLine> = fc.record({
  messageId,
  identified: fc.constant(true),
  requestId: fc.constantFrom(null, 'req_1', 'req_2'),
  sessionId: session,
  atMs,
  model: fc.constantFrom(...models, ''),
  tokens,
  fast: fc.boolean(),
  saysSpeed: fc.boolean(),
  recordedNanodollars: fc.option(fc.nat(1_000_000_000), { freq: 9 }),
  sidechain: fc.boolean(),
  progress: fc.boolean(),
  leftover: fc.boolean(),
});

const price = fc.nat(20_000);
const unit = fc.record({ input: price, output: price, cacheWrite5m: price, cacheWrite1h: price, cacheRead: price });
const rates: fc.Arbitrary<CcusageRates> = fc.record({
  base: unit,
  above: fc.option(fc.record({ from: fc.constantFrom(100_000, 200_000), of: fc.constantFrom('class', 'request'), rates: unit })),
  fastMultiplier: fc.constantFrom(1, 2, 6),
});

/** What ccusage would say of these lines: a day each, with its models. */
function reportOf(lines: readonly CcusageLine[], ratesOf: (model: string) => CcusageRates | null): readonly CcusageDay[] {
  const days = new Map<string, number>();
  for (const each of lines) {
    const day = dayKey(each.atMs, zone);
    days.set(day, (days.get(day) ?? 0) + ccusageCost(each, ratesOf(each.model)));
  }
  return [...days].map(([day, nanodollars]) => ({
    day,
    nanodollars: Math.round(nanodollars),
    models: [],
    othersNanodollars: 0,
    mixed: false,
  }));
}

function assertAddsUp(comparison: Comparison): void {
  const { theirsNanodollars, ours, causes, unexplainedNanodollars } = comparison;
  const sum = causes.reduce((total, { nanodollars }) => total + nanodollars, 0);
  assert.equal(ours.nanodollars + sum + unexplainedNanodollars, theirsNanodollars);
  for (const { nanodollars, cause } of causes) assert.ok(Number.isSafeInteger(nanodollars) && nanodollars !== 0, cause);
  const shown = shownAmounts(comparison);
  const parts = [...shown.causes, shown.unexplained].reduce((total, text) => total + unitsOf(text), 0);
  assert.equal(unitsOf(shown.ours) + parts, unitsOf(shown.theirs));
}

/** In hundredths of a cent, whatever the digits. */
function unitsOf(text: string): number {
  const amount = Number(text.replace(/at least |[$,+]/g, ''));
  return Math.round(amount * 10_000);
}

describe('A comparison', () => {
  it('with ccusage explains all of what ccusage says by its own rules, in any period, also by a report that lacks days', () => {
    const input = fc.record({
      requests,
      lines: fc.array(line, { maxLength: 30 }),
      prices: fc.tuple(...models.map(() => fc.option(rates))),
      first: fc.integer({ min: -1, max: 4 }),
      length: fc.integer({ min: 0, max: 4 }),
      /** Every so many-th day is missing in a report from elsewhere; 0: ccusage was run. */
      missing: fc.nat(3),
    });
    fc.assert(
      fc.property(input, ({ requests: all, lines, prices, first, length, missing }) => {
        const ratesOf = (model: string): CcusageRates | null => prices[models.indexOf(model)] ?? null;
        const counted = countedLines(lines, (each) => ccusageCost(each, ratesOf(each.model)));
        const firstDay = first < 0 ? null : nextDay('2026-10-24', first);
        const lastDay = firstDay === null ? null : nextDay(firstDay, length);
        const comparison = compareCcusage({
          name: 'ccusage',
          days: reportOf(counted, ratesOf).filter((_, index) => missing === 0 || index % missing !== 0),
          asked: true,
          ran: missing === 0,
          requests: all,
          counted,
          refused: new Set(['msg_011']),
          isGone: (id) => id === 'msg_012',
          theirTimezone: zone,
          rate,
          ratesOf,
          sideCalls: [aSideCall()],
          timezone: zone,
          sinceMs: firstDay === null ? null : startOfDay(firstDay, zone),
          untilMs: lastDay === null ? null : startOfDay(nextDay(lastDay), zone),
          firstDay,
          lastDay,
          notes: [],
        });
        assertAddsUp(comparison);
        // Each cause and each day is rounded to a whole one; of requests and classes rounding is a cause, and never hides another.
        assert.ok(Math.abs(comparison.unexplainedNanodollars) <= 13, String(comparison.unexplainedNanodollars));
        const rounding = comparison.causes.find(({ cause }) => cause === 'rounding');
        assert.ok(Math.abs(rounding?.nanodollars ?? 0) <= 20 * (rounding?.count ?? 0), JSON.stringify(rounding));
      }),
      { numRuns: 500 },
    );
  });

  it('with ccusage never hides what ccusage says beyond its rules', () => {
    fc.assert(
      fc.property(requests, fc.integer({ min: 1000, max: 10_000_000_000 }), (all, more) => {
        const day: CcusageDay = { day: '2026-10-25', nanodollars: more, models: [], othersNanodollars: 0, mixed: false };
        const comparison = compareCcusage({
          ...{ name: 'ccusage', days: [day], asked: true, ran: true, requests: all, counted: [], refused: new Set(), isGone: () => true },
          ...{ theirTimezone: zone, rate, ratesOf: () => null, sideCalls: [], timezone: zone, sinceMs: null, untilMs: null },
          ...{ firstDay: null, lastDay: null, notes: [] },
        });
        assertAddsUp(comparison);
        assert.equal(comparison.unexplainedNanodollars, more);
        assert.ok(comparison.possibleReasons.length > 0);
      }),
    );
  });

  it('with the Console counts each request on its day in UTC, and nothing twice', () => {
    fc.assert(
      fc.property(requests, fc.constantFrom(zone, 'America/New_York', 'Pacific/Apia', 'UTC'), fc.nat(2), (all, timezone, offset) => {
        const day = nextDay('2026-10-24', offset);
        const there = all.filter((each) => dayKey(each.atMs, 'UTC') === day).reduce((sum, each) => sum + cost(each), 0);
        const comparison = compareConsole({
          ...{ figure: { amount: { nanodollars: there, unit: 1 } }, firstDay: day, lastDay: day },
          ...{ timezone, requests: all, sideCalls: [], rate, notes: [] },
        });
        assertAddsUp(comparison);
        assert.equal(comparison.unexplainedNanodollars, 0);
        assert.ok(comparison.causes.every(({ cause }) => cause === 'days'));
      }),
    );
  });

  it('shows whole parts of any amounts that add up, each less than one beside the truth, and keeps nothing at nothing', () => {
    const part = fc.oneof(fc.constant(0), fc.double({ min: -1e6, max: 1e6, noNaN: true }));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const total = Math.round(parts.reduce((sum, each) => sum + each, 0)) + 0; // no -0
        const rounded = roundedParts(parts, total);
        if (parts.some((each) => each !== 0))
          assert.equal(
            rounded.reduce((sum, each) => sum + each, 0),
            total,
          );
        for (const [index, each] of parts.entries()) {
          assert.ok(Math.abs((rounded[index] ?? NaN) - each) < 1.5);
          if (each === 0) assert.equal(rounded[index], 0);
        }
      }),
    );
  });
});

function cost(each: RequestRow): number {
  const rating = rate(each);
  return rating.priced ? rating.cost.total : 0;
}
