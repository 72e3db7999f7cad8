import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { History } from '../../../src/core/attribution/history.ts';
import { buildAdvice } from '../../../src/core/report/advice/buildAdviceView.ts';
import type { AdviceBasis } from '../../../src/core/report/advice/buildAdviceView.ts';
import type { Money } from '../../../src/core/report/live.ts';
import { MoneySum } from '../../../src/core/report/moneySum.ts';
import type { Period } from '../../../src/core/report/time.ts';
import { aHistory, anyFilter, anyHistory, aPlaced, hourMs, noon } from '../../support/histories.ts';
import { testRate } from '../../support/rows.ts';

/** Its clocks are changed at midnight. */
const timezone = 'America/Santiago';
const open: Period = { sinceMs: null, untilMs: null };

function viewOf(history: History, period: Period, repository: string | null = null): AdviceBasis {
  return buildAdvice({ history, period, repository, nowMs: noon, timezone, rate: testRate });
}

function sumOf(rows: readonly Money[]): Money {
  const sum = new MoneySum();
  for (const row of rows) sum.addMoney(row);
  return sum.money();
}

describe('the Advice view of any history', () => {
  it('has one total in all its sections, and parts that add up to it', () => {
    fc.assert(
      fc.property(anyHistory, anyFilter, (history, { sinceMs, untilMs, repository }) => {
        const { models, context, usage } = viewOf(history, { sinceMs, untilMs }, repository);
        assert.deepEqual(context.totals.spend, models.total);
        assert.deepEqual(usage.totals.spend, models.total);
        for (const rows of [
          models.models.map(({ money }) => money),
          models.kinds.map(({ money }) => money),
          context.weeks.map(({ spend }) => spend),
          usage.weeks.map(({ spend }) => spend),
        ])
          assert.deepEqual(sumOf(rows), models.total);
        assert.equal(usage.totals.requests, context.cache.totals.requests);
      }),
    );
  });

  it('has repositories that add up to all, and says no amount that is more than was spent', () => {
    fc.assert(
      fc.property(anyHistory, anyFilter, (history, { sinceMs, untilMs }) => {
        const period = { sinceMs, untilMs };
        const whole = viewOf(history, period);
        const names = new Set([...history.requests, ...history.sideCalls].map(({ repository }) => repository));
        const parts = [...names].map((repository) => viewOf(history, period, repository));
        assert.deepEqual(sumOf(parts.map(({ models }) => models.total)), whole.models.total);
        for (const { kind, money } of whole.models.kinds)
          assert.deepEqual(
            sumOf(parts.flatMap(({ models }) => models.kinds.filter((row) => row.kind === kind).map((row) => row.money))),
            money,
          );
        for (const view of [whole, ...parts])
          for (const { stake, sentence, evidence } of view.advice) {
            assert.ok(stake === null || (stake.low <= stake.high && stake.high <= view.models.total.nanodollars));
            assert.doesNotMatch([sentence, ...evidence.map(({ text }) => text)].join(' '), /NaN|Infinity|∞|undefined/);
          }
      }),
    );
  });

  it('counts in every section or in none what a clock dated in the future', () => {
    const history = aHistory({ requests: [aPlaced('noEdits', 1), aPlaced('noEdits', 2, { atMs: noon + hourMs })] });
    const { requests, models, context, usage } = viewOf(history, open);
    assert.deepEqual(
      [models.total.nanodollars, context.totals.spend.nanodollars, usage.totals.spend.nanodollars, requests],
      [1e9, 1e9, 1e9, 1],
    );
  });
});
