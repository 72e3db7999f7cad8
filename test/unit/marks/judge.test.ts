import assert from 'node:assert/strict';
import { noticeKeys, snoozeKey, warns } from '../../../src/core/marks/judge.ts';
import { futuresOf, reachOf } from '../../../src/core/marks/forecast.ts';
import { rhythmOf } from '../../../src/core/marks/rhythm.ts';
import { clockTime, nextDay, startOfDay } from '../../../src/core/report/time.ts';
import { aBucket, aMark, everyDay, judged, judgedOnce, marksZone } from '../../support/marks.ts';
import { aLiveSession, aPlan, money, now } from '../../support/snapshots.ts';

const hour = 3_600_000;
const morning = startOfDay('2026-11-22', marksZone) + 9 * hour;
const yesterday = morning - 24 * hour;

describe('how a mark stands', () => {
  it('is what its period has cost, by day, week and month', () => {
    const buckets = [
      aBucket(morning, 4),
      aBucket(yesterday, 8),
      aBucket(morning - 10 * 24 * hour, 16),
      aBucket(morning - 40 * 24 * hour, 32),
    ];
    const spent = (period: 'day' | 'week' | 'month'): number => (judgedOnce(aMark({ period }), { buckets }).spent?.nanodollars ?? 0) / 1e9;
    assert.deepEqual([spent('day'), spent('week'), spent('month')], [4, 12, 28]);
  });

  it('is passed from its amount on, the second after the first', () => {
    const passed = (dollars: number): number =>
      judgedOnce(aMark({ first: 10, second: 20 }), { buckets: [aBucket(morning, dollars)] }).passed;
    assert.deepEqual([9.999999999, 10, 19.99, 20, 500].map(passed), [0, 1, 1, 2, 2]);
  });

  it('counts only the repository and the branches that it names', () => {
    const buckets = [
      aBucket(morning, 1),
      aBucket(morning, 2, { branch: 'feature/loom' }),
      aBucket(morning, 4, { repository: '/home/ada/spindle' }),
      aBucket(morning, 8, { repository: '', branch: '' }),
    ];
    const spent = (some: Parameters<typeof aMark>[0]): number => (judgedOnce(aMark(some), { buckets }).spent?.nanodollars ?? 0) / 1e9;
    assert.equal(spent({}), 15);
    assert.equal(spent({ repository: 'loom' }), 3);
    assert.equal(spent({ repository: '/home/ada/loom/' }), 3);
    assert.equal(spent({ repository: 'oom' }), 0);
    assert.equal(spent({ branch: 'feature/*' }), 2);
    assert.equal(spent({ repository: 'spindle', branch: 'main' }), 4);
    assert.equal(spent({ branch: '*' }), 7);
  });

  it('cannot be judged while something has no price; passed is passed though', () => {
    const unpriced = (dollars: number): ReturnType<typeof judgedOnce> =>
      judgedOnce(aMark({ first: 10, second: 20 }), { buckets: [aBucket(morning, 0, { money: money(dollars, { unpricedRequests: 3 }) })] });
    assert.deepEqual([unpriced(4).passed, unpriced(4).sure], [0, false]);
    assert.deepEqual([unpriced(12).passed, unpriced(12).sure], [1, false]);
    assert.deepEqual([unpriced(25).passed, unpriced(25).sure], [2, true]);
  });

  it('is not sure while older history is read, but of today once that is exact', () => {
    const reading = (todayExact: boolean) => ({
      snapshot: { reading: { bytes: 9, bytesRead: 1, todayExact } },
      buckets: [aBucket(morning, 4)],
    });
    assert.equal(judgedOnce(aMark(), reading(false)).sure, false);
    assert.equal(judgedOnce(aMark(), reading(true)).sure, true);
    assert.equal(judgedOnce(aMark({ period: 'month' }), reading(true)).sure, false);
  });

  it('is told of each live session for itself', () => {
    const live = [aLiveSession({ money: money(12) }), aLiveSession({ sessionId: 'other', branch: 'weave', money: money(3) })];
    const states = judged(aMark({ period: 'session' }), { snapshot: { live } });
    assert.deepEqual(
      states.map(({ window, passed, forecast }) => [window.key, window.toMs, passed, forecast]),
      [
        ['session-1', null, 1, null],
        ['other', null, 0, null],
      ],
    );
    assert.equal(judged(aMark({ period: 'session', branch: 'weave' }), { snapshot: { live } }).length, 1);
    assert.deepEqual(judged(aMark({ period: 'session' }), {}), []);
  });

  it('of a plan’s window is the percentage that was read', () => {
    const mark = aMark({ period: 'fiveHours', unit: 'percent', first: 40, second: 80 });
    const state = judgedOnce(mark, { snapshot: { plan: aPlan() } });
    assert.deepEqual([state.percent, state.passed, state.sure, state.spent, state.window.toMs], [42.7, 1, true, null, now + 92 * 60_000]);
    const week = judgedOnce(aMark({ period: 'week', unit: 'percent', first: 40 }), { snapshot: { plan: aPlan() } });
    assert.deepEqual([week.percent, week.passed], [31, 0]);
    const old = judgedOnce(mark, { snapshot: { plan: aPlan({ fetchedAtMs: now - 2 * hour }) } });
    assert.deepEqual([old.percent, old.passed, old.sure], [42.7, 1, false]);
  });

  it('of a plan’s window is unknown where nothing was read, it was reset since, or tokens are paid for', () => {
    const mark = aMark({ period: 'fiveHours', unit: 'percent', first: 40 });
    const reset = aPlan({ windows: [{ kind: 'five_hour', percent: 99, resetsAtMs: now - 1 }] });
    const oldWithoutEnd = aPlan({ fetchedAtMs: now - 2 * hour, windows: [{ kind: 'five_hour', percent: 99, resetsAtMs: null }] });
    for (const plan of [null, aPlan({ windows: [] }), reset, oldWithoutEnd, aPlan({ plan: 'api' })]) {
      const state = judgedOnce(mark, { snapshot: { plan } });
      assert.deepEqual([state.percent, state.passed, state.sure], [null, 0, false]);
    }
  });

  it('warns when it is passed and not snoozed', () => {
    assert.equal(warns({ passed: 0, snoozedUntilMs: null }, now), false);
    assert.equal(warns({ passed: 1, snoozedUntilMs: null }, now), true);
    assert.equal(warns({ passed: 1, snoozedUntilMs: now + 1 }, now), false);
    assert.equal(warns({ passed: 1, snoozedUntilMs: now }, now), true);
  });
});

describe('what is said of a mark once', () => {
  const state = (some: Parameters<typeof aMark>[0], dollars: number, atMs = now): ReturnType<typeof judgedOnce> =>
    judgedOnce(aMark(some), { buckets: [aBucket(morning, dollars), aBucket(yesterday, dollars)], snapshot: { atMs } });

  it('is each amount that is passed, by period', () => {
    assert.equal(noticeKeys(state({ second: 20 }, 4)).length, 0);
    const first = noticeKeys(state({ second: 20 }, 12));
    const both = noticeKeys(state({ second: 20 }, 25));
    assert.deepEqual(both.slice(0, 1), first);
    assert.equal(new Set(both).size, 2);
    assert.notDeepEqual(noticeKeys(state({}, 12, now - 24 * hour)), first);
  });

  it('stays said when only the other amount is changed, and so does a snooze', () => {
    assert.deepEqual(noticeKeys(state({}, 12)), noticeKeys(state({ second: 20 }, 12)));
    assert.equal(snoozeKey(state({ first: 11 }, 12)), snoozeKey(state({}, 12)));
    assert.notDeepEqual(noticeKeys(state({ first: 11 }, 12)), noticeKeys(state({}, 12)));
    assert.notEqual(snoozeKey(state({ branch: 'main' }, 12)), snoozeKey(state({}, 12)));
  });

  it('holds for one window of a plan, though each reading dates its end a little otherwise', () => {
    const mark = aMark({ period: 'fiveHours', unit: 'percent', first: 40 });
    const key = (resetsAtMs: number): string =>
      snoozeKey(judgedOnce(mark, { snapshot: { plan: aPlan({ windows: [{ kind: 'five_hour', percent: 50, resetsAtMs }] }) } }));
    const end = Date.parse('2026-11-22T15:00:00Z');
    for (const minutes of [0, 5, 25, 55])
      assert.equal(key(end + minutes * 60_000 - 1500), key(end + minutes * 60_000 + 900), `${String(minutes)} minutes past`);
    assert.notEqual(key(end), key(end + 5 * hour));
  });
});

describe('the forecast of a mark', () => {
  const steady = everyDay('2026-11-22', 60, () => 10);

  it('of a steady rhythm is what it always was', () => {
    const state = judgedOnce(aMark({ period: 'month', first: 250, second: 400 }), { buckets: steady, firstMs: now - 60 * 24 * hour });
    // 21 days of $10 so far; today and eight days more are ahead, but today's ten o'clock has gone.
    assert.equal(state.spent?.nanodollars, 210e9);
    assert.ok(state.forecast);
    assert.deepEqual(state.forecast.interval, { low: 290e9, middle: 290e9, high: 290e9 });
    const [first, second] = state.forecast.reached;
    assert.equal(first?.share, 1);
    assert.equal(first.atMs, Date.parse('2026-11-26T09:15:00Z')); // the fourth day more, a quarter past ten
    assert.deepEqual(second, { atMs: null, share: 0 });
    assert.equal(state.forecast.weeks, 8);
  });

  it('knows weekdays, and what of today is still to come', () => {
    const weekends = (day: string): number => ([0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()) ? 0 : 10);
    const friday = Date.parse('2026-11-20T08:30:00Z'); // half past nine
    const state = judgedOnce(aMark({ period: 'week', first: 50 }), {
      buckets: everyDay('2026-11-20', 60, weekends),
      firstMs: friday - 60 * 24 * hour,
      snapshot: { atMs: friday },
    });
    assert.deepEqual(state.forecast?.interval, { low: 50e9, middle: 50e9, high: 50e9 });
  });

  it('is none below two weeks, without a price, for a session, or while history is read', () => {
    const mark = aMark({ period: 'month', first: 250 });
    const long = { buckets: steady, firstMs: now - 60 * 24 * hour };
    assert.equal(judgedOnce(mark, { ...long, firstMs: now - 13 * 24 * hour }).forecast, null);
    assert.equal(judgedOnce(mark, { ...long, firstMs: now - 14 * 24 * hour }).forecast?.weeks, 2);
    const unpriced = aBucket(morning, 0, { money: money(1, { unpricedRequests: 1 }) });
    assert.equal(judgedOnce(mark, { ...long, buckets: [...steady, unpriced] }).forecast, null);
    assert.equal(judgedOnce(mark, { ...long, snapshot: { reading: { bytes: 2, bytesRead: 1, todayExact: true } } }).forecast, null);
    const lowerBound = { ...aBucket(yesterday, 1), money: money(1, { lowerBound: true }) };
    assert.equal(judgedOnce(mark, { ...long, buckets: [...steady, lowerBound] }).forecast?.lowerBound, true);
  });

  it('of a branch or a repository rests on the time since something was first done there', () => {
    const days = (count: number) => everyDay('2026-11-22', count, () => 5).map((bucket) => ({ ...bucket, branch: 'weft' }));
    const of = (count: number) =>
      judgedOnce(aMark({ period: 'month', first: 250, branch: 'weft' }), {
        buckets: [...steady, ...days(count)],
        firstMs: now - 60 * 24 * hour,
      }).forecast;
    assert.equal(of(2), null);
    assert.equal(of(13), null);
    assert.equal(of(14)?.weeks, 2);
  });

  it('names the hour on a day that begins at one o’clock', () => {
    const zone = 'Asia/Beirut';
    const atMs = startOfDay('2026-03-28', zone) + 14 * hour;
    const buckets = Array.from({ length: 56 }, (_, back) => aBucket(startOfDay(nextDay('2026-03-28', -1 - back), zone) + 10 * hour, 10));
    const rhythm = rhythmOf(buckets, atMs - 80 * 24 * hour, atMs, zone);
    assert.ok(rhythm);
    const { atMs: reachedMs } = reachOf(futuresOf(rhythm, { toMs: startOfDay('2026-03-30', zone) }, atMs, zone), 5e9);
    assert.equal(reachedMs === null ? null : clockTime(reachedMs, zone), '10:15');
  });

  it('of a plan’s window says when the limit is reached, if a dollar goes on using as much of it', () => {
    const resetsAtMs = now + 44 * hour; // Tuesday, ten o'clock
    const plan = aPlan({ windows: [{ kind: 'seven_day', percent: 70, resetsAtMs }], fetchedAtMs: now });
    const state = judgedOnce(aMark({ period: 'week', unit: 'percent', first: 80, second: 90 }), {
      ...{ buckets: steady, firstMs: now - 60 * 24 * hour },
      snapshot: { plan },
    });
    // Five days of $10 used 70%: each day that is to come uses 14%, Monday alone within the window.
    assert.equal(Math.round(state.forecast?.interval.middle ?? 0), 84);
    assert.deepEqual(
      state.forecast?.reached.map((reach) => [reach?.share, reach?.atMs]),
      [
        [1, Date.parse('2026-11-23T09:15:00Z')],
        [0, null],
      ],
    );
    assert.deepEqual(state.forecast.limit, { share: 0, atMs: null });
    const little = aPlan({ windows: [{ kind: 'seven_day', percent: 3, resetsAtMs }] });
    const early = judgedOnce(aMark({ period: 'week', unit: 'percent' }), { buckets: steady, firstMs: 0, snapshot: { plan: little } });
    assert.equal(early.forecast, null);
  });
});
