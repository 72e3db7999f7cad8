/** Where the money is once changes are judged, read step by step as an editor does, and the same as read at once. */
import assert from 'node:assert/strict';
import type { History } from '../../../src/core/attribution/history.ts';
import { buildStanding } from '../../../src/core/report/buildStanding.ts';
import { linesOf, OutcomeRig } from '../../support/outcomeRig.ts';
import { ShellSession } from '../../support/shellSession.ts';
import { sessionA, sessionB } from '../../support/transcriptLines.ts';

const sessionC = 'cccccccc-0000-4000-8000-00000000000c';
const quarterOfAnHour = 1 / 96;

describe('the standing of what sessions made', () => {
  let rig: OutcomeRig;
  beforeEach(async () => {
    rig = await OutcomeRig.make();
    rig.on(0.5).commit('ground', { files: { 'weave.ts': linesOf('ground', 8) }, linked: false });
  });
  afterEach(() => rig.close());

  const session = (sessionId: string, day: number): ShellSession =>
    new ShellSession({ sessionId, cwd: rig.folder, environment: rig.environment, startMs: rig.msOf(day) });
  const save = (each: ShellSession): Promise<string> => rig.engineRig.write(`-loom/${each.sessionId}.jsonl`, each.text());
  /** Cents by part; the parts add up, and are those of a history that is read at once. */
  const cents = async (day: number): Promise<Readonly<Record<string, number>>> => {
    const history = await rig.history(day);
    const parts = partsOf(history, day);
    assert.deepEqual(parts, partsOf(await rig.historyAtOnce(day), day));
    return parts;
  };
  const partsOf = (history: History, day: number): Readonly<Record<string, number>> => {
    const { total, parts } = buildStanding({ history, selection: history, nowMs: rig.msOf(day) });
    assert.equal(
      parts.reduce((sum, { money }) => sum + money.nanodollars, 0),
      total.nanodollars,
    );
    return Object.fromEntries(
      parts.flatMap(({ part, money }) => (money.nanodollars === 0 ? [] : [[part, money.nanodollars / 10_000_000]])),
    );
  };

  it('moves to what stayed when the window closes, by time alone', async () => {
    await save(session(sessionA, 1).edits('weave.ts', linesOf('weave', 6)).runs('git commit -qam "Weave"'));
    const closes = rig.msOf(15);
    const until = (ms: number): number => 15 + (ms - closes) / 86_400_000;
    assert.deepEqual(await cents(until(closes - 300_000)), { onDefaultBranch: 2 });
    // Sooner than everything is placed anew.
    const later = until(closes - 300_000) + quarterOfAnHour;
    assert.deepEqual(partsOf(await rig.historyLater(later), later), { stayed: 2 });
  });

  it('moves to what came back with a colleague’s revert, and back with its revert', async () => {
    await save(session(sessionA, 1).edits('weave.ts', linesOf('weave', 6)).runs('git commit -qam "Weave"'));
    await save(session(sessionB, 2).edits('dye.ts', linesOf('dye', 6)).runs('git add -A && git commit -qm "Dye"'));
    assert.deepEqual(await cents(3), { onDefaultBranch: 4 });
    const weave = rig.git('log', '--format=%H', '--grep=^Weave$');
    rig.on(3).git('-c', 'user.email=bo@example.invalid', 'revert', '--no-edit', weave);
    rig.name('revert');
    assert.deepEqual(await cents(3 + quarterOfAnHour), { onDefaultBranch: 2, cameBack: 2 });
    rig.on(4).revert('revert');
    assert.deepEqual(await cents(4 + quarterOfAnHour), { onDefaultBranch: 4 });
    assert.deepEqual(await cents(17), { stayed: 2, onDefaultBranch: 2 });
    assert.deepEqual(await cents(19), { stayed: 4 });
  });

  it('has a hotfix stand with the change that it mends', async () => {
    await save(session(sessionA, 1).edits('weave.ts', linesOf('weave', 6)).runs('git commit -qam "Weave"'));
    await save(session(sessionB, 1.2).edits('dye.ts', linesOf('dye', 6)).runs('git add -A && git commit -qm "Dye"'));
    assert.deepEqual(await cents(1.5), { onDefaultBranch: 4 });
    await save(
      session(sessionC, 2)
        .edits('weave.ts', linesOf('weave', 4) + linesOf('mend', 2))
        .runs('git commit -qam "Hotfix the shed"'),
    );
    assert.deepEqual(await cents(2 + quarterOfAnHour), { onDefaultBranch: 2, cameBack: 4 });
  });

  it('sets aside what is on a branch of the cordon, committed or not, and what is merged from it', async () => {
    rig.on(0.6).commit('set', { files: { '.payoff.json': '{ "cordon": ["spike/*"] }' }, linked: false });
    rig.branch('spike/loom', 'main');
    await save(session(sessionA, 1).edits('spike.ts', linesOf('spike', 6)).runs('git add -A && git commit -qm "Try"'));
    await save(session(sessionB, 1.5).edits('try.ts', linesOf('try', 3)));
    assert.deepEqual(await cents(2), { setAside: 3 });
    rig.git('clean', '-fdq');
    rig.on(3).branch('main').merge('spike/loom');
    assert.deepEqual(await cents(21), { setAside: 3 });
    rig.on(21).commit('set', { files: { '.payoff.json': '{}' }, linked: false });
    assert.deepEqual(await cents(21 + quarterOfAnHour), { stayed: 2, noCommit: 1 });
  });

  it('calls edits open work as long as the window of their repository', async () => {
    rig.on(0.6).commit('set', { files: { '.payoff.json': '{ "window": 7 }' }, linked: false });
    await save(session(sessionA, 1).edits('try.ts', linesOf('try', 3)));
    rig.git('clean', '-fdq');
    assert.deepEqual(await cents(7), { openWork: 1 });
    assert.deepEqual(await cents(9), { noCommit: 1 });
  });
});
