import assert from 'node:assert/strict';
import fc from 'fast-check';
import { asTime } from '../../../src/core/transcript/fields.ts';

describe('the time of a record', () => {
  it('is what Date.parse makes of it, from 2020 to 2199', () => {
    const parts = [fc.integer({ min: 1990, max: 2210 }), ...[13, 32, 25, 61, 61, 999].map((max) => fc.nat({ max }))];
    const changes = fc.record({
      at: fc.nat({ max: 24 }),
      removed: fc.nat({ max: 1 }),
      inserted: fc.constantFrom('', ' ', '+', '0', 'T', '.', 'é'),
    });
    fc.assert(
      fc.property(
        fc.tuple(...parts),
        fc.option(changes, { nil: { at: 0, removed: 0, inserted: '' } }),
        (numbers, { at, removed, inserted }) => {
          const [year, month, day, hour, minute, second, millisecond] = numbers.map((number, index) =>
            String(number).padStart(index === 0 ? 4 : index === 6 ? 3 : 2, '0'),
          );
          const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}Z`;
          const text = iso.slice(0, at) + inserted + iso.slice(at + removed);
          const ms = Date.parse(text);
          assert.equal(asTime(text), ms >= Date.UTC(2020, 0) && ms < Date.UTC(2200, 0) ? ms : null, text);
        },
      ),
      { numRuns: 5000 },
    );
    assert.equal(asTime('2026-11-20T07:26:24.142Z'), 1795159584142);
  });

  it('is none of anything else', () => {
    for (const other of [undefined, null, 1795159584142, '', 'yesterday', {}]) assert.equal(asTime(other), null);
  });
});
