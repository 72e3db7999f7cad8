import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CommitRecord } from '../../../src/core/attribution/gitFacts.ts';
import type { RepositoryFacts } from '../../../src/core/attribution/gitFacts.ts';
import { commitParts } from '../../../src/core/outcomes/commitParts.ts';
import type { CommitPart } from '../../../src/core/outcomes/commitParts.ts';
import { judge } from '../../../src/core/outcomes/judge.ts';
import { aCommit, aRepository, at, onFeature, onNoRef, sha } from '../../support/story.ts';

function partOf(which: CommitRecord, ...others: readonly CommitRecord[]): string | null {
  return partIn(aRepository([which, ...others]), which.sha);
}

/** An hour after noon. */
function partIn(repository: RepositoryFacts, which: string): CommitPart | null {
  return commitParts(
    repository,
    judge({ repository, links: [], squashes: new Map(), undoings: [], branchOf: () => '', nowMs: at(3600) }),
  )(which);
}

describe('where a commit stands', () => {
  const commit = aCommit({ sha: sha('a1'), subjectHash: 'weave' });
  const revert = aCommit({ sha: sha('c1'), authorMs: at(300), reverts: [commit.sha] });

  it('is on the default branch, on another, or nowhere', () => {
    assert.equal(partOf(commit), 'onDefaultBranch');
    assert.equal(partOf({ ...commit, ...onFeature }), 'onAnotherBranch');
    assert.equal(partOf({ ...commit, ...onNoRef }), 'noCommit');
    assert.equal(partIn(aRepository([]), commit.sha), null);
  });

  it('is where its best copy is: a rebase after the session, a cherry-pick', () => {
    const picked = aCommit({ ...commit, sha: sha('b1'), committerMs: at(900) });
    assert.equal(partOf({ ...commit, ...onFeature }, picked), 'onDefaultBranch');
    assert.equal(partOf({ ...commit, ...onNoRef }, { ...picked, ...onFeature }), 'onAnotherBranch');
  });

  it('is still its branch after a squash-merge while that remains, and lost when the branch is gone', () => {
    const squashed = aCommit({ sha: sha('d1'), subjectHash: 'weave (#7)', authorMs: at(900), pullNumber: 7 });
    assert.equal(partOf({ ...commit, ...onFeature }, squashed), 'onAnotherBranch');
    assert.equal(partOf({ ...commit, ...onNoRef }, squashed), 'noCommit');
  });

  it('came back when the default branch reverts it or a copy', () => {
    assert.equal(partOf(commit, revert), 'cameBack');
    assert.equal(partOf(commit, { ...revert, reverts: [commit.sha.slice(0, 8)] }), 'cameBack');
    const picked = aCommit({ ...commit, sha: sha('b1'), committerMs: at(200) });
    assert.equal(partOf({ ...commit, ...onFeature }, picked, { ...revert, reverts: [picked.sha] }), 'cameBack');
    assert.equal(partOf({ ...commit, ...onFeature }, picked, revert), 'cameBack');
  });

  it('did not come back by a revert that is not on the default branch', () => {
    assert.equal(partOf(commit, { ...revert, ...onFeature }), 'onDefaultBranch');
    assert.equal(partOf(commit, { ...revert, ...onNoRef }), 'onDefaultBranch');
  });

  it('is on the default branch again when the revert is reverted, and so on', () => {
    const back = aCommit({ sha: sha('c2'), authorMs: at(400), reverts: [revert.sha] });
    const away = aCommit({ sha: sha('c3'), authorMs: at(500), reverts: [back.sha] });
    assert.equal(partOf(commit, revert, back), 'onDefaultBranch');
    assert.equal(partOf(commit, revert, back, away), 'cameBack');
    assert.equal(partOf(commit, revert, aCommit({ ...back, ...onFeature })), 'cameBack');
  });

  it('is on the default branch again when it was landed again after the revert', () => {
    const again = aCommit({ ...commit, sha: sha('b1'), committerMs: at(400) });
    assert.equal(partOf(commit, revert, again), 'onDefaultBranch');
    assert.equal(partOf(commit, revert, { ...again, ...onFeature }), 'cameBack');
  });

  it('came back with the merge that brought it and the revert that took it, unlike what was there before', () => {
    const before = aCommit({ sha: sha('f0'), authorMs: at(-100), parents: [] });
    const main = aCommit({ sha: sha('f1'), authorMs: at(10), parents: [before.sha] });
    const own = aCommit({ ...commit, parents: [before.sha] });
    const merge = aCommit({ sha: sha('d1'), authorMs: at(200), parents: [main.sha, own.sha], files: [] });
    const undone = aCommit({ ...revert, reverts: [merge.sha] });
    const all = [before, main, own, merge, undone];
    assert.deepEqual(
      all.map((one) => partOf(one, ...all.filter((other) => other !== one))),
      ['onDefaultBranch', 'onDefaultBranch', 'cameBack', 'cameBack', 'cameBack'],
    );
  });

  it('stands with the merge that brought it along where it is a merge itself', () => {
    const main = [
      aCommit({ sha: sha('f0'), authorMs: at(-100), parents: [] }),
      aCommit({ sha: sha('f1'), authorMs: at(10), parents: [sha('f0')] }),
    ];
    const own = aCommit({ ...commit, parents: [sha('f0')] });
    const back = aCommit({ sha: sha('b1'), authorMs: at(100), parents: [own.sha, sha('f1')] });
    const merge = aCommit({ sha: sha('d1'), authorMs: at(200), parents: [sha('f1'), back.sha], files: [] });
    const undone = aCommit({ ...revert, reverts: [merge.sha], parents: [merge.sha] });
    assert.equal(partOf(back, ...main, own, merge), 'onDefaultBranch');
    assert.equal(partOf(back, ...main, own, merge, undone), 'cameBack');
  });
});
