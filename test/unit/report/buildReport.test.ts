import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { buildReport } from '../../../src/core/report/buildReport.ts';
import type { Grouping, Report } from '../../../src/core/report/report.ts';
import type { RequestRow, SideCallRow } from '../../../src/core/report/rows.ts';
import { aRequest, aSideCall, testPrices, testRate, tokens } from '../../support/rows.ts';

const at = (text: string): number => Date.parse(text);

function report(by: Grouping, requests: readonly RequestRow[], sideCalls: readonly SideCallRow[] = [], timezone = 'UTC'): Report {
  return buildReport({ requests, sideCalls, by, timezone, rate: testRate, prices: testPrices });
}

const keys = (of: Report): string[] => of.rows.map((row) => row.key);

describe('a report', () => {
  it('sums requests and every token class into one row a key', () => {
    const used = { input: 1, output: 2, cacheWrite5m: 3, cacheWrite1h: 4, cacheRead: 5, webSearches: 6 };
    const { rows, totals } = report('day', [aRequest({ tokens: used }), aRequest({ tokens: used })]);
    assert.deepEqual(rows, [
      {
        key: '2026-11-22',
        requests: 2,
        inputTokens: 2,
        outputTokens: 4,
        cacheWrite5mTokens: 6,
        cacheWrite1hTokens: 8,
        cacheReadTokens: 10,
        webSearches: 12,
        costNanodollars: 2 * (4000 + 40_000 + 15_000 + 32_000 + 2000 + 60_000_000),
        sideCallsNanodollars: 0,
        unpricedRequests: 0,
        lowerBound: false,
      },
    ]);
    assert.deepEqual(totals, { ...rows[0], key: 'total' });
  });

  it('counts a request on the day of its own time, so that a session can span midnight', () => {
    const requests = [aRequest({ atMs: at('2026-11-22T22:59:59.999Z') }), aRequest({ atMs: at('2026-11-22T23:00:00Z') })];
    assert.deepEqual(keys(report('day', requests, [], 'Europe/Berlin')), ['2026-11-22', '2026-11-23']);
    assert.deepEqual(keys(report('day', requests)), ['2026-11-22']);
  });

  it('puts times in ascending order and everything else by cost, then by name', () => {
    const requests = [
      aRequest({ atMs: at('2026-11-22T12:00:00Z'), branch: 'b' }),
      aRequest({ atMs: at('2026-11-20T12:00:00Z'), branch: 'a' }),
      aRequest({ atMs: at('2026-11-21T12:00:00Z'), branch: 'c', tokens: { output: 90_000 } }),
    ];
    assert.deepEqual(keys(report('day', requests)), ['2026-11-20', '2026-11-21', '2026-11-22']);
    assert.deepEqual(keys(report('week', requests)), ['2026-W47']);
    assert.deepEqual(keys(report('month', requests)), ['2026-11']);
    assert.deepEqual(keys(report('branch', requests)), ['c', 'a', 'b']);
  });

  it('names a model without date, region and [1m], and the unknown by an empty key', () => {
    const models = ['claude-haiku-4-5-20251001', 'claude-haiku-4-5[1m]', 'us.anthropic.claude-haiku-4-5-20251001-v1:0'];
    assert.deepEqual(
      keys(
        report(
          'model',
          models.map((model) => aRequest({ model })),
        ),
      ),
      ['claude-haiku-4-5'],
    );
    const unknown = aRequest({ branch: '', repository: '' });
    assert.deepEqual([keys(report('branch', [unknown])), keys(report('repository', [unknown]))], [[''], ['']]);
  });

  it('counts a request without a price as unpriced, its tokens too, and leaves it out of the cost', () => {
    const { totals } = report('day', [aRequest({ model: 'claude-next-9' }), aRequest()]);
    assert.deepEqual([totals.requests, totals.unpricedRequests, totals.inputTokens], [2, 1, 200]);
    assert.equal(totals.costNanodollars, 4_400_000);
  });

  it('is a lower bound when one response in it is', () => {
    const { rows, totals } = report('branch', [aRequest({ branch: 'a', lowerBound: true }), aRequest({ branch: 'b' })]);
    assert.deepEqual([rows.map((row) => row.lowerBound), totals.lowerBound], [[true, false], true]);
  });

  it('is empty without requests', () => {
    const { rows, totals } = report('day', []);
    assert.deepEqual([rows.length, totals.requests, totals.costNanodollars, totals.sideCallsNanodollars], [0, 0, 0, 0]);
  });
});

describe('side calls in a report', () => {
  const cost = 1_050_000;

  it("fall on the row of the session's last request, beside the cost", () => {
    const requests = [aRequest({ atMs: at('2026-11-21T12:00:00Z'), branch: 'early' }), aRequest({ branch: 'late' })];
    const sideCalls = [aSideCall({ branch: 'late' })];
    for (const [by, expected] of [
      ['day', [0, cost]],
      ['session', [cost]],
      ['repository', [cost]],
    ] as const)
      assert.deepEqual(
        report(by, requests, sideCalls).rows.map((row) => row.sideCallsNanodollars),
        expected,
      );
    const byBranch = report('branch', requests, sideCalls);
    assert.equal(byBranch.rows.find((row) => row.key === 'late')?.sideCallsNanodollars, cost);
    assert.equal(byBranch.totals.costNanodollars, 2 * 4_400_000);
  });

  it('stand by model on the row of the model that answered, also when it answered nothing else', () => {
    const { rows } = report('model', [aRequest()], [aSideCall()]);
    assert.deepEqual(
      rows.map((row) => [row.key, row.requests, row.sideCallsNanodollars]),
      [
        ['claude-opus-5-5', 1, 0],
        ['claude-haiku-4-5', 0, cost],
      ],
    );
  });

  it('make a row and the totals unknown where one session of the row is', () => {
    const requests = [aRequest({ branch: 'a' }), aRequest({ branch: 'b' })];
    const { rows, totals } = report('branch', requests, [
      aSideCall({ branch: 'a', models: null }),
      aSideCall({ branch: 'a' }),
      aSideCall({ branch: 'b' }),
    ]);
    assert.deepEqual([rows.map((row) => row.sideCallsNanodollars), totals.sideCallsNanodollars], [[null, cost], null]);
    assert.deepEqual(
      report('model', requests, [aSideCall({ models: null })]).rows.map((row) => [row.key, row.sideCallsNanodollars]),
      [['claude-opus-5-5', null]],
    );
  });

  it('are unknown for a model without a price', () => {
    const sideCalls = [aSideCall({ models: [{ model: 'claude-next-9', tokens: tokens({ input: 10 }) }] })];
    assert.equal(report('day', [aRequest()], sideCalls).totals.sideCallsNanodollars, null);
  });

  it('are unknown when their sum reaches a long-context tier, which hides whether a single prompt did', () => {
    const of = (input: number) =>
      report('day', [aRequest()], [aSideCall({ models: [{ model: 'claude-haiku-5-5', tokens: tokens({ input }) }] })]).totals;
    assert.equal(of(100_000).sideCallsNanodollars, 10_000_000);
    assert.equal(of(100_001).sideCallsNanodollars, null);
  });
});
