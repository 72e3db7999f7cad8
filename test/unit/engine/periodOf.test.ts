import assert from 'node:assert/strict';
import { filterOf, periodOf } from '../../../src/engine/periodOf.ts';

/** Noon in Berlin on the Monday after the clocks went back. */
const nowMs = Date.parse('2026-10-26T11:00:00Z');
const zone = 'Europe/Berlin';

describe('the period of a question', () => {
  it('ends with today and begins as many days before, in the ledger’s zone', () => {
    const untilMs = Date.parse('2026-10-26T23:00:00Z');
    assert.deepEqual(periodOf('today', zone, nowMs), { sinceMs: Date.parse('2026-10-25T23:00:00Z'), untilMs });
    assert.deepEqual(periodOf('7days', zone, nowMs), { sinceMs: Date.parse('2026-10-19T22:00:00Z'), untilMs });
    assert.deepEqual(periodOf('all', zone, nowMs), { sinceMs: null, untilMs: null });
  });

  it('has both days of a pair, and instants as they are', () => {
    assert.deepEqual(periodOf({ firstDay: '2026-10-24', lastDay: '2026-10-25' }, zone, nowMs), {
      sinceMs: Date.parse('2026-10-23T22:00:00Z'),
      untilMs: Date.parse('2026-10-25T23:00:00Z'),
    });
    assert.deepEqual(periodOf({ sinceMs: 5, untilMs: null }, zone, nowMs), { sinceMs: 5, untilMs: null });
  });

  it('takes its place in the filter', () => {
    const given = { period: 'all', repository: '/a', branch: null, model: null, part: 'openWork' } as const;
    assert.deepEqual(filterOf(given, zone, nowMs), {
      sinceMs: null,
      untilMs: null,
      repository: '/a',
      branch: null,
      model: null,
      part: 'openWork',
    });
  });
});
