import assert from 'node:assert/strict';
import { configureDisplay, displayKey } from '../../../src/core/l10n/display.ts';
import { plural, t } from '../../../src/core/l10n/message.ts';

describe('a message', () => {
  afterEach(() => configureDisplay({}));

  it('is what the code says where no bundle says otherwise', () => {
    assert.equal(t('{0} of {1}', 'a', 2), 'a of 2');
    assert.equal(plural(1, '{0} commit', '{0} commits', '1'), '1 commit');
    assert.equal(plural(0, '{0} commit', '{0} commits', '0'), '0 commits');
  });

  it('is the bundle’s, in its own order', () => {
    configureDisplay({ locale: 'de', messages: { '{0} of {1}': 'von {1} sind es {0}', '{0} commit': 'ein Commit' } });
    assert.equal(t('{0} of {1}', 'a', 2), 'von 2 sind es a');
    assert.equal(plural(1, '{0} commit', '{0} commits', '1'), 'ein Commit');
    assert.equal(plural(2, '{0} commit', '{0} commits', '2'), '2 commits');
  });

  it('has one and many as the language has them', () => {
    configureDisplay({ locale: 'ja', messages: { '{0} commits': '{0} 件のコミット' } });
    assert.equal(plural(1, '{0} commit', '{0} commits', '1'), '1 件のコミット');
  });

  it('fills a place once, with nothing that a part brings along', () => {
    assert.equal(t('{0} {1}', '{1}', 'b'), '{1} b');
    assert.equal(t('{0} {2}', 'a'), 'a {2}');
    assert.equal(t('{not} a place'), '{not} a place');
  });

  it('takes no message from what every object has', () => {
    assert.equal(t('constructor'), 'constructor');
  });

  it('that is kept is kept for one language and one currency', () => {
    const keys = [{}, { locale: 'de' }, { currency: { code: 'EUR', perDollar: 0.92 } }, { currency: { code: 'EUR', perDollar: 0.93 } }].map(
      (given) => {
        configureDisplay(given);
        return displayKey();
      },
    );
    assert.equal(new Set(keys).size, keys.length);
  });
});
