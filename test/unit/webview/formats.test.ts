import assert from 'node:assert/strict';
import { isDay, periodMessage } from '../../../webview/panel/period.ts';
import { initialState, restoredState, withName } from '../../../webview/panel/state.ts';
import { amountsIn, hasFlatPlan } from '../../../webview/panel/amounts.ts';
import { formatWhen } from '../../../webview/panel/when.ts';
import { problemSentence } from '../../../webview/shared/problemSentence.ts';
import { roundMarks } from '../../../webview/shared/axisMarks.ts';

describe('Amounts', () => {
  const money = { nanodollars: 1_840_000_000, unpricedRequests: 0, lowerBound: false };

  it('are dollars, or shares of all that was used', () => {
    assert.equal(amountsIn('money', null).text(money), '$1.84');
    assert.equal(amountsIn('plan', 18_400_000_000).text(money), '10.0%');
    assert.equal(amountsIn('plan', null).text(money), '–');
    assert.equal(amountsIn('plan', 18_400_000_000).text({ ...money, lowerBound: true }), '≥ 10.0%');
  });

  it('are so in the sentences of the core too', () => {
    const { said } = amountsIn('plan', 412_598_000_000);
    assert.equal(
      said('In the last 30 days you used $412.60 at list price. 69% of it is on main today: 25 commits.'),
      'In the last 30 days you used 100% of the plan’s use. 69% of it is on main today: 25 commits.',
    );
    assert.equal(
      said('One commit took 18% of the cost: 1d6a983, at least $74.12.'),
      'One commit took 18% of the cost: 1d6a983, at least 18.0%.',
    );
    assert.equal(amountsIn('plan', 90_883_696_740, [1_135_541_800]).said('$1.14'), '1.2%', 'of the exact amount, not of its cents');
    assert.equal(said('$1,234.50 and <$0.001'), '299.2% and <0.1%');
    assert.equal(amountsIn('money', null).said('You used $412.60.'), 'You used $412.60.');
  });

  it('are shares only where the fee is flat', () => {
    const settings = (plan: 'pro' | 'api' | null): Parameters<typeof hasFlatPlan>[0] => ({
      ...{ demo: false, trusted: true, firstUse: false, unit: 'plan', timezoneSetting: '', timezone: 'UTC', folders: [], reading: null },
      ...{ empty: false, advice: true, problem: null, plan: { plan, tier: null, windows: [], fetchedAtMs: null } },
    });
    assert.deepEqual([settings('pro'), settings('api'), settings(null), null].map(hasFlatPlan), [true, false, false, false]);
  });

  it('without a price are none in either unit', () => {
    const unpriced = { nanodollars: 0, unpricedRequests: 2, lowerBound: false };
    assert.equal(amountsIn('money', null).text(unpriced), 'no price yet');
    assert.equal(amountsIn('plan', 100).text(unpriced), 'no price yet');
  });
});

describe('The period of the panel', () => {
  const choice = (kind: Parameters<typeof periodMessage>[0]['kind'], since = '', until = ''): Parameters<typeof periodMessage>[0] => ({
    kind,
    since,
    until,
  });

  it('is named to the host, which knows when a day begins', () => {
    assert.equal(periodMessage(choice('days30'), '2026-11-22'), '30days');
    assert.equal(periodMessage(choice('all'), '2026-11-22'), 'all');
    assert.deepEqual(periodMessage(choice('month'), '2026-11-22'), { firstDay: '2026-11-01', lastDay: '2026-11-22' });
  });

  it('is open where a day is missing, and never backwards', () => {
    assert.deepEqual(periodMessage(choice('custom', '2026-11-10'), '2026-11-22'), { firstDay: '2026-11-10', lastDay: '2026-11-22' });
    assert.deepEqual(periodMessage(choice('custom', '', '2026-11-10'), '2026-11-22'), { firstDay: '1970-01-01', lastDay: '2026-11-10' });
    assert.deepEqual(periodMessage(choice('custom', '2026-11-20', '2026-11-10'), '2026-11-22'), {
      firstDay: '2026-11-10',
      lastDay: '2026-11-20',
    });
  });

  it('takes only days of the calendar', () => {
    assert.equal(isDay('2026-02-28'), true);
    for (const wrong of ['2026-02-30', '2026-2-3', '', 'today']) assert.equal(isDay(wrong), false, wrong);
  });
});

describe('Times in lists', () => {
  it('are as short as they are clear', () => {
    const now = Date.UTC(2026, 10, 22, 15, 20);
    const at = (...parts: [number, number, number, number, number]): string => formatWhen(Date.UTC(...parts), now, 'Europe/Berlin');
    assert.equal(at(2026, 10, 22, 5, 4), '06:04');
    assert.equal(at(2026, 10, 20, 8, 0), 'Fri 09:00');
    assert.equal(at(2026, 10, 6, 8, 0), '6 Nov 09:00');
    assert.equal(at(2025, 10, 6, 8, 0), '6 Nov 2025');
  });
});

describe('What a page has kept', () => {
  it('comes back as it was, or not at all', () => {
    const state = { ...initialState, view: 'shipped' as const, tables: ['days'], scroll: { overview: 120 } };
    assert.deepEqual(restoredState(JSON.parse(JSON.stringify(state))), state);
    for (const broken of [undefined, null, {}, { ...state, version: 2 }, { ...state, view: 'weather' }, { ...state, firstRow: 'top' }])
      assert.deepEqual(restoredState(broken), initialState);
  });

  it('names each chart and fold once', () => {
    assert.deepEqual(withName(['a', 'b'], 'a', true), ['b', 'a']);
    assert.deepEqual(withName(['a', 'b'], 'a', false), ['b']);
  });
});

describe('A problem', () => {
  it('that is said in a sentence stays as it is', () => {
    for (const sentence of ['The ledger is busy. Try again in a moment.', '“main” is no branch here.', 'Git is not there.'])
      assert.equal(problemSentence('Reading', sentence), sentence);
  });

  it('in the words of a system is given in a sentence that says what failed', () => {
    assert.equal(
      problemSentence('Saving', 'EACCES: permission denied, open ‘/a/b’'),
      'Saving failed: EACCES: permission denied, open ‘/a/b’.',
    );
    assert.equal(problemSentence('Saving', 'Error: ENOSPC: no space left on device'), 'Saving failed: ENOSPC: no space left on device.');
    assert.equal(problemSentence('Reading the ledger', 'database is locked'), 'Reading the ledger failed: database is locked.');
    assert.equal(problemSentence('Reading', 'TypeError: a is not a function.'), 'Reading failed: a is not a function.');
    assert.equal(problemSentence('Reading', ''), 'Reading failed.');
  });
});

describe('Marks at an axis', () => {
  it('are round numbers, as many as there is room for', () => {
    assert.deepEqual(roundMarks(0, 9.2, 4), [0, 5]);
    assert.deepEqual(roundMarks(0, 10, 4), [0, 5, 10]);
    assert.deepEqual(roundMarks(0, 6.58, 4), [0, 2, 4, 6]);
    assert.deepEqual(roundMarks(0, 2.76, 4), [0, 1, 2]);
    assert.deepEqual(roundMarks(-1.5, 1.5, 4), [-1, 0, 1]);
    assert.deepEqual(roundMarks(0, 0.003, 4), [0, 0.001, 0.002, 0.003]);
  });

  it('of shares have as many digits as they need', () => {
    const { text, unit } = amountsIn('plan', 91_640_000_000).marks;
    assert.deepEqual(
      roundMarks(0, 6, 4).map((percent) => text(percent * unit, 2 * unit)),
      ['0%', '2%', '4%', '6%'],
    );
    assert.deepEqual([text(0, unit / 2), text(unit / 2, unit / 2)], ['0.0%', '0.5%']);
    assert.equal(amountsIn('plan', null).marks.text(1, 1), '–');
  });

  it('are one where there is no distance', () => {
    assert.deepEqual(roundMarks(0, 0, 4), [0]);
  });
});
