/** What `.payoff.json` says of outcomes: windows, cordon, production, style. */
import assert from 'node:assert/strict';
import type { History } from '../../../src/core/attribution/history.ts';
import { linesOf, OutcomeRig } from '../../support/outcomeRig.ts';

describe('the settings of a repository', () => {
  let rig: OutcomeRig;
  beforeEach(async () => {
    rig = await OutcomeRig.make();
  });
  afterEach(() => rig.close());

  const set = (settings: object): void => {
    rig.on(0.5).commit('set', { files: { '.payoff.json': JSON.stringify(settings) }, linked: false });
  };
  const told = async (day?: number): Promise<readonly string[]> => (await rig.told(day)).filter((line) => !line.startsWith('trunk set'));
  const dayOf = (day: number): string => new Date(rig.msOf(day)).toISOString().slice(0, 10);

  it('change the window for what ships later, and for nothing that shipped before', async () => {
    set({ window: 7, windowChanges: [{ days: 21, from: dayOf(10), reason: 'Slower releases' }] });
    rig.on(5).commit('early', { files: { 'early.ts': linesOf('early', 4) } });
    rig.on(15).commit('late', { files: { 'late.ts': linesOf('late', 4) } });
    assert.deepEqual(await told(30), ['trunk early: verified', 'trunk late: windowOpen']);
    assert.deepEqual(await told(37), ['trunk early: verified', 'trunk late: verified']);
    assert.deepEqual(
      (await rig.outcomes()).changes.slice(2).map(({ window }) => window.days),
      [7, 21],
    );
  });

  it('set branches and paths aside while the rule is in force, all files of a change or none', async () => {
    set({
      cordon: [{ branch: 'spike/*' }, { path: 'prototypes/', until: dayOf(10) }],
    });
    rig
      .on(1)
      .branch('spike/looms', 'main')
      .commit('spike', { files: { 'spike.ts': linesOf('spike', 4) } });
    rig.on(2).branch('main').merge('spike/looms');
    rig.on(3).commit('proto', { files: { 'prototypes/a.ts': linesOf('proto', 4) } });
    rig.on(4).commit('mixed', { files: { 'prototypes/b.ts': linesOf('mixed', 4), 'real.ts': linesOf('real', 4) } });
    rig.on(12).commit('later', { files: { 'prototypes/c.ts': linesOf('later', 4) } });
    const { changes } = await rig.outcomes();
    assert.deepEqual(
      changes.slice(2).map(({ setAside }) => setAside),
      [true, true, false, false],
    );
  });

  it('take a branch for production: the window begins where a change arrives there', async () => {
    set({ shippedRef: { branch: 'release' } });
    rig.on(1).branch('release', 'main').branch('main');
    rig.on(2).commit('weave', { files: { 'weave.ts': linesOf('weave', 4) } });
    assert.deepEqual(await told(), ['trunk weave: notShipped']);
    rig.on(30).branch('release').merge('main');
    rig
      .branch('main')
      .on(31)
      .commit('dye', { files: { 'dye.ts': linesOf('dye', 4) } });
    assert.deepEqual(await told(40), ['trunk weave: windowOpen', 'trunk dye: notShipped']);
    assert.deepEqual(await told(45), ['trunk weave: verified', 'trunk dye: notShipped']);
  });

  it('take tags for production: the first that matches and holds a change', async () => {
    set({ shippedRef: { tag: 'v*' } });
    rig.on(2).commit('weave', { files: { 'weave.ts': linesOf('weave', 4) } });
    rig.git('tag', 'nightly');
    assert.deepEqual(await told(), ['trunk weave: notShipped']);
    rig.on(20).commit('dye', { files: { 'dye.ts': linesOf('dye', 4) } });
    rig.git('tag', '-a', '-m', 'First', 'v1');
    rig.on(40).commit('warp', { files: { 'warp.ts': linesOf('warp', 4) } });
    rig.git('tag', 'v2');
    assert.deepEqual(await told(35), ['trunk weave: verified', 'trunk dye: verified', 'trunk warp: windowOpen']);
    const { changes } = await rig.outcomes();
    const days = changes.slice(-3).map(({ shippedAtMs }) => Math.floor(((shippedAtMs ?? 0) - rig.startMs) / 86_400_000));
    assert.deepEqual(days, [20, 20, 40]);
  });

  it('say the style, where the history tells another', async () => {
    set({ style: 'trunk' });
    rig
      .on(1)
      .branch('topic', 'main')
      .commit('first', { files: { 'first.ts': linesOf('first', 4) } });
    rig.commit('second', { files: { 'second.ts': linesOf('second', 4) } });
    rig.on(2).branch('main').merge('topic');
    assert.deepEqual(await told(), ['trunk first: verified', 'trunk second: verified']);
  });

  it('move what commits cost once they change, and leave what is not theirs', async () => {
    rig.on(1).commit('spike', { files: { 'spike.ts': linesOf('spike', 4) } });
    const states = ({ outcomes }: History): readonly string[] =>
      (outcomes.get(rig.folder)?.changes ?? []).map(({ setAside, state }) => `${state}${setAside ? ', set aside' : ''}`);
    assert.deepEqual(states(await rig.history()), ['verified', 'verified']);
    rig.on(3).commit('set', { files: { '.payoff.json': '{ "cordon": [{ "path": "spike.ts" }] }' }, linked: false });
    assert.deepEqual(states(await rig.history()), ['verified', 'verified, set aside', 'verified']);
  });
});
