import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { displayWidth } from '../../src/cli/displayWidth.ts';
import type { AdviceQuery } from '../../src/engine/adviceViews.ts';
import type { Dismissal } from '../../src/core/report/advice/adviceView.ts';
import type { Engine } from '../../src/engine/types.ts';
import { anAdviceView, someAdvice } from '../support/adviceViews.ts';
import { payoff } from '../support/cliEngine.ts';
import { matchesGolden } from '../support/golden.ts';

/** An engine whose advice is dismissed and restored as the real one's is. */
function advising(refused?: string): { readonly engine: Pick<Engine, 'advice'>; readonly asked: AdviceQuery[]; dismissals: Dismissal[] } {
  const asked: AdviceQuery[] = [];
  const rig = {
    asked,
    dismissals: [] as Dismissal[],
    engine: {
      advice: {
        view: (query: AdviceQuery) => {
          asked.push(query);
          return Promise.resolve(anAdviceView(someAdvice, rig.dismissals));
        },
        dismiss: (dismissal: Dismissal) => {
          if (refused !== undefined) return Promise.resolve({ refused });
          rig.dismissals.push(dismissal);
          return Promise.resolve({ dismissed: dismissal });
        },
        restore: (dismissal: Dismissal | null) => {
          const left = dismissal === null ? [] : rig.dismissals.filter((each) => JSON.stringify(each) !== JSON.stringify(dismissal));
          const restored = rig.dismissals.length - left.length;
          rig.dismissals = left;
          return Promise.resolve({ restored });
        },
      },
    },
  };
  return rig;
}

describe('payoff advice', () => {
  it('is a text that is read at a glance', async () => {
    const { code, stdout, stderr } = await payoff(['advice'], { engine: advising().engine });
    assert.deepEqual([code, stderr], [0, '']);
    matchesGolden('advice.txt', stdout);
  });

  it('is JSON of a stable shape', async () => {
    const rig = advising();
    rig.dismissals.push({ kind: 'rule', rule: 'inNoCommit' });
    const { code, stdout } = await payoff(['advice', '--json'], { engine: rig.engine });
    assert.equal(code, 0);
    matchesGolden('advice.json', stdout);
  });

  for (const columns of [120, 80, 50])
    it(`fits into ${String(columns)} columns`, async () => {
      const { stdout } = await payoff(['advice'], {
        ...{ columns, engine: advising().engine },
        surroundings: { environment: { NO_COLOR: '1' } },
      });
      // The line that is to be copied stays whole.
      for (const line of stdout.split('\n')) assert.ok(displayWidth(line) <= columns || line.includes('payoff advice dismiss'), line);
    });

  it('is of the last 30 days, today included, unless other days are named', async () => {
    const { engine, asked } = advising();
    await payoff(['advice'], { engine });
    const { stdout } = await payoff(['advice', '--since', '2026-11-01'], { engine });
    assert.deepEqual(asked[0]?.period, { sinceMs: Date.parse('2026-10-23T22:00:00Z'), untilMs: Date.parse('2026-11-22T23:00:00Z') });
    assert.deepEqual(asked[1]?.period, { sinceMs: Date.parse('2026-10-31T23:00:00Z'), untilMs: null });
    assert.match(stdout, /since 2026-11-01/);
  });

  it('says what it waits for where nothing stands out', async () => {
    const engine: Pick<Engine, 'advice'> = { advice: { ...advising().engine.advice, view: () => Promise.resolve(anAdviceView([])) } };
    const { code, stdout } = await payoff(['advice'], { engine });
    assert.equal(code, 0);
    assert.match(stdout, /Nothing stands out in this period\. Comparisons rest on/);
  });

  it('dismisses a piece or a rule, says how it comes back, and brings it back', async () => {
    const rig = advising();
    const { engine } = rig;
    const one = await payoff(['advice', 'dismiss', 'coldContext 2026-W47'], { engine });
    assert.deepEqual([one.code, one.stderr], [0, '']);
    assert.match(one.stdout, /^Dismissed: 21 times .*\.\nTo see it again: payoff advice restore 'coldContext 2026-W47'\n$/);
    await payoff(['advice', 'dismiss', '--rule', 'inNoCommit'], { engine });
    const { stdout } = await payoff(['advice'], { engine });
    assert.match(stdout, /2 pieces of advice dismissed\. Rules that are dismissed: inNoCommit\. payoff advice\s+restore brings/);
    assert.doesNotMatch(stdout, /21 times/);
    const back = await payoff(['advice', 'restore', 'coldContext 2026-W47', '--json'], { engine });
    assert.deepEqual(JSON.parse(back.stdout), { restored: 1 });
    assert.equal((await payoff(['advice', 'restore'], { engine })).stdout, 'Brought back: 1 dismissal.\n');
    assert.equal((await payoff(['advice', 'restore'], { engine })).stdout, 'Nothing of it was dismissed.\n');
  });

  it('tells of an id that nothing has, instead of keeping it', async () => {
    const rig = advising();
    const { code, stderr } = await payoff(['advice', 'dismiss', 'coldContxt'], { engine: rig.engine });
    assert.deepEqual([code, rig.dismissals], [1, []]);
    assert.match(stderr, /No piece of advice of this period has the id "coldContxt"/);
  });

  it('fails with the reason where the ledger cannot be written', async () => {
    const { code, stdout, stderr } = await payoff(['advice', 'dismiss', '--rule', 'modelMix'], {
      engine: advising('The ledger is read-only.').engine,
    });
    assert.deepEqual([code, stdout, stderr], [1, '', 'payoff: The ledger is read-only.\n']);
  });

  it('refuses words that it does not know', async () => {
    assert.equal((await payoff(['advice', 'hide'], { engine: advising().engine })).code, 2);
    assert.equal((await payoff(['report', '--rule', 'modelMix'])).code, 2);
  });
});
