import assert from 'node:assert/strict';
import { stepCounter } from '../../../../src/core/team/otlp/counters.ts';
import type { CounterMark, CounterState } from '../../../../src/core/team/otlp/counters.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 10, 23, 12);
const at = (hours: number): number => (now + hours * 3_600_000) * 1000;

/** Sums by day of a series that started at `startUs`, with what is remembered at the end. */
function count(startUs: number, ...points: readonly (readonly [hours: number, total: number])[]) {
  let state: CounterState | undefined;
  const sums: Record<string, number> = {};
  for (const [hours, total] of points) {
    const mark: CounterMark = { timeUs: at(hours), total };
    const step = stepCounter(state, startUs, mark, now);
    state = step.state;
    for (const { day, amount } of step.increases) sums[day] = (sums[day] ?? 0) + amount;
  }
  return { sums, state };
}

describe('cumulative series', () => {
  it('add what they grew by', () => {
    assert.deepEqual(count(at(-5), [-4, 10], [-3, 10], [-2, 25], [-2, 25]).sums, { '2026-11-23': 25 });
  });

  it('add their whole total after they fell', () => {
    assert.deepEqual(count(at(-5), [-4, 10], [-3, 4], [-2, 6]).sums, { '2026-11-23': 16 });
  });

  it('add nothing for points that come late, even from before a fall', () => {
    assert.deepEqual(count(at(-5), [-2, 25], [-4, 10]).sums, { '2026-11-23': 25 });
    assert.deepEqual(count(at(-5), [-4, 10], [-2, 4], [-3, 12]).sums, { '2026-11-23': 14 });
  });

  it('move a late point’s share to its own day', () => {
    const inOrder = count(at(-40), [-30, 10], [-14, 15], [-2, 25]);
    assert.deepEqual(inOrder.sums, { '2026-11-22': 15, '2026-11-23': 10 });
    assert.deepEqual(count(at(-40), [-2, 25], [-14, 15], [-30, 10]), inOrder);
    assert.deepEqual(count(at(-40), [-30, 10], [-2, 25], [-14, 15]), inOrder);
  });

  it('ignore late points that no counter could have', () => {
    assert.deepEqual(count(at(-40), [-2, 25], [-20, 30]).sums, { '2026-11-23': 25 });
    assert.deepEqual(count(at(-60), [-38, 20], [-2, 25], [-20, 10]).sums, { '2026-11-21': 20, '2026-11-23': 5 });
  });

  it('take the larger of two totals of one time, in either order', () => {
    assert.deepEqual(count(at(-5), [-2, 25], [-2, 20]).sums, { '2026-11-23': 25 });
    assert.deepEqual(count(at(-5), [-2, 20], [-2, 25]).sums, { '2026-11-23': 25 });
  });

  it('begin from what they show where their beginning is forgotten', () => {
    const old = (now - 36 * day) * 1000;
    assert.deepEqual(count(old, [-4, 1000], [-2, 1010], [-5, 900]).sums, { '2026-11-23': 10 });
    assert.deepEqual(count((now - 34 * day) * 1000, [-4, 1000]).sums, { '2026-11-23': 1000 });
  });

  it('are remembered by one total of each open day, and one before', () => {
    let state: CounterState | undefined;
    for (let hours = -200; hours <= 0; hours++) {
      // Time goes on, so that days close.
      state = stepCounter(state, at(-200), { timeUs: at(hours), total: hours + 300 }, now + hours * 3_600_000).state;
    }
    assert.deepEqual(
      state?.marks.map(({ timeUs }) => new Date(timeUs / 1000).toISOString().slice(0, 13)),
      ['2026-11-20T23', '2026-11-21T23', '2026-11-22T23', '2026-11-23T12'],
    );
  });
});
