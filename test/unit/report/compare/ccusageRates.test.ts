import assert from 'node:assert/strict';
import { assumedRates, ccusageCost, probeTranscript, readProbes } from '../../../../src/core/report/compare/ccusageRates.ts';
import type { CcusageRates } from '../../../../src/core/report/compare/ccusageRates.ts';
import { readCcusageLine } from '../../../../src/core/report/compare/ccusageLine.ts';
import { readCcusageReport } from '../../../../src/core/report/compare/ccusageReport.ts';
import { testRate } from '../../../support/rows.ts';

const base = { input: 3000, output: 15_000, cacheWrite5m: 3750, cacheWrite1h: 6000, cacheRead: 300 };
const doubled = { input: 6000, output: 22_500, cacheWrite5m: 7500, cacheWrite1h: 12_000, cacheRead: 600 };

/** Answers the probes as a ccusage with these prices would, with its binary fractions. */
function answer(prices: ReadonlyMap<string, CcusageRates | null>): string {
  const daily = new Map<string, { modelName: string; cost: number }[]>();
  for (const text of probeTranscript([...prices.keys()])
    .trimEnd()
    .split('\n')) {
    const read = readCcusageLine(text, { sessionId: '', leftover: false });
    assert.ok(read?.kind === 'taken', text);
    for (const line of read.lines) {
      const day = new Date(line.atMs).toISOString().slice(0, 10);
      const modelName = `${line.model}${line.fast ? '-fast' : ''}`;
      const cost = ccusageCost(line, prices.get(line.model) ?? null) / 1e9;
      daily.set(day, [...(daily.get(day) ?? []), { modelName, cost }]);
    }
  }
  return JSON.stringify({ daily: [...daily].map(([date, modelBreakdowns]) => ({ date, totalCost: 1, modelBreakdowns })) });
}

describe('ccusage’s prices, asked of itself', () => {
  const prices = new Map<string, CcusageRates | null>([
    ['claude-plain-1', { base, above: null, fastMultiplier: 1 }],
    ['claude-fast-1', { base, above: null, fastMultiplier: 6 }],
    ['claude-five-minutes-1', { base: { ...base, cacheWrite1h: 3750 }, above: null, fastMultiplier: 1 }],
    ['claude-tiered-1', { base, above: { from: 200_000, of: 'class', rates: doubled }, fastMultiplier: 1 }],
    ['claude-long-1', { base, above: { from: 100_000, of: 'request', rates: doubled }, fastMultiplier: 2 }],
    ['claude-unknown-1', null],
  ]);

  it('are found for each class, long prompts of both kinds, fast mode, and where there are none', () => {
    const read = readProbes(answer(prices), [...prices.keys()]);
    assert.deepEqual(read, prices);
  });

  it('are not taken from a report without models', () => {
    assert.equal(readProbes('{"daily":[{"date":"2020-01-02","totalCost":1}]}', ['claude-plain-1']), null);
    assert.equal(readProbes('no report', ['claude-plain-1']), null);
  });

  it('are taken for ours of today where only a report is at hand', () => {
    const of = assumedRates(testRate, Date.parse('2026-11-22T00:00:00Z'));
    assert.deepEqual(of('claude-haiku-5-5')?.base, { input: 100, output: 500, cacheWrite5m: 125, cacheWrite1h: 200, cacheRead: 10 });
    assert.equal(of('claude-next-9'), null);
  });
});

describe('A report of ccusage', () => {
  const models = [{ modelName: 'claude-opus-4-8', inputTokens: 1, outputTokens: 2, cacheCreationTokens: 3, cacheReadTokens: 4, cost: 0.5 }];

  it('is read in the form of every version: by date, by period, by tool', () => {
    const row = { totalCost: 0.75, modelBreakdowns: models };
    const agents = [
      { agent: 'claude', totalCost: 0.5, modelBreakdowns: models },
      { agent: 'codex', totalCost: 0.25, modelBreakdowns: [{ ...models[0], modelName: 'gpt-5' }] },
    ];
    const text = JSON.stringify({
      daily: [
        { date: '2026-11-01', ...row },
        { period: '2026-11-02', agent: 'all', agents, ...row },
        { period: '2026-11-03', agent: 'all', metadata: { agents: ['claude', 'codex'] }, ...row },
      ],
      totals: {},
    });
    const read = readCcusageReport(text);
    assert.ok('days' in read, JSON.stringify(read));
    const sum = { model: 'claude-opus-4-8', tokens: 10, nanodollars: 500_000_000 };
    assert.deepEqual(read.days, [
      { day: '2026-11-01', nanodollars: 750_000_000, models: [sum], othersNanodollars: 0, mixed: false },
      { day: '2026-11-02', nanodollars: 750_000_000, models: [sum], othersNanodollars: 250_000_000, mixed: false },
      { day: '2026-11-03', nanodollars: 750_000_000, models: [sum], othersNanodollars: 0, mixed: true },
    ]);
  });

  for (const [text, sentence] of [
    ['Date  Cost', /no JSON/],
    ['{"monthly":[]}', /by monthly, without days/],
    ['{"a":1}', /no daily report/],
    ['{"daily":[{"date":"2026-11","totalCost":1}]}', /no day/],
  ] as const)
    it(`is not ${text}, which is said`, () => {
      const read = readCcusageReport(text);
      assert.match('problem' in read ? read.problem : '', sentence);
    });
});
