import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { buildReport } from '../../../src/core/report/buildReport.ts';
import { FiguresSum } from '../../../src/core/report/figures.ts';
import { groupings } from '../../../src/core/report/report.ts';
import type { Figures, Grouping, ReportRow } from '../../../src/core/report/report.ts';
import type { RequestRow, SideCallRow } from '../../../src/core/report/rows.ts';
import type { Tokens } from '../../../src/core/transcript/facts.ts';
import { testPrices, testRate } from '../../support/rows.ts';

const count = fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 300_000 }));
const tokens: fc.Arbitrary<Tokens> = fc.record({
  input: count,
  output: count,
  cacheWrite5m: count,
  cacheWrite1h: count,
  cacheRead: count,
  webSearches: fc.nat(3),
});
const models = fc.constantFrom('claude-opus-5-5', 'claude-haiku-5-5-20261007', 'claude-haiku-4-5[1m]', 'claude-next-9', '');
const place = {
  sessionId: fc.constantFrom('s1', 's2', 's3'),
  atMs: fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 10) }),
  cwd: fc.constant(''),
  branch: fc.constantFrom('', 'main', 'feature'),
  repository: fc.constantFrom('', '/a', '/b'),
};
const request: fc.Arbitrary<RequestRow> = fc.record({
  ...place,
  messageId: fc.constant(''),
  agentId: fc.constant(''),
  model: models,
  tokens,
  fast: fc.boolean(),
  geography: fc.constantFrom('', 'us'),
  longContext: fc.constant(false),
  entrypoint: fc.constant(''),
  lowerBound: fc.boolean(),
});
const sideCall: fc.Arbitrary<SideCallRow> = fc.record({
  ...place,
  models: fc.option(fc.array(fc.record({ model: models, tokens }), { maxLength: 2 })),
});
const data = fc.record({
  requests: fc.array(request, { maxLength: 40 }),
  sideCalls: fc.array(sideCall, { maxLength: 5 }),
  by: fc.constantFrom(...groupings),
  timezone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Apia'),
});
type Data = typeof data extends fc.Arbitrary<infer T> ? T : never;

const build = ({ requests, sideCalls, by, timezone }: Data, grouping: Grouping = by) =>
  buildReport({ requests, sideCalls, by: grouping, timezone, rate: testRate, prices: testPrices });

function sum(rows: readonly Figures[]): Figures {
  const total = new FiguresSum();
  for (const row of rows) total.add(row);
  return total.figures();
}

const figuresOf = ({ key: _key, ...figures }: ReportRow): Figures => figures;

describe('a report of anything', () => {
  it('has rows that add up to its totals exactly, in safe integers', () => {
    fc.assert(
      fc.property(data, (given) => {
        const { rows, totals } = build(given);
        assert.equal(new Set(rows.map((row) => row.key)).size, rows.length);
        for (const name of ['requests', 'inputTokens', 'outputTokens', 'cacheReadTokens', 'costNanodollars', 'unpricedRequests'] as const) {
          assert.equal(
            rows.reduce((total, row) => total + row[name], 0),
            totals[name],
          );
          assert.ok(Number.isSafeInteger(totals[name]));
        }
        const known = rows.every((row) => row.sideCallsNanodollars !== null);
        assert.equal(totals.sideCallsNanodollars, known ? rows.reduce((total, row) => total + (row.sideCallsNanodollars ?? 0), 0) : null);
      }),
    );
  });

  it('has the same totals whatever it is grouped by', () => {
    fc.assert(
      fc.property(data, (given) => {
        const expected = build(given, 'day').totals;
        for (const by of groupings) assert.deepEqual(build(given, by).totals, expected);
      }),
    );
  });

  it('equals the sum of its parts, wherever the period is split', () => {
    fc.assert(
      fc.property(data, place.atMs, (given, split) => {
        const part = (within: (atMs: number) => boolean) =>
          build({
            ...given,
            requests: given.requests.filter((row) => within(row.atMs)),
            sideCalls: given.sideCalls.filter((row) => within(row.atMs)),
          });
        const parts = [part((atMs) => atMs < split), part((atMs) => atMs >= split)];
        assert.deepEqual(sum(parts.map(({ totals }) => figuresOf(totals))), figuresOf(build(given).totals));
      }),
    );
  });

  it('does not depend on the order of the requests', () => {
    fc.assert(
      fc.property(data, (given) => {
        assert.deepEqual(
          build({ ...given, requests: [...given.requests].reverse(), sideCalls: [...given.sideCalls].reverse() }),
          build(given),
        );
      }),
    );
  });
});
