import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { History, PlacedRequest } from '../../../src/core/attribution/history.ts';
import { codingTime, leastCodingMs, longestGapMs } from '../../../src/core/report/advice/codingTime.ts';
import { usageSection } from '../../../src/core/report/advice/usageSection.ts';
import type { UsageSection, UsageWeek } from '../../../src/core/report/advice/usageSection.ts';
import { WeekCalendar } from '../../../src/core/report/advice/weekCalendar.ts';
import { levelOf, neededWeeks, rhythmOf, usualWeekOf } from '../../../src/core/report/advice/weekLabels.ts';
import { mondayOf } from '../../../src/core/report/overviewSums.ts';
import { dayKey } from '../../../src/core/report/time.ts';
import { anyHistory, aHistory, aPlaced, dayMs, loom, noon } from '../../support/histories.ts';
import { testRate } from '../../support/rows.ts';

const minuteMs = 60_000;
const timezone = 'Europe/Berlin';
/** Monday 2026-09-14, 09:00 in Berlin. */
const firstMonday = Date.parse('2026-09-14T07:00:00Z');

function sectionOf(
  some: Partial<Omit<History, 'repositories'>>,
  asked: { readonly fromMs?: number; readonly toMs?: number; readonly nowMs?: number; readonly repository?: string | null } = {},
): UsageSection {
  const { fromMs = 0, nowMs = noon, toMs = nowMs + 1, repository = null } = asked;
  return usageSection({ history: aHistory(some), repository, question: { fromMs, toMs, nowMs, timezone }, rate: testRate });
}

/** Requests of so many tokens on the given days of a week, 0 is Monday. */
function week(number: number, tokens: number, days: readonly number[] = [0, 1, 2, 3, 4]): readonly PlacedRequest[] {
  return days.map((day) => {
    const atMs = firstMonday + (number * 7 + day) * dayMs;
    return aPlaced('noEdits', 1, { sessionId: `s${String(number)}`, atMs, tokens: { input: tokens / days.length } });
  });
}

const labels = ({ weeks }: UsageSection): readonly unknown[] => weeks.map(({ level, rhythm, partial }) => [level, rhythm, partial]);

describe('usage over time', () => {
  it('counts a week: tokens, sessions, turns, days, and their ratios', () => {
    const at = (minute: number): number => firstMonday + minute * minuteMs;
    const request = (minute: number, sessionId: string, some: Partial<PlacedRequest['tokens']>): PlacedRequest =>
      aPlaced('noEdits', 2, { sessionId, atMs: at(minute), tokens: { ...some } });
    const requests = [
      request(1, 'a', { input: 10, cacheWrite5m: 200, cacheWrite1h: 90, cacheRead: 1000, output: 100 }),
      request(9, 'a', { cacheRead: 500, output: 50 }),
      request(18, 'b', { cacheRead: 50 }),
      request(27, 'b', {}),
      request(36, 'b', {}),
      request(60, 'b', {}),
    ];
    const turn = (minute: number, some: object = {}) => ({
      atMs: at(minute),
      promptId: '',
      textHash: String(minute),
      command: false,
      mode: '',
      ...some,
    });
    // Of a's second prompt nothing came; b was asked once, and one slash command.
    const turns = new Map([
      ['a', [turn(0), turn(20)]],
      ['b', [turn(17), turn(59, { command: true })]],
    ]);
    const [only, ...others] = sectionOf({ requests, turns }).weeks;
    assert.deepEqual(others, []);
    assert.deepEqual(only, {
      week: '2026-09-14',
      partial: true,
      level: null,
      rhythm: null,
      spend: { nanodollars: 12e9, unpricedRequests: 0, lowerBound: false },
      tokens: 2000,
      lowerBound: false,
      requests: 6,
      sessions: 2,
      turns: 2,
      activeDays: 1,
      codingMs: 36 * minuteMs,
      tokensPerSession: 1000,
      turnsPerSession: 1,
      uncachedInputToOutput: 2,
      tokensPerHour: 2000 / 0.6,
      spendPerHour: 20e9,
    });
  });

  it('knows no figure per hour below half an hour, none of answers that are not known whole, and no cost without a price', () => {
    const at = (minute: number, some: object = {}, dollars: number | null = 1): PlacedRequest =>
      aPlaced('noEdits', dollars, { atMs: firstMonday + minute * minuteMs, tokens: { input: 1, output: 1 }, ...some });
    const every = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => 5 * index);
    const short = sectionOf({ requests: every(6).map((minute) => at(minute)) }).totals;
    assert.deepEqual([short.codingMs, short.tokensPerHour, short.spendPerHour], [25 * minuteMs, null, null]);
    const bound = sectionOf({ requests: every(7).map((minute) => at(minute, { lowerBound: true })) }).totals;
    assert.deepEqual([bound.lowerBound, bound.spend.lowerBound, bound.uncachedInputToOutput, bound.spendPerHour], [true, true, null, 14e9]);
    const unpriced = sectionOf({ requests: every(7).map((minute) => at(minute, {}, null)) }).totals;
    assert.deepEqual([unpriced.spendPerHour, unpriced.tokensPerHour], [null, 28]);
    assert.equal(sectionOf({}).totals.tokensPerSession, null);
  });

  it('labels weeks against the usual one, once enough are over, and never the first or the running one', () => {
    const requests = [1000, 1000, 1000, 3000, 1000, 200, 1000, 10].flatMap((tokens, index) =>
      week(index, tokens, index === 3 ? [2] : undefined),
    );
    const nowMs = firstMonday + 8 * 7 * dayMs + dayMs;
    const running = week(8, 9000, [0, 1]);
    const section = sectionOf({ requests: [...requests, ...running] }, { nowMs });
    assert.deepEqual(labels(section), [
      [null, null, true],
      ['usual', 'steady', false],
      ['usual', 'steady', false],
      ['high', 'bursty', false],
      ['usual', 'steady', false],
      ['low', 'steady', false],
      ['usual', 'steady', false],
      ['nearZero', null, false],
      [null, null, true],
    ]);
    assert.deepEqual([section.usual.weeks, section.usual.tokens?.median], [7, 1000]);
    const fewer = sectionOf({ requests: requests.filter(({ atMs }) => atMs < firstMonday + 35 * dayMs) }, { nowMs });
    assert.deepEqual([fewer.usual.weeks, fewer.usual.tokens], [4, null]);
    assert.ok(fewer.weeks.every(({ level }) => level === null));
  });

  it('shows weeks without any use between others, and marks those that the period cuts', () => {
    const requests = [week(0, 100), week(1, 100), week(3, 100)].flat();
    const section = sectionOf({ requests }, { fromMs: firstMonday + 8 * dayMs });
    assert.deepEqual(
      section.weeks.map(({ week: monday, partial, level, tokens }) => [monday, partial, level, tokens]),
      [
        ['2026-09-21', true, null, 80],
        ['2026-09-28', false, 'nearZero', 0],
        ['2026-10-05', false, null, 100],
      ],
    );
  });

  it('counts a repository only, and what is usual in it', () => {
    const requests = [...week(0, 100), ...week(1, 100), ...week(1, 500).map((request) => ({ ...request, repository: '/b' }))];
    assert.deepEqual(
      sectionOf({ requests }, { repository: loom }).weeks.map(({ tokens }) => tokens),
      [100, 100],
    );
    const second = sectionOf({ requests }, { repository: '/b' });
    assert.equal(second.totals.tokens, 500);
    // The record of the second begins a week after the other's.
    assert.deepEqual([second.weeks[0]?.partial, second.usual.weeks], [true, 0]);
  });

  it('adds up: the weeks to the totals, and the gaps to no more than the time between', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const { weeks, totals } = usageSection({
          history,
          repository: null,
          question: { fromMs: 0, toMs: noon, nowMs: noon, timezone },
          rate: testRate,
        });
        const sum = (of: (week: UsageWeek) => number): number => weeks.reduce((all, each) => all + of(each), 0);
        for (const key of ['tokens', 'requests', 'turns', 'activeDays', 'codingMs'] as const)
          assert.equal(
            sum((each) => each[key]),
            totals[key],
            key,
          );
        assert.equal(
          sum(({ spend }) => spend.nanodollars),
          totals.spend.nanodollars,
        );
        assert.ok(sum(({ sessions }) => sessions) >= totals.sessions);
        assert.ok(totals.turns <= totals.requests);
        for (const { level, rhythm, partial, codingMs, tokensPerHour } of weeks) {
          assert.ok(!partial || (level === null && rhythm === null));
          assert.equal(tokensPerHour === null, codingMs < leastCodingMs);
        }
      }),
    );
  });
});

describe('a calendar of weeks', () => {
  it('knows each moment as the clocks of its zone do, in any order', () => {
    for (const zone of ['Europe/Berlin', 'America/Santiago', 'Africa/Cairo', 'Asia/Kolkata', 'UTC']) {
      const calendar = new WeekCalendar(zone);
      fc.assert(
        fc.property(fc.integer({ min: Date.UTC(2025, 11, 25), max: Date.UTC(2027, 0, 5) }), (atMs) => {
          const { day, week: monday } = calendar.at(atMs);
          assert.deepEqual([day, monday], [dayKey(atMs, zone), mondayOf(dayKey(atMs, zone))]);
        }),
      );
    }
  });
});

describe('coding hours', () => {
  it('are the gaps of at most ten minutes, of all sessions together', () => {
    const minutes = [0, 10, 20.1, 21, 25, 25];
    const sums = codingTime(
      minutes.map((minute) => minute * minuteMs),
      () => 'week',
    );
    assert.equal(sums.get('week'), 14.9 * minuteMs);
    assert.equal(longestGapMs, 10 * minuteMs);
    assert.equal(codingTime([5], () => 'week').size, 0);
  });

  it('belong to the moment that ends a gap, in any order', () => {
    const keyOf = (atMs: number): string => (atMs < 100 ? 'before' : 'after');
    assert.deepEqual(Object.fromEntries(codingTime([130, 60, 90], keyOf)), { before: 30, after: 40 });
  });
});

describe('the label of a week', () => {
  it('takes as many weeks as are named to be one, and no difference for one where there is little', () => {
    const usual = usualWeekOf([90, 95, 100, 100, 105, 110]);
    assert.deepEqual(
      [120, 126, 80, 74, 5, 0].map((tokens) => levelOf(tokens, usual)),
      ['usual', 'high', 'usual', 'low', 'nearZero', 'nearZero'],
    );
    const few = usualWeekOf(Array.from({ length: neededWeeks - 1 }, () => 100));
    assert.deepEqual(
      [1000, 0].map((tokens) => levelOf(tokens, few)),
      [null, 'nearZero'],
    );
  });

  it('is steady over four days without a large one, bursty with a day of half of it, else neither', () => {
    assert.equal(rhythmOf([10, 10, 10, 10]), 'steady');
    assert.equal(rhythmOf([10, 10, 10]), null);
    assert.equal(rhythmOf([41, 20, 20, 19]), null);
    assert.equal(rhythmOf([50, 20, 20, 10]), 'bursty');
    assert.equal(rhythmOf([7]), 'bursty');
    assert.equal(rhythmOf([]), null);
  });
});
