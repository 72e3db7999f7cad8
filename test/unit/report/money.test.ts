import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { configureDisplay } from '../../../src/core/l10n/display.ts';
import { formatAge, formatDuration, formatTime } from '../../../src/core/report/durations.ts';
import {
  displayedUnit,
  formatCount,
  formatDollars,
  formatDollarsMark,
  formatMoney,
  formatPercent,
  formatTokens,
} from '../../../src/core/report/money.ts';
import { money, now } from '../../support/snapshots.ts';

const amounts = (precision: 'cents' | 'dollars' | 'thousands', values: readonly number[]): string[] =>
  values.map((value) => formatDollars(Math.round(value * 1e9), precision));

describe('amounts', () => {
  it('have cents and separators for thousands', () => {
    assert.deepEqual(amounts('cents', [0, 1.84, 12.4, 999.995, 1204.5, 1_234_567.891]), [
      '$0.00',
      '$1.84',
      '$12.40',
      '$1,000.00',
      '$1,204.50',
      '$1,234,567.89',
    ]);
  });

  it('round half a cent up, whatever it is in binary', () => {
    assert.deepEqual(amounts('cents', [1.005, 0.145, 8.345, 2.675, 0.0045, 1.0049]), [
      '$1.01',
      '$0.15',
      '$8.35',
      '$2.68',
      '$0.005',
      '$1.00',
    ]);
    assert.deepEqual(amounts('thousands', [1150, 1149.9]), ['$1.2k', '$1.1k']);
  });

  it('show small sums, and never as nothing', () => {
    assert.deepEqual(amounts('cents', [0.004, 0.0004, 0.000_000_001, 0.0094, 0.0095, 0.01]), [
      '$0.004',
      '<$0.001',
      '<$0.001',
      '$0.009',
      '$0.01',
      '$0.01',
    ]);
  });

  it('give up cents, then dollars, where room is short', () => {
    assert.deepEqual(amounts('dollars', [1.84, 9.99, 9.995, 12.4, 1204.5]), ['$1.84', '$9.99', '$10', '$12', '$1,205']);
    assert.deepEqual(amounts('thousands', [12.4, 999.4, 999.5, 1204.5, 12_404, 99_950, 999_500]), [
      '$12',
      '$999',
      '$1k',
      '$1.2k',
      '$12.4k',
      '$100k',
      '$1M',
    ]);
  });

  it('say at least where something is missing, and no price where all is', () => {
    assert.equal(formatMoney(money(1.84)), '$1.84');
    assert.equal(formatMoney(money(1.84, { lowerBound: true })), '≥ $1.84');
    assert.equal(formatMoney(money(1.84, { unpricedRequests: 2 })), '≥ $1.84');
    assert.equal(formatMoney(money(0, { unpricedRequests: 2 })), 'no price yet');
  });
});

describe('marks of an axis', () => {
  const marks = (step: number): readonly string[] => [0, 1, 2, 3].map((times) => formatDollarsMark(times * step, step));
  afterEach(() => configureDisplay({}));

  it('have all as many digits as the step needs', () => {
    assert.deepEqual(marks(100e9), ['$0', '$100', '$200', '$300']);
    assert.deepEqual(marks(0.5e9), ['$0.00', '$0.50', '$1.00', '$1.50']);
    assert.deepEqual(marks(0.005e9), ['$0.000', '$0.005', '$0.010', '$0.015']);
    assert.deepEqual(marks(0.0002e9), ['$0.0000', '$0.0002', '$0.0004', '$0.0006']);
  });

  it('are in the user’s currency', () => {
    configureDisplay({ currency: { code: 'EUR', perDollar: 0.92 } });
    assert.deepEqual(marks(2e9), ['€0.00', '€1.84', '€3.68', '€5.52']);
    assert.deepEqual(marks(2 * displayedUnit()), ['€0', '€2', '€4', '€6']);
    configureDisplay({ currency: { code: 'JPY', perDollar: 150 } });
    assert.deepEqual(marks(2e9), ['¥0', '¥300', '¥600', '¥900']);
  });

  it('are the zero alone where nothing has an amount', () => assert.deepEqual(marks(0.5), ['$0.00', '', '', '']));
});

describe('counts, times and ages', () => {
  it('are short', () => {
    assert.deepEqual([0, 999, 1000, 1234567].map(formatCount), ['0', '999', '1,000', '1,234,567']);
    assert.deepEqual([950, 84_321, 999_499, 999_500, 1_250_000].map(formatTokens), ['950', '84k', '999k', '1M', '1.3M']);
    assert.deepEqual([42.9, 89.999, 100].map(formatPercent), ['42%', '89%', '100%']);
  });

  it('are said as people say them', () => {
    const minutes = [0.5, 12, 60, 65, 26 * 60, 50 * 60].map((count) => count * 60_000);
    assert.deepEqual(minutes.map(formatDuration), ['under 1 min', '12 min', '1 h', '1 h 5 min', '1 day', '2 days']);
    assert.deepEqual(minutes.map(formatAge), ['just now', '12 min ago', '1 h ago', '1 h ago', '1 day ago', '2 days ago']);
  });

  it('name a day only when it is another', () => {
    const at = (hours: number): string => formatTime(now + hours * 3_600_000, now, 'Europe/Berlin');
    assert.deepEqual([at(0.5), at(10), at(44), at(24 * 9)], ['14:30', 'Mon 00:00', 'Tue 10:00', '1 December 14:00']);
  });
});
