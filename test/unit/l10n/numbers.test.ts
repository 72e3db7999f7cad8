import assert from 'node:assert/strict';
import { configureDisplay } from '../../../src/core/l10n/display.ts';
import { dateWords, shortDate } from '../../../src/core/report/dates.ts';
import { formatTime } from '../../../src/core/report/durations.ts';
import { formatCount, formatDollars, formatPercent, formatTokens } from '../../../src/core/report/money.ts';
import { exactShareText, shareText } from '../../../src/core/report/words.ts';

/** Spaces that do not break are said as plain ones. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');
const amounts = (...values: readonly number[]): string[] => values.map((value) => plain(formatDollars(Math.round(value * 1e9))));

describe('numbers in the user’s language', () => {
  afterEach(() => configureDisplay({}));

  it('have its separators, and its place for the sign of money and of a hundredth', () => {
    configureDisplay({ locale: 'de' });
    assert.deepEqual(amounts(1204.5, 1.005, 0.004, 0.0001), ['1.204,50 $', '1,01 $', '0,004 $', '<0,001 $']);
    assert.equal(formatCount(1_234_567), '1.234.567');
    assert.deepEqual([formatTokens(84_321), formatTokens(1_250_000)], ['84k', '1,3M']);
    assert.deepEqual([formatPercent(42.9), shareText(1, 1000), exactShareText(124, 1000)].map(plain), ['42 %', '<1 %', '12,4 %']);
    configureDisplay({ locale: 'ja' });
    assert.deepEqual(amounts(1204.5), ['$1,204.50']);
  });

  it('are shortened as it does where room is short', () => {
    const short = (locale: string): string => {
      configureDisplay({ locale });
      return plain(formatDollars(12_404e9, 'thousands'));
    };
    assert.deepEqual(['en', 'de', 'ja', 'zh-cn'].map(short), ['$12.4k', '12.404 $', '$1.2万', '$1.2万']);
  });

  it('are of the user’s own currency, with as many digits as it has', () => {
    configureDisplay({ locale: 'de', currency: { code: 'EUR', perDollar: 0.9 } });
    assert.deepEqual(amounts(1204.5, 0.005), ['1.084,05 €', '0,005 €']);
    configureDisplay({ locale: 'en', currency: { code: 'JPY', perDollar: 150 } });
    assert.deepEqual(amounts(1.84, 0.004, 0.0001), ['¥276', '¥0.6', '<¥0.1']);
    configureDisplay({ locale: 'zh-cn', currency: { code: 'CNY', perDollar: 7.1 } });
    assert.deepEqual(amounts(1), ['¥7.10']);
  });

  it('of a language that Intl does not know are as in English', () => {
    configureDisplay({ locale: 'qps-ploc' });
    assert.deepEqual(amounts(1204.5), ['$1,204.50']);
  });
});

describe('days in the user’s language', () => {
  afterEach(() => configureDisplay({}));

  it('are said as it says them, with the year where that is another', () => {
    const said = (locale: string): string[] => {
      configureDisplay({ locale });
      return [dateWords('2026-10-03', '2026-11-22'), dateWords('2025-10-03', '2026-11-22'), shortDate('2026-10-03')];
    };
    assert.deepEqual(said('en'), ['3 October', '3 October 2025', '3 Oct']);
    assert.deepEqual(said('de'), ['3. Oktober', '3. Oktober 2025', '3. Okt.']);
    assert.deepEqual(said('ja'), ['10月3日', '2025年10月3日', '10月3日']);
    assert.deepEqual(said('zh-cn'), ['10月3日', '2025年10月3日', '10月3日']);
  });

  it('are named within a week', () => {
    const said = (locale: string): string => {
      configureDisplay({ locale });
      return formatTime(Date.parse('2026-10-03T09:00Z'), Date.parse('2026-10-05T09:00Z'), 'UTC');
    };
    assert.deepEqual(['en', 'de', 'ja', 'zh-cn'].map(said), ['Sat 09:00', 'Sa 09:00', '土 09:00', '周六 09:00']);
  });
});
