import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { History, PlacedRequest } from '../../../src/core/attribution/history.ts';
import { buildOverview } from '../../../src/core/report/buildOverview.ts';
import type { Filter } from '../../../src/core/report/filter.ts';
import { everything } from '../../../src/core/report/filterRequests.ts';
import type { Overview } from '../../../src/core/report/overview.ts';
import { aCommit, aHistory, aPlaced, aRepository, dayMs, loom, noon } from '../../support/histories.ts';
import { aSideCall, testRate } from '../../support/rows.ts';

const timezone = 'Europe/Berlin';
const overview = (history: History, filter: Partial<Filter> = {}): Overview =>
  buildOverview({ history, filter: { ...everything, ...filter }, nowMs: noon, timezone, asOf: '', rate: testRate, notes: [] });
const days = (count: number): { readonly atMs: number } => ({ atMs: noon - count * dayMs });
const git = [aRepository([aCommit('a1b2c3d'), aCommit('b2')])];
const of = (...requests: readonly PlacedRequest[]): History => aHistory({ requests, repositories: git });

describe('the sentence under a filter', () => {
  const history = aHistory({
    requests: [
      aPlaced({ sha: 'a1b2c3d' }, 5, { ...days(29), model: 'claude-haiku-4-5', branch: 'work' }),
      aPlaced('noEdits', 1.25, { model: 'claude-haiku-4-5', branch: 'work' }),
      aPlaced({ sha: 'b2', part: 'cameBack' }, 1.75),
      aPlaced('noEdits', 2),
      aPlaced('noEdits', 10, { repository: '/b', branch: '' }),
    ],
    repositories: [...git, aRepository([], { path: '/b' })],
  });
  const sentence = (filter: Partial<Filter>): string => overview(history, filter).sentence;

  it('names a part, and its share of the whole period', () => {
    assert.equal(sentence({ part: 'cameBack' }), '$1.75 of the $20.00 you used in the last 30 days came back: 1 commit.');
    assert.equal(
      sentence({ part: 'onDefaultBranch' }),
      '$5.00 of the $20.00 you used in the last 30 days is on main today with its window open: 1 commit.',
    );
    assert.equal(
      sentence({ part: 'noEdits' }),
      '$13.25 of the $20.00 you used in the last 30 days went to no edits (reading, planning): 1 session.',
    );
    assert.equal(sentence({ part: 'openWork' }), 'Nothing of the $20.00 you used in the last 30 days is open work.');
    assert.equal(overview(history, { part: 'cameBack' }).sentenceKind, 'part');
  });

  it('names a model, a branch and a repository, and what became of their share', () => {
    assert.equal(
      sentence({ model: 'claude-haiku-4-5' }),
      '$6.25 of the $20.00 you used in the last 30 days went to Haiku 4.5; 80% of it is on main today: 1 commit.',
    );
    assert.equal(
      sentence({ branch: 'work', repository: loom }),
      '$6.25 of the $10.00 you used in loom in the last 30 days went to branch work; 80% of it is on main today: 1 commit.',
    );
    assert.equal(
      sentence({ repository: loom }),
      '$10.00 of the $20.00 you used in the last 30 days went to loom; 50% of it is on main today: 1 commit.',
    );
    assert.equal(
      sentence({ branch: '' }),
      '$10.00 of the $20.00 you used in the last 30 days went to requests without a recorded branch; nothing of it is on main yet.',
    );
    assert.equal(
      sentence({ model: 'claude-haiku-4-5', branch: 'work', part: 'onDefaultBranch' }),
      '$5.00 of the $20.00 you used in the last 30 days went to Haiku 4.5 on branch work and is on main today with its window open: 1 commit.',
    );
    assert.equal(sentence({ model: 'claude-fable-5' }), 'Nothing of the $20.00 you used in the last 30 days went to Fable 5.');
  });

  it('says all where it is the whole, and has no share of what has no price', () => {
    const one = of(aPlaced({ sha: 'b2' }, 2));
    assert.equal(
      overview(one, { model: 'claude-opus-5-5' }).sentence,
      'All of the $2.00 you used today went to Opus 5.5; 100% of it is on main today: 1 commit.',
    );
    const unpriced = of(aPlaced({ sha: 'b2' }, 2), aPlaced('noEdits', null, { model: 'claude-next' }));
    assert.match(overview(unpriced, { model: 'claude-next' }).sentence, /^Today you made 1 request that went to .* without a price yet\. /);
  });

  it('has the whole of the chosen repository, and of all of them, whatever else is chosen', () => {
    const wholes = (filter: Partial<Filter>): readonly number[] => {
      const { whole, wholePlan } = overview(history, filter);
      return [whole.nanodollars / 1e9, wholePlan.nanodollars / 1e9];
    };
    assert.deepEqual(wholes({}), [20, 20]);
    assert.deepEqual(wholes({ repository: loom, part: 'cameBack', model: 'claude-opus-5-5' }), [10, 20]);
    assert.deepEqual(wholes({ branch: 'work' }), [20, 20]);
    const sideCalls = [{ ...aSideCall(), nanodollars: 0.5e9 }];
    const { whole, standing } = overview({ ...history, sideCalls }, { part: 'cameBack' });
    assert.deepEqual([whole.nanodollars, standing.total.nanodollars], [20.5e9, 1.75e9]);
    const { before } = overview(
      of(aPlaced('noEdits', 5, days(13)), aPlaced('noEdits', 7, { ...days(8), repository: '/b' }), aPlaced('noEdits', 1)),
      { sinceMs: noon - 6.5 * dayMs, repository: loom },
    );
    assert.deepEqual([before?.total.nanodollars, before?.wholePlan.nanodollars], [5e9, 12e9]);
  });
});
