import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Advice, AdviceQuestion } from '../../../src/core/advice/advice.ts';
import { modelMix } from '../../../src/core/advice/modelMix.ts';
import { aPlaced, dayMs, noon } from '../../support/histories.ts';
import { testRate } from '../../support/rows.ts';
import { workHistory } from '../../support/workHistory.ts';
import type { WorkedChange } from '../../support/workHistory.ts';

const question: AdviceQuestion = { fromMs: noon - 7 * dayMs, toMs: noon, nowMs: noon, timezone: 'UTC' };
const some = (count: number, file: string, change: Partial<WorkedChange> = {}): readonly WorkedChange[] =>
  Array.from({ length: count }, () => ({ model: 'claude-opus-5-5', file, daysAgo: 2, state: 'pending', ...change }));
const mix = (changes: readonly WorkedChange[], compared?: Parameters<typeof modelMix>[3]): readonly Advice[] =>
  modelMix(workHistory(changes), question, testRate, compared);

describe('the notice of a mix', () => {
  it('says the share of the dear model and of the lighter kinds in it, and no more', () => {
    const [advice] = mix([
      ...some(4, 'docs/weave.md'),
      ...some(2, 'package.json'),
      ...some(4, 'src/weave.ts'),
      ...some(4, 'a.ts', { model: 'claude-haiku-4-5' }),
    ]);
    assert.ok(advice !== undefined);
    assert.equal(advice.sentence, 'Opus 5.5 is 91% of the spend in this time, 60% of it on docs and configuration.');
    assert.deepEqual(
      advice.evidence.map(({ text }) => text),
      ['docs: $8.00 of $20.00', 'configuration: $4.00 of $20.00'],
    );
    assert.deepEqual(
      [advice.stake, advice.sample, advice.id],
      [null, { of: 'sessions', counted: 10, needed: 5 }, 'modelMix:claude-opus-5-5'],
    );
  });

  it('is silent on four sessions, on less than five dollars, and on a model that is not dear', () => {
    assert.equal(mix(some(5, 'docs/weave.md')).length, 1);
    assert.deepEqual(mix(some(4, 'docs/weave.md')), []);
    assert.deepEqual(mix(some(5, 'docs/weave.md', { output: 40_000 })), []);
    assert.deepEqual(mix(some(30, 'docs/weave.md', { model: 'claude-haiku-4-5' })), []);
  });

  it('is silent where code has most of it, or where the dear model has not most of the spend', () => {
    assert.deepEqual(mix([...some(4, 'docs/weave.md'), ...some(10, 'src/weave.ts')]), []);
    assert.deepEqual(mix([...some(6, 'docs/weave.md'), ...some(30, 'src/weave.ts', { model: 'claude-haiku-4-5' })]), []);
  });

  it('is silent where a request has no price, and outside the period', () => {
    const history = workHistory(some(6, 'docs/weave.md'), [aPlaced('noEdits', null, { model: 'claude-next-9', atMs: noon - dayMs })]);
    assert.deepEqual(modelMix(history, question, testRate), []);
    assert.deepEqual(mix(some(6, 'docs/weave.md', { daysAgo: 8 })), []);
  });

  it('leaves out a kind of work of which more is known', () => {
    const changes = [...some(6, 'docs/weave.md'), ...some(4, 'package.json')];
    assert.equal(
      mix(changes, (_, kind) => kind === 'docs')[0]?.sentence,
      'Opus 5.5 is 100% of the spend in this time, 40% of it on configuration.',
    );
    assert.deepEqual(
      mix(changes, () => true),
      [],
    );
  });
});
