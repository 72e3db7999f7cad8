import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CommitHints, CommitRecord, RepositoryRecord } from '../../../src/core/attribution/gitFacts.ts';
import { withoutCall } from '../../../src/core/attribution/link.ts';
import type { Link } from '../../../src/core/attribution/link.ts';
import { judge, nextJudgementMs } from '../../../src/core/outcomes/judge.ts';
import type { JudgeInput } from '../../../src/core/outcomes/judge.ts';
import type { RepositoryOutcomes } from '../../../src/core/outcomes/outcome.ts';
import { defaultSettings } from '../../../src/core/outcomes/repositorySettings.ts';
import type { RepositorySettings } from '../../../src/core/outcomes/repositorySettings.ts';
import type { Undoing } from '../../../src/core/outcomes/undoing.ts';
import { aCommit, aFile, aRepository, at, loom, sha } from '../../support/story.ts';

const daySeconds = 86_400;
const days = (count: number): number => at(count * daySeconds);
const hints: CommitHints = { bot: false, mergedBranch: '', mergedInto: '', hotfix: false, withClaude: false };

interface Given extends Partial<Omit<JudgeInput, 'repository'>> {
  readonly settings?: Partial<RepositorySettings>;
  readonly record?: Partial<RepositoryRecord>;
}

/** Judged a hundred days after the first commit, and fetched then. */
function judged(commits: readonly CommitRecord[], { settings = {}, record = {}, ...given }: Given = {}): RepositoryOutcomes {
  const repository = aRepository(commits);
  const nowMs = given.nowMs ?? days(100);
  return judge({
    links: [],
    squashes: new Map(),
    undoings: [],
    branchOf: () => '',
    nowMs,
    ...given,
    repository: {
      ...repository,
      record: { ...repository.record, fetchedAtMs: nowMs, settings: { ...defaultSettings, ...settings }, ...record },
    },
  });
}

/** A commit of a day on the one before it; `line` begins anew with each list. */
function line(...given: readonly (Partial<CommitRecord> & { readonly name: string; readonly day: number })[]): readonly CommitRecord[] {
  return given.map(({ name, day, ...some }, index) => {
    const before = given[index - 1];
    return aCommit({ sha: sha(name), parents: before === undefined ? [] : [sha(before.name)], authorMs: days(day), ...some });
  });
}

const states = ({ changes }: RepositoryOutcomes): Readonly<Record<string, string>> =>
  Object.fromEntries(changes.map(({ change, state, pending }) => [change.sha.slice(0, 2), pending ?? state]));

const undoing = (
  change: string,
  later: string,
  [addedGone, added]: readonly [number, number],
  [removedBack, removed]: readonly [number, number] = [0, 0],
): Undoing => ({
  ...{ changeSha: sha(change), laterSha: sha(later), added, addedGone, removed, removedBack },
});

describe('the state of a change', () => {
  const weave = { name: 'a1', day: 1 };

  it('waits for its window, then for a fetch, and is never judged by a clone that was not fetched', () => {
    const commits = line(weave);
    const seen = (nowMs: number, fetchedAtMs: number | null): string =>
      states(judged(commits, { nowMs, record: { fetchedAtMs } })).a1 ?? '';
    assert.equal(seen(days(15) - 1, days(15) - 1), 'windowOpen');
    assert.equal(seen(days(15), days(15) - 1), 'notFetched');
    assert.equal(seen(days(15), days(15)), 'verified');
    assert.equal(seen(days(90), null), 'notFetched');
    const local = judged(commits, { nowMs: days(20), record: { upstream: false, fetchedAtMs: null, readAtMs: days(16) } });
    assert.deepEqual([states(local).a1, local.seenUntilMs], ['verified', days(16)]);
  });

  it('changes with time alone when the next window closes', () => {
    const outcomes = judged(line(weave, { name: 'a2', day: 3 }), { nowMs: days(16) });
    assert.deepEqual(states(outcomes), { a1: 'verified', a2: 'windowOpen' });
    assert.equal(nextJudgementMs(outcomes, days(16)), days(17));
    assert.equal(nextJudgementMs(outcomes, days(17)), Infinity);
  });

  it('is reopened when a task says so, unless it came back otherwise', () => {
    assert.deepEqual(states(judged(line(weave), { isReopened: () => true })), { a1: 'reopened' });
    const reverted = line(weave, { name: 'a2', day: 2, reverts: [sha('a1')] });
    assert.deepEqual(states(judged(reverted, { isReopened: () => true })), { a1: 'reverted' });
  });

  it('is that of a revert that names it in short, and of none that names it itself or what is not known', () => {
    assert.deepEqual(states(judged(line(weave, { name: 'a2', day: 2, reverts: [sha('a1').slice(0, 8)] }))), { a1: 'reverted' });
    assert.deepEqual(states(judged(line({ ...weave, reverts: [sha('a1')] }))), { a1: 'verified' });
    const unknown = judged(line(weave, { name: 'a2', day: 2, reverts: ['dddddddd'] }));
    assert.deepEqual(states(unknown), { a1: 'verified' });
    assert.equal(unknown.changeOf.has(sha('a2')), false);
  });

  it('is not lost with a revert within a pull request, of what never arrived or nobody knows', () => {
    const away = { onDefaultBranch: false, branch: 'topic' };
    const junk = aCommit({ sha: sha('d1'), parents: [sha('a1')], authorMs: days(1.1), ...away });
    const squash = { name: 'a2', day: 2, pullNumber: 7 };
    assert.deepEqual(states(judged([...line(weave, { ...squash, reverts: [junk.sha] }), junk])), { a1: 'verified', a2: 'verified' });
    assert.deepEqual(states(judged(line(weave, { ...squash, reverts: ['eeeeeeee'] }))), { a1: 'verified', a2: 'verified' });
    const made = { authorMs: days(1.2), files: [aFile('src/new.ts')] };
    const branch = [
      aCommit({ ...made, sha: sha('e1'), parents: [sha('a1')] }),
      aCommit({ ...made, sha: sha('e2'), parents: [sha('e1')], reverts: ['eeeeeeee'] }),
    ];
    const merge = aCommit({ sha: sha('f1'), parents: [sha('a1'), sha('e2')], authorMs: days(3), files: [] });
    assert.deepEqual(states(judged([...line(weave), ...branch, merge])), { a1: 'verified', f1: 'verified' });
    const onlyRevert = aCommit({ ...made, sha: sha('e1'), parents: [sha('a1')], reverts: ['eeeeeeee'] });
    const mergeOfIt = aCommit({ ...merge, parents: [sha('a1'), sha('e1')] });
    assert.deepEqual(states(judged([...line(weave), onlyRevert, mergeOfIt])), { a1: 'verified' });
  });

  it('is not that of a revert with much work of its own, which is a change beside it', () => {
    const large = [{ path: 'src/new.ts', previousPath: null, added: 200, removed: 0 }, aFile('src/loom.ts')];
    assert.deepEqual(states(judged(line(weave, { name: 'a2', day: 2, reverts: [sha('a1')], files: large }))), {
      a1: 'reverted',
      a2: 'verified',
    });
  });

  it('is by lines only where what it removed is back, or where nothing else is written in its place', () => {
    const by = (lines: Undoing, files = [aFile('src/loom.ts')]): string =>
      states(judged(line(weave, { name: 'a2', day: 2, files }), { undoings: [lines] })).a1 ?? '';
    assert.equal(by(undoing('a1', 'a2', [3, 3], [1, 1])), 'reverted');
    assert.equal(by(undoing('a1', 'a2', [3, 3], [0, 1])), 'verified');
    assert.equal(by(undoing('a1', 'a2', [3, 3])), 'verified', 'as many lines stand in their place');
    assert.equal(by(undoing('a1', 'a2', [3, 3]), [{ path: 'src/loom.ts', previousPath: null, added: 0, removed: 3 }]), 'reverted');
  });

  it('is by files, where the settings say so, of everything that is still watched', () => {
    const wide = { settings: { reverts: 'files' } } as const;
    const commits = (day: number): readonly CommitRecord[] =>
      line(
        weave,
        { name: 'b1', day: 1.5, files: [aFile('src/other.ts')] },
        { name: 'a2', day: day - 1 },
        { name: 'a3', day, reverts: [sha('a2')] },
      );
    assert.deepEqual(states(judged(commits(15), wide)), { a1: 'reverted', b1: 'verified', a2: 'reverted' });
    assert.deepEqual(states(judged(commits(15.1), wide)), { a1: 'verified', b1: 'verified', a2: 'reverted' });
    assert.deepEqual(states(judged(commits(15))), { a1: 'verified', b1: 'verified', a2: 'reverted' });
  });

  it('follows reverts of reverts, and what two reverts took back lands again with the first that undoes both', () => {
    const commits = line(
      weave,
      { name: 'a2', day: 2, reverts: [sha('a1')] },
      { name: 'a3', day: 3, reverts: [sha('a2')] },
      { name: 'a4', day: 4, reverts: [sha('a3')] },
    );
    assert.deepEqual(states(judged(commits)), { a1: 'reverted' });
    const [outcome] = judged(commits.slice(0, 3)).changes;
    assert.deepEqual(
      [outcome?.state, outcome?.shippedAtMs, outcome?.joined.map(({ kind }) => kind)],
      ['verified', days(3), ['revert', 'reland']],
    );
  });

  it('is hotfixed by lines within the hours, and mends the hotfix in turn', () => {
    const fix = { hints: { ...hints, hotfix: true } };
    const commits = line(weave, { name: 'a2', day: 2, ...fix }, { name: 'a3', day: 4.5, ...fix });
    const undoings = [undoing('a1', 'a2', [1, 3]), undoing('a2', 'a3', [1, 3])];
    const [outcome, ...others] = judged(commits, { undoings }).changes;
    assert.deepEqual([outcome?.state, others, outcome?.joined.map(({ sha: each }) => each.slice(0, 2))], ['hotfixed', [], ['a2', 'a3']]);
    assert.deepEqual(states(judged(commits, { undoings: [] })), { a1: 'verified', a2: 'verified', a3: 'verified' });
  });

  it('of what was mended before it came to production is whole when it comes there', () => {
    const commits = line(weave, { name: 'a2', day: 2, hints: { ...hints, hotfix: true } });
    const given = { undoings: [undoing('a1', 'a2', [1, 3])], settings: { shippedRef: { kind: 'tag', pattern: 'v*' } } } as const;
    const tagged = { heads: [{ ref: 'refs/tags/v1', sha: sha('a2') }] };
    assert.deepEqual(states(judged(commits, { ...given, record: tagged })), { a1: 'verified' });
    assert.deepEqual(states(judged(commits, given)), { a1: 'notShipped' });
    const before = { heads: [{ ref: 'refs/tags/v1', sha: sha('a1') }] };
    assert.deepEqual(states(judged(commits, { ...given, record: before })), { a1: 'hotfixed' });
  });
});

describe('what belongs to a change', () => {
  const link = (name: string, some: Partial<Link> = {}): Link => ({
    ...{ sessionId: 'session-1', repository: loom, sha: sha(name), tier: 5, evidence: withoutCall('lines'), ...some },
  });

  it('are its commits, their copies and what it squashed; a copy of it that arrives later is nothing new', () => {
    const [first, squash] = line({ name: 'a1', day: 1 }, { name: 'a2', day: 2, pullNumber: 7 });
    assert.ok(first !== undefined && squash !== undefined);
    const branch = aCommit({ sha: sha('b1'), authorMs: days(1.5), branch: 'topic', onDefaultBranch: false });
    const copy = aCommit({ ...first, sha: sha('a3'), parents: [squash.sha], committerMs: days(3) });
    const { changes, changeOf } = judged([first, squash, branch, copy], { squashes: new Map([[branch.sha, squash]]) });
    assert.deepEqual(
      changes.map(({ change }) => change.sha),
      [first.sha, squash.sha],
    );
    assert.equal(changeOf.get(branch.sha), changes[1]);
    assert.equal(changeOf.get(copy.sha), changes[0]);
  });

  it('came back when a commit that it squashed is named, only if that was most of it', () => {
    const file = (added: number) => [{ path: 'src/loom.ts', previousPath: null, added, removed: 0 }];
    const [first, squash, revert] = line(
      { name: 'a1', day: 1 },
      { name: 'a2', day: 2, pullNumber: 7, files: file(20) },
      { name: 'a3', day: 3, reverts: [sha('b1')], files: file(0) },
    );
    assert.ok(first !== undefined && squash !== undefined && revert !== undefined);
    const branch = (added: number): CommitRecord =>
      aCommit({ sha: sha('b1'), authorMs: days(1.5), branch: 'topic', onDefaultBranch: false, files: file(added) });
    const stateOf = (added: number): string | undefined =>
      states(judged([first, squash, revert, branch(added)], { squashes: new Map([[sha('b1'), squash]]) })).a2;
    assert.deepEqual([stateOf(16), stateOf(15)], ['reverted', 'verified']);
  });

  it('is one’s own by links up to tier 5 and by who made most of it', () => {
    const own = (tier: Link['tier'], authorHash = 'ada'): readonly unknown[] => {
      const [change] = judged(line({ name: 'a1', day: 1, authorHash }), { links: [link('a1', { tier })] }).changes;
      return [change?.own, change?.withClaude];
    };
    assert.deepEqual(own(5), [true, 'linked']);
    assert.deepEqual(own(6), [false, 'linked']);
    assert.deepEqual(own(1, 'bo'), [false, 'linked']);
    const elsewhere = judged(line({ name: 'a1', day: 1 }), { links: [link('a1', { repository: '/other' })] });
    assert.equal(elsewhere.changes[0]?.withClaude, 'no');
  });

  it('is set aside by the branch that a session, a merge or a ref names, and only while the rule is in force', () => {
    const cordon = [{ kind: 'branch', glob: 'spike/*', fromMs: days(1), untilMs: days(5) }] as const;
    const aside = (day: number, branch: string): boolean | undefined =>
      judged(line({ name: 'a1', day }), { settings: { cordon }, links: [link('a1')], branchOf: () => branch }).changes[0]?.setAside;
    assert.deepEqual(
      [aside(1, 'spike/x'), aside(0.9, 'spike/x'), aside(5, 'spike/x'), aside(2, 'main'), aside(2, '')],
      [true, false, false, false, false],
    );
  });
});
