import assert from 'node:assert/strict';
import { nextChangeMs } from '../../../src/engine/nextChange.ts';
import { aLiveSession, aPlan, aRestingSession, aSnapshot, now } from '../../support/snapshots.ts';

const minute = 60_000;

describe('the next moment that changes what is shown', () => {
  it('is midnight of the ledger’s zone while nothing runs, also where a day has 23 hours', () => {
    assert.equal(nextChangeMs(aSnapshot({ live: [] }), now), Date.parse('2026-11-23T00:00:00+01:00'));
    const spring = Date.parse('2026-03-28T23:30:00Z'); // 00:30 in Berlin, before the clocks go forward
    assert.equal(nextChangeMs(aSnapshot({ live: [] }), spring), Date.parse('2026-03-29T22:00:00Z'));
  });

  it('is the end of a live session, of its cache, or the next minute of its age', () => {
    const nowMs = now;
    const at = (lastRequestAtMs: number, warmUntilMs: number): number =>
      nextChangeMs(
        aSnapshot({
          live: [aLiveSession({ lastRequestAtMs, cache: { warmUntilMs, nextTurnWarmNanodollars: 1, nextTurnColdNanodollars: 2 } })],
        }),
        nowMs,
      );
    assert.equal(at(nowMs - 4.5 * minute, nowMs + minute), nowMs + 0.5 * minute);
    assert.equal(at(nowMs, nowMs + 1000), nowMs + 1000);
    assert.equal(at(nowMs, nowMs + 30 * minute), nowMs + minute);
    const resting = [aRestingSession()];
    assert.equal(nextChangeMs(aSnapshot({ live: [], resting }), nowMs), nowMs + 32 * minute);
  });

  it('is the reset of a limit, the minute of a fresh reading, the hour of an old one', () => {
    const at = (fetchedAtMs: number, resetsAtMs: number | null): number =>
      nextChangeMs(aSnapshot({ live: [], plan: aPlan({ fetchedAtMs, windows: [{ kind: 'five_hour', percent: 1, resetsAtMs }] }) }), now);
    assert.equal(at(now, now + 5000), now + 5000);
    assert.equal(at(now - minute, null), now + minute);
    assert.equal(at(now - 59.5 * minute, null), now + 0.5 * minute);
    assert.equal(at(now - 90 * minute, now - 1), now + 60 * minute);
  });
});
