import assert from 'node:assert/strict';
import type { CommitRecord } from '../../../src/core/attribution/gitFacts.ts';
import { isBot, mergesDefault } from '../../../src/core/outcomes/hints.ts';
import { hintsOf } from '../../../src/git/hints.ts';
import { pullNumberOf } from '../../../src/git/message.ts';

const commit = (subject: string, { parents = ['a', 'b'], body = '', authorName = 'Ada' } = {}): CommitRecord => ({
  ...{ sha: 'c', parents, tree: '', authorMs: 0, committerMs: 0, authorHash: '', subjectHash: '', branch: 'main', onDefaultBranch: true },
  ...{ reachable: true, files: [], sessionMarks: [], reverts: [], pullNumber: pullNumberOf(subject, body) },
  hints: hintsOf({ authorName, authorAddress: '', subject, body }),
});

describe('what is concluded from hints', () => {
  it('finds merges of the default branch into another, and pulls', () => {
    const backMerges = [
      "Merge branch 'main' into topic",
      "Merge branch 'main' of https://example.invalid/a/b into main",
      "Merge branch 'main' of https://example.invalid/a/b",
      "Merge remote-tracking branch 'origin/main' into topic",
      "Merge branch 'main' into topic (#9)",
      'Merge pull request #7 in LOOM/weave from main to develop',
    ];
    for (const subject of backMerges) assert.equal(mergesDefault(commit(subject), 'main'), true, subject);
  });

  it('leaves work that comes to the default branch', () => {
    const arrivals = [
      "Merge branch 'topic'",
      "Merge branch 'topic' into main",
      "Merge branch 'topic' of https://example.invalid/a/b into main",
      'Merge pull request #7 from ada/topic',
      // A fork's own branch of that name.
      'Merge pull request #7 from ada/main',
      'Merged in main (pull request #7)',
      'Merge pull request #7 in LOOM/weave from ~ada/weave:main to main',
      'Weave',
    ];
    for (const subject of arrivals) assert.equal(mergesDefault(commit(subject), 'main'), false, subject);
    assert.equal(mergesDefault(commit("Merge branch 'main' into 'main'", { body: 'See merge request ada/weave!7' }), 'main'), false);
  });

  it('says nothing of a commit that is no merge, or was read before hints were kept', () => {
    const subject = "Merge branch 'main' into topic";
    assert.equal(mergesDefault(commit(subject, { parents: ['a'] }), 'main'), false);
    assert.equal(mergesDefault(commit('Weave'), ''), false);
    const { hints: _hints, ...before } = commit(subject, { authorName: 'renovate[bot]' });
    assert.equal(mergesDefault(before, 'main'), false);
    assert.equal(isBot(before), false);
    assert.equal(isBot(commit(subject, { authorName: 'renovate[bot]' })), true);
  });
});
