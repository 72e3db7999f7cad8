import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { budgetReview, budgetReviewCsv } from '../../../../src/core/report/outcomes/budgetReview.ts';
import type { ReviewInput } from '../../../../src/core/report/outcomes/budgetReview.ts';
import { buildOutcomes } from '../../../../src/core/report/outcomes/buildOutcomes.ts';
import { parseQuarter, recentQuarters } from '../../../../src/core/report/quarter.ts';
import { aHistory, aPlaced, aRepository, dayMs, noon, shaOf } from '../../../support/histories.ts';
import { anOutcome, outcomesOf } from '../../../support/outcomes.ts';
import { testRate } from '../../../support/rows.ts';

const day = (text: string): number => Date.parse(`${text}T12:00:00Z`);

function input(dollars: number | null = 1): ReviewInput {
  const quarter = parseQuarter('2026-Q3', noon, 'UTC');
  assert.ok(quarter !== null);
  const history = aHistory({
    repositories: [aRepository([])],
    requests: [
      aPlaced({ sha: 'a1', part: 'stayed' }, dollars === null ? null : 6 * dollars, { atMs: day('2026-08-03') }),
      aPlaced({ sha: 'a2', part: 'cameBack' }, dollars === null ? null : 2 * dollars, { atMs: day('2026-08-04') }),
      aPlaced('noEdits', dollars === null ? null : 2 * dollars, { atMs: day('2026-08-05') }),
    ],
  });
  const outcomes = outcomesOf([
    anOutcome({ sha: 'a1', shippedAtMs: day('2026-08-03') }),
    anOutcome({ sha: 'a2', shippedAtMs: day('2026-08-04'), state: 'reverted' }),
  ]);
  const view = buildOutcomes({
    ...{ history, outcomes, period: quarter, nowMs: noon, timezone: 'UTC', rate: testRate },
  });
  return {
    ...{ quarter, standing: view.standing, views: [view], subjects: new Map([[shaOf('a1'), 'Weave | faster']]), repository: null },
    ...{ nowMs: noon, timezone: 'UTC', asOf: '2026-11-20' },
  };
}

describe('the budget review', () => {
  it('says on one page what was spent, what stayed and what it rests on', () => {
    const text = budgetReview(input());
    assert.match(text, /^# Claude Code in 2026-Q3: what it cost and what stayed\n\n1 July 2026 to 30 September 2026, all repositories\./);
    assert.match(text, /\$10\.00 at list price\. 1 of 2 changes whose window has closed stayed\./);
    assert.match(text, /A change that stayed cost \$10\.00, everything included that reached none\. 20% of the spend is in no commit/);
    assert.match(text, /\| came back \| \\\$2\.00 \| 20% \|/);
    assert.match(text, /\| Weave \\\| faster \|/);
    assert.match(text, /list price as of 20 November 2026/);
    assert.match(text, /Each amount is rounded to the cent by itself\./);
    assert.match(text, /main as last fetched/);
    assert.ok(text.split('\n').length < 60, 'one page');
  });

  it('has the same sums as a table, parts that add up to the spend', () => {
    const [head = '', loom = '', all = ''] = budgetReviewCsv(input()).trimEnd().split('\r\n');
    const names = head.split(',');
    const cells = loom.split(',');
    const cell = (name: string): string | undefined => cells[names.indexOf(name)];
    const parts = names.filter((name) => name.endsWith('Usd') && !['spendUsd', 'costPerChangeUsd', 'setAsideUsd'].includes(name));
    assert.deepEqual(['spendUsd', 'verified', 'costPerChangeUsd'].map(cell), ['10', '1', '10']);
    assert.equal(
      parts.reduce((sum, name) => sum + Number(cell(name)), 0),
      10,
    );
    assert.equal(all.replace(/^2026-Q3,all/, ''), loom.replace(/^2026-Q3,loom/, ''));
  });

  it('claims nothing of what went where git was not read', () => {
    const { standing, ...rest } = input();
    const parts = standing.parts.map((share) => {
      if (share.part === 'unknown') return { ...share, money: { ...share.money, nanodollars: 8e9 } };
      return share.part === 'noEdits' ? share : { ...share, money: { ...share.money, nanodollars: 0 } };
    });
    const none = budgetReview({ ...rest, standing: { ...standing, attributedNanodollars: 0, parts }, views: [] });
    assert.match(none, /20% of the spend is in no commit/);
    assert.match(none, /80% of the spend went to repositories whose git was not read: what became of it is not known\./);
    assert.doesNotMatch(none, /No change that Claude Code helped to make shipped/);
    const all = parts.map((share) => ({ ...share, money: { ...share.money, nanodollars: share.part === 'unknown' ? 1e10 : 0 } }));
    const unread = budgetReview({ ...rest, standing: { ...standing, attributedNanodollars: 0, parts: all }, views: [] });
    assert.doesNotMatch(unread, /is in no commit/);
    assert.match(budgetReview({ ...input(0), views: [] }), /No change that Claude Code helped to make shipped/);
  });

  it('takes no share of nothing', () => {
    assert.doesNotMatch(budgetReview(input(0)), /of the spend is in no commit/);
  });

  it('says no cost per change where nothing has a price yet', () => {
    const rows = budgetReviewCsv(input(null)).trimEnd().split('\r\n');
    const [head = [], loom = []] = rows.map((row) => row.split(','));
    assert.deepEqual([loom[head.indexOf('verified')], loom[head.indexOf('costPerChangeUsd')]], ['1', '']);
  });
});

describe('what is set aside, in the budget review', () => {
  const review = (large: number): string => {
    const { views, ...rest } = input();
    const [view] = views;
    assert.ok(view !== undefined);
    const money = { nanodollars: large, unpricedRequests: 0, lowerBound: false };
    const setAside = { ...view, totals: { ...view.totals, setAside: money }, cordon: { money, share: 0.5, isLarge: true } };
    return budgetReview({ ...rest, views: [setAside] });
  };

  it('is a third or more of everything, or of what one repository spent', () => {
    assert.match(
      review(1e9),
      /, 10% of the spend\. Of the spend in loom it is a third or more: the figures there speak for the rest only\./,
    );
    assert.match(review(5e9), /, 50% of the spend\. That is a third or more: the figures above speak for the rest only\./);
  });
});

describe('a quarter', () => {
  it('is named, the current one, or the last that is over', () => {
    const named = (text: string): string | undefined => parseQuarter(text, noon, 'UTC')?.name;
    assert.deepEqual(['', 'last', 'current', 'Q1', '2025-Q4', '2025q4'].map(named), [
      '2026-Q3',
      '2026-Q3',
      '2026-Q4',
      '2026-Q1',
      '2025-Q4',
      '2025-Q4',
    ]);
    assert.deepEqual(['Q5', '2026', 'x'].map(named), [undefined, undefined, undefined]);
    assert.equal(parseQuarter('', Date.parse('2026-02-01T00:00:00Z'), 'UTC')?.name, '2025-Q4');
  });

  it('is offered with those around it', () => {
    assert.deepEqual(
      recentQuarters(Date.parse('2026-01-20T00:00:00Z'), 'UTC').map(({ name }) => name),
      ['2025-Q4', '2026-Q1', '2025-Q3', '2025-Q2', '2025-Q1', '2024-Q4'],
    );
  });

  it('begins and ends on the days of the zone', () => {
    const quarter = parseQuarter('2026-Q4', noon, 'Europe/Berlin');
    assert.deepEqual([quarter?.firstDay, quarter?.lastDay], ['2026-10-01', '2026-12-31']);
    assert.equal(quarter === null ? 0 : quarter.untilMs - quarter.sinceMs, 92 * dayMs + 3_600_000);
  });
});
