import assert from 'node:assert/strict';
import { displayOf } from '../../../src/extension/displayOf.ts';

describe('how a window shows things', () => {
  it('is as VS Code is shown, where there are messages in its language', () => {
    const bundle = { live: 'läuft' };
    const currency = { code: 'EUR', perDollar: 0.9 };
    assert.deepEqual(displayOf({ language: 'de', bundle }, currency), { locale: 'de', messages: bundle, currency });
  });

  it('is all English where there are none, numbers too', () => {
    assert.deepEqual(displayOf({ language: 'fr', bundle: undefined }, null), { locale: 'en', messages: {}, currency: null });
  });
});
