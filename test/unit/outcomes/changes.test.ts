import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CommitRecord } from '../../../src/core/attribution/gitFacts.ts';
import { findChanges } from '../../../src/core/outcomes/changes.ts';
import type { ChangesInput } from '../../../src/core/outcomes/changes.ts';
import { mainline } from '../../../src/core/outcomes/mainline.ts';
import { aCommit, at, sha } from '../../support/story.ts';

/** A commit called `name` on the commits called so, a minute after the last one. */
function on(parents: string, name: string, some: Partial<CommitRecord> = {}): CommitRecord {
  const names = parents.split(' ').filter((each) => each !== '');
  minutes += 1;
  const ms = at(60 * minutes);
  return aCommit({ sha: sha(name), parents: names.map((each) => sha(each)), authorMs: ms, committerMs: ms, ...some });
}
let minutes = 0;

/** Each change as `style last: commits`, oldest first. */
function changes(
  commits: readonly CommitRecord[],
  some: Partial<Omit<ChangesInput, 'arrivals'>> & { readonly backMerges?: string } = {},
): readonly string[] {
  const { backMerges = '', ...given } = some;
  const arrivals = mainline({
    commits: new Map(commits.map((commit) => [commit.sha, commit])),
    headSha: commits.at(-1)?.sha ?? '',
    mergesDefault: (commit) => backMerges.split(' ').some((name) => commit.sha === sha(name)),
  });
  const found = findChanges({
    arrivals,
    style: null,
    isBot: ({ authorHash }) => authorHash === 'bot',
    wasElsewhere: () => false,
    ...given,
  });
  return found.map(
    ({ style, sha: last, commits: parts }) => `${style} ${last.slice(0, 2)}: ${parts.map((part) => part.sha.slice(0, 2)).join(' ')}`,
  );
}

describe('changes on the default branch', () => {
  it('are its commits where nothing else says what belongs together', () => {
    assert.deepEqual(changes([on('', 'a1'), on('a1', 'a2')]), ['trunk a1: a1', 'trunk a2: a2']);
    assert.deepEqual(changes([]), []);
  });

  it('are merges with what they brought, without the merges inside, and without those that brought nothing', () => {
    const commits = [on('', 'a1'), on('a1', 'b1'), on('a1', 'a2'), on('b1 a2', 'b2'), on('b2', 'b3'), on('a2 b3', 'a3'), on('a3 b3', 'a4')];
    assert.deepEqual(changes(commits), ['trunk a1: a1', 'trunk a2: a2', 'merge a3: b1 b3']);
    assert.deepEqual(changes(commits, { style: 'trunk' }), ['trunk a1: a1', 'trunk a2: a2', 'trunk b1: b1', 'trunk b3: b3']);
  });

  it('are squashed pull requests, and the commits of a rebased one as one', () => {
    const squash = on('a1', 'a2', { pullNumber: 7 });
    assert.deepEqual(changes([on('', 'a1'), squash, on('a2', 'a3', { pullNumber: 8 }), on('a3', 'a4', { pullNumber: 8 })]), [
      'trunk a1: a1',
      'squash a2: a2',
      'rebase a4: a3 a4',
    ]);
    const together = { committerMs: at(9000) };
    const rebased = [on('', 'a1'), on('a1', 'a2', together), on('a2', 'a3', together), on('a3', 'a4')];
    assert.deepEqual(changes(rebased), ['trunk a1: a1', 'trunk a2: a2', 'trunk a3: a3', 'trunk a4: a4']);
    const expected = ['trunk a1: a1', 'rebase a3: a2 a3', 'trunk a4: a4'];
    assert.deepEqual(changes(rebased, { wasElsewhere: (commit) => commit.committerMs === at(9000) }), expected);
    assert.deepEqual(changes(rebased, { style: 'rebase' }), expected);
    assert.deepEqual(changes(rebased, { style: 'squash', wasElsewhere: () => true }).length, 4);
  });

  it('are none of a bot, alone or as most of a merge', () => {
    const bot = { authorHash: 'bot' };
    const commits = [on('', 'a1'), on('a1', 'b1', bot), on('b1', 'b2'), on('b2', 'b3', bot), on('a1 b3', 'a2'), on('a2', 'a3', bot)];
    assert.deepEqual(changes(commits), ['trunk a1: a1']);
  });

  it('are not the merge of a pull: the line goes on where the default branch was, and the clone’s own commits are changes', () => {
    const commits = [on('', 'a1'), on('a1', 'a2', { pullNumber: 3 }), on('a1', 'b1'), on('b1', 'b2'), on('b2 a2', 'b3'), on('b3', 'a4')];
    assert.deepEqual(changes(commits, { backMerges: 'b3' }), [
      'trunk a1: a1',
      'squash a2: a2',
      'trunk b1: b1',
      'trunk b2: b2',
      'trunk a4: a4',
    ]);
  });

  it('begin where a shallow clone begins, and no circle of parents hangs the look', () => {
    assert.deepEqual(changes([on('f9', 'a1'), on('a1', 'a2')]), ['trunk a1: a1', 'trunk a2: a2']);
    assert.deepEqual(changes([on('a2', 'a1'), on('a1', 'a2')]).length, 2);
  });
});
