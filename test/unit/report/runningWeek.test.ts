import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { History } from '../../../src/core/attribution/history.ts';
import { contextSection } from '../../../src/core/report/advice/contextSection.ts';
import { usageSection } from '../../../src/core/report/advice/usageSection.ts';
import { buildOverview } from '../../../src/core/report/buildOverview.ts';
import { everything } from '../../../src/core/report/filterRequests.ts';
import type { Overview } from '../../../src/core/report/overview.ts';
import { anInput } from '../../support/contextHistories.ts';
import { aHistory, aPlaced, dayMs, hourMs, noon } from '../../support/histories.ts';
import { testRate } from '../../support/rows.ts';

const timezone = 'Europe/Berlin';
const monday = '2026-11-16';
const ago = (days: number): { readonly atMs: number } => ({ atMs: noon - days * dayMs });

function overviewAt(history: History, nowMs: number): Overview {
  return buildOverview({ history, filter: everything, nowMs, timezone, asOf: '2026-11-20', rate: testRate, notes: [] });
}

describe('the running week', () => {
  it('is marked as a part until its Sunday is over, in the overview as in the advice', () => {
    const history = aHistory({ requests: [aPlaced('noEdits', 1, ago(8)), aPlaced('noEdits', 2, ago(0))] });
    const isMarked = (nowMs: number): unknown => {
      const { weeks } = overviewAt(history, nowMs);
      const input = anInput(history.requests, { question: { fromMs: 0, toMs: Infinity, nowMs, timezone } });
      const [marked, ...others] = [weeks, contextSection(input).weeks, usageSection(input).weeks].map(
        (each) => each.find(({ week }) => week === monday)?.partial,
      );
      for (const other of others) assert.equal(other, marked, new Date(nowMs).toISOString());
      assert.equal(weeks[0]?.partial, true, 'the first week begins on its Saturday');
      return marked;
    };
    // A Sunday in Berlin ends at 23 o'clock of UTC.
    const sundaysEnd = Date.parse('2026-11-22T23:00:00Z');
    assert.deepEqual([noon, sundaysEnd - 1000, sundaysEnd, sundaysEnd + dayMs].map(isMarked), [true, true, false, false]);
  });

  it('is marked so among the weeks of a long period, and no single day is', () => {
    const history = (days: number): History => aHistory({ requests: [aPlaced('noEdits', 1, ago(days)), aPlaced('noEdits', 2, ago(0))] });
    const lastOf = (nowMs: number): unknown =>
      overviewAt(history(91), nowMs).spend.rows.find(({ firstDay }) => firstDay === monday)?.partial;
    assert.deepEqual([lastOf(noon), lastOf(noon + dayMs)], [true, false]);
    const { grain, rows } = overviewAt(history(2), noon + hourMs).spend;
    assert.deepEqual([grain, rows.some(({ partial }) => partial)], ['day', false]);
  });
});
