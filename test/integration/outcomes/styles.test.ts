/** What counts as a change, whatever the style in which a repository merges. */
import assert from 'node:assert/strict';
import { linesOf, OutcomeRig } from '../../support/outcomeRig.ts';

const bo = 'Bo <bo@example.invalid>';

describe('changes', () => {
  let rig: OutcomeRig;
  beforeEach(async () => {
    rig = await OutcomeRig.make();
  });
  afterEach(() => rig.close());

  it('are merges with their commits, squashed and rebased pull requests, and commits of the default branch', async () => {
    rig
      .on(1)
      .branch('dye', 'main')
      .commit('madder', { files: { 'dye.ts': linesOf('madder', 4) } });
    rig.commit('indigo', { files: { 'indigo.ts': linesOf('indigo', 4) } });
    rig
      .on(2)
      .branch('main')
      .commit('trunk', { files: { 'trunk.ts': linesOf('trunk', 4) } });
    rig.on(3).merge('dye');
    rig
      .on(4)
      .branch('warp', 'main')
      .commit('warp', { files: { 'warp.ts': linesOf('warp', 4) } });
    rig.commit('weft', { files: { 'weft.ts': linesOf('weft', 4) } });
    rig.on(5).branch('main').squash('warp', 'squash: warp and weft (#7)');
    rig
      .on(6)
      .branch('reed', 'main')
      .commit('reed', { files: { 'reed.ts': linesOf('reed', 4) } });
    rig.commit('heddle', { files: { 'heddle.ts': linesOf('heddle', 4) } });
    rig
      .on(7)
      .branch('main')
      .commit('between', { files: { 'between.ts': linesOf('between', 4) } });
    rig.on(8).git('cherry-pick', rig.sha('reed'), rig.sha('heddle'));
    rig.name('rebased');
    const { changes } = await rig.outcomes();
    assert.deepEqual(
      changes.slice(1).map(({ change, own, withClaude }) => [change.style, change.commits.length, own, withClaude]),
      [
        ['trunk', 1, true, 'linked'],
        ['merge', 2, true, 'linked'],
        ['squash', 1, true, 'linked'],
        ['trunk', 1, true, 'linked'],
        ['rebase', 2, true, 'linked'],
      ],
    );
    assert.deepEqual(await rig.told(), [
      'trunk trunk: verified',
      'merge merge dye: verified',
      'squash squash: verified',
      'trunk between: verified',
      'rebase rebased: verified',
    ]);
  });

  it('know the commits that a squashed branch was made of, and whose they are', async () => {
    rig
      .on(1)
      .branch('warp', 'main')
      .commit('warp', { files: { 'warp.ts': linesOf('warp', 4) } });
    rig.commit('weft', { files: { 'weft.ts': linesOf('weft', 4) } });
    rig.on(2).branch('main').git('merge', '-q', '--squash', 'warp');
    // A forge's own address, and nothing of the session in its message.
    rig.commit('squash: warp and weft (#7)', { by: 'Ada <1+ada@users.noreply.example.invalid>', linked: false });
    const { changes, changeOf } = await rig.outcomes();
    const squash = changes.at(-1);
    assert.deepEqual([squash?.own, squash?.withClaude, squash?.sessionIds.length], [true, 'linked', 1]);
    for (const name of ['warp', 'weft', 'squash']) assert.equal(changeOf.get(rig.sha(name)), squash, name);
  });

  it('are none of bots, nor merges of the default branch itself', async () => {
    rig.on(1).commit('bump', {
      files: { 'weave.ts': linesOf('bump', 2) },
      by: 'renovate[bot] <1+renovate[bot]@users.noreply.example.invalid>',
      linked: false,
    });
    rig
      .on(2)
      .branch('topic', 'main')
      .commit('topic', { files: { 'topic.ts': linesOf('topic', 4) } });
    rig
      .on(3)
      .branch('main')
      .commit('other', { files: { 'other.ts': linesOf('other', 4) }, by: bo, linked: false });
    rig.on(4).branch('topic').merge('main');
    rig.on(5).branch('main').git('merge', '-q', '--ff-only', 'topic');
    const { changes, changeOf } = await rig.outcomes();
    assert.deepEqual(await rig.told(), ['trunk other: verified', 'trunk topic: verified']);
    assert.deepEqual(
      changes.slice(1).map(({ own, withClaude }) => [own, withClaude]),
      [
        [false, 'no'],
        [true, 'linked'],
      ],
    );
    assert.equal(changeOf.get(rig.sha('bump')), undefined);
    assert.equal(changeOf.get(rig.sha('merge main')), undefined);
  });

  it('are not one’s own by an author or a session alone, and Claude’s trailer is told from a session', async () => {
    rig.on(1).commit('hand', { files: { 'hand.ts': linesOf('hand', 4) }, linked: false });
    rig.commit('theirs', { files: { 'theirs.ts': linesOf('theirs', 4) }, by: bo });
    const body = 'Co-Authored-By: Claude <noreply@anthropic.com>';
    rig.commit('trailed', { files: { 'trailed.ts': linesOf('trailed', 4) }, linked: false, body });
    const { changes } = await rig.outcomes();
    assert.deepEqual(
      changes.slice(1).map(({ own, withClaude }) => [own, withClaude]),
      [
        [false, 'no'],
        [false, 'linked'],
        [false, 'trailer'],
      ],
    );
  });

  it('wait for their window, and for a fetch after it', async () => {
    rig.on(10).commit('weave', { files: { 'weave.ts': linesOf('weave', 4) } });
    assert.deepEqual(await rig.told(23.9), ['trunk weave: windowOpen']);
    assert.deepEqual(await rig.told(24.1), ['trunk weave: verified']);
  });
});
