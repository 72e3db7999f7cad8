import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Money } from '../../../../src/core/report/live.ts';
import { nextDay } from '../../../../src/core/report/time.ts';
import { verdictOf as verdictAt, weeksOfQuarter } from '../../../../src/core/report/outcomes/verdict.ts';
import type { OutcomeWeek, Verdict } from '../../../../src/core/report/outcomes/outcomesView.ts';

const dollar = 1_000_000_000;

function money(nanodollars: number, some: Partial<Money> = {}): Money {
  return { nanodollars, unpricedRequests: 0, lowerBound: false, ...some };
}

/** A settled week that cost so many dollars, and in which so many changes stayed. */
function aWeek(index: number, dollars: number, verified: number, some: Partial<OutcomeWeek> = {}): OutcomeWeek {
  const week = nextDay('2026-01-05', 7 * index);
  return {
    ...{ week, isoWeek: '', partial: false, settled: true, spend: money(dollars * dollar), setAside: money(0) },
    ...{ verified, pending: 0, reverted: 0, hotfixed: 0, reopened: 0, attempted: verified, closed: verified, closedVerified: verified },
    ...{ fourWeeks: null, distribution: null, windowChange: null },
    ...some,
  };
}

/** Two quarters, each of the same weeks, with a small swing from week to week. */
function twoQuarters(before: number, last: number, some: Partial<OutcomeWeek> = {}): readonly OutcomeWeek[] {
  return Array.from({ length: 2 * weeksOfQuarter }, (_, index) =>
    aWeek(index, (index < weeksOfQuarter ? before : last) + (index % 3), 2, index < weeksOfQuarter ? {} : some),
  );
}

/** With prices that did not change, where nothing else is said. */
function verdictOf(weeks: readonly OutcomeWeek[], atToday: (week: OutcomeWeek) => number = ({ spend }) => spend.nanodollars): Verdict {
  return verdictAt(weeks, () => new Map(weeks.map((week) => [week.week, atToday(week)])));
}

describe('whether it is paying off', () => {
  it('is better where the later quarter costs less for each change that stayed, by more than chance', () => {
    const verdict = verdictOf(twoQuarters(40, 20));
    assert.equal(verdict.kind, 'better');
    assert.ok(verdict.ratio !== null && verdict.ratio.high < 1 && verdict.ratio.low < verdict.ratio.value);
    assert.match(verdict.sentence, /^Better: a change that stayed cost \$10\.\d\d in the last quarter and \$20\.\d\d in the one before/);
    assert.equal(verdictOf(twoQuarters(20, 40)).kind, 'worse');
  });

  it('makes no difference of what chance alone gives', () => {
    const swinging = Array.from({ length: 26 }, (_, index) =>
      aWeek(index, index % 2 === 0 ? 5 : 90, index < 13 ? 2 : index % 2 === 0 ? 1 : 3),
    );
    assert.equal(verdictOf(swinging).kind, 'noDifference');
    assert.equal(verdictOf(twoQuarters(20, 20)).kind, 'noDifference');
  });

  it('is not better only because prices fell', () => {
    const verdict = verdictOf(twoQuarters(40, 20), () => 40 * dollar);
    assert.equal(verdict.kind, 'noDifference');
    assert.ok(verdict.ratio !== null && verdict.ratio.high < 1);
    assert.ok(verdict.constantPrices !== null && verdict.constantPrices.high >= 1);
  });

  it('says what is missing', () => {
    assert.match(verdictOf([]).sentence, /^Too early to say: .* 26 whole weeks .* there is none yet/);
    assert.match(verdictOf(twoQuarters(20, 20).slice(1)).sentence, /there are 25/);
    const few = verdictOf(twoQuarters(20, 20, { verified: 0 }));
    assert.equal(few.kind, 'tooLittle');
    assert.match(few.sentence, /^Too few to say: 0 changes that stayed from 2026-04-06 on/);
    const unpriced = verdictOf(twoQuarters(20, 20, { spend: money(dollar, { unpricedRequests: 1 }) }));
    assert.match(unpriced.sentence, /no price yet/);
    assert.equal(unpriced.ratio, null);
    assert.match(verdictOf(Array.from({ length: 26 }, (_, index) => aWeek(index, 0, 2))).sentence, /cost nothing/);
  });

  it('asks for the prices of today only where there is something to compare', () => {
    const unasked = (): never => assert.fail('asked');
    assert.equal(verdictAt(twoQuarters(40, 20).slice(1), unasked).kind, 'tooLittle');
  });

  it('passes over weeks that are not settled, and gives the same answer every time', () => {
    const weeks = [...twoQuarters(40, 20), aWeek(26, 9_000, 0, { settled: false })];
    assert.deepEqual(verdictOf(weeks), verdictOf(twoQuarters(40, 20)));
  });
});
