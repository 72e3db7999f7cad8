/** What had to be mended soon after it shipped: by lines, never by a file that both touch. */
import assert from 'node:assert/strict';
import { linesOf, OutcomeRig } from '../../support/outcomeRig.ts';

const bo = 'Bo <bo@example.invalid>';

describe('a hotfix', () => {
  let rig: OutcomeRig;
  beforeEach(async () => {
    rig = await OutcomeRig.make();
    rig.on(0.5).commit('ground', { files: { 'package.json': '{\n  "name": "loom",\n  "version": "1.0.0"\n}\n' }, linked: false });
    const files = { 'weave.ts': linesOf('weave', 6), 'package.json': '{\n  "name": "loom",\n  "version": "1.1.0"\n}\n' };
    rig.on(1).commit('weave', { files });
  });
  afterEach(() => rig.close());

  const told = async (day?: number): Promise<readonly string[]> => (await rig.told(day)).slice(1);
  const mended = { 'weave.ts': linesOf('weave', 4) + linesOf('mended', 2) };

  it('of its lines joins the change that they were of, and is none itself', async () => {
    rig.on(2).commit('Hotfix: wrong threads', { files: mended, by: bo, linked: false });
    assert.deepEqual(await told(), ['trunk weave: hotfixed; hotfixed by lines (Hotfix); with hotfix Hotfix']);
    const { changes, changeOf } = await rig.outcomes();
    assert.equal(changeOf.get(rig.sha('Hotfix')), changes.at(-1));
    assert.deepEqual(changes.at(-1)?.comeBacks[0]?.lines, { added: 6, addedGone: 2, removed: 0, removedBack: 0 });
  });

  it('is told by its merged branch too', async () => {
    rig.on(2).branch('hotfix/threads', 'main').commit('threads', { files: mended, linked: false });
    rig.on(2.2).branch('main').merge('hotfix/threads');
    assert.deepEqual(await told(), [
      'trunk weave: hotfixed; hotfixed by lines (merge hotfix/threads); with hotfix threads, hotfix merge hotfix/threads',
    ]);
  });

  it('that touches only the manifest is a change like any other', async () => {
    rig.on(2).commit('Hotfix: version', { files: { 'package.json': '{\n  "name": "loom",\n  "version": "1.1.1"\n}\n' }, linked: false });
    assert.deepEqual(await told(), ['trunk weave: verified', 'trunk Hotfix: verified']);
  });

  it('of other lines of the file is a change like any other, and so is a fix that does not say so', async () => {
    rig.on(2).commit('Hotfix: more', { files: { 'weave.ts': linesOf('weave', 6) + linesOf('more', 2) }, linked: false });
    rig.on(2.5).commit('mend: threads', { files: { 'weave.ts': linesOf('weave', 4) + linesOf('more', 2) }, linked: false });
    assert.deepEqual(await told(), ['trunk weave: verified', 'trunk Hotfix: verified', 'trunk mend: verified']);
  });

  it('comes within 72 hours, or as long as the settings say', async () => {
    rig.on(4.5).commit('Hotfix: late', { files: mended, linked: false });
    assert.deepEqual(await told(), ['trunk weave: verified', 'trunk Hotfix: verified']);
    rig.on(5).commit('set', { files: { '.payoff.json': '{ "hotfix": { "hours": 96 } }\n' }, linked: false });
    assert.deepEqual((await told()).slice(0, 1), ['trunk weave: hotfixed; hotfixed by lines (Hotfix); with hotfix Hotfix']);
  });

  it('joins the change with most of the lines that it replaces', async () => {
    rig.on(1.5).commit('more', { files: { 'weave.ts': linesOf('weave', 6) + linesOf('more', 4) } });
    rig.on(2).commit('Hotfix: both', { files: { 'weave.ts': linesOf('weave', 5) + linesOf('both', 3) }, linked: false });
    assert.deepEqual(await told(), ['trunk weave: verified', 'trunk more: hotfixed; hotfixed by lines (Hotfix); with hotfix Hotfix']);
  });
});
