import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ComeBack } from '../../../../src/core/outcomes/outcome.ts';
import { joinedSentence, linesSentences, outcomeSentences, stateWords } from '../../../../src/core/report/outcomes/outcomeSentences.ts';
import { aCommit, dayMs, hourMs, noon, shaOf } from '../../../support/histories.ts';
import { anOutcome, someLines } from '../../../support/outcomes.ts';

const words = { defaultBranch: 'main', timezone: 'UTC' };
const shippedAtMs = noon - 30 * dayMs;
const pull = { style: 'squash', pullNumber: 7 } as const;

function reverted(some: Partial<ComeBack> = {}): ComeBack {
  return {
    ...{ kind: 'reverted', sha: shaOf('b1'), atMs: shippedAtMs + 2 * dayMs, by: 'name', afterWindow: false },
    lines: { added: 40, addedGone: 38, removed: 3, removedBack: 3 },
    ...some,
  };
}

describe('what became of a change, in sentences', () => {
  it('says how it shipped and that it stayed', () => {
    assert.deepEqual(outcomeSentences(anOutcome({ sha: 'a1', change: pull }), words), [
      'It came on to main on 23 October 2026 as pull request #7, squashed into one commit.',
      'It stayed: nobody took it back in the 14 days after it shipped.',
    ]);
    const merge = anOutcome({ sha: 'a1', change: { style: 'merge', commits: [aCommit(shaOf('a1')), aCommit(shaOf('a2'))] } });
    assert.match(outcomeSentences(merge, words)[0] ?? '', /with the merge of 2 commits\.$/);
  });

  it('points at the commit that took it back, and how that is known', () => {
    const by = (some: Partial<ComeBack>): string =>
      outcomeSentences(anOutcome({ sha: 'a1', state: 'reverted', comeBacks: [reverted(some)] }), words)[1] ?? '';
    assert.equal(by({}), 'Commit b100000 says that it reverts it, on 25 October 2026, 2 days later.');
    assert.equal(by({ by: 'lines' }), 'Commit b100000 takes 38 of its 40 lines back, on 25 October 2026, 2 days later.');
    assert.match(by({ by: 'files', lines: null }), /is a revert that touches its files/);
    assert.equal(
      by({ kind: 'hotfixed', atMs: shippedAtMs + 5 * hourMs, by: 'lines', lines: { added: 40, addedGone: 2, removed: 0, removedBack: 0 } }),
      'Commit b100000, a hotfix 5 h later, replaces 2 of its 40 lines.',
    );
  });

  it('says what came after the window beside what it counts as, and what landed it again before', () => {
    const late = outcomeSentences(anOutcome({ sha: 'a1', comeBacks: [reverted({ afterWindow: true })] }), words);
    assert.match(late.at(-1) ?? '', /, after its window: it counts as stayed\.$/);
    const joined = [{ sha: shaOf('c1'), kind: 'reland', atMs: noon - 20 * dayMs }] as const;
    const again = outcomeSentences(anOutcome({ sha: 'a1', comeBacks: [reverted()], joined }), words);
    assert.deepEqual(
      again.map((sentence) => sentence.slice(0, 14)),
      ['It came on to ', 'Commit b100000', 'Commit c100000', 'It stayed: nob'],
    );
  });

  it('says which of its lines are still there', () => {
    const { at, ...lines } = someLines('a1', 30, 24);
    assert.deepEqual(linesSentences({ ...lines, at }), [
      'Claude wrote 30 lines of it that shipped; still there after 7 days 24 of 30, after 14 days 24 of 30, after 30 days 24 of 30.',
    ]);
    const young = { gap: 'tooYoung' } as const;
    assert.match(linesSentences({ ...lines, at: { 7: young, 14: young, 30: young } })[0] ?? '', /none is old enough/);
    assert.deepEqual(linesSentences(undefined), []);
  });

  it('says of a revert or a hotfix which change it goes with', () => {
    const outcome = anOutcome({ sha: 'a1', state: 'reverted' });
    assert.equal(
      joinedSentence(outcome, { sha: shaOf('b1'), kind: 'revert', atMs: noon }, words),
      'It takes back the change a100000, and its cost goes with that: came back: reverted.',
    );
  });

  it('says what is waited for', () => {
    const state = (some: Parameters<typeof anOutcome>[0]): string => stateWords(anOutcome(some), words);
    assert.equal(state({ sha: 'a1', state: 'pending', pending: 'windowOpen', shippedAtMs: noon }), 'window open until 6 December 2026');
    assert.equal(state({ sha: 'a1', state: 'pending', pending: 'notFetched' }), 'not fetched since its window closed');
    assert.equal(state({ sha: 'a1', state: 'pending', pending: 'notShipped', shippedAtMs: null }), 'not shipped yet');
    assert.equal(state({ sha: 'a1', state: 'hotfixed' }), 'came back: hotfixed');
    assert.equal(state({ sha: 'a1' }), 'stayed');
  });
});
