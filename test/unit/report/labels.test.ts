import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { standingParts } from '../../../src/core/attribution/placement.ts';
import { distributionOf, overviewFigure } from '../../../src/core/report/distribution.ts';
import { defaultBranchWord, partLabel, partRule, reasonLabel, tierLabel } from '../../../src/core/report/labels.ts';
import { exactShareText, shareText } from '../../../src/core/report/words.ts';

describe('the words of the faces', () => {
  it('name the default branch where there is one', () => {
    assert.equal(partLabel('onDefaultBranch', defaultBranchWord(['main', '', 'main'])), 'on main, window open');
    assert.equal(partLabel('onDefaultBranch', defaultBranchWord(['main', 'trunk'])), 'on the default branch, window open');
    assert.equal(partLabel('onDefaultBranch', defaultBranchWord([''])), 'on the default branch, window open');
  });

  it('claim no waste of anything, and say of no commit only what is known', () => {
    const words = standingParts.map((part) => partLabel(part, 'main'));
    assert.equal(new Set(words).size, words.length);
    assert.ok(!/wast|lost|bad|fail/.test(words.join(' ')));
    assert.equal(partLabel('noCommit', 'main'), 'in no commit');
    assert.equal(reasonLabel('noCommit'), 'in no commit');
    const rules = standingParts.map((part) => partRule(part, 'trunk'));
    assert.equal(new Set(rules).size, rules.length);
    assert.ok(rules.some((rule) => rule.includes('trunk')) && !rules.join(' ').includes('{'));
    assert.match(partRule('noCommit', 'main'), /by record or by their lines, or whose commit is on no branch any more$/);
  });

  it('tell how sure a link is', () => {
    assert.deepEqual(([1, 4, 5, 6] as const).map(tierLabel), ['own record', 'own record', 'matching lines', 'likely']);
  });

  it('never round a share to everything or nothing', () => {
    const shares = [
      shareText(0, 10),
      shareText(1, 1000),
      shareText(5, 1000),
      shareText(685, 1000),
      shareText(994, 1000),
      shareText(999, 1000),
    ];
    assert.deepEqual(shares, ['0%', '<1%', '1%', '69%', '99%', '>99%']);
    assert.deepEqual([shareText(10, 10), shareText(0, 0)], ['100%', '0%']);
    const exact = [
      [0, 1],
      [1, 1_000_000],
      [124, 1000],
      [9999, 10_000],
      [1, 1],
      [112, 100],
    ] as const;
    assert.deepEqual(
      exact.map(([part, whole]) => exactShareText(part, whole)),
      ['0%', '<0.1%', '12.4%', '>99.9%', '100%', '112.0%'],
    );
  });
});

describe('a distribution', () => {
  it('has quartiles between values, the share of the dearest tenth, and bins that hold every value', () => {
    const one = distributionOf([4, 1, 3, 2]);
    assert.deepEqual([one.lowest, one.firstQuartile, one.median, one.thirdQuartile, one.highest], [1, 2, 3, 3, 4]);
    assert.deepEqual([one.count, one.dearestTenth], [4, 0.4]);
    assert.deepEqual(one.bins, [
      { upTo: 2, count: 2 },
      { upTo: 4, count: 2 },
    ]);
    const many = distributionOf(Array.from({ length: 1000 }, (_, index) => index));
    assert.deepEqual([many.bins.length, many.bins.reduce((sum, { count }) => sum + count, 0), many.bins.at(-1)?.upTo], [20, 1000, 999]);
  });

  it('stands where all is nothing, or only one', () => {
    assert.deepEqual(distributionOf([0, 0]).bins, [{ upTo: 0, count: 2 }]);
    assert.deepEqual([distributionOf([0, 0]).dearestTenth, distributionOf([7]).median], [0, 7]);
  });

  it('is not said of too few', () => {
    assert.equal(overviewFigure('session', new Array<number>(29).fill(1)).tooFew, 'Too few to say: 29 of the 30 sessions needed.');
    assert.equal(overviewFigure('day', new Array<number>(7).fill(1)).distribution?.count, 7);
  });
});
