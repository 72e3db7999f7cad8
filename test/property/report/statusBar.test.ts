import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Money, PlanReading, Reading } from '../../../src/core/report/live.ts';
import { commitView, statusBarView } from '../../../src/core/report/statusBar.ts';
import { readStatusLineInput, statusLineText } from '../../../src/core/report/statusLine.ts';
import { aLiveSession, aRestingSession, aSnapshot, now } from '../../support/snapshots.ts';

const money: fc.Arbitrary<Money> = fc.record({
  nanodollars: fc.oneof(fc.constant(0), fc.nat(1e9), fc.double({ min: 0, max: 8e15, noNaN: true }).map(Math.floor)),
  unpricedRequests: fc.oneof(fc.constant(0), fc.nat(100_000)),
  lowerBound: fc.boolean(),
});
const plan: fc.Arbitrary<PlanReading> = fc.record({
  plan: fc.constantFrom('pro', 'max', 'api', null),
  tier: fc.constant(null),
  windows: fc.array(
    fc.record({
      kind: fc.constantFrom('five_hour', 'seven_day', 'seven_day_opus', 'seven_day_a_very_long_model_name_here'),
      percent: fc.double({ min: 0, max: 250, noNaN: true }),
      resetsAtMs: fc.option(fc.integer({ min: now - 1e9, max: now + 1e9 })),
    }),
    { maxLength: 4 },
  ),
  fetchedAtMs: fc.option(fc.integer({ min: now - 1e8, max: now })),
});
const reading: fc.Arbitrary<Reading> = fc.record({ bytes: fc.nat(), bytesRead: fc.nat(), todayExact: fc.boolean() });
const snapshot = fc
  .record({
    sessions: fc.array(fc.record({ money, branch: fc.string({ unit: 'grapheme' }) }), { maxLength: 15 }),
    resting: fc.array(fc.record({ branch: fc.string({ unit: 'grapheme' }) }), { maxLength: 4 }),
    today: money,
    shares: fc.array(money, { maxLength: 6 }),
    plan: fc.option(plan),
    reading: fc.option(reading, { freq: 3 }),
    empty: fc.boolean(),
    advice: fc.option(fc.constant({ sessionId: 's', sentence: 'Opus 5.5 is 92% of the last seven days.' })),
    became: fc.option(fc.record({ money, onDefaultBranch: money, commits: fc.nat(), defaultBranch: fc.string({ unit: 'grapheme' }) })),
  })
  .map(({ sessions, shares, resting, ...rest }) =>
    aSnapshot({
      ...rest,
      live: sessions.map((session) => aLiveSession(session)),
      resting: resting.map((session) => aRestingSession(session)),
      todayByRepository: shares.map((share, index) => ({ repository: `/r/${String(index)}`, cwd: '', money: share })),
    }),
  );

const visible = (text: string): number => Array.from(text.replace(/\$\([a-z~-]+\)/, 'x')).length;

describe('the status bar of anything', () => {
  it('has at most 24 characters, nine lines, and a name', () => {
    const options = fc.record({
      show: fc.constantFrom('auto', 'session', 'today', 'limit'),
      demo: fc.boolean(),
      bulb: fc.boolean(),
      links: fc.constant([{ title: 'Report', target: 'command:payoff.report' }]),
    });
    fc.assert(
      fc.property(snapshot, options, (given, chosen) => {
        const { text, tooltip, accessibleName } = statusBarView(given, chosen);
        assert.ok(visible(text) <= 24 && visible(text) > 2, text);
        assert.ok(tooltip.length <= 9 && tooltip.every((line) => !line.includes('\n')));
        assert.ok(accessibleName.length > 10 && !/NaN|undefined|Infinity/.test(text + tooltip.join(' ') + accessibleName));
      }),
      { numRuns: 1000 },
    );
  });

  it('has at most 24 characters for a commit', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 40, maxLength: 40 }), money, (sha, cost) => {
        assert.ok(visible(commitView({ sha: sha.replaceAll(/[^0-9a-f]/g, '0'), money: cost }).text) <= 24);
      }),
    );
  });

  it('reads whatever a status line is handed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), snapshot, (handed, given) => {
        const text = statusLineText(given, readStatusLineInput({ rate_limits: handed, session_id: handed }), false);
        assert.ok(Array.from(text).length <= 22 && !text.includes('$('), text);
        readStatusLineInput(handed);
      }),
    );
  });
});
