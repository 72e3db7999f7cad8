/** What came back: named, by lines, by a colleague, landed again. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { linesOf, OutcomeRig } from '../../support/outcomeRig.ts';

const bo = 'Bo <bo@example.invalid>';
const weave = linesOf('weave', 6);

describe('a change that came back', () => {
  let rig: OutcomeRig;
  beforeEach(async () => {
    rig = await OutcomeRig.make();
    rig.on(0.5).commit('ground', { files: { 'weave.ts': linesOf('ground', 10), 'other.ts': linesOf('other', 3) }, linked: false });
  });
  afterEach(() => rig.close());

  /** Without the ground. */
  const told = async (day?: number): Promise<readonly string[]> => (await rig.told(day)).slice(1);
  const change = (day = 1): void => {
    rig.on(day).commit('weave', { files: { 'weave.ts': linesOf('ground', 7) + weave } });
  };

  it('by a revert that names it, which is no change itself', async () => {
    change();
    rig.on(2).revert('weave');
    assert.deepEqual(await told(), ['trunk weave: reverted; reverted by name (revert weave); with revert revert weave']);
    const { changes, changeOf } = await rig.outcomes();
    assert.equal(changeOf.get(rig.sha('revert weave')), changes.at(-1));
    assert.deepEqual(changes.at(-1)?.comeBacks[0]?.lines, { added: 6, addedGone: 6, removed: 3, removedBack: 3 });
  });

  it('with a merge that is reverted, commits and all', async () => {
    rig
      .on(1)
      .branch('topic', 'main')
      .commit('first', { files: { 'first.ts': linesOf('first', 4) } });
    rig.commit('second', { files: { 'second.ts': linesOf('second', 4) } });
    rig.on(2).branch('main').merge('topic');
    rig.on(3).revert('merge topic', '-m', '1');
    assert.deepEqual(await told(), ['merge merge topic: reverted; reverted by name (revert merge topic); with revert revert merge topic']);
  });

  it('by lines alone, where nobody says the word', async () => {
    change();
    rig.on(2).commit('tidy: the loom', { files: { 'weave.ts': linesOf('ground', 10) }, by: bo, linked: false });
    assert.deepEqual(await told(), ['trunk weave: reverted; reverted by lines (tidy); with revert tidy']);
  });

  it('by lines in several commits of one merge', async () => {
    change();
    rig
      .on(2)
      .branch('tidy', 'main')
      .commit('half', { files: { 'weave.ts': linesOf('ground', 7) + linesOf('weave', 3) }, linked: false });
    rig.commit('whole', { files: { 'weave.ts': linesOf('ground', 10) }, linked: false });
    rig.on(3).branch('main').merge('tidy');
    assert.deepEqual(await told(), [
      'trunk weave: reverted; reverted by lines (merge tidy); with revert half, revert whole, revert merge tidy',
    ]);
  });

  it('does not by a partial revert, nor by a rewrite of what it added', async () => {
    change();
    rig.on(2).commit('part', { files: { 'weave.ts': linesOf('ground', 7) + linesOf('weave', 3) }, linked: false });
    assert.deepEqual(await told(), ['trunk weave: verified', 'trunk part: verified']);
    rig.on(3).commit('add', { files: { 'new.ts': linesOf('new', 4) } });
    rig.on(4).commit('rewrite', { files: { 'new.ts': linesOf('newer', 5) } });
    assert.deepEqual((await told()).slice(2), ['trunk add: verified', 'trunk rewrite: verified']);
  });

  it('stays where a revert of one of its commits is named', async () => {
    rig
      .on(1)
      .branch('topic', 'main')
      .commit('large', { files: { 'large.ts': linesOf('large', 20) } });
    rig.commit('small', { files: { 'small.ts': linesOf('small', 2) } });
    rig.on(2).branch('main').merge('topic');
    rig.on(3).revert('small');
    assert.deepEqual(await told(), ['merge merge topic: verified; with revert revert small']);
    assert.deepEqual(['large', 'small', 'revert small'].map(await rig.parts()), ['stayed', 'cameBack', 'cameBack']);
    rig.on(4).revert('large');
    assert.deepEqual(await told(), [
      'merge merge topic: reverted; reverted by name (revert large); with revert revert small, revert revert large',
    ]);
  });

  it('is there again when the revert is reverted, with a window of its own, and counts once', async () => {
    change();
    rig.on(2).revert('weave');
    rig.on(20).revert('revert weave');
    const expected = 'reverted by name (revert weave); with revert revert weave, reland revert revert weave';
    assert.deepEqual(await told(30), [`trunk weave: windowOpen; ${expected}`]);
    assert.deepEqual(await told(40), [`trunk weave: verified; ${expected}`]);
    const landed = (await rig.outcomes()).changes.at(-1);
    assert.equal(Math.floor(((landed?.shippedAtMs ?? 0) - rig.startMs) / 86_400_000), 20);
    rig.on(22).revert('revert revert weave');
    assert.match((await told(40))[0] ?? '', /^trunk weave: reverted; /);
  });

  it('is landed again by a copy, and by the same lines in another commit', async () => {
    change();
    rig.on(2).revert('weave');
    rig.on(3).git('cherry-pick', rig.sha('weave'));
    rig.name('picked');
    assert.deepEqual(await told(), ['trunk weave: verified; reverted by name (revert weave); with revert revert weave, reland picked']);
    rig.on(4).commit('gone: again', { files: { 'weave.ts': linesOf('ground', 10) }, linked: false });
    rig.on(5).commit('typed: anew', { files: { 'weave.ts': linesOf('ground', 7) + weave } });
    const { changes } = await rig.outcomes();
    assert.equal(changes.length, 3);
    assert.equal(changes.at(-1)?.state, 'verified');
    assert.deepEqual(
      changes.at(-1)?.joined.map(({ kind }) => kind),
      ['revert', 'reland', 'revert', 'reland'],
    );
  });

  it('after its window stays, and says so', async () => {
    change();
    rig.on(30).revert('weave');
    assert.deepEqual(await told(), ['trunk weave: verified; reverted by name (revert weave, after); with revert revert weave']);
    const partOf = await rig.parts();
    assert.deepEqual(['weave', 'revert weave'].map(partOf), ['stayed', 'stayed']);
  });

  it('with everything that touches its files, by the wider rule alone', async () => {
    rig.on(1).commit('one', { files: { 'weave.ts': linesOf('ground', 10) + linesOf('one', 3) } });
    rig.on(2).commit('two', { files: { 'weave.ts': linesOf('two', 3) + linesOf('ground', 10) + linesOf('one', 3) } });
    rig.on(3).revert('two');
    assert.match((await told()).join('\n'), /^trunk one: verified\ntrunk two: reverted/);
    rig.on(4).commit('set', { files: { '.payoff.json': '{ "reverts": "files" }\n' }, linked: false });
    assert.match(
      (await told()).join('\n'),
      /^trunk one: reverted; reverted by files \(revert two\).*\ntrunk two: reverted; reverted by name/,
    );
  });

  it('by a colleague is known once it is fetched, and until then it is not judged', async () => {
    const remote = join(rig.engineRig.root, 'remote.git');
    execFileSync('git', ['init', '-q', '--bare', '-b', 'main', remote], { env: rig.environment });
    rig.git('remote', 'add', 'origin', remote);
    change();
    rig.git('push', '-q', 'origin', 'main');
    assert.deepEqual(await told(40), ['trunk weave: notFetched']);
    const theirs = join(rig.engineRig.root, 'theirs');
    rig.on(3).git('clone', '-q', remote, theirs);
    rig.git('-C', theirs, '-c', 'user.name=Bo', '-c', 'user.email=bo@example.invalid', 'revert', '--no-edit', rig.sha('weave'));
    rig.git('-C', theirs, 'push', '-q', 'origin', 'main');
    assert.deepEqual(await told(40), ['trunk weave: notFetched']);
    rig.on(20).git('fetch', '-q');
    rig.shas.set('their revert', rig.git('rev-parse', 'origin/main'));
    assert.deepEqual(await told(40), ['trunk weave: reverted; reverted by name (their revert); with revert their revert']);
  });
});
