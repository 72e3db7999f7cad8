import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CommitRecord, PullRequestCall } from '../../../src/core/attribution/gitFacts.ts';
import type { History } from '../../../src/core/attribution/history.ts';
import type { Story } from '../../support/story.ts';
import { aCommit, aFile, aRecordedCall, aRepository, anEdit, at, loom, onFeature, onNoRef, sha, tell } from '../../support/story.ts';

/** Main: begin, other, squash. Feature, whose branch is gone: warp, weft. */
const begin = aCommit({ sha: sha('f0'), parents: [], tree: sha('00'), authorMs: at(-600), files: [aFile('README')] });
const other = aCommit({ sha: sha('f1'), tree: sha('01'), authorMs: at(200), files: [aFile('other.ts')] });
const warp = aCommit({ sha: sha('a1'), ...onNoRef, tree: sha('11'), authorMs: at(60), files: [aFile('warp.ts')] });
const weft = aCommit({ sha: sha('a2'), ...onNoRef, tree: sha('12'), authorMs: at(160), parents: [warp.sha], files: [aFile('weft.ts')] });
const squash = aCommit({
  sha: sha('b1'),
  parents: [other.sha],
  tree: sha('21'),
  authorMs: at(900),
  files: [aFile('warp.ts'), aFile('weft.ts')],
  pullNumber: 7,
});

const pull = (some: Partial<PullRequestCall> = {}): PullRequestCall => ({
  sessionId: 'session-1',
  atMs: at(300),
  url: 'https://forge.example/loom/pull/7',
  number: 7,
  action: 'created',
  repository: loom,
  branch: 'feature',
  ...some,
});

const tellOf = (commits: readonly CommitRecord[], some: Partial<Story> = {}): History =>
  tell({
    requests: [
      { messageId: 'warps', atMs: at(20) },
      { messageId: 'wefts', atMs: at(120) },
    ],
    edits: [anEdit({ file: 'warp.ts', atMs: at(30) }), anEdit({ file: 'weft.ts', atMs: at(130) })],
    commitCalls: [warp, weft].map((commit) => aRecordedCall(commit, { branch: 'feature' })),
    repositories: [aRepository(commits)],
    ...some,
  });
const parts = (history: History): string => history.requests.map(({ part }) => part).join(' ');
const onMain = 'onDefaultBranch onDefaultBranch';
const lost = 'noCommit noCommit';

describe('a squashed branch', () => {
  const all = [begin, other, warp, weft, squash];

  it('is on the default branch by the commit with the number of its pull request, which is its copy', () => {
    const history = tellOf(all, { pullRequests: [pull()] });
    assert.equal(parts(history), onMain);
    assert.deepEqual(
      [...history.squashes].map(([from, to]) => [from.slice(0, 2), to.sha.slice(0, 2)]),
      [
        ['a1', 'b1'],
        ['a2', 'b1'],
      ],
    );
    assert.deepEqual(history.copies.get(weft.sha), [squash]);
    assert.deepEqual(
      history.requests.map(({ placement }) => placement.target.kind),
      ['commit', 'commit'],
    );
    assert.equal(parts(tellOf(all, { pullRequests: [pull({ action: 'linked', atMs: at(5000) })] })), onMain, 'also one worked on');
  });

  it('is not by the number of another project, another branch, a comment, or of what was there before', () => {
    const foreign = { url: 'https://forge.example/shuttle/pull/7' };
    for (const [why, pulls] of Object.entries({
      'in another repository': [pull({ repository: '/home/ada/shuttle' })],
      'of two projects': [pull(), pull(foreign)],
      'another branch': [pull({ branch: 'topic' })],
      'another number': [pull({ number: 8 })],
      'only commented': [pull({ action: 'commented' })],
      'opened afterwards': [pull({ atMs: at(1000) })],
    }))
      assert.equal(parts(tellOf(all, { pullRequests: pulls })), lost, why);
    const unlike = { ...squash, files: [aFile('elsewhere.ts')] };
    assert.equal(parts(tellOf([begin, other, warp, weft, unlike], { pullRequests: [pull(foreign)] })), lost, 'no file in common');
    assert.equal(
      parts(tellOf([begin, other, warp, { ...weft, authorMs: at(901) }, squash], { pullRequests: [pull()] })).split(' ')[1],
      'noCommit',
    );
  });

  it('leaves a commit on its branch where the squash has none of its files', () => {
    const apart = { ...weft, ...onFeature, reachable: true, files: [aFile('later.ts')] };
    assert.equal(
      parts(
        tellOf([begin, other, warp, apart, squash], {
          pullRequests: [pull()],
          edits: [anEdit({ file: 'warp.ts' }), anEdit({ file: 'later.ts', atMs: at(130) })],
        }),
      ),
      'onDefaultBranch onAnotherBranch',
    );
  });

  it('is on the default branch by a commit that leaves the same files as its last one, without any number', () => {
    const same = { ...squash, tree: weft.tree, pullNumber: null, parents: [begin.sha] };
    assert.equal(parts(tellOf([begin, warp, weft, same])), onMain);
    assert.equal(parts(tellOf([begin, warp, weft, { ...same, authorMs: at(0), committerMs: at(0) }])), lost, 'made before');
    assert.equal(parts(tellOf([begin, warp, { ...weft, tree: begin.tree }, { ...same, tree: begin.tree }])), lost, 'ended where it began');
    assert.equal(parts(tellOf([begin, other, warp, weft, { ...same, tree: other.tree, parents: [other.sha] }])), lost, 'other files');
  });

  it('came back with its squash', () => {
    const revert = aCommit({ sha: sha('c1'), parents: [squash.sha], authorMs: at(1000), reverts: [squash.sha] });
    assert.equal(parts(tellOf([...all, revert], { pullRequests: [pull()] })), 'cameBack cameBack');
  });
});
