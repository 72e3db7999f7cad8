import assert from 'node:assert/strict';
import { dayOf, filtersFor } from '../../../webview/panel/shippedSearch.ts';
import { initialState } from '../../../webview/panel/state.ts';
import type { CommitRow } from '../../../src/core/report/commits.ts';
import type { PanelState } from '../../../webview/panel/state.ts';

const nowMs = Date.UTC(2026, 10, 22, 15, 20);
const zone = 'Europe/Berlin';
const dayMs = 86_400_000;

function row(daysAgo: number): CommitRow {
  return {
    ...{ sha: 'a'.repeat(40), repository: '/r', authoredAtMs: nowMs - daysAgo * dayMs, branch: 'main', onDefaultBranch: true },
    ...{ defaultBranch: 'main', reachable: true, own: true, merge: false, part: 'onDefaultBranch', links: [], money: null },
    ...{ models: [{ model: 'claude-opus-5-5', money: { nanodollars: 1, unpricedRequests: 0, lowerBound: false } }] },
    ...{ linesAdded: 0, linesRemoved: 0, linesWithClaude: null, files: [], fileCount: 0, change: null, copies: [], subject: null },
  };
}
const filters = (change: Partial<PanelState>, daysAgo = 3): ReturnType<typeof filtersFor> =>
  filtersFor(row(daysAgo), { ...initialState, ...change }, nowMs, zone);
const period = (kind: PanelState['period']['kind'], since = '', until = ''): PanelState['period'] => ({ kind, since, until });

describe('The filter under which a commit is shown', () => {
  it('keeps what the commit fits, and drops what hides it', () => {
    const kept = filters({ repository: '/r', part: 'onDefaultBranch', model: 'claude-opus-5-5' });
    assert.deepEqual([kept.repository, kept.part, kept.model], ['/r', 'onDefaultBranch', 'claude-opus-5-5']);
    const dropped = filters({ repository: '/other', part: 'cameBack', model: 'claude-haiku-5-5', branch: 'main' });
    assert.deepEqual([dropped.repository, dropped.part, dropped.model, dropped.branch], [null, null, null, null]);
  });

  it('lengthens the period only as far as it has to', () => {
    const kinds = [3, 20, 60, 200].map((daysAgo) => filters({ period: period('days7') }, daysAgo).period.kind);
    assert.deepEqual(kinds, ['days7', 'days30', 'days90', 'all']);
    assert.equal(filters({ period: period('month') }, 21).period.kind, 'month');
    assert.equal(filters({ period: period('month') }, 22).period.kind, 'days30');
    const custom = period('custom', '2026-11-10', '2026-11-20');
    assert.deepEqual(filters({ period: custom }, 5).period, custom);
    assert.equal(filters({ period: custom }, 1).period.kind, 'days30');
    assert.equal(filters({ period: period('custom', '', '2026-11-20') }, 100).period.kind, 'custom');
  });

  it('is the day of the user’s zone on which it was made where everything would be too long', () => {
    const late = { ...row(0), authoredAtMs: Date.UTC(2026, 10, 15, 23, 30) };
    assert.deepEqual(dayOf(late, zone).period, period('custom', '2026-11-16', '2026-11-16'));
    assert.equal(dayOf(late, zone).repository, '/r');
  });
});
