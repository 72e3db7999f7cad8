import assert from 'node:assert/strict';
import type { Advice } from '../../../src/core/advice/advice.ts';
import type { Dismissal } from '../../../src/core/report/advice/adviceView.ts';
import { byStake, withoutDismissed } from '../../../src/core/report/advice/dismissals.ts';
import { anAdviceView, someAdvice } from '../../support/adviceViews.ts';

const idsOf = (all: readonly Advice[]): readonly string[] => all.map(({ id }) => id);
const [mismatch, cold, noCommit] = idsOf(someAdvice);

describe('advice that is dismissed', () => {
  it('is silent by its id, or with all of its rule, and told apart from what is said', () => {
    const one: Dismissal = { kind: 'advice', id: cold ?? '' };
    const rule: Dismissal = { kind: 'rule', rule: 'inNoCommit' };
    const { advice, dismissed } = withoutDismissed(someAdvice, [one, rule]);
    assert.deepEqual(idsOf(advice), [mismatch]);
    assert.deepEqual(
      dismissed.map(({ advice: { id }, by }) => [id, by]),
      [
        [cold, 'advice'],
        [noCommit, 'rule'],
      ],
    );
  });

  it('stays named by its rule where that has nothing to say', () => {
    const view = anAdviceView(someAdvice, [
      { kind: 'rule', rule: 'planMode' },
      { kind: 'advice', id: 'of another period' },
    ]);
    assert.deepEqual([view.advice, view.dismissed, view.dismissedRules], [someAdvice, [], ['planMode']]);
  });
});

describe('advice', () => {
  it('begins with the most at stake, and ends with what names no money', () => {
    assert.deepEqual(idsOf(byStake([...someAdvice].reverse())), [mismatch, cold, noCommit]);
    const [first] = someAdvice;
    assert.ok(first);
    const wide: Advice = { ...first, id: 'wide', stake: { low: 1, high: 9_480_000_000, what: '' } };
    assert.deepEqual(idsOf(byStake([wide, ...someAdvice])), [mismatch, 'wide', cold, noCommit]);
  });

  it('of equal stakes is in one order, however it was found', () => {
    const [first] = someAdvice;
    assert.ok(first);
    const twins = ['b', 'a', 'c'].map((id): Advice => ({ ...first, id }));
    assert.deepEqual(idsOf(byStake(twins)), ['a', 'b', 'c']);
  });
});
