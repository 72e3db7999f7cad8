import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { everything } from '../../../../src/core/report/filterRequests.ts';
import { stayedFigures } from '../../../../src/core/report/outcomes/stayedFigures.ts';
import type { Stayed } from '../../../../src/core/report/outcomes/stayedFigures.ts';
import type { Filter } from '../../../../src/core/report/filter.ts';
import { aHistory, aPlaced, aRepository, dayMs, loom, noon, shaOf } from '../../../support/histories.ts';
import { anOutcome, outcomesOf, someLines } from '../../../support/outcomes.ts';
import { testRate } from '../../../support/rows.ts';

const ago = (days: number): number => noon - days * dayMs;

/** Twelve changes a day apart that stayed, the first of $1, the second of $2, and one that came back. */
function figures(filter: Partial<Filter> = {}, count = 12, priced = true): Stayed | null {
  const names = Array.from({ length: count }, (_, index) => `a${index.toString(16)}`);
  const changes = [
    ...names.map((sha, index) => anOutcome({ sha, shippedAtMs: ago(50 - index) })),
    anOutcome({ sha: 'b1', shippedAtMs: ago(30), state: 'reverted' }),
  ];
  const history = aHistory({
    requests: names.map((sha, index) => aPlaced({ sha, part: 'stayed' }, priced ? index + 1 : null, { atMs: ago(50 - index) })),
    repositories: [aRepository([])],
    outcomes: new Map([[loom, outcomesOf(changes)]]),
    survival: new Map([[loom, new Map([[shaOf('a1'), someLines('a1', 10, 9)]])]]),
  });
  return stayedFigures({ history, filter: { ...everything, ...filter }, nowMs: noon, timezone: 'UTC', rate: testRate });
}

describe('the figures of what stayed', () => {
  it('are the cost of a change, how many stayed, and lines still there', () => {
    const found = figures()?.figures;
    assert.deepEqual([found?.counts.closedVerified, found?.counts.closed], [12, 13]);
    assert.deepEqual([found?.distribution?.median, found?.distribution?.count, found?.dearest?.money.nanodollars], [6.5e9, 12, 12e9]);
    assert.deepEqual([found?.lines?.days, found?.lines?.share, found?.waitsFor], [30, 0.9, null]);
  });

  it('say that there are too few, and what is waited for', () => {
    const few = figures({}, 3)?.figures;
    assert.deepEqual([few?.distribution, few?.tooFew], [null, 'Too few to say: 3 of the 10 changes that stayed needed.']);
    assert.equal(figures({ sinceMs: ago(5) })?.figures.waitsFor, 'No change of yours that Claude helped to make has shipped in this time.');
  });

  it('are of whole repositories: not of a branch, a model or a part', () => {
    assert.equal(figures({ branch: 'weave' }), null);
    assert.equal(figures({ model: 'claude-opus-5-5' }), null);
    assert.equal(figures({ part: 'noEdits' }), null);
    assert.equal(figures({ repository: '/home/ada/other' }), null);
  });

  it('fill the weeks once they are settled', () => {
    const weeks = [...(figures()?.weeks ?? [])];
    assert.deepEqual(weeks[0], ['2026-09-28', { outcomes: 2, verifiedShare: 1, costPerChange: 1.5e9, windowChange: null }]);
    assert.deepEqual(weeks.at(-1)?.[1], { outcomes: null, verifiedShare: null, costPerChange: null, windowChange: null });
  });

  it('say no cost of weeks in which nothing has a price yet', () => {
    const [week] = figures({}, 12, false)?.weeks.values() ?? [];
    assert.deepEqual(week, { outcomes: 2, verifiedShare: 1, costPerChange: null, windowChange: null });
  });

  it('take four weeks whatever the period, so that a shorter one says the same of a week', () => {
    const [whole, short] = [figures()?.weeks, figures({ sinceMs: ago(41) })?.weeks];
    assert.equal(short?.get('2026-10-12')?.costPerChange, whole?.get('2026-10-12')?.costPerChange);
    assert.equal(short?.get('2026-10-12')?.verifiedShare, whole?.get('2026-10-12')?.verifiedShare);
  });

  it('say what the cost per change rests on', () => {
    const found = figures()?.figures;
    assert.ok(found?.costPerChange);
    assert.equal(found.settled.verified, 12);
    assert.equal(found.costPerChange.nanodollars, found.settled.spend.nanodollars / found.settled.verified);
  });
});
