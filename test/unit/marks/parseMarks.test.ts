import assert from 'node:assert/strict';
import { parseMarks } from '../../../src/core/marks/parseMarks.ts';
import { parseTypedAmounts } from '../../../src/core/marks/typedAmounts.ts';
import { aMark } from '../../support/marks.ts';

describe('the setting of marks', () => {
  it('holds marks with what is left out by default', () => {
    const { marks, problems } = parseMarks([
      { period: 'day', first: 10 },
      { period: 'month', first: 100, second: 250.5, repository: ' loom ', branch: 'feature/*' },
      { period: 'fiveHours', first: 80, second: 95, unit: 'percent' },
      { period: 'week', first: 80, unit: 'percent' },
    ]);
    assert.deepEqual(problems, []);
    assert.deepEqual(marks, [
      aMark(),
      aMark({ period: 'month', first: 100, second: 250.5, repository: 'loom', branch: 'feature/*' }),
      aMark({ period: 'fiveHours', unit: 'percent', first: 80, second: 95 }),
      aMark({ period: 'week', unit: 'percent', first: 80 }),
    ]);
    assert.deepEqual(parseMarks(undefined), { marks: [], problems: [] });
  });

  const wrong: readonly (readonly [unknown, RegExp])[] = [
    [7, /no object/],
    [{ period: 'year', first: 10 }, /period is one of session, day, week, month, fiveHours/],
    [{ period: 'day' }, /first amount is a number/],
    [{ period: 'day', first: '10' }, /first amount is a number/],
    [{ period: 'day', first: 0 }, /above 0/],
    [{ period: 'day', first: Infinity }, /at most 1,000,000/],
    [{ period: 'day', first: 10, second: 10 }, /second amount is larger/],
    [{ period: 'day', first: 10, unit: 'euros' }, /unit is one of dollars, percent/],
    [{ period: 'day', first: 10, unit: 'percent' }, /fiveHours or week/],
    [{ period: 'fiveHours', first: 10 }, /unit is percent/],
    [{ period: 'week', first: 101, unit: 'percent' }, /at most 100/],
    [{ period: 'week', first: 80, unit: 'percent', repository: 'loom' }, /neither repository nor branch/],
    [{ period: 'day', first: 10, repository: '' }, /repository is a folder/],
    [{ period: 'day', first: 10, branch: 5 }, /branch is a name/],
    [{ period: 'day', first: 10, third: 30 }, /no “third”/],
  ];
  for (const [entry, sentence] of wrong)
    it(`says what is wrong with ${JSON.stringify(entry)}, and keeps the others`, () => {
      const { marks, problems } = parseMarks([{ period: 'day', first: 10 }, entry, { period: 'week', first: 50 }]);
      assert.equal(marks.length, 2);
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? '', /^Mark 2 is left out: /);
      assert.match(problems[0] ?? '', sentence);
    });

  it('takes the same mark once, and no more than can be kept in mind', () => {
    assert.equal(
      parseMarks([
        { period: 'day', first: 10 },
        { period: 'day', first: 10, unit: 'dollars' },
      ]).marks.length,
      1,
    );
    const { marks, problems } = parseMarks(Array.from({ length: 22 }, (_, index) => ({ period: 'day', first: index + 1 })));
    assert.deepEqual([marks.length, problems.length], [20, 2]);
    assert.match(parseMarks('day').problems[0] ?? '', /is a list of marks/);
  });
});

describe('amounts that are typed', () => {
  it('are one or two, with either sign for decimals', () => {
    assert.deepEqual(parseTypedAmounts(' 10 ', 'dollars', 1), { first: 10, second: null });
    assert.deepEqual(parseTypedAmounts('12,50 20.5', 'dollars', 1), { first: 12.5, second: 20.5 });
    assert.deepEqual(parseTypedAmounts('80 95', 'percent', 0.5), { first: 80, second: 95 });
  });

  it('of another currency become dollars', () => {
    assert.deepEqual(parseTypedAmounts('46', 'dollars', 0.92), { first: 50, second: null });
    assert.deepEqual(parseTypedAmounts('1000', 'dollars', 155), { first: 6.451613, second: null });
  });

  for (const text of ['', 'ten', '10 20 30', '-5', '0', '20 10', '1e3', '2000000', '1,000', '12.500'])
    it(`are none in ${JSON.stringify(text)}`, () => assert.equal(typeof parseTypedAmounts(text, 'dollars', 1), 'string'));
  it('are at most a hundred percent', () => assert.equal(typeof parseTypedAmounts('120', 'percent', 1), 'string'));
});
