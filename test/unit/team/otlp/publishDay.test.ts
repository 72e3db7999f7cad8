import assert from 'node:assert/strict';
import { publishDay } from '../../../../src/core/team/otlp/publishDay.ts';
import type { PersonRow } from '../../../../src/core/team/otlp/publishDay.ts';

const about = { team: 'platform', day: '2026-11-20', k: 3, nowMs: Date.UTC(2026, 10, 23, 1) };

const row = (person: string, model: string, amounts: PersonRow['amounts']): PersonRow => ({ person, model, amounts });

describe('the published day', () => {
  it('has sums of what k people have a share in', () => {
    const people = ['a', 'b', 'c', 'd'];
    const rows = people.flatMap((person, at) => [
      row(person, '', { sessions: 2, commits: at < 2 ? 1 : 0, linesAdded: 10, activeUserMs: 500, editsAccepted: 3 }),
      row(person, 'claude-opus-4-6', { cost: 1_000_000_001, input: 100, output: 10, cacheRead: 1000 }),
      row(person, 'claude-sonnet-5', { cost: 500_000_000, input: 50, output: 5, cacheCreation: 20 }),
    ]);
    assert.deepEqual(publishDay(about, rows), {
      schema: 'payoff.claude-day/1',
      team: 'platform',
      day: '2026-11-20',
      publishedAtMs: about.nowMs,
      k: 3,
      developers: { atLeast: 3, below: 6 },
      sessions: 8,
      cost: {
        total: 6_000_000_004,
        models: { slices: { 'claude-opus-4-6': 4_000_000_004, 'claude-sonnet-5': 2_000_000_000 }, others: null },
      },
      tokens: { total: 4740, classes: { slices: { cacheRead: 4000, input: 600, cacheCreation: 80, output: 60 }, others: null } },
      linesAdded: 40,
      linesRemoved: null,
      commits: null,
      pullRequests: null,
      activeUserMs: 2000,
      activeClaudeMs: null,
      editsAccepted: 12,
      editsRejected: null,
    });
  });

  it('says nothing of fewer than k people, and nothing that one has more than half of', () => {
    const two = ['a', 'b'].map((person) => row(person, '', { sessions: 1 }));
    assert.equal(publishDay(about, two), null);
    assert.equal(publishDay(about, []), null);
    const uneven = [5, 1, 1, 2].map((commits, at) => row(String(at), '', { commits, sessions: 1 }));
    assert.equal(publishDay(about, uneven)?.commits, null);
    assert.equal(publishDay(about, uneven)?.sessions, 4);
    const even = [4, 1, 1, 2].map((commits, at) => row(String(at), '', { commits }));
    assert.equal(publishDay(about, even)?.commits, 8);
  });

  it('tells no model apart that would tell of a few people, nor one that tells the rest', () => {
    const rows = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((person, at) => [
      row(person, 'claude-opus-4-6', { cost: 100 }),
      row(person, 'claude-sonnet-5', { cost: 10 }),
      ...(at === 0 ? [row(person, 'claude-haiku-5-5', { cost: 1 })] : []),
    ]);
    assert.deepEqual(publishDay(about, rows)?.cost, { total: 661, models: { slices: { 'claude-opus-4-6': 600 }, others: 61 } });
  });

  it('counts as developers who had a session or spent tokens', () => {
    const rows = [
      row('a', '', { sessions: 1 }),
      row('b', 'other', { cacheRead: 1 }),
      row('c', '', { activeUserMs: 5, commits: 1 }),
      row('d', '', { activeUserMs: 5 }),
      row('e', '', { activeUserMs: 5 }),
    ];
    const day = publishDay(about, rows);
    assert.equal(day?.developers, null);
    assert.equal(day.activeUserMs, 15);
  });

  it('hides a sum that is too large to be exact', () => {
    const rows = Array.from({ length: 12 }, (_, at) => row(String(at), 'other', { input: 1e15, sessions: 1 }));
    const day = publishDay(about, rows);
    assert.equal(day?.tokens, null);
    assert.equal(day.sessions, 12);
  });
});
