/** *Is it paying off?*: the cost per change that stayed of two quarters beside each other, and whether they differ by more than chance. */
import { resampled } from '../../outcomes/resample.ts';
import type { Interval, Part } from '../../outcomes/resample.ts';
import { formatMoney } from '../money.ts';
import { counted } from '../words.ts';
import type { OutcomeWeek, QuarterFigures, Verdict } from './outcomesView.ts';
import { ratiosOf } from './outcomeWeeks.ts';

/** By Monday: what a week's spend would be at the prices of today, in nanodollars. */
export type ConstantSpend = ReadonlyMap<string, number>;

export const weeksOfQuarter = 13;
/** Fewer changes that stayed than this in a quarter, and a week more or less decides. */
const leastVerified = 8;

/**
 * The last two quarters that are settled. Better or worse only where the 90% interval of the ratio, resampled by week, leaves out 1 at the prices of
 * the time and at those of today; else it says what is missing (DESIGN section 6). `atPricesOfToday` is asked for only where two quarters can be compared.
 */
export function verdictOf(weeks: readonly OutcomeWeek[], atPricesOfToday: () => ConstantSpend): Verdict {
  const settled = weeks.filter((week) => week.settled && !week.partial);
  const missingWeeks = 2 * weeksOfQuarter - settled.length;
  if (missingWeeks > 0) {
    const has =
      settled.length === 0 ? 'there is none yet' : `there ${settled.length === 1 ? 'is' : 'are'} ${String(settled.length)} so far`;
    return tooLittle(
      `Too early to say: two quarters are compared, ${counted(2 * weeksOfQuarter, 'whole week')} whose changes have all had their window, and ${has}.`,
    );
  }
  const last = settled.slice(-weeksOfQuarter);
  const before = settled.slice(-2 * weeksOfQuarter, -weeksOfQuarter);
  const quarters = [figuresOf(before), figuresOf(last)] as const;
  const few = quarters.find(({ verified }) => verified < leastVerified);
  if (few !== undefined)
    return tooLittle(
      `Too few to say: ${counted(few.verified, 'change')} that stayed from ${few.firstWeek} on; ${String(leastVerified)} a quarter are needed.`,
      quarters,
    );
  if (quarters.some(({ spend }) => spend.unpricedRequests > 0))
    return tooLittle('Not to be said: some requests of these quarters have no price yet.', quarters);
  const ratio = compare(before, last, ({ spend }) => spend.nanodollars);
  const constantPrices = ratio === null ? null : compare(before, last, atToday(atPricesOfToday()));
  if (ratio === null || constantPrices === null) return tooLittle('Not to be said: these quarters cost nothing.', quarters);
  const direction = sideOf(ratio);
  const kind = direction !== 'noDifference' && direction === sideOf(constantPrices) ? direction : 'noDifference';
  return { kind, sentence: sentenceOf(kind, quarters, ratio), ratio, constantPrices, quarters };
}

type Ratio = Interval & { readonly value: number };

function atToday(spend: ConstantSpend): (week: OutcomeWeek) => number {
  return ({ week }) => spend.get(week) ?? 0;
}

function compare(before: readonly OutcomeWeek[], last: readonly OutcomeWeek[], spendOf: (week: OutcomeWeek) => number): Ratio | null {
  const quarters = [before, last].map((weeks) => weeks.map((week): Part => ({ part: spendOf(week), whole: week.verified })));
  const value = ratioOf(quarters.map(summed));
  const interval = Number.isFinite(value) && value > 0 ? resampled(quarters, ratioOf) : null;
  return interval === null ? null : { value, ...interval };
}

/** Cost per change that stayed of the later quarter over that of the earlier one. */
function ratioOf([earlier, later]: readonly Part[]): number {
  if (earlier === undefined || later === undefined) return NaN;
  return later.part / later.whole / (earlier.part / earlier.whole);
}

function summed(parts: readonly Part[]): Part {
  return {
    part: parts.reduce((sum, { part }) => sum + part, 0),
    whole: parts.reduce((sum, { whole }) => sum + whole, 0),
  };
}

function sideOf({ low, high }: Interval): 'better' | 'worse' | 'noDifference' {
  return high < 1 ? 'better' : low > 1 ? 'worse' : 'noDifference';
}

function figuresOf(weeks: readonly OutcomeWeek[]): QuarterFigures {
  const { settledSpend, settledVerified, costPerChange } = ratiosOf(weeks);
  return {
    firstWeek: weeks[0]?.week ?? '',
    lastWeek: weeks.at(-1)?.week ?? '',
    weeks: weeks.length,
    spend: settledSpend,
    verified: settledVerified,
    costPerChange,
  };
}

function sentenceOf(kind: Verdict['kind'], [earlier, later]: readonly [QuarterFigures, QuarterFigures], ratio: Ratio): string {
  const cost = ({ costPerChange }: QuarterFigures): string => (costPerChange === null ? 'nothing' : formatMoney(costPerChange));
  const range = `${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)} times, 90% interval over weeks`;
  const figures = `a change that stayed cost ${cost(later)} in the last quarter and ${cost(earlier)} in the one before (${range})`;
  if (kind === 'better') return `Better: ${figures}, also at the prices of today.`;
  if (kind === 'worse') return `Worse: ${figures}, also at the prices of today.`;
  return `No difference that is more than chance: ${figures}.`;
}

function tooLittle(sentence: string, quarters: Verdict['quarters'] = null): Verdict {
  return { kind: 'tooLittle', sentence, ratio: null, constantPrices: null, quarters };
}
