import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readAccount } from '../../../src/core/plan/account.ts';
import { applyPlanSetting } from '../../../src/core/plan/planSetting.ts';
import { anAccount, fetchedAtMs, secrets } from '../../support/accountJson.ts';

const nowMs = fetchedAtMs + 120_000;

describe('the account file', () => {
  it('gives plan, tier and every window with its reset', () => {
    assert.deepEqual(readAccount(anAccount(), nowMs), {
      plan: 'max',
      tier: '20x',
      windows: [
        { kind: 'five_hour', percent: 42, resetsAtMs: Date.parse('2026-11-22T14:00:00.000Z') },
        { kind: 'seven_day', percent: 17.5, resetsAtMs: Date.parse('2026-11-27T08:00:00.000Z') },
        { kind: 'seven_day_opus', percent: 3, resetsAtMs: null },
        { kind: 'seven_day_fable_5_1', percent: 61, resetsAtMs: Date.parse('2026-11-27T08:00:00.000Z') },
      ],
      fetchedAtMs,
    });
  });

  it('lets none of its names, addresses, ids and keys out', () => {
    const text = JSON.stringify(readAccount(anAccount(), nowMs));
    for (const secret of secrets) assert.ok(!text.includes(secret), `${secret} came out`);
  });

  it('drops the limits of another account, and keeps the plan', () => {
    const reading = readAccount(anAccount({ cached: { accountUuid: 'another' } }), nowMs);
    assert.deepEqual(reading, { plan: 'max', tier: '20x', windows: [], fetchedAtMs: null });
  });

  it('drops limits fetched in the future, and keeps old ones for the faces to grey', () => {
    assert.deepEqual(readAccount(anAccount(), fetchedAtMs - 3_600_000).windows, []);
    assert.equal(readAccount(anAccount(), fetchedAtMs + 90_000_000).windows.length, 4);
  });

  it('reads each field for itself: one odd value costs no other', () => {
    const reading = readAccount(
      anAccount({ utilization: { five_hour: { utilization: 'many', resets_at: 7 }, seven_day: { utilization: 9, resets_at: 'soon' } } }),
      nowMs,
    );
    assert.deepEqual(reading.windows[0], { kind: 'seven_day', percent: 9, resetsAtMs: null });
    assert.equal(reading.plan, 'max');
  });

  it('prefers the user’s own tier to the organization’s', () => {
    assert.equal(readAccount(anAccount({ account: { userRateLimitTier: 'default_claude_max_5x' } }), nowMs).tier, '5x');
  });

  it('takes windows from the list of limits where the named ones are missing', () => {
    const limits = [{ kind: 'session', percent: 12, resets_at: null, is_active: true }];
    const { windows } = readAccount(anAccount({ utilization: { five_hour: null, limits } }), nowMs);
    assert.deepEqual(
      windows.find(({ kind }) => kind === 'five_hour'),
      { kind: 'five_hour', percent: 12, resetsAtMs: null },
    );
  });

  it('says nothing of a file without an account', () => {
    assert.deepEqual(readAccount({}, nowMs), { plan: null, tier: null, windows: [], fetchedAtMs: null });
  });

  it('never throws, and never gives a number that is none', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (account, utilization, five) => {
        const limits = [utilization, { kind: 'session', percent: utilization }];
        const file = { oauthAccount: account, cachedUsageUtilization: { fetchedAtMs, utilization: { limits, five_hour: five } } };
        for (const { percent, resetsAtMs } of readAccount(file, nowMs).windows)
          assert.ok(Number.isFinite(percent) && percent >= 0 && (resetsAtMs === null || Number.isFinite(resetsAtMs)));
        readAccount(account, nowMs);
      }),
    );
  });
});

describe('the plan as set', () => {
  const found = readAccount(anAccount(), nowMs);

  it('is what was found by default', () => assert.equal(applyPlanSetting(found, 'auto'), found));

  it('shows dollars and no limits for an API key', () =>
    assert.deepEqual(applyPlanSetting(found, 'api'), { plan: 'api', tier: null, windows: [], fetchedAtMs: null }));

  it('keeps the limits that were read under another plan’s name', () =>
    assert.deepEqual(applyPlanSetting(found, 'max5x'), { ...found, plan: 'max', tier: '5x' }));

  it('stands also where nothing was found', () => assert.equal(applyPlanSetting(null, 'team')?.plan, 'team'));
});
