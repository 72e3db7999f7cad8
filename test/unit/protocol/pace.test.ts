import assert from 'node:assert/strict';
import { createPace } from '../../../src/protocol/pace.ts';
import type { Pace } from '../../../src/protocol/pace.ts';
import { FakeClock, settled } from '../../support/fakeClock.ts';

describe('the pace', () => {
  let clock: FakeClock;
  let looks: number[];
  beforeEach(() => {
    clock = new FakeClock(0);
    looks = [];
  });
  const paceOf = (changed: () => boolean | Promise<boolean>): Pace =>
    createPace({
      intervalMs: 2000,
      restMs: 250,
      clock,
      look: async () => {
        looks.push(clock.now());
        return changed();
      },
    });

  it('looks at once after quiet, and shows what comes sooner than the interval when it ends, as one', async () => {
    const pace = paceOf(() => true);
    pace.ask();
    await settled();
    await clock.pass(500);
    pace.ask();
    pace.ask();
    await clock.pass(1499);
    assert.deepEqual(looks, [0]);
    await clock.pass(60_000);
    assert.deepEqual(looks, [0, 2000]);
    pace.ask();
    assert.deepEqual(looks, [0, 2000, 61_999]);
  });

  it('does not hold a change up because a look before it found nothing', async () => {
    let changed = true;
    const pace = paceOf(() => changed);
    pace.ask();
    await settled();
    changed = false;
    pace.ask();
    await clock.pass(2000); // the second look finds nothing
    changed = true;
    await clock.pass(300);
    pace.ask();
    await settled();
    assert.deepEqual(looks, [0, 2000, 2300]);
  });

  it('rests between looks that find nothing, and does not cut an interval short by one', async () => {
    const pace = paceOf(() => looks.length === 1);
    pace.ask();
    await settled();
    for (let ask = 0; ask < 100; ask += 1) {
      pace.ask();
      await clock.pass(26);
    }
    assert.deepEqual(looks, [0, 2000, 2250, 2500]);
  });

  it('never looks twice at a time, and looks again afterwards when it was asked meanwhile', async () => {
    let finish = (_: boolean): void => undefined;
    const pace = paceOf(() => new Promise<boolean>((resolve) => (finish = resolve)));
    pace.ask();
    await clock.pass(5000);
    pace.ask();
    assert.equal(looks.length, 1);
    finish(true);
    await settled();
    assert.deepEqual(looks, [0, 5000]);
  });

  it('does not wait for a time that a clock which was set back has still to reach', async () => {
    const asked: number[] = [];
    let nowMs = 1_000_000;
    const pace = createPace({
      ...{ intervalMs: 2000, restMs: 250 },
      clock: { now: () => nowMs, after: () => () => undefined },
      look: () => Promise.resolve(asked.push(nowMs) > 0),
    });
    pace.ask();
    await settled();
    nowMs -= 3_600_000;
    pace.ask();
    assert.deepEqual(asked, [1_000_000, nowMs]);
  });

  it('does nothing once stopped', async () => {
    const pace = paceOf(() => true);
    pace.ask();
    await settled();
    pace.ask();
    pace.stop();
    await clock.pass(10_000);
    pace.ask();
    assert.deepEqual(looks, [0]);
  });
});
