import assert from 'node:assert/strict';
import { closesAtMs, firstOpenDay, lastPublishableDay, utcDay } from '../../../../src/core/team/otlp/openDays.ts';

describe('days of metrics', () => {
  it('are open and publishable by the clock, never both', () => {
    for (let now = Date.UTC(2026, 10, 23); now <= Date.UTC(2026, 10, 25); now += 900_000) {
      const open = firstOpenDay(now);
      assert.ok(now < closesAtMs(open));
      const before = utcDay(Date.parse(open) - 1);
      assert.ok(now >= closesAtMs(before));
      const publishable = lastPublishableDay(now);
      assert.ok(publishable < open);
      assert.ok(now >= closesAtMs(publishable) + 3_600_000);
      assert.ok(now < closesAtMs(utcDay(Date.parse(publishable) + 86_400_000)) + 3_600_000);
    }
  });

  it('close two days after their end', () => {
    assert.equal(new Date(closesAtMs('2026-11-20')).toISOString(), '2026-11-23T00:00:00.000Z');
    assert.equal(lastPublishableDay(Date.UTC(2026, 10, 23, 0, 59)), '2026-11-19');
    assert.equal(lastPublishableDay(Date.UTC(2026, 10, 23, 1)), '2026-11-20');
  });
});
