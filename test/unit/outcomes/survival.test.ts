import assert from 'node:assert/strict';
import { isGenerated } from '../../../src/core/attribution/generatedFiles.ts';
import { changeLines, leastChanges, survivalFigures, writtenLines } from '../../../src/core/outcomes/survival.ts';
import type { ShippedLines, SurvivalAt, SurvivalRow } from '../../../src/core/outcomes/survival.ts';
import { dayMs, noon, shaOf } from '../../support/histories.ts';
import { anOutcome, outcomesOf } from '../../support/outcomes.ts';

const row = (changeSha: string, path: string, days: number, lines: number, surviving: number): SurvivalRow => ({
  ...{ changeSha: shaOf(changeSha), path, days, lines, surviving },
  seenSha: shaOf('9'),
});
const young: SurvivalAt = { gap: 'tooYoung' };
const shipped = (lines: number, surviving: number): ShippedLines => ({
  committed: lines,
  shipped: lines,
  at: { 7: { lines, surviving }, 14: young, 30: young },
});

describe('lines of changes', () => {
  it('are summed over their files, and say what is not known yet', () => {
    const outcomes = outcomesOf([
      anOutcome({ sha: 'a', shippedAtMs: noon - 20 * dayMs }),
      anOutcome({ sha: 'b', shippedAtMs: noon - 3 * dayMs }),
      anOutcome({ sha: 'c', own: false }),
      anOutcome({ sha: 'd', own: false, withClaude: 'trailer' }),
      anOutcome({ sha: 'e', shippedAtMs: null }),
    ]);
    const rows = [
      ...[row('a', 'b.ts', 0, 10, 9), row('a', 'b.ts', 7, 8, 6), row('a', 'a.ts', 0, 2, 2), row('a', 'a.ts', 7, 2, 2)],
      ...[row('d', 'd.ts', 0, 4, 4), row('d', 'd.ts', 7, 4, 0), row('d', 'd.ts', 14, 4, 0), row('d', 'd.ts', 30, 4, 0)],
      row('gone', 'g.ts', 0, 1, 1),
    ];
    const lines = changeLines(outcomes, rows, noon);
    assert.deepEqual([...lines.keys()], ['a', 'b', 'd'].map(shaOf));
    const a = lines.get(shaOf('a'));
    assert.deepEqual([a?.committed, a?.shipped, a?.recorded], [12, 11, true]);
    assert.deepEqual(a?.at, { 7: { lines: 10, surviving: 8 }, 14: { gap: 'notLooked' }, 30: { gap: 'tooYoung' } });
    assert.deepEqual(
      a.files.map(({ path, committed, at }) => [path, committed, at[7]]),
      [
        ['a.ts', 2, { lines: 2, surviving: 2 }],
        ['b.ts', 10, { lines: 8, surviving: 6 }],
      ],
    );
    const b = lines.get(shaOf('b'));
    assert.deepEqual([b?.committed, b?.shipped, b?.at[7]], [0, null, young]);
    assert.deepEqual([lines.get(shaOf('d'))?.recorded, lines.get(shaOf('d'))?.at[30]], [false, { lines: 4, surviving: 0 }]);
  });

  it('are not known where nothing was fetched since', () => {
    const outcomes = outcomesOf([anOutcome({ sha: 'a', shippedAtMs: noon - 40 * dayMs })], { seenUntilMs: noon - 30 * dayMs });
    assert.deepEqual(changeLines(outcomes, [], noon).get(shaOf('a'))?.at, {
      7: { gap: 'notLooked' },
      14: { gap: 'notFetched' },
      30: { gap: 'notFetched' },
    });
  });
});

describe('lines that were written', () => {
  it('are those that edits added, but in files that nobody writes', () => {
    const edit = (path: string, file: string, linesAdded: number): { path: string; file: string; linesAdded: number } => ({
      path: `/home/ada/loom/${path}`,
      file,
      linesAdded,
    });
    const edits = [edit('a.ts', 'a.ts', 3), edit('dist/a.js', 'dist/a.js', 50), edit('b.ts', '', 4), edit('yarn.lock', '', 90)];
    assert.equal(writtenLines(edits, isGenerated), 7);
  });
});

describe('the share of lines that are still there', () => {
  it('is that of all lines, with what was left out', () => {
    const figures = survivalFigures([
      shipped(90, 45),
      shipped(10, 10),
      { ...shipped(5, 5), at: { 7: { gap: 'notFetched' }, 14: young, 30: young } },
    ]);
    const at = figures.at[7];
    assert.deepEqual([figures.committed, figures.shipped, at.changes, at.lines, at.surviving, at.share], [105, 105, 2, 100, 55, 0.55]);
    assert.deepEqual(at.left, { tooYoung: 0, notFetched: 1, notLooked: 0 });
    assert.equal(at.interval, null);
    assert.deepEqual(figures.at[30], {
      ...{ days: 30, changes: 0, lines: 0, surviving: 0, share: null, interval: null },
      left: { tooYoung: 3, notFetched: 0, notLooked: 0 },
    });
  });

  it('has no interval for fewer changes than say something of others', () => {
    const of = (count: number): unknown => survivalFigures(Array.from({ length: count }, () => shipped(10, 5))).at[7].interval;
    assert.equal(of(leastChanges - 1), null);
    // All alike: there is nothing else that others would give.
    assert.deepEqual(of(leastChanges), { low: 0.5, high: 0.5 });
  });

  it('has the interval of changes that live or die as a whole: of 40 of one size, half of them, 0.5 ± 1.645 · √(0.25/40)', () => {
    const changes = Array.from({ length: 40 }, (_, index) => shipped(100, index % 2 === 0 ? 100 : 0));
    const { interval, share } = survivalFigures(changes).at[7];
    const half = 1.645 * Math.sqrt(0.25 / 40);
    assert.equal(share, 0.5);
    // Draws are whole changes: a fortieth is one.
    assert.ok(interval !== null && Math.abs(interval.low - (0.5 - half)) <= 0.025 && Math.abs(interval.high - (0.5 + half)) <= 0.025);
    // By lines it would be ten times narrower.
    assert.ok(interval.high - interval.low > 0.2);
    assert.deepEqual(survivalFigures(changes).at[7].interval, interval);
  });
});
