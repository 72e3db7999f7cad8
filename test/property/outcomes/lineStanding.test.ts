import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LineStanding } from '../../../src/core/outcomes/lineStanding.ts';

/** The definition, looked up for every place. */
function defined(times: readonly number[], atMs: number, landing: number): string | null {
  let [least, best]: [number, string | null] = [Infinity, null];
  for (const place of times.keys()) {
    const wrong = times.filter((time, index) => (index <= place ? time > atMs : time <= atMs)).length;
    if (place >= landing && wrong < least) [least, best] = [wrong, String(place)];
  }
  return best;
}

describe('where a line of commits stood', () => {
  it('is the first place, not before the change, with the fewest commits on the wrong side, whatever their clocks said', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 30 }),
        fc.integer({ min: -1, max: 21 }),
        fc.nat(30),
        (times, atMs, landing) => {
          const line = new LineStanding(times.map((committerMs, index) => ({ sha: String(index), committerMs })));
          // A commit that is not of the line hinders nothing.
          const from = landing < times.length ? landing : -1;
          assert.equal(line.at(atMs, String(landing)), defined(times, atMs, from));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
