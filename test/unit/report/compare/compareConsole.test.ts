import assert from 'node:assert/strict';
import { compareConsole } from '../../../../src/core/report/compare/compareConsole.ts';
import type { ConsoleInput } from '../../../../src/core/report/compare/compareConsole.ts';
import type { Comparison } from '../../../../src/core/report/compare/comparison.ts';
import { readAmount, readConsoleCsv } from '../../../../src/core/report/compare/consoleFigure.ts';
import type { ConsoleFigure } from '../../../../src/core/report/compare/consoleFigure.ts';
import { shownAmounts } from '../../../../src/core/report/compare/shownAmounts.ts';
import { aRequest, aSideCall, testRate } from '../../../support/rows.ts';

const dollar = 1_000_000_000;
/** 50,000 output tokens of Opus 5.5 cost one dollar. */
const oneDollar = { output: 50_000 };
const at = (time: string): number => Date.parse(time);

function amount(text: string): ConsoleFigure {
  const read = readAmount(text);
  assert.ok(read !== null);
  return { amount: read };
}

function csv(...rows: readonly string[]): ConsoleFigure {
  const read = readConsoleCsv(['date,model,usage_type,cost_type,cost_usd,list_price_usd', ...rows].join('\n'));
  assert.ok('rows' in read, JSON.stringify(read));
  return read;
}

function compare(figure: ConsoleFigure, some: Partial<ConsoleInput> = {}): Comparison {
  return compareConsole({
    ...{ figure, firstDay: '2026-10-25', lastDay: '2026-10-25', timezone: 'Europe/Berlin' },
    ...{ requests: [], sideCalls: [], rate: testRate, notes: [] },
    ...some,
  });
}

const dollarsOf = ({ causes }: Comparison): object =>
  Object.fromEntries(causes.map(({ cause, nanodollars }) => [cause, nanodollars / dollar]));

describe('The Console’s figure', () => {
  // Berlin's 25 October 2026 has 25 hours: from 24 October 22:00 UTC to 25 October 23:00 UTC.
  const overNight = [
    aRequest({ atMs: at('2026-10-24T21:59:59Z'), tokens: oneDollar }),
    aRequest({ atMs: at('2026-10-24T22:00:00Z'), tokens: oneDollar }),
    aRequest({ atMs: at('2026-10-24T23:59:59Z'), tokens: oneDollar }),
    aRequest({ atMs: at('2026-10-25T12:00:00Z'), tokens: oneDollar }),
    aRequest({ atMs: at('2026-10-25T22:59:59Z'), tokens: oneDollar }),
    aRequest({ atMs: at('2026-10-25T23:00:00Z'), tokens: oneDollar }),
    aRequest({ atMs: at('2026-10-26T00:00:00Z'), tokens: oneDollar }),
  ];

  it('is of UTC’s days: what that makes is exact, over a change of the clocks too', () => {
    const comparison = compare(amount('3.00'), { requests: overNight });
    assert.equal(comparison.ours.nanodollars, 4 * dollar);
    assert.deepEqual(dollarsOf(comparison), { days: -1 });
    assert.equal(comparison.causes[0]?.count, 3);
    assert.equal(comparison.unexplainedNanodollars, 0);
    assert.equal(shownAmounts(comparison).sentence, 'The Console says $3.00, Payoff $4.00: $1.00 apart, all of it explained.');
  });

  it('is rounded where it was typed with fewer digits, by less than half of the last', () => {
    const requests = [aRequest({ atMs: at('2026-10-25T12:00:00Z'), tokens: { output: 50_100 } })];
    assert.deepEqual(dollarsOf(compare(amount('1.00'), { requests })), { rounding: -0.002 });
    const apart = compare(amount('1.01'), { requests });
    assert.deepEqual(apart.causes, []);
    assert.equal(apart.unexplainedNanodollars, 8_000_000);
    assert.ok(apart.possibleReasons.length > 0);
  });

  it('leaves over what nobody here can know, with reasons and without amounts', () => {
    const comparison = compare(amount('10.00'), { requests: overNight });
    assert.equal(comparison.unexplainedNanodollars, 7 * dollar);
    assert.match(comparison.possibleReasons.join(' '), /other machines.*other people/s);
    assert.equal(shownAmounts(comparison).sentence, 'The Console says $10.00, Payoff $4.00: $6.00 apart, with $7.00 unexplained.');
  });

  it('counts side calls that are known', () => {
    const comparison = compare(amount('0.00105'), { sideCalls: [aSideCall({ atMs: at('2026-10-25T12:00:00Z') })] });
    assert.equal(comparison.ours.nanodollars, 1_050_000);
    assert.deepEqual(comparison.causes, []);
    assert.equal(comparison.unexplainedNanodollars, 0);
  });

  it('of a file tells discounts, batches, other products, models of other use and models without a price apart', () => {
    const requests = [
      aRequest({ atMs: at('2026-10-25T12:00:00Z'), tokens: oneDollar }),
      aRequest({ atMs: at('2026-10-25T12:00:00Z'), model: 'claude-next-9', tokens: oneDollar }),
    ];
    const figure = csv(
      '2026-10-25,Claude Opus 5.5,message,token,0.90,1.00',
      '2026-10-25,claude-opus-5-5-20260922,batch,token,0.25,0.25',
      '2026-10-25,Claude Next 9,message,token,3,3',
      '2026-10-25,Claude Sonnet 3.7,message,token,2,2',
      '2026-10-25,,,code_execution,0.5,0.5',
      '2026-10-26,Claude Opus 5.5,message,token,100,100',
    );
    const comparison = compare(figure, { requests, timezone: 'UTC' });
    assert.equal(comparison.theirsNanodollars, 6.65 * dollar);
    assert.equal(comparison.ours.unpricedRequests, 1);
    assert.deepEqual(dollarsOf(comparison), { unknownModels: 3, otherModels: 2, otherProducts: 0.5, batch: 0.25, discounts: -0.1 });
    assert.equal(comparison.unexplainedNanodollars, 0);
    assert.deepEqual(
      comparison.rows.map(({ key, theirsNanodollars, oursNanodollars }) => [key, theirsNanodollars, oursNanodollars]),
      [['2026-10-25', 6.65 * dollar, dollar]],
    );
    // A day is no less explained than the whole.
    assert.equal(comparison.rows[0]?.unexplainedNanodollars, 0);
    assert.match(shownAmounts(comparison).sentence, /Payoff at least \$1\.00/);
  });

  it('of a file leaves on its days together what it leaves over, those with the largest differences first', () => {
    const figure = csv('2026-10-24,Claude Opus 5.5,message,token,1.50,2.00', '2026-10-25,Claude Sonnet 3.7,message,token,2,2');
    const comparison = compare(figure, { requests: overNight, firstDay: '2026-10-24', lastDay: '2026-10-26' });
    assert.deepEqual(
      comparison.rows.map(({ key, unexplainedNanodollars }) => [key, unexplainedNanodollars / dollar]),
      [
        ['2026-10-24', -1],
        ['2026-10-25', -3],
        ['2026-10-26', -1],
      ],
    );
    assert.equal(comparison.unexplainedNanodollars, -5 * dollar);
  });

  it('of nothing on either side is the same', () => {
    const comparison = compare(amount('0'));
    assert.equal(shownAmounts(comparison).sentence, 'The Console says $0.00, Payoff $0.00: the same.');
    assert.deepEqual(comparison.possibleReasons, []);
  });
});
