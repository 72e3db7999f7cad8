import assert from 'node:assert/strict';
import type { CommitRecord } from '../../../src/core/attribution/gitFacts.ts';
import { lineKeys } from '../../../src/core/attribution/lineKeys.ts';
import { claimLines } from '../../../src/core/outcomes/survivalClaims.ts';
import type { ClaimedLine, ClaimingEdit } from '../../../src/core/outcomes/survivalClaims.ts';
import { FileHistory } from '../../../src/core/outcomes/survivalPaths.ts';
import { LineStanding } from '../../../src/core/outcomes/lineStanding.ts';
import { planSurvival } from '../../../src/core/outcomes/survivalPlan.ts';
import type { ChangePlan, PlanInput } from '../../../src/core/outcomes/survivalPlan.ts';
import { packHashes } from '../../../src/core/transcript/hashedLine.ts';
import { lineHash } from '../../../src/ingest/lineHash.ts';
import { aCommit, aRepository, dayMs, noon, shaOf } from '../../support/histories.ts';
import { anOutcome, outcomesOf } from '../../support/outcomes.ts';

const hash = lineHash(new Uint8Array(32));
const packed = (...lines: readonly string[]): Uint8Array => packHashes(lines, hash);
const keyOf = (line: string): number => lineKeys(packed(line))[0] ?? 0;

describe('lines that sessions wrote and commits took', () => {
  const edit = (id: string, atMs: number, takers: readonly string[], ...lines: readonly string[]): ClaimingEdit => ({
    ...{ toolUseId: id, sessionId: `session of ${id}`, atMs, file: 'loom.ts', added: packed(...lines), takers: takers.map(shaOf) },
  });
  const commit = (sha: string, authorMs: number, ...lines: readonly string[]): Parameters<typeof claimLines>[1][number] => ({
    commit: aCommit(sha, { authorMs, committerMs: authorMs }),
    files: [{ path: `${sha}.ts`, file: 'loom.ts', added: packed(...lines) }],
  });
  const claimed = (edits: readonly ClaimingEdit[], ...commits: Parameters<typeof claimLines>[1]): Record<string, readonly string[]> =>
    Object.fromEntries(
      [...claimLines(edits, commits)].map(([sha, files]) => [
        sha.slice(0, 1),
        [...files].flatMap(([path, lines]) => lines.map(({ key, sessionId }) => `${path} ${names.get(key) ?? '?'} ${sessionId.slice(-1)}`)),
      ]),
    );
  const names = new Map(['one', 'two', '}'].map((line) => [keyOf(line), line]));

  it('are each given once, to the commit that was authored first', () => {
    const edits = [edit('x', 1, ['a', 'b'], 'one', 'two', '}')];
    assert.deepEqual(claimed(edits, commit('b', 20, 'one', 'two', '}', '}'), commit('a', 10, 'one')), {
      a: ['a.ts one x'],
      b: ['b.ts two x', 'b.ts } x'],
    });
  });

  it('belong to the last edit that wrote them and that the commit took', () => {
    const edits = [edit('x', 1, ['a'], 'one'), edit('y', 2, ['a'], 'one'), edit('z', 3, ['b'], 'one')];
    assert.deepEqual(claimed(edits, commit('a', 10, 'one', 'one', 'one')), { a: ['a.ts one y', 'a.ts one x'] });
  });

  it('are none of another file', () => {
    assert.deepEqual(claimed([{ ...edit('x', 1, ['a'], 'one'), file: 'dye.ts' }], commit('a', 10, 'one')), {});
  });
});

describe('files over a history', () => {
  const renamed = (previousPath: string, path: string, sha: string): CommitRecord =>
    aCommit(sha, { files: [{ path, previousPath, added: 0, removed: 0 }] });

  it('have later names, also where they come back to one', () => {
    const files = new FileHistory([renamed('a', 'b', '1'), renamed('b', 'c', '2'), renamed('c', 'a', '3'), renamed('x', 'y', '4')]);
    assert.deepEqual(files.laterNames('a'), ['b', 'c']);
    assert.deepEqual(files.laterNames('nowhere'), []);
  });

  it('were changed with others that gained lines, within a time and in commits of a size', () => {
    const at = (sha: string, committerMs: number, paths: Readonly<Record<string, number>>): CommitRecord =>
      aCommit(sha, { committerMs, files: Object.entries(paths).map(([path, added]) => ({ path, previousPath: null, added, removed: 1 })) });
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`many${String(index)}`, 1]));
    const files = new FileHistory([
      at('1', 10, { a: 0, before: 1 }),
      at('2', 20, { a: 0, moved: 3, only: 0 }),
      at('3', 30, { b: 1, other: 1 }),
      at('4', 40, { a: 1, ...many }),
      at('5', 50, { a: 1, after: 1 }),
      renamed('a', 'b', '6'),
    ]);
    assert.deepEqual(files.changedWith('a', 10, 49), ['moved', 'other']);
  });
});

describe('where a branch stood at a time', () => {
  const line = (...times: readonly number[]): LineStanding =>
    new LineStanding(times.map((committerMs, index) => ({ sha: String(index), committerMs })));

  it('is its last commit of before, and not before the change itself', () => {
    assert.equal(line(1, 2, 3, 4).at(2, '0'), '1');
    assert.equal(line(1, 2, 3, 4).at(9, '0'), '3');
    assert.equal(line(1, 2, 3, 4).at(2, '2'), '2');
    assert.equal(line().at(2, '0'), null);
  });

  it('is moved by no clock that was wrong', () => {
    assert.equal(line(1, 99, 3, 4, 5, 6).at(4, '0'), '3');
    assert.equal(line(1, 2, 3, 4, 5, 0).at(2, '0'), '1');
  });
});

describe('what is looked at', () => {
  const lines = (...texts: readonly string[]): readonly ClaimedLine[] =>
    texts.map((text) => ({ key: keyOf(text), sessionId: 'session-1' }));
  const plan = (some: Partial<PlanInput> & Pick<PlanInput, 'outcomes'>): readonly ChangePlan[] => {
    const commits = some.outcomes.changes.flatMap(({ change }) => change.commits);
    return planSurvival({
      ...{ repository: aRepository([...commits, aCommit('c', { onDefaultBranch: false })]), squashes: new Map(), claims: new Map() },
      ...{ linked: new Set<string>(), isLeftOut: (path) => path === 'left.ts', nowMs: noon },
      ...some,
    });
  };
  const own = (...entries: readonly (readonly [string, Readonly<Record<string, readonly ClaimedLine[]>>])[]): PlanInput['claims'] =>
    new Map([[1, new Map(entries.map(([sha, files]) => [shaOf(sha), new Map(Object.entries(files))]))]]);

  it('is every own change with lines, newest first, without files that nobody wrote', () => {
    const outcomes = outcomesOf([
      anOutcome({ sha: 'a' }),
      anOutcome({ sha: 'b', shippedAtMs: noon - 10 * dayMs }),
      anOutcome({ sha: 'c', own: false }),
      anOutcome({ sha: 'd' }),
      anOutcome({ sha: 'e', shippedAtMs: null }),
    ]);
    const claims = own(...['a', 'b', 'c', 'e'].map((sha) => [sha, { 'a.ts': lines('one'), 'left.ts': lines('two') }] as const));
    assert.deepEqual(
      plan({ outcomes, claims }).map(({ landing, due, claims: [claim, ...others] }) => [
        landing.slice(0, 1),
        due.map(({ days }) => days),
        claim?.path,
        claim?.committed,
        others.length,
      ]),
      [
        ['b', [7], 'a.ts', 1, 0],
        ['a', [7, 14, 30], 'a.ts', 1, 0],
      ],
    );
  });

  it('is of a change what its copies and what it squashed took, and nothing of what took it back', () => {
    const outcome = anOutcome({ sha: 'a', joined: [{ sha: shaOf('b'), kind: 'revert', atMs: noon }] });
    const [found] = plan({
      outcomes: outcomesOf([outcome]),
      squashes: new Map([[shaOf('c'), outcome.change.commits[0] ?? aCommit('a')]]),
      claims: own(['b', { 'b.ts': lines('x') }], ['c', { 'c.ts': lines('y', 'z') }]),
    });
    assert.deepEqual(
      found?.claims.map(({ path, committed }) => [path, committed]),
      [['c.ts', 2]],
    );
  });

  it('is all of a commit that only a trailer names, if it is an own identity’s', () => {
    const hints = { bot: false, mergedBranch: '', mergedInto: '', hotfix: false, withClaude: true };
    const trailer = (sha: string, authorHash: string): ReturnType<typeof anOutcome> =>
      anOutcome({ sha, own: false, withClaude: 'trailer', change: { commits: [aCommit(sha, { hints, authorHash })] } });
    const outcomes = outcomesOf([trailer('a', 'ada'), trailer('b', 'grace')]);
    assert.deepEqual(
      plan({ outcomes }).map(({ landing, claims }) => [
        landing.slice(0, 1),
        claims.map(({ wholeCommits, committed }) => [wholeCommits, committed]),
      ]),
      [['a', [[[shaOf('a')], 12]]]],
    );
    assert.deepEqual(plan({ outcomes, linked: new Set([shaOf('a')]) }), []);
  });
});
