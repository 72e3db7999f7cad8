import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { History } from '../../../../src/core/attribution/history.ts';
import { modelsSection } from '../../../../src/core/report/advice/modelsSection.ts';
import type { ModelRow, ModelsSection } from '../../../../src/core/report/advice/modelsSection.ts';
import { everything } from '../../../../src/core/report/filterRequests.ts';
import { selectHistory } from '../../../../src/core/report/selection.ts';
import { aHistory, aPlaced, dayMs, hourMs, noon } from '../../../support/histories.ts';
import { aRequest, aSideCall, testRate, tokens } from '../../../support/rows.ts';
import { manyChanges, workHistory } from '../../../support/workHistory.ts';

const question = { fromMs: noon - 120 * dayMs, toMs: noon, nowMs: noon, timezone: 'UTC' };
const opus = 'claude-opus-5-5';
const haiku = 'claude-haiku-4-5';

function section(history: History): ModelsSection {
  const selection = selectHistory(history, { ...everything, sinceMs: question.fromMs, untilMs: question.toMs }, testRate);
  return modelsSection({ history, selection, question, rate: testRate });
}

/** A million tokens of answer: $20 of Opus, $5 of Haiku. */
const answered = (model: string, sessionId: string) => {
  const row = aRequest({ model, sessionId, atMs: noon - hourMs, tokens: { output: 1_000_000 } });
  const rating = testRate(row);
  return { ...aPlaced('noEdits', 0, row), nanodollars: rating.priced ? rating.cost.total : null };
};

describe('the section on models', () => {
  it('has the share of spend beside the share of sessions, and what a session costs', () => {
    const { total, sessions, models } = section(
      aHistory({ requests: [answered(opus, 's1'), answered(`${opus}[1m]`, 's1'), answered(haiku, 's1'), answered(haiku, 's2')] }),
    );
    assert.deepEqual([total.nanodollars, sessions], [50e9, 2]);
    const told = ({ model, money, requests, sessions: own, spendShare, sessionShare, costPerSession }: ModelRow) => [
      ...[model, money.nanodollars, requests, own, spendShare, sessionShare, costPerSession?.nanodollars],
    ];
    assert.deepEqual(models.map(told), [
      [opus, 40e9, 2, 1, 0.8, 0.5, 40e9],
      [haiku, 10e9, 2, 2, 0.2, 1, 5e9],
    ]);
  });

  it('asks every model for its price of the same tokens', () => {
    const { models } = section(aHistory({ requests: [answered(opus, 's1'), answered(haiku, 's2'), answered('claude-next-9', 's3')] }));
    assert.deepEqual(
      models.map(({ model, sameTokens, ratio, spendShare, costPerSession }) => [
        model,
        sameTokens,
        ratio,
        spendShare,
        costPerSession === null,
      ]),
      [
        [opus, 60e9, 4, null, false],
        [haiku, 15e9, 1, null, false],
        ['claude-next-9', null, null, null, true],
      ],
    );
  });

  it('has known side calls with their model and with what made no edits, and in no session’s cost', () => {
    const side = aSideCall({ sessionId: 's1', atMs: noon - hourMs, models: [{ model: haiku, tokens: tokens({ output: 1_000_000 }) }] });
    const { total, models, kinds } = section(
      aHistory({
        requests: [answered(opus, 's1')],
        sideCalls: [
          { ...side, nanodollars: 5e9 },
          { ...side, models: null, nanodollars: null },
        ],
      }),
    );
    assert.equal(total.nanodollars, 25e9);
    assert.deepEqual(
      models.map(({ model, money, sessions, costPerSession }) => [model, money.nanodollars, sessions, costPerSession?.nanodollars]),
      [
        [opus, 20e9, 1, 20e9],
        [haiku, 5e9, 0, undefined],
      ],
    );
    assert.deepEqual(kinds, [{ kind: 'noEdits', money: { nanodollars: 25e9, unpricedRequests: 0, lowerBound: false }, requests: 1 }]);
  });

  it('has a cost per change from ten that stayed on, those that came back in it', () => {
    const of = (count: number, cameBack: number) => {
      const changes = manyChanges(count, { model: opus }, 0).map((change, index) => ({ ...change, stayed: index >= cameBack }));
      const [row] = section(workHistory(changes)).models;
      return [row?.closed, row?.stayed, row?.costPerChange];
    };
    assert.deepEqual(of(9, 0), [9, 9, null]);
    assert.deepEqual(of(11, 1), [11, 10, 2.2e9]);
    assert.deepEqual(of(10, 1), [10, 9, null]);
  });

  it('counts changes of the period alone', () => {
    const changes = [
      { model: opus, daysAgo: 121 },
      { model: opus, daysAgo: 119 },
    ];
    assert.equal(section(workHistory(changes)).models[0]?.closed, 1);
  });

  it('is empty without requests', () => {
    assert.deepEqual(section(aHistory()), {
      ...{ total: { nanodollars: 0, unpricedRequests: 0, lowerBound: false }, sessions: 0, models: [], kinds: [], neededStayed: 10 },
    });
  });
});
