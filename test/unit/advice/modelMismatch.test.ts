import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Advice, AdviceQuestion } from '../../../src/core/advice/advice.ts';
import { comparedModels, modelMismatch, savingOf } from '../../../src/core/advice/modelMismatch.ts';
import { dayMs, noon } from '../../support/histories.ts';
import { testRate } from '../../support/rows.ts';
import { manyChanges, workHistory } from '../../support/workHistory.ts';
import type { WorkedChange } from '../../support/workHistory.ts';

const question: AdviceQuestion = { fromMs: noon - 120 * dayMs, toMs: noon, nowMs: noon, timezone: 'UTC' };
const opus = { model: 'claude-opus-5-5', file: 'docs/weave.md' };
const haiku = { model: 'claude-haiku-4-5', file: 'docs/weave.md' };

const advise = (...changes: readonly (readonly WorkedChange[])[]): readonly Advice[] =>
  modelMismatch(workHistory(changes.flat()), question, testRate);

describe('a model mismatch', () => {
  it('is said where as much stayed of thirty changes each, with the sample and what would be saved', () => {
    const [advice, ...others] = advise(manyChanges(40, opus), manyChanges(40, haiku));
    assert.deepEqual(others, []);
    assert.ok(advice !== undefined);
    assert.equal(advice.id, 'modelMismatch:docs:claude-opus-5-5:claude-haiku-4-5');
    assert.equal(advice.sentence, 'Of your changes that were mostly docs, 40 of 40 stayed with Haiku 4.5 and 40 of 40 with Opus 5.5.');
    assert.equal(advice.action, 'Use Haiku 4.5 for docs: in Claude Code, /model switches it.');
    assert.deepEqual(advice.sample, { of: 'changes', counted: 40, needed: 30 });
    // 40 requests of 100,000 tokens of output: $20 a million against $5.
    assert.equal(advice.stake?.high, 40 * 1_500_000_000);
    assert.ok(advice.stake.low > 0 && advice.stake.low < advice.stake.high);
    assert.equal(
      advice.evidence[0]?.text,
      'At most 6 of 100 changes fewer would stay with Haiku 4.5 (95% interval over weeks, 1 comparison); up to 10 are tolerated.',
    );
  });

  it('says of no pair that holds that more may come back than are tolerated', () => {
    // Of two comparisons the surer one holds first; then the other is held to the whole twentieth.
    const tests = { file: 'test/weave.ts' };
    const advice = advise(
      ...[manyChanges(100, opus), manyChanges(100, haiku)],
      ...[manyChanges(80, { ...opus, ...tests }, 4), manyChanges(80, { ...haiku, ...tests }, 6)],
    );
    assert.deepEqual(
      advice.map(({ evidence }) => /^At most (\d+) of 100/.exec(evidence[0]?.text ?? '')?.[1]),
      ['3', '10'],
    );
  });

  it('is not said of twenty-nine, nor of thirty that lie in three weeks', () => {
    assert.deepEqual(advise(manyChanges(29, opus), manyChanges(60, haiku)), []);
    assert.deepEqual(advise(manyChanges(60, opus), manyChanges(29, haiku)), []);
    const close = (change: Omit<WorkedChange, 'daysAgo'>): readonly WorkedChange[] =>
      Array.from({ length: 40 }, (_, index) => ({ ...change, daysAgo: 20 + (index % 14) }));
    assert.deepEqual(advise(close(opus), close(haiku)), []);
  });

  it('is not said where the cheaper one came back more often, or may do', () => {
    assert.deepEqual(advise(manyChanges(40, opus), manyChanges(40, haiku, 8)), []);
    assert.deepEqual(advise(manyChanges(32, opus), manyChanges(32, haiku, 2)), [], 'thirty of thirty-two is too few to know');
    assert.equal(advise(manyChanges(40, opus, 8), manyChanges(40, haiku)).length, 1, 'but where the dearer one did');
  });

  it('is not said across kinds of work, of others’ changes, of what is set aside, only likely, or still watched', () => {
    assert.deepEqual(advise(manyChanges(40, opus), manyChanges(40, { ...haiku, file: 'package.json' })), []);
    for (const some of [{ own: false }, { setAside: true }, { state: 'pending' as const }, { tier: 6 as const }])
      assert.deepEqual(advise(manyChanges(40, opus), manyChanges(40, { ...haiku, ...some })), [], JSON.stringify(some));
    const young = manyChanges(40, haiku).map((change, index) => ({ ...change, daysAgo: (index % 13) + 0.5 }));
    assert.deepEqual(advise(manyChanges(40, opus), young), []);
  });

  it('is not said where the models cost nearly as much, where one has no price, or where the period has nothing to save', () => {
    assert.deepEqual(advise(manyChanges(40, opus), manyChanges(40, { ...haiku, model: 'claude-next-9' })), []);
    assert.deepEqual(advise(manyChanges(40, { ...opus, output: 10 }), manyChanges(40, haiku)), []);
    const later = { ...question, fromMs: noon - dayMs };
    assert.deepEqual(modelMismatch(workHistory([...manyChanges(40, opus), ...manyChanges(40, haiku)]), later, testRate), []);
  });

  it('needs more of each where more is compared', () => {
    const advised = (files: readonly string[], count: number): number =>
      advise(...files.flatMap((file) => [manyChanges(count, { ...opus, file }), manyChanges(count, { ...haiku, file }, 1)])).length;
    assert.equal(advised(['docs/weave.md'], 40), 1);
    assert.equal(advised(['docs/weave.md', 'package.json', 'src/weave.ts'], 40), 0);
    assert.equal(advised(['docs/weave.md', 'package.json', 'src/weave.ts'], 60), 3);
  });

  it('says of a change that two models share nothing', () => {
    const history = workHistory([...manyChanges(40, opus), ...manyChanges(40, haiku)]);
    // The requests of every second change are Opus's as well, as dear as the others together.
    const shared = history.requests.flatMap((request, index) =>
      index % 2 === 0 ? [request, { ...request, messageId: `${request.messageId}-2`, model: 'claude-haiku-5-5' }] : [request],
    );
    assert.deepEqual(comparedModels({ ...history, requests: shared }, question, testRate), []);
  });

  it('takes off the lowest saving what would have to be made again', () => {
    const repriced = { nanodollars: 100, otherNanodollars: 25 };
    assert.deepEqual(savingOf({ repriced, atLeast: 0.02 }), { low: 75, high: 75 });
    assert.deepEqual(savingOf({ repriced, atLeast: -0.08 }), { low: 67, high: 75 });
  });
});
