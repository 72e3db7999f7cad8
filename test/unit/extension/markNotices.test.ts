import assert from 'node:assert/strict';
import { MarkNotices } from '../../../src/extension/markNotices.ts';
import type { MarkState } from '../../../src/core/marks/judge.ts';
import { startOfDay } from '../../../src/core/report/time.ts';
import type { EngineClient } from '../../../src/extension/engineClient.ts';
import { settled } from '../../support/fakeClock.ts';
import { aBucket, aMark, judgedOnce, marksZone } from '../../support/marks.ts';
import { aSnapshot, now } from '../../support/snapshots.ts';

const morning = startOfDay('2026-11-22', marksZone) + 9 * 3_600_000;
const spent = (dollars: number): MarkState => judgedOnce(aMark({ first: 10, second: 20 }), { buckets: [aBucket(morning, dollars)] });

describe('the notice of a mark', () => {
  let said: string[];
  let offered: (readonly string[])[];
  let asked: string[];
  let shown: number;
  let claimed: Set<string>;
  let press: string | undefined;
  let closed: boolean;

  /** A window; all of them have one ledger. */
  const aWindow = (): MarkNotices => {
    const ask = (question: string, params: { readonly keys?: readonly string[]; readonly key?: string; readonly untilMs?: number }) => {
      if (closed) return Promise.resolve({ ok: false, error: { reason: 'closed', sentence: '' } });
      asked.push(question);
      if (question !== 'claimNotice') return Promise.resolve({ ok: true, value: asked.push(String(params.untilMs)) });
      const mine = (params.keys ?? []).map((key) => !claimed.has(key) && claimed.add(key).size > 0);
      return Promise.resolve({ ok: true, value: mine.at(-1) === true });
    };
    return new MarkNotices({
      client: { ask: ask as EngineClient['ask'] },
      say: (sentence, buttons) => {
        said.push(sentence);
        offered.push(buttons);
        return Promise.resolve(press);
      },
      show: () => (shown += 1),
    });
  };
  const follow = async (notices: MarkNotices, ...states: readonly MarkState[]): Promise<void> => {
    notices.follow(aSnapshot({ marks: { states, problems: [] } }));
    await settled();
  };

  beforeEach(() => {
    [said, offered, asked, shown, claimed, press, closed] = [[], [], [], 0, new Set(), undefined, false];
  });

  it('is shown once for each amount, however often the mark is looked at', async () => {
    const notices = aWindow();
    await follow(notices, spent(4));
    assert.deepEqual(said, []);
    for (let times = 0; times < 3; times += 1) await follow(notices, spent(12));
    assert.deepEqual(said, ['Today: $12.00, past your mark of $10.00.']);
    for (let times = 0; times < 3; times += 1) await follow(notices, spent(25));
    assert.deepEqual(said.slice(1), ['Today: $25.00, past your mark of $20.00.']);
    assert.deepEqual(offered[0], ['Snooze Until Tomorrow', 'Show']);
  });

  it('is shown in one window of several, and of two amounts at once only the larger is told', async () => {
    const windows = [aWindow(), aWindow()];
    for (const notices of windows) await follow(notices, spent(25));
    await follow(aWindow(), spent(25)); // a window that is opened later
    assert.deepEqual(said, ['Today: $25.00, past your mark of $20.00.']);
  });

  it('is not shown while the mark is snoozed, and leads to the panel or to a snooze', async () => {
    await follow(aWindow(), { ...spent(12), snoozedUntilMs: now + 1 });
    assert.deepEqual(said, []);
    press = 'Show';
    await follow(aWindow(), spent(12));
    assert.equal(shown, 1);
    press = 'Snooze Until Tomorrow';
    await follow(aWindow(), spent(25));
    assert.deepEqual(asked.slice(-2), ['snoozeMark', String(startOfDay('2026-11-23', marksZone))]);
    assert.equal(shown, 1);
  });

  it('waits for a reader that is gone', async () => {
    const notices = aWindow();
    closed = true;
    await follow(notices, spent(12));
    closed = false;
    await follow(notices, spent(12));
    assert.equal(said.length, 1);
  });

  it('is followed by a command that snoozes what warns', async () => {
    const notices = aWindow();
    assert.deepEqual(notices.snoozable(), []);
    await follow(notices, spent(12), { ...spent(12), snoozedUntilMs: now + 1 });
    const [only, ...others] = notices.snoozable();
    assert.deepEqual(others, []);
    assert.deepEqual(
      only?.choices.map(({ title }) => title),
      ['Snooze Until Tomorrow'],
    );
  });
});
