import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Bulb, litForMs } from '../../../src/extension/bulb.ts';
import { FakeClock } from '../../support/fakeClock.ts';

class Memory {
  readonly values = new Map<string, unknown>();

  get(key: string): unknown {
    return this.values.get(key);
  }

  update(key: string, value: unknown): Promise<void> {
    this.values.set(key, value);
    return Promise.resolve();
  }
}

function rig(memory = new Memory()) {
  const clock = new FakeClock(0);
  let outs = 0;
  const bulb = new Bulb({ clock, memory, onOut: () => (outs += 1) });
  return { bulb, clock, memory, outs: () => outs };
}

describe('the bulb of the status bar', () => {
  it('is lit for a session, for ten minutes, and says when it goes out', async () => {
    const { bulb, clock, outs } = rig();
    assert.equal(bulb.isLit('a'), true);
    await clock.pass(litForMs - 1);
    assert.deepEqual([bulb.isLit('a'), outs()], [true, 0]);
    await clock.pass(1);
    assert.deepEqual([bulb.isLit('a'), outs()], [false, 1]);
    await clock.pass(litForMs);
    assert.deepEqual([bulb.isLit('a'), outs()], [false, 1], 'once for each session');
  });

  it('goes out when what it stands for was seen', async () => {
    const { bulb, clock, outs } = rig();
    bulb.out();
    assert.equal(outs(), 0, 'it was not lit');
    bulb.isLit('a');
    bulb.out();
    assert.deepEqual([bulb.isLit('a'), outs()], [false, 1]);
    await clock.pass(litForMs);
    assert.equal(outs(), 1);
  });

  it('is lit anew for another session, and not for none', async () => {
    const { bulb, clock, outs } = rig();
    assert.equal(bulb.isLit(null), false);
    bulb.isLit('a');
    await clock.pass(litForMs / 2);
    assert.equal(bulb.isLit('b'), true);
    assert.equal(bulb.isLit('a'), false);
    await clock.pass(litForMs / 2);
    assert.deepEqual([bulb.isLit('b'), outs()], [true, 0], 'with a time of its own');
  });

  it('remembers sessions over windows, fifty of them, and takes no nonsense for a memory', () => {
    const { memory, bulb } = rig();
    bulb.isLit('a');
    assert.equal(rig(memory).bulb.isLit('a'), false);
    for (let index = 0; index < 50; index += 1) bulb.isLit(`other-${String(index)}`);
    assert.equal(rig(memory).bulb.isLit('other-0'), false);
    assert.equal(rig(memory).bulb.isLit('a'), true);
    for (const nonsense of ['a', 7, [7, null, 'a'], { a: true }]) {
      const odd = new Memory();
      odd.values.set('payoff.advisedSessions', nonsense);
      assert.equal(rig(odd).bulb.isLit('b'), true);
    }
  });
});
