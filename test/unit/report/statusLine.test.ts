import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readStatusLineInput, statusLineText, withHandedWindows } from '../../../src/core/report/statusLine.ts';
import { aLiveSession, aPlan, aSnapshot, money, now } from '../../support/snapshots.ts';

const resetsAt = Math.floor(now / 1000) + 92 * 60;

describe('the status line', () => {
  it('is the text of the status bar without an icon, for the session that asks', () => {
    const live = [aLiveSession({ sessionId: 'a', money: money(0.5) }), aLiveSession({ sessionId: 'b' })];
    const handed = { session_id: 'b', cwd: '/home/ada/loom' };
    assert.equal(statusLineText(aSnapshot({ live }), readStatusLineInput(handed), false), '$1.84 · $12.40 today');
    assert.equal(statusLineText(aSnapshot({ live }), readStatusLineInput({}), false), '$2.34 · 2 live');
    assert.equal(statusLineText(aSnapshot({ live }), readStatusLineInput({ session_id: 'new' }), false), '$12.40 today');
    assert.equal(statusLineText(aSnapshot(), readStatusLineInput(handed), true), 'demo $12.40 today');
    assert.equal(statusLineText(aSnapshot({ live, today: money(9.99) }), readStatusLineInput(handed), true), 'demo $1.84 · $9.99 today');
  });

  it('takes the limits that Claude Code hands over, in Unix seconds', () => {
    const handed = { session_id: 'session-1', rate_limits: { five_hour: { used_percentage: 61.5, resets_at: resetsAt } } };
    assert.equal(statusLineText(aSnapshot(), readStatusLineInput(handed), false), '$1.84 · 5h 61%');
    assert.deepEqual(readStatusLineInput(handed).windows, [{ kind: 'five_hour', percent: 61.5, resetsAtMs: resetsAt * 1000 }]);
  });

  it('leaves out what is absent or odd', () => {
    for (const odd of [null, 'text', 7, [], { rate_limits: null }, { rate_limits: { five_hour: { used_percentage: '61' } } }])
      assert.deepEqual(readStatusLineInput(odd).windows, []);
    assert.equal(readStatusLineInput({ workspace: { current_dir: '/a' }, cwd: '/b' }).cwd, '/a');
    assert.equal(readStatusLineInput({ cwd: '/b' }).cwd, '/b');
  });
});

describe('two readings of one limit', () => {
  const percentOf = (percent: number, resetsAtMs: number): number | undefined =>
    withHandedWindows(aPlan(), [{ kind: 'five_hour', percent, resetsAtMs }], now)?.windows.find(({ kind }) => kind === 'five_hour')
      ?.percent;
  const [known] = aPlan().windows;
  const end = known?.resetsAtMs ?? 0;

  it('are decided by the later reset', () => {
    assert.equal(percentOf(3, end + 5 * 3_600_000), 3);
    assert.equal(percentOf(99, end - 5 * 3_600_000), 42.7);
  });

  it('within one window by the fuller, since a window only fills', () => {
    assert.equal(percentOf(50, end + 30_000), 50);
    assert.equal(percentOf(40, end - 30_000), 42.7);
  });

  it('keep the windows that only one of them has', () => {
    const plan = withHandedWindows(aPlan(), [{ kind: 'seven_day_opus', percent: 5, resetsAtMs: null }], now);
    assert.deepEqual(
      plan?.windows.map(({ kind }) => kind),
      ['five_hour', 'seven_day', 'seven_day_opus'],
    );
    assert.equal(withHandedWindows(null, [], now), null);
    assert.equal(withHandedWindows({ ...aPlan(), plan: 'api' }, aPlan().windows, now)?.plan, null);
  });
});
