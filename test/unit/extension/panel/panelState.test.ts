import assert from 'node:assert/strict';
import { PanelState } from '../../../../src/extension/panel/panelState.ts';
import type { PanelStateOptions } from '../../../../src/extension/panel/panelState.ts';
import type { PanelSettings } from '../../../../src/protocol/panel.ts';
import { settled } from '../../../support/fakeClock.ts';
import { aPlan, aSnapshot } from '../../../support/snapshots.ts';

describe('what the window tells its panel', () => {
  let kept: Map<string, unknown>;
  let said: PanelSettings[];
  let looks: number;
  let shown: boolean;
  const stateOf = (some: Partial<PanelStateOptions> = {}): PanelState =>
    new PanelState({
      demo: false,
      memory: {
        get: (key) => kept.get(key),
        update: (key, value) => {
          kept.set(key, value);
          return Promise.resolve();
        },
      },
      isTrusted: () => true,
      folders: () => {
        looks += 1;
        return Promise.resolve([{ folder: '/home/ada/loom', repository: '/home/ada/loom' }]);
      },
      timezoneSetting: () => '',
      advice: () => true,
      isShown: () => shown,
      onChange: (settings) => void said.push(settings),
      ...some,
    });
  beforeEach(() => {
    kept = new Map();
    said = [];
    looks = 0;
    shown = true;
  });

  it('is said again only where it changed, and to nobody before somebody has asked', async () => {
    const state = stateOf();
    state.snapshot(aSnapshot({ plan: aPlan() }));
    await settled();
    assert.equal(looks, 0);
    assert.equal((await state.settings()).plan?.plan, 'max');
    state.snapshot(aSnapshot({ plan: aPlan(), today: aSnapshot().today, atMs: 5 }));
    await settled();
    assert.deepEqual(said, []);
    state.problem('The ledger is newer.');
    await settled();
    assert.deepEqual(
      said.map(({ problem }) => problem),
      ['The ledger is newer.'],
    );
  });

  it('is not worked out for a panel that is hidden', async () => {
    const state = stateOf();
    await state.settings();
    shown = false;
    state.problem('The ledger is newer.');
    await settled();
    assert.deepEqual([looks, said], [1, []]);
  });

  it('remembers what the user answered once, in the next window too', async () => {
    const state = stateOf();
    assert.equal((await state.settings()).firstUse, true);
    await state.dismissFirstUse();
    await state.setUnit('plan');
    const next = await stateOf().settings();
    assert.deepEqual([next.firstUse, next.unit], [false, 'plan']);
    assert.equal(said.at(-1)?.unit, 'plan');
  });

  it('leaves no trace of the demo, and greets nobody in it', async () => {
    const state = stateOf({ demo: true });
    assert.equal((await state.settings()).firstUse, false);
    await state.setUnit('plan');
    assert.equal((await state.settings()).unit, 'plan');
    assert.equal(kept.size, 0);
  });
});
