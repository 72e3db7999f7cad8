import assert from 'node:assert/strict';
import { configureDisplay } from '../../../src/core/l10n/display.ts';
import { periods } from '../../../src/extension/comparisonPeriods.ts';
import { comparisonText } from '../../../src/extension/comparisonText.ts';
import { addressOf, documentAt } from '../../../src/extension/documentUri.ts';
import { aComparison } from '../../support/comparisons.ts';

describe('a comparison as a document', () => {
  it('begins with the answer, and leads from our figure to theirs', () => {
    const text = comparisonText(aComparison(), false);
    assert.ok(text.startsWith('# ccusage 20.0.24 says \\$412.10, Payoff \\$438.77: \\$26.67 apart, \\$26.60 of it explained.\n'), text);
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    assert.deepEqual(
      rows.slice(0, 7).map((row) => row.split(' | ').slice(0, 2).join(' ')),
      [
        '| Cause Amount',
        '| :-- --:',
        '| Payoff \\$438.77',
        '| Models without a price \\-\\$30.00',
        '| Duplicates \\+\\$3.40',
        '| Unexplained \\-\\$0.07',
        '| **ccusage 20.0.24** **\\$412.10**',
      ],
    );
    assert.match(text, /## What may be behind the rest\n\n- On 1 day/);
    assert.match(text, /## Days with the largest differences/);
  });

  it('is in dollars, as the other figure is, whatever currency is set', () => {
    const inDollars = comparisonText(aComparison(), false);
    configureDisplay({ locale: 'en', messages: {}, currency: { code: 'EUR', perDollar: 0.5 } });
    try {
      assert.equal(comparisonText(aComparison(), false), inDollars);
    } finally {
      configureDisplay({ locale: 'en', messages: {}, currency: null });
    }
  });

  it('says nothing of what may be behind where nothing is left, and that figures are made up where they are', () => {
    const text = comparisonText(
      aComparison({ unexplainedNanodollars: 0, theirsNanodollars: 412_170_000_000, rows: [], rowsBy: null }),
      true,
    );
    assert.doesNotMatch(text, /behind|largest/);
    assert.match(text, /\*\*.*(demo|made up|generated).*\*\*/i);
  });
});

describe('the address of a comparison', () => {
  it('leads back to it alone, and titles its tab', () => {
    const address = addressOf({ comparison: 7 });
    assert.deepEqual(documentAt(address), { comparison: 7 });
    assert.equal(address.path, '/comparison/Payoff: why is this different');
    for (const query of ['', '7', '{"comparison":-1}', '{"comparison":"7"}']) assert.equal(documentAt({ ...address, query }), null);
  });
});

describe('the days of a comparison', () => {
  it('are of this month and the last, over the turn of a year too', () => {
    assert.deepEqual(
      periods('2026-01-05').map(({ value }) => value),
      [{ firstDay: '2026-01-01', lastDay: '2026-01-05' }, { firstDay: '2025-12-01', lastDay: '2025-12-31' }, '7days', '30days', 'all'],
    );
  });
});
