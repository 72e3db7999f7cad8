import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { dayKey, nextDay, startOfDay } from '../../../src/core/report/time.ts';

const zones = [...Intl.supportedValuesOf('timeZone'), 'UTC'];
const zone = fc.constantFrom(...zones);
const instant = fc.integer({ min: Date.UTC(1972, 1, 1), max: Date.UTC(2037, 11, 31) });

/** Clock changes are where a cache goes wrong: instants within hours of one, found from Intl alone. */
const nearChange = fc
  .tuple(zone, fc.integer({ min: 1990, max: 2036 }), fc.integer({ min: -7_200_000, max: 7_200_000 }))
  .map(([name, year, shift]) => {
    const local = (ms: number): number =>
      Number(new Intl.DateTimeFormat('en-US', { timeZone: name, hour: 'numeric', hourCycle: 'h23' }).format(ms));
    const drift = (ms: number): number => (local(ms) - new Date(ms).getUTCHours() + 24) % 24;
    for (let ms = Date.UTC(year, 0, 1); ms < Date.UTC(year + 1, 0, 1); ms += 7 * 86_400_000)
      if (drift(ms) !== drift(ms + 7 * 86_400_000)) {
        let [low, high] = [ms, ms + 7 * 86_400_000];
        while (high - low > 60_000) {
          const middle = Math.floor((low + high) / 2);
          if (drift(middle) === drift(ms)) low = middle;
          else high = middle;
        }
        return { name, ms: high + shift };
      }
    return { name, ms: Date.UTC(year, 6, 1) + shift };
  });

function intlDay(ms: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(ms);
}

describe('day keys', () => {
  it('agree with Intl in every zone', () => {
    fc.assert(
      fc.property(zone, instant, (name, ms) => assert.equal(dayKey(ms, name), intlDay(ms, name))),
      { numRuns: 500 },
    );
  });

  it('agree with Intl around the changes of the clocks', () => {
    fc.assert(
      fc.property(nearChange, ({ name, ms }) => assert.equal(dayKey(ms, name), intlDay(ms, name))),
      { numRuns: 60 },
    );
  });

  it('begin at startOfDay and not a millisecond earlier', () => {
    const near = fc.oneof(
      fc.tuple(zone, instant).map(([name, ms]) => ({ name, ms })),
      nearChange,
    );
    fc.assert(
      fc.property(near, ({ name, ms }) => {
        const day = dayKey(ms, name);
        const start = startOfDay(day, name);
        assert.equal(dayKey(start, name), day);
        assert.ok(dayKey(start - 1, name) < day);
        assert.ok(start <= ms && ms - start < 26 * 3_600_000);
        assert.ok(startOfDay(nextDay(day), name) > start);
      }),
      { numRuns: 150 },
    );
  });
});
