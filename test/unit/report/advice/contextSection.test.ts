import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { contextSection, mostSessions } from '../../../../src/core/report/advice/contextSection.ts';
import { anInput, aStep, minuteMs } from '../../../support/contextHistories.ts';
import { dayMs, loom, noon } from '../../../support/histories.ts';
import { aSideCall } from '../../../support/rows.ts';

const week = (7 * dayMs) / minuteMs;
const short = { cacheWrite5m: 50_000 };
const none = { count: 0, tokens: 0, money: { nanodollars: 0, unpricedRequests: 0, lowerBound: false } };

describe('the section on contexts', () => {
  it('has each week, also those between without anything, with what was written again and the share of its cost', () => {
    const requests = [aStep(-2 * week, short), aStep(0, short, { sessionId: 's2' }), aStep(6, short, { sessionId: 's2' })];
    const { weeks, totals } = contextSection(anInput(requests));
    assert.deepEqual(
      weeks.map(({ week: monday, partial, cold, coldShare }) => [monday, partial, cold.count, cold.money.nanodollars, coldShare]),
      [
        ['2026-11-02', false, 0, 0, 0],
        ['2026-11-09', false, 0, 0, null],
        ['2026-11-16', false, 1, 230_000_000, 230_000_000 / 500_800_000],
      ],
    );
    assert.deepEqual([totals.cold.count, totals.cold.tokens, totals.spend.nanodollars], [1, 50_000, 751_200_000]);
  });

  it('says that a week is only partly in the period', () => {
    const question = { fromMs: noon - dayMs, toMs: noon + dayMs, nowMs: noon + dayMs, timezone: 'Europe/Berlin' };
    const { weeks } = contextSection(anInput([aStep(0, short)], { question }));
    assert.deepEqual(
      weeks.map(({ week: monday, partial }) => [monday, partial]),
      [['2026-11-16', true]],
    );
  });

  it('says so to the moment: of a week that is not over on its Sunday, and of one whose Monday has begun before the period', () => {
    const monday = Date.parse('2026-11-15T23:00:00Z');
    const partialOf = (fromMs: number, toMs: number): boolean | undefined =>
      contextSection(anInput([aStep(0, short)], { question: { fromMs, toMs, nowMs: toMs - 1, timezone: 'Europe/Berlin' } })).weeks[0]
        ?.partial;
    assert.equal(partialOf(monday, monday + 7 * dayMs), false);
    assert.equal(partialOf(monday, noon + 1), true);
    assert.equal(partialOf(monday + minuteMs, monday + 7 * dayMs), true);
  });

  it('has sizes of requests and of sessions, of main conversations alone', () => {
    const requests = [
      ...[10_000, 20_000, 30_000].map((cacheRead, index) => aStep(index, { cacheRead })),
      aStep(3, { cacheRead: 70_000 }, { sessionId: 's2' }),
      aStep(4, { cacheRead: 900_000 }, { agentId: 'a1' }),
    ];
    const { requestContext, sessionContext } = contextSection(anInput(requests)).totals;
    assert.deepEqual(requestContext, { count: 4, firstQuartile: 17_500, median: 25_000, thirdQuartile: 40_000 });
    assert.deepEqual(sessionContext, { count: 2, firstQuartile: 40_000, median: 50_000, thirdQuartile: 60_000 });
  });

  it('counts compactions where their session worked then', () => {
    const history = {
      compactions: [
        { sessionId: 'session-1', atMs: noon + 2 * minuteMs, tokensBefore: 160_000 },
        { sessionId: 'session-1', atMs: noon + 5 * minuteMs, tokensBefore: 170_000 },
      ],
    };
    const requests = [aStep(0, short), aStep(4, short, { repository: '/home/ada/quill' })];
    const of = (repository: string | null) => contextSection(anInput(requests, { repository, history })).totals.compactions;
    assert.deepEqual(of(null), { count: 2, tokensBefore: 330_000 });
    assert.deepEqual([of(loom).tokensBefore, of('/home/ada/quill').tokensBefore], [160_000, 170_000]);
  });

  it('names the dearest sessions and sums the others', () => {
    const requests = Array.from({ length: mostSessions + 2 }, (_, index) => {
      const tokens = { cacheWrite5m: 10_000 + 1000 * index };
      return [0, 6].map((minutes) => aStep(minutes, tokens, { sessionId: `s${String(index)}` }));
    }).flat();
    const { coldSessions, otherColdSessions } = contextSection(anInput(requests));
    assert.deepEqual([coldSessions.length, coldSessions[0]?.sessionId], [mostSessions, `s${String(mostSessions + 1)}`]);
    const money = { nanodollars: 21_000 * 4600, unpricedRequests: 0, lowerBound: false };
    assert.deepEqual(otherColdSessions, { sessions: 2, count: 2, tokens: 21_000, money });
  });

  it('has no share where an amount is not known, and counts side calls as far as they are', () => {
    const model = 'claude-next-9';
    const { totals } = contextSection(anInput([aStep(0, short, { model }), aStep(6, short, { model }), aStep(7, {})]));
    assert.deepEqual([totals.cold.money.unpricedRequests, totals.coldShare], [1, null]);
    const sideCalls = [
      { ...aSideCall({ atMs: noon }), nanodollars: 1_000_000 },
      { ...aSideCall({ atMs: noon, models: null }), nanodollars: null },
    ];
    const { weeks, totals: sums } = contextSection(anInput([], { history: { sideCalls } }));
    assert.deepEqual([sums.spend.nanodollars, weeks[0]?.spend.nanodollars, weeks.length], [1_000_000, 1_000_000, 1]);
  });

  it('of nothing is empty', () => {
    const { weeks, totals, coldSessions, usual } = contextSection(anInput([]));
    assert.deepEqual([weeks, coldSessions, totals.cold, totals.requestContext, usual.quartiles], [[], [], none, null, null]);
  });
});
