import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { AdviceQuestion } from '../../../src/core/advice/advice.ts';
import { adviceForBar, barSession, modelAdvice } from '../../../src/core/advice/modelAdvice.ts';
import { dayMs, noon } from '../../support/histories.ts';
import { testRate } from '../../support/rows.ts';
import { aLiveSession } from '../../support/snapshots.ts';
import { manyChanges, workHistory } from '../../support/workHistory.ts';
import type { WorkedChange } from '../../support/workHistory.ts';

const question: AdviceQuestion = { fromMs: noon - 120 * dayMs, toMs: noon, nowMs: noon, timezone: 'UTC' };
const now = { nowMs: noon, timezone: 'UTC' };
const opus = 'claude-opus-5-5';
const docs = (model: string): readonly WorkedChange[] => manyChanges(40, { model, file: 'docs/weave.md' });
/** Of this week: nothing of it had its window. */
const lately = (count: number, file: string, sessionId?: string): readonly WorkedChange[] =>
  Array.from({ length: count }, () => ({
    model: opus,
    file,
    daysAgo: 2,
    state: 'pending',
    ...(sessionId === undefined ? {} : { sessionId }),
  }));

describe('advice on models', () => {
  it('is the mismatch where there are changes enough, and the mix of what was not compared', () => {
    const mismatch = workHistory([...docs(opus), ...docs('claude-haiku-4-5')]);
    assert.deepEqual(
      modelAdvice(mismatch, question, testRate).map(({ rule }) => rule),
      ['modelMismatch'],
    );
    assert.deepEqual(
      modelAdvice(workHistory(docs(opus)), question, testRate).map(({ rule }) => rule),
      ['modelMix'],
    );
    const failing = docs('claude-haiku-4-5').map((change) => ({ ...change, stayed: false }));
    assert.deepEqual(
      modelAdvice(workHistory([...docs(opus), ...failing]), question, testRate),
      [],
      'it is known that a cheaper one does not do as well',
    );
  });
});

describe('advice for the session that runs', () => {
  const both = [...docs(opus), ...docs('claude-haiku-4-5')];

  it('is the mismatch with what the session does', () => {
    const session = { sessionId: 'live', model: opus };
    const onDocs = workHistory([...both, ...lately(2, 'docs/now.md', 'live')]);
    assert.equal(adviceForBar(onDocs, session, now, testRate)?.rule, 'modelMismatch');
    const onCode = workHistory([...both, ...lately(2, 'src/now.ts', 'live')]);
    assert.equal(adviceForBar(onCode, session, now, testRate), null);
    assert.equal(
      adviceForBar(onDocs, { sessionId: 'live', model: 'claude-haiku-4-5' }, now, testRate),
      null,
      'it has the cheaper one already',
    );
  });

  it('is the mix of the last seven days where the session has that model, and else nothing', () => {
    const history = workHistory([...lately(6, 'docs/now.md'), ...lately(4, 'src/now.ts', 'live')]);
    const said = adviceForBar(history, { sessionId: 'live', model: opus }, now, testRate);
    assert.equal(said?.sentence, 'Opus 5.5 is 100% of the last seven days, 60% of it on docs.');
    assert.equal(adviceForBar(history, { sessionId: 'live', model: 'claude-haiku-4-5' }, now, testRate), null);
    assert.equal(adviceForBar(history, { sessionId: 'live', model: opus }, { ...now, nowMs: noon + 8 * dayMs }, testRate), null);
  });

  it('is of the newest session, and of a model that has most of its cost', () => {
    const of = (dollars: number, other: number, unpricedRequests = 0) => {
      const money = (nanodollars: number) => ({ nanodollars, unpricedRequests, lowerBound: false });
      const models = [
        { model: opus, money: money(dollars) },
        { model: 'claude-haiku-4-5', money: money(other) },
      ];
      return barSession([
        aLiveSession({ sessionId: 'newest', models, money: money(dollars + other) }),
        aLiveSession({ sessionId: 'older' }),
      ]);
    };
    assert.deepEqual(of(6, 4), { sessionId: 'newest', model: opus });
    assert.equal(of(5, 4), null);
    assert.equal(of(0, 0), null);
    assert.equal(of(6, 4, 1), null);
    assert.equal(barSession([]), null);
  });
});
