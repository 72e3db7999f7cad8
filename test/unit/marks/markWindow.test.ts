import assert from 'node:assert/strict';
import { calendarWindow } from '../../../src/core/marks/markWindow.ts';
import { snoozeChoices } from '../../../src/core/marks/snoozes.ts';
import { aMark } from '../../support/marks.ts';

const hour = 3_600_000;
const window = (period: 'day' | 'week' | 'month', at: string, zone = 'Europe/Berlin'): readonly [string, string, number] => {
  const { key, fromMs, toMs } = calendarWindow(period, Date.parse(at), zone);
  return [key, new Date(fromMs).toISOString(), (toMs - fromMs) / hour];
};

describe('the time that a mark is counted over', () => {
  it('is the day, the week from Monday, or the month by the clocks of the zone', () => {
    // Sunday.
    assert.deepEqual(window('day', '2026-11-22T13:00:00Z'), ['2026-11-22', '2026-11-21T23:00:00.000Z', 24]);
    assert.deepEqual(window('week', '2026-11-22T13:00:00Z'), ['2026-W47', '2026-11-15T23:00:00.000Z', 7 * 24]);
    assert.deepEqual(window('month', '2026-11-22T13:00:00Z'), ['2026-11', '2026-10-31T23:00:00.000Z', 30 * 24]);
    // Already Monday in Auckland.
    assert.deepEqual(window('week', '2026-11-22T13:00:00Z', 'Pacific/Auckland')[0], '2026-W48');
  });

  it('is an hour shorter or longer where the clocks change in it', () => {
    assert.deepEqual(window('day', '2026-03-29T10:00:00Z'), ['2026-03-29', '2026-03-28T23:00:00.000Z', 23]);
    assert.deepEqual(window('day', '2026-10-25T10:00:00Z'), ['2026-10-25', '2026-10-24T22:00:00.000Z', 25]);
    assert.deepEqual(window('week', '2026-03-25T10:00:00Z'), ['2026-W13', '2026-03-22T23:00:00.000Z', 7 * 24 - 1]);
    assert.deepEqual(window('month', '2026-10-02T10:00:00Z'), ['2026-10', '2026-09-30T22:00:00.000Z', 31 * 24 + 1]);
    // The clocks of Santiago jump over midnight: the day begins at one o'clock.
    assert.deepEqual(window('day', '2026-09-06T12:00:00Z', 'America/Santiago'), ['2026-09-06', '2026-09-06T04:00:00.000Z', 23]);
  });

  it('knows February and the end of a year', () => {
    assert.deepEqual(window('month', '2028-02-29T12:00:00Z', 'UTC'), ['2028-02', '2028-02-01T00:00:00.000Z', 29 * 24]);
    assert.deepEqual(window('week', '2027-01-02T12:00:00Z', 'UTC'), ['2026-W53', '2026-12-28T00:00:00.000Z', 7 * 24]);
    assert.deepEqual(window('month', '2026-12-31T12:00:00Z', 'UTC'), ['2026-12', '2026-12-01T00:00:00.000Z', 31 * 24]);
  });
});

describe('a mark is snoozed', () => {
  const at = Date.parse('2026-10-24T13:00:00Z'); // a Saturday; the clocks change in the night to Sunday
  const zone = 'Europe/Berlin';
  const choices = (period: 'day' | 'week' | 'month'): readonly (readonly [string, string])[] =>
    snoozeChoices({ mark: aMark({ period }), window: calendarWindow(period, at, zone) }, at, zone).map(({ title, untilMs }) => [
      title,
      new Date(untilMs).toISOString(),
    ]);

  it('until tomorrow, or until its period is over', () => {
    const tomorrow = ['Snooze Until Tomorrow', '2026-10-24T22:00:00.000Z'];
    assert.deepEqual(choices('day'), [tomorrow]);
    assert.deepEqual(choices('week'), [tomorrow, ['Snooze for This Week', '2026-10-25T23:00:00.000Z']]);
    assert.deepEqual(choices('month'), [tomorrow, ['Snooze for This Month', '2026-10-31T23:00:00.000Z']]);
  });

  it('of a session for as long as that lasts, and of a limit until it resets', () => {
    const session = snoozeChoices({ mark: aMark({ period: 'session' }), window: { key: 'a', fromMs: at, toMs: null } }, at, zone);
    assert.deepEqual(
      session.map(({ title, untilMs }) => [title, untilMs > at + 1000 * hour]),
      [['Snooze for This Session', true]],
    );
    const mark = aMark({ period: 'fiveHours', unit: 'percent' });
    const limit = snoozeChoices({ mark, window: { key: 'a', fromMs: at - 3 * hour, toMs: at + 2 * hour } }, at, zone);
    assert.deepEqual(limit, [{ title: 'Snooze Until It Resets', untilMs: at + 2 * hour }]);
    // When it resets is not known: then it is counted by the day.
    const unknown = snoozeChoices({ mark, window: { key: '2026-10-24', fromMs: at - 5 * hour, toMs: at } }, at, zone);
    assert.deepEqual(unknown, [{ title: 'Snooze Until Tomorrow', untilMs: Date.parse('2026-10-24T22:00:00Z') }]);
  });
});
