import assert from 'node:assert/strict';
import { configureDisplay, display, inEnglish } from '../../../src/core/l10n/display.ts';
import { t, tKept } from '../../../src/core/l10n/message.ts';
import { commitCount } from '../../../src/core/report/counts.ts';
import { formatAge, formatDuration } from '../../../src/core/report/durations.ts';
import { ended, inARow, listed, saidMoney } from '../../../src/core/report/words.ts';
import { amountsIn } from '../../../webview/panel/amounts.ts';
import { around } from '../../../webview/shared/around.ts';
import { problemSentence } from '../../../webview/shared/problemSentence.ts';

const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

describe('what is said in another language', () => {
  afterEach(() => configureDisplay({}));

  it('has that language’s way to count up, to go on and to end', () => {
    configureDisplay({ locale: 'zh-cn', messages: { '{0}, {1}': '{0}、{1}', '{0} {1}': '{0}{1}', '{0}.': '{0}。' } });
    assert.equal(listed(['a', 'b', 'c']), 'a、b、c');
    assert.equal(inARow('好。', '', '不好。'), '好。不好。');
    assert.deepEqual([ended('好'), ended('好。')], ['好。', '好。']);
  });

  it('counts by that language’s own sense of one', () => {
    configureDisplay({ locale: 'ja', messages: { '{0} commits': 'コミット {0} 件' } });
    assert.equal(commitCount(1), 'コミット 1 件');
    configureDisplay({ locale: 'de', messages: { '{0} commit': '{0} Commit', '{0} commits': '{0} Commits' } });
    assert.deepEqual([1, 2, 1204].map(commitCount), ['1 Commit', '2 Commits', '1.204 Commits']);
  });

  it('says how long and how long ago by messages of their own', () => {
    configureDisplay({ locale: 'de', messages: { '{0} days': '{0} Tage', '{0} days ago': 'vor {0} Tagen' } });
    const days = 3 * 24 * 60 * 60_000;
    assert.deepEqual([formatDuration(days), formatAge(days)], ['3 Tage', 'vor 3 Tagen']);
  });

  it('was kept in English and is said as it is now', () => {
    const kept = inEnglish(() => t('live'));
    configureDisplay({ locale: 'de', messages: { live: 'läuft' } });
    assert.deepEqual([kept, tKept(kept), tKept('never a message')], ['live', 'läuft', 'never a message']);
  });

  it('is English for others to read, and goes back to what it was, also after a failure', () => {
    configureDisplay({ locale: 'de', messages: { live: 'läuft' }, currency: { code: 'EUR', perDollar: 0.9 } });
    const money = { nanodollars: 1_204_500_000_000, unpricedRequests: 0, lowerBound: false };
    assert.equal(
      inEnglish(() => `${t('live')} ${saidMoney(money)}`),
      'live $1,204.50',
    );
    assert.throws(() =>
      inEnglish(() => {
        throw new Error('no');
      }),
    );
    assert.equal(display().locale, 'de');
    assert.equal(t('live'), 'läuft');
  });
});

describe('amounts in sentences of the core', () => {
  afterEach(() => configureDisplay({}));
  const whole = 200e9;

  it('are shares of the plan in any language and currency', () => {
    const messages = { '{0} at list price': '{0} zum Listenpreis', '{0} of the plan’s use': '{0} der Nutzung' };
    const sentence = (amount: string): string => `Es waren ${t('{0} at list price', amount)}, davon ${amount}.`;
    configureDisplay({ locale: 'de', messages });
    const euros = { code: 'EUR', perDollar: 0.9 };
    assert.equal(plain(amountsIn('plan', whole).said(sentence('1,84\u00a0$'))), 'Es waren 0,9 % der Nutzung, davon 0,9 %.');
    configureDisplay({ locale: 'de', messages, currency: euros });
    assert.equal(plain(amountsIn('plan', whole).said(sentence('1.080,00\u00a0€'))), 'Es waren 600,0 % der Nutzung, davon 600,0 %.');
    configureDisplay({ locale: 'ja', messages: { '{0} at list price': '定価で{0}', '{0} of the plan’s use': '利用の{0}' } });
    assert.equal(amountsIn('plan', whole).said('定価で$2.00、<$0.001。'), '利用の1.0%、<0.1%。');
  });
});

describe('a sentence with elements in it', () => {
  afterEach(() => configureDisplay({}));

  it('has them where the language puts them', () => {
    const say = (one: string, other: string): string => t('{0} before {1}.', one, other);
    assert.deepEqual(around(say, 'A', 'B'), ['', 'A', ' before ', 'B', '.']);
    configureDisplay({ locale: 'ja', messages: { '{0} before {1}.': '{1}の前に{0}。' } });
    assert.deepEqual(around(say, 'A', 'B'), ['', 'B', 'の前に', 'A', '。']);
  });
});

describe('a problem in a language without capitals', () => {
  it('is a sentence by its end', () => {
    assert.equal(problemSentence('Reading', '台帳を読み取れません。'), '台帳を読み取れません。');
    assert.equal(problemSentence('Reading', 'EACCES: 台帳'), 'Reading failed: EACCES: 台帳.');
  });
});
