import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dayLabel, isDay, periodMessage, shortDay } from '../../../webview/panel/period.ts';
import { initialState, restoredState, withName } from '../../../webview/panel/state.ts';
import { amountsIn } from '../../../webview/panel/amounts.ts';
import { formatWhen } from '../../../webview/panel/when.ts';
import { counted, formatExactShare, formatShare } from '../../../webview/shared/share.ts';

describe('Shares', () => {
  it('are whole percents, never rounded to nothing or to everything', () => {
    assert.equal(formatShare(69, 100), '69 %');
    assert.equal(formatShare(1, 1000), '<1 %');
    assert.equal(formatShare(999, 1000), '>99 %');
    assert.equal(formatShare(1000, 1000), '100 %');
    assert.equal(formatShare(0, 1000), '0 %');
    assert.equal(formatShare(5, 0), '0 %');
  });

  it('say 0 % and 100 % only where it is so', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer({ min: 1, max: 1_000_000 }), (part, rest) => {
        const said = formatShare(part, part + rest);
        assert.equal(said === '0 %', part === 0);
        assert.notEqual(said, '100 %');
      }),
    );
  });

  it('have one decimal where they stand for amounts', () => {
    assert.equal(formatExactShare(124, 1000), '12.4 %');
    assert.equal(formatExactShare(1, 1_000_000), '<0.1 %');
    assert.equal(formatExactShare(1, 1), '100 %');
  });
});

describe('Amounts', () => {
  const money = { nanodollars: 1_840_000_000, unpricedRequests: 0, lowerBound: false };

  it('are dollars, or shares of all that is shown', () => {
    assert.equal(amountsIn('money', null).text(money), '$1.84');
    assert.equal(amountsIn('plan', 18_400_000_000).text(money), '10.0 %');
    assert.equal(amountsIn('plan', null).text(money), '–');
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

  it('is said with the year only where it is another', () => {
    assert.equal(dayLabel('2026-12-06', '2026-11-22'), '6 December');
    assert.equal(dayLabel('2027-01-02', '2026-11-22'), '2 January 2027');
    assert.equal(shortDay('2026-12-06'), '6 Dec');
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
    for (const broken of [undefined, null, {}, { ...state, version: 2 }, { ...state, view: 'advice' }, { ...state, firstRow: 'top' }])
      assert.deepEqual(restoredState(broken), initialState);
  });

  it('names each chart and fold once', () => {
    assert.deepEqual(withName(['a', 'b'], 'a', true), ['b', 'a']);
    assert.deepEqual(withName(['a', 'b'], 'a', false), ['b']);
  });

  it('counts in words', () => {
    assert.equal(counted(1, 'commit'), '1 commit');
    assert.equal(counted(1200, 'copy', 'copies'), '1,200 copies');
  });
});
