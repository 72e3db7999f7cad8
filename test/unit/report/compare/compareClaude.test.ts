import assert from 'node:assert/strict';
import { compareClaude } from '../../../../src/core/report/compare/compareClaude.ts';
import type { ClaudeSession } from '../../../../src/core/report/compare/compareClaude.ts';
import type { Comparison } from '../../../../src/core/report/compare/comparison.ts';

const cent = 10_000_000;

/** A session whose total is exactly its ten requests, a cent each. */
function aSession(some: Partial<ClaudeSession> = {}): ClaudeSession {
  return {
    ...{ sessionId: 'session-1', theirs: 10 * cent, without: null, own: 10 * cent, requests: 10, unpricedRequests: 0, lowerBound: false },
    ...{ sideCalls: 0, later: 0, laterRequests: 0, total: { inherited: 0, inheritedRequests: 0, sideCalls: 0 } },
    ...some,
  };
}

function compare(...sessions: readonly ClaudeSession[]): Comparison {
  return compareClaude({ sessions, timezone: 'UTC', sinceMs: null, untilMs: null, notes: [] });
}

const centsOf = ({ causes }: Comparison): object => Object.fromEntries(causes.map(({ cause, nanodollars }) => [cause, nanodollars / cent]));

describe('Claude Code’s own totals', () => {
  it('are the same where they are', () => {
    const comparison = compare(aSession());
    assert.deepEqual(comparison.causes, []);
    assert.equal(comparison.unexplainedNanodollars, 0);
    assert.equal(comparison.rowsBy, null);
  });

  for (const [title, some, causes] of [
    [
      'a fork’s has its parent’s in it',
      { theirs: 14 * cent, total: { inherited: 4 * cent, inheritedRequests: 2, sideCalls: 0 } },
      { forks: 4 },
    ],
    [
      'side calls that Payoff counts too are no cause',
      { theirs: 11 * cent, sideCalls: cent, total: { inherited: 0, inheritedRequests: 0, sideCalls: cent } },
      {},
    ],
    [
      'side calls that Payoff does not know are one',
      { theirs: 11 * cent, total: { inherited: 0, inheritedRequests: 0, sideCalls: cent } },
      { sideCalls: 1 },
    ],
    ['what came after the last one is not in it', { theirs: 7 * cent, later: 3 * cent, laterRequests: 3 }, { later: -3 }],
    ['a session may have left none', { theirs: null, without: 'running', total: null }, { noTotal: -10 }],
    ['a model may have no price here', { theirs: 15 * cent, unpricedRequests: 2 }, { unknownModels: 5 }],
    ['the same tokens may have had another price', { theirs: 12 * cent }, { prices: 2 }],
    ['binary fractions are rounding', { theirs: 10 * cent + 37 }, { rounding: 0.0000037 }],
  ] as const)
    it(title, () => {
      const comparison = compare(aSession(some));
      assert.deepEqual(centsOf(comparison), causes);
      assert.equal(comparison.unexplainedNanodollars, 0);
    });

  it('leave a difference unexplained whose tokens cannot be made of what is known, the largest session first', () => {
    const comparison = compare(
      aSession({ theirs: 13 * cent, total: null }),
      aSession({ sessionId: 'session-2', theirs: 4 * cent, total: null }),
      aSession({ sessionId: 'session-3', theirs: null, without: 'older', total: null }),
    );
    assert.equal(comparison.unexplainedNanodollars, -3 * cent);
    assert.deepEqual(centsOf(comparison), { noTotal: -10 });
    assert.deepEqual(
      comparison.rows.map(({ key, unexplainedNanodollars }) => [key, unexplainedNanodollars]),
      [
        ['session-2', -6 * cent],
        ['session-1', 3 * cent],
      ],
    );
    assert.match(comparison.causes[0]?.sentence ?? '', /1 of versions that kept no total/);
  });
});
