/** *Is it paying off?*: the cost per change that stayed of two quarters beside each other, and whether they differ by more than chance. */
import { changeCount } from '../counts.ts';
import { t, plural } from '../../l10n/message.ts';
import { resampled } from '../../outcomes/resample.ts';
import type { Interval, Part } from '../../outcomes/resample.ts';
import { formatNumber } from '../../l10n/numbers.ts';
import { formatMoney, formatCount } from '../money.ts';
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
    const wanted = formatCount(2 * weeksOfQuarter);
    return tooLittle(
      settled.length === 0
        ? t(
            'Too early to say: two quarters are compared, {0} whole weeks whose changes have all had their window, and there is none yet.',
            wanted,
          )
        : plural(
            settled.length,
            'Too early to say: two quarters are compared, {0} whole weeks whose changes have all had their window, and there is {1} so far.',
            'Too early to say: two quarters are compared, {0} whole weeks whose changes have all had their window, and there are {1} so far.',
            wanted,
            formatCount(settled.length),
          ),
    );
  }
  const last = settled.slice(-weeksOfQuarter);
  const before = settled.slice(-2 * weeksOfQuarter, -weeksOfQuarter);
  const quarters = [figuresOf(before), figuresOf(last)] as const;
  const few = quarters.find(({ verified }) => verified < leastVerified);
  if (few !== undefined)
    return tooLittle(
      t(
        'Too few to say: {0} that stayed from {1} on; {2} a quarter are needed.',
        changeCount(few.verified),
        few.firstWeek,
        formatCount(leastVerified),
      ),
      quarters,
    );
  if (quarters.some(({ spend }) => spend.unpricedRequests > 0))
    return tooLittle(t('Not to be said: some requests of these quarters have no price yet.'), quarters);
  const ratio = compare(before, last, ({ spend }) => spend.nanodollars);
  const constantPrices = ratio === null ? null : compare(before, last, atToday(atPricesOfToday()));
  if (ratio === null || constantPrices === null) return tooLittle(t('Not to be said: these quarters cost nothing.'), quarters);
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
  const cost = ({ costPerChange }: QuarterFigures): string => (costPerChange === null ? t('nothing') : formatMoney(costPerChange));
  const figures = t(
    'a change that stayed cost {0} in the last quarter and {1} in the one before ({2} to {3} times, 90% interval over weeks)',
    cost(later),
    cost(earlier),
    formatNumber(ratio.low, 2, 2),
    formatNumber(ratio.high, 2, 2),
  );
  if (kind === 'better') return t('Better: {0}, also at the prices of today.', figures);
  if (kind === 'worse') return t('Worse: {0}, also at the prices of today.', figures);
  return t('No difference that is more than chance: {0}.', figures);
}

function tooLittle(sentence: string, quarters: Verdict['quarters'] = null): Verdict {
  return { kind: 'tooLittle', sentence, ratio: null, constantPrices: null, quarters };
}
