import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { AdviceQuestion } from '../../../src/core/advice/advice.ts';
import { insights } from '../../../src/core/advice/insights/insights.ts';
import { modelMismatch } from '../../../src/core/advice/modelMismatch.ts';
import { leastSessions, modelMix } from '../../../src/core/advice/modelMix.ts';
import { repriced } from '../../../src/core/advice/repricing.ts';
import { randomFrom } from '../../../src/core/outcomes/resample.ts';
import { anyHistory, dayMs, noon } from '../../support/histories.ts';
import { testRate } from '../../support/rows.ts';
import { workHistory } from '../../support/workHistory.ts';
import type { WorkedChange } from '../../support/workHistory.ts';

const question: AdviceQuestion = { fromMs: noon - 182 * dayMs, toMs: noon, nowMs: noon, timezone: 'UTC' };

const change: fc.Arbitrary<WorkedChange> = fc.record({
  model: fc.constantFrom('claude-opus-5-5', 'claude-haiku-4-5', 'claude-haiku-5-5', 'claude-next-9'),
  file: fc.constantFrom('docs/weave.md', 'package.json', 'src/weave.ts', 'src/weave.test.ts'),
  linesAdded: fc.constantFrom(3, 90),
  stayed: fc.boolean(),
  daysAgo: fc.integer({ min: 0, max: 200 }),
  output: fc.integer({ min: 0, max: 500_000 }),
  subagentOutput: fc.constantFrom(0, 0, 50_000),
  own: fc.constantFrom(true, true, true, false),
});

describe('rules that compare', () => {
  it('never speak on too little, whatever the changes', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 39 }), (changes) => {
        const history = workHistory(changes);
        assert.deepEqual(modelMismatch(history, question, testRate), [], 'sixty are needed');
        assert.deepEqual(insights(history, question), [], 'forty are needed');
      }),
      { numRuns: 60 },
    );
  });

  it('never speak of changes with none of one side left', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 60, maxLength: 90 }), (changes) => {
        const alike = changes.map((each) => ({ ...each, model: 'claude-opus-5-5', file: 'docs/weave.md', subagentOutput: 0 }));
        assert.deepEqual(modelMismatch(workHistory(alike), question, testRate), []);
        assert.deepEqual(insights(workHistory(alike), question), []);
      }),
      { numRuns: 30 },
    );
  });

  it('always have their documented sample where they speak, a range in order, and evidence', () => {
    let spoken = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 150, maxLength: 250 }), fc.boolean(), (some, alike) => {
        const changes = alike ? some.map((each) => ({ ...each, stayed: true, file: 'docs/weave.md' })) : some;
        const history = workHistory(changes);
        for (const advice of [...modelMismatch(history, question, testRate), ...insights(history, question)]) {
          spoken += 1;
          assert.ok(advice.sample !== null && advice.sample.counted >= advice.sample.needed, advice.id);
          assert.ok(advice.stake === null || (0 < advice.stake.low && advice.stake.low <= advice.stake.high), advice.id);
          assert.ok(advice.evidence.length > 0);
          assert.doesNotMatch(`${advice.sentence} ${advice.action}`, /wast|NaN|Infinity|undefined|\{\d\}/i);
        }
      }),
      { numRuns: 20 },
    );
    assert.ok(spoken > 0, 'nothing was tested');
  });

  it('are deaf to chance: of changes whose groups are drawn by lot they speak in few histories', () => {
    const draw = randomFrom(7);
    const histories = 60;
    let spoke = 0;
    for (let history = 0; history < histories; history += 1) {
      const changes = Array.from({ length: 80 }, (): WorkedChange => {
        const usual = Math.sqrt(-2 * Math.log(draw() + 1e-9)) * Math.cos(2 * Math.PI * draw());
        const output = Math.round(50_000 * Math.exp(usual));
        const subagentOutput = draw() < 0.5 ? 1 : 0;
        return { model: 'claude-opus-5-5', daysAgo: 16 + 160 * draw(), output, subagentOutput, stayed: draw() < 0.9 };
      });
      if (insights(workHistory(changes), question).length > 0) spoke += 1;
    }
    assert.ok(spoke <= 7, `${String(spoke)} of ${String(histories)}; a twentieth is meant`);
  });

  it('give the same answer whatever the order of the requests, and twice', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 80, maxLength: 120 }), (changes) => {
        const history = workHistory(changes.map((each) => ({ ...each, stayed: true, file: 'docs/weave.md' })));
        const turned = { ...history, requests: [...history.requests].reverse() };
        assert.deepEqual(modelMismatch(turned, question, testRate), modelMismatch(history, question, testRate));
        assert.deepEqual(insights(turned, question), insights(history, question));
      }),
      { numRuns: 15 },
    );
  });
});

describe('the notice of a mix of any history', () => {
  it('never rests on fewer sessions than it needs, and its parts are parts of the whole', () => {
    fc.assert(
      fc.property(anyHistory, fc.array(change, { maxLength: 12 }), (history, changes) => {
        for (const each of [history, workHistory(changes.map((one) => ({ ...one, model: 'claude-opus-5-5' })))])
          for (const { sample } of modelMix(each, question, testRate)) assert.ok(sample !== null && sample.counted >= leastSessions);
      }),
    );
  });
});

describe('requests at another model’s prices', () => {
  it('cost what the price table says, request by request, and nothing where one has no price', () => {
    fc.assert(
      fc.property(anyHistory, fc.constantFrom('claude-haiku-4-5', 'claude-haiku-5-5', 'claude-next-9'), ({ requests }, model) => {
        const price = repriced(requests, model, testRate);
        const isPriced = requests.length === 0 || (model !== 'claude-next-9' && requests.every(({ nanodollars }) => nanodollars !== null));
        assert.equal(price !== null, isPriced);
        if (price === null) return;
        let [own, other] = [0, 0];
        for (const request of requests) {
          const rating = testRate({ ...request, model });
          own += request.nanodollars ?? NaN;
          other += rating.priced ? rating.cost.total : NaN;
        }
        assert.deepEqual(price, { nanodollars: own, otherNanodollars: other });
      }),
    );
  });
});
