import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { yearsBeneath } from '../../../webview/shared/axisYears.ts';
import { weekLabel, weekName, weekTitle } from '../../../webview/panel/weekNames.ts';

const mondays = ['2025-10-06', '2025-11-03', '2025-12-01', '2025-12-29', '2026-01-05', '2026-01-26', '2026-12-28', '2027-01-04'];
const weeks = mondays.map((week) => ({ week, partial: week === '2027-01-04' }));

describe('an axis of weeks over more than a year', () => {
  const marks = (shown: readonly number[]) => shown.map((value) => ({ value, label: String(mondays[value]) }));

  it('names each year beneath the first of its marks that there is room for', () => {
    assert.deepEqual(yearsBeneath(marks([0, 2, 4, 6]), mondays), [
      ['2025-10-06', '2025'],
      '2025-12-01',
      ['2026-01-05', '2026'],
      '2026-12-28',
    ]);
    assert.deepEqual(yearsBeneath(marks([3, 5, 7]), mondays), [
      ['2025-12-29', '2025'],
      ['2026-01-26', '2026'],
      ['2027-01-04', '2027'],
    ]);
  });

  it('names none within one year, however few marks are shown', () => {
    assert.deepEqual(yearsBeneath(marks([4, 5]), mondays.slice(0, 4)), ['2026-01-05', '2026-01-26']);
    assert.deepEqual(yearsBeneath([], []), []);
  });

  it('is told with years in the tooltip and the table, and without them within one year', () => {
    assert.deepEqual(weeks.slice(-2).map(weekLabel), ['28 Dec', '4 Jan*']);
    assert.equal(weeks.map(weekTitle).at(-1), 'Week of 4 Jan 2027*');
    assert.equal(weekName({ week: '2026-01-05', partial: false }, weeks), '5 Jan 2026');
    assert.equal(weeks.slice(4, 7).map(weekTitle)[0], 'Week of 5 Jan');
  });
});
