import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commitRows } from '../../../src/core/report/buildCommits.ts';
import { buildStanding } from '../../../src/core/report/buildStanding.ts';
import type { Filter } from '../../../src/core/report/filter.ts';
import { everything } from '../../../src/core/report/filterRequests.ts';
import { aCommit, aHistory, aLink, aPlaced, aRepository, dayMs, noon } from '../../support/histories.ts';

describe('the commits of a filter', () => {
  const history = aHistory({
    requests: [
      aPlaced({ sha: 'a1' }, 1, { atMs: noon - 2 * dayMs }),
      aPlaced({ sha: 'a1' }, 2, { atMs: noon, branch: 'work' }),
      aPlaced({ sha: 'b2', part: 'onAnotherBranch' }, 4),
    ],
    repositories: [
      aRepository([
        aCommit('a1', { authorMs: noon - 3 * dayMs }),
        aCommit('b2', { branch: 'work', onDefaultBranch: false }),
        aCommit('c3'),
        aCommit('d4', { branch: '', onDefaultBranch: false }),
      ]),
    ],
    links: [aLink('a1'), aLink('b2')],
  });
  const shown = (filter: Partial<Filter>): readonly [readonly string[], number] => {
    const { rows, withCost } = commitRows({ history, filter: { ...everything, ...filter }, timezone: 'UTC' });
    return [rows.map(({ sha }) => sha.slice(0, 2)).sort(), withCost];
  };

  it('are those that its requests led to, also where they were authored before, and own ones without a cost', () => {
    assert.deepEqual(shown({}), [['a1', 'b2', 'c3', 'd4'], 2]);
    assert.deepEqual(shown({ sinceMs: noon - dayMs }), [['a1', 'b2', 'c3', 'd4'], 2]);
    assert.deepEqual(shown({ sinceMs: noon - dayMs, part: 'onDefaultBranch' }), [['a1', 'c3'], 1]);
    assert.deepEqual(shown({ untilMs: noon - dayMs }), [['a1'], 1]);
  });

  it('of no recorded branch are no commits that git shows on none', () => {
    assert.deepEqual(shown({ branch: 'work' }), [['a1', 'b2'], 1]);
    assert.deepEqual(shown({ branch: '' }), [[], 0]);
  });

  it('count once for each clone, as the standing does', () => {
    const clones = aHistory({
      requests: [aPlaced({ sha: 'a1' }), aPlaced({ sha: 'a1' }, 1, { repository: '/clone' })],
      repositories: [aRepository([aCommit('a1')]), aRepository([aCommit('a1')], { path: '/clone' })],
      links: [aLink('a1'), aLink('a1', { repository: '/clone' })],
    });
    const standing = buildStanding({ history: clones, selection: { requests: clones.requests, sideCalls: [] }, nowMs: noon });
    assert.equal(standing.commitsOnDefaultBranch, 2);
    assert.equal(standing.parts.find(({ part }) => part === 'onDefaultBranch')?.commits, 2);
    assert.equal(commitRows({ history: clones, filter: everything, timezone: 'UTC' }).withCost, 2);
  });
});
