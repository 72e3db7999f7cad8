import assert from 'node:assert/strict';
import { createPace } from '../../../src/protocol/pace.ts';
import { FakeClock, settled } from '../../support/fakeClock.ts';

describe('the pace', () => {
  it('runs the first at once, and what comes sooner than the interval when it ends, as one', async () => {
    const clock = new FakeClock(1000);
    const runs: number[] = [];
    const pace = createPace(2000, () => void runs.push(clock.now()), clock);
    pace.ask();
    await settled();
    assert.deepEqual(runs, [1000]);
    await clock.pass(500);
    pace.ask();
    pace.ask();
    await clock.pass(1499);
    assert.deepEqual(runs, [1000]);
    await clock.pass(1);
    assert.deepEqual(runs, [1000, 3000]);
    await clock.pass(60_000);
    assert.deepEqual(runs, [1000, 3000]);
    pace.ask();
    assert.equal(runs.at(-1), 63_000);
  });

  it('never runs twice at a time, and does what was asked meanwhile afterwards', async () => {
    const clock = new FakeClock(0);
    let finish = (): void => undefined;
    let runs = 0;
    const pace = createPace(
      2000,
      () => {
        runs += 1;
        return new Promise<void>((resolve) => (finish = resolve));
      },
      clock,
    );
    pace.ask();
    await clock.pass(5000);
    pace.ask();
    assert.equal(runs, 1);
    finish();
    await settled();
    assert.equal(runs, 2);
  });

  it('does nothing once stopped', async () => {
    const clock = new FakeClock(0);
    let runs = 0;
    const pace = createPace(2000, () => void (runs += 1), clock);
    pace.ask();
    pace.ask();
    await settled();
    pace.ask();
    pace.stop();
    await clock.pass(10_000);
    pace.ask();
    assert.equal(runs, 1);
  });
});
