import assert from 'node:assert/strict';
import { configureDisplay } from '../../../src/core/l10n/display.ts';
import { parseCurrency, rateText } from '../../../src/core/marks/currencySetting.ts';
import { estimateTimeSaved, parseTimeSaved } from '../../../src/core/marks/timeSaved.ts';
import { timeSavedText } from '../../../src/core/report/advice/marksSection.ts';
import { formatMoney } from '../../../src/core/report/money.ts';
import { money } from '../../support/snapshots.ts';

describe('the currency that is set', () => {
  afterEach(() => configureDisplay({}));

  it('is a code and a rate; dollars are none', () => {
    assert.deepEqual(parseCurrency({ code: 'eur', perDollar: 0.92 }), { currency: { code: 'EUR', perDollar: 0.92 }, problem: null });
    for (const none of [undefined, null, {}, { code: 'USD', perDollar: 1 }])
      assert.deepEqual(parseCurrency(none), { currency: null, problem: null });
  });

  for (const wrong of [
    'EUR',
    [],
    { code: 'EUR' },
    { code: 'euro', perDollar: 1 },
    { code: 'EUR', perDollar: 0 },
    { code: 'EUR', perDollar: '1' },
  ])
    it(`stays the dollar for ${JSON.stringify(wrong)}, with a sentence`, () => {
      const { currency, problem } = parseCurrency(wrong);
      assert.equal(currency, null);
      assert.match(problem ?? '', /amounts stay in dollars\.$/);
    });

  it('is that of every amount, with where it comes from', () => {
    assert.deepEqual([formatMoney(money(12.4)), rateText()], ['$12.40', null]);
    configureDisplay({ currency: { code: 'EUR', perDollar: 0.92 } });
    assert.deepEqual([formatMoney(money(12.4)), rateText()], ['€11.41', 'at your rate of €0.92 for $1']);
    configureDisplay({ currency: { code: 'JPY', perDollar: 155.25 } });
    assert.deepEqual([formatMoney(money(12.4)), rateText()], ['¥1,925', 'at your rate of ¥155.25 for $1']);
  });
});

describe('the time saved, by the user’s own word', () => {
  const { timeSaved } = parseTimeSaved({ hourlyRate: 80, minutes: { code: { low: 20, high: 60 }, docs: { low: 10, high: 10 } } });

  it('is read with its ranges, or refused with a sentence', () => {
    assert.deepEqual(timeSaved, { hourlyRate: 80, minutes: { code: { low: 20, high: 60 }, docs: { low: 10, high: 10 } } });
    assert.deepEqual(parseTimeSaved({}), { timeSaved: null, problem: null });
    const range = { low: 1, high: 2 };
    for (const wrong of [
      7,
      { hourlyRate: 0, minutes: { code: range } },
      { hourlyRate: 80 },
      { hourlyRate: 80, minutes: {} },
      { hourlyRate: 80, minutes: { naps: range } },
      { hourlyRate: 80, minutes: { code: { low: 3, high: 2 } } },
    ]) {
      const read = parseTimeSaved(wrong);
      assert.equal(read.timeSaved, null);
      assert.match(read.problem ?? '', /^payoff\.timeSaved is left out: .*\.$/, JSON.stringify(wrong));
    }
  });

  it('is commits times minutes times the rate, from low to high, with the assumption beside it', () => {
    assert.ok(timeSaved);
    const counts = new Map([
      ['code', 3],
      ['docs', 2],
      ['tests', 4],
    ] as const);
    const estimate = estimateTimeSaved(timeSaved, counts, money(50));
    assert.ok(estimate);
    assert.deepEqual(estimate.minutes, { low: 80, high: 200 });
    assert.deepEqual(estimate.value, { low: 106_666_666_667, high: 266_666_666_667 });
    const { sentence, assumption } = timeSavedText(estimate);
    assert.equal(sentence, 'Your estimate: in the last 28 days $50.00 replaced 1.3 to 3.3 h of work, $107 to $267 at your hourly rate.');
    assert.match(assumption, /^You assume: 3 × code at 20 to 60 min, 2 × docs at 10 min; an hour at \$80\.00\. .* not measured\./);
    assert.match(assumption, /in no sum: 4 × tests\.$/);
  });

  it('says nothing where nothing of a kind with minutes was made', () => {
    assert.ok(timeSaved);
    assert.equal(estimateTimeSaved(timeSaved, new Map([['tests', 4]] as const), money(50)), null);
    assert.equal(estimateTimeSaved(timeSaved, new Map(), money(50)), null);
  });
});
