/** *Is it paying off?*: the cost per change that stayed of two quarters beside each other, and whether they differ by more than chance. */
import { resampled } from '../../outcomes/resample.ts';
import type { Interval } from '../../outcomes/resample.ts';
import { formatMoney } from '../money.ts';
import { counted } from '../words.ts';
import type { OutcomeWeek, QuarterFigures, Verdict } from './outcomesView.ts';
import { ratiosOf } from './outcomeWeeks.ts';

/** A settled week, with its spend at the prices of today. */
export interface VerdictWeek extends OutcomeWeek {
  readonly constantNanodollars: number;
}

export const weeksOfQuarter = 13;
/** Fewer changes that stayed than this in a quarter, and a week more or less decides. */
const leastVerified = 8;

/**
 * The last two quarters that are settled. Better or worse only where the 90% interval of the ratio, resampled by week, leaves out 1 at the prices of
 * the time and at those of today; else it says what is missing (DESIGN section 6).
 */
export function verdictOf(weeks: readonly VerdictWeek[]): Verdict {
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
  const constantPrices = compare(before, last, ({ constantNanodollars }) => constantNanodollars);
  if (ratio === null || constantPrices === null) return tooLittle('Not to be said: these quarters cost nothing.', quarters);
  const direction = sideOf(ratio);
  const kind = direction !== 'noDifference' && direction === sideOf(constantPrices) ? direction : 'noDifference';
  return { kind, sentence: sentenceOf(kind, quarters, ratio), ratio, constantPrices, quarters };
}

type Ratio = Interval & { readonly value: number };

function compare(before: readonly VerdictWeek[], last: readonly VerdictWeek[], spendOf: (week: VerdictWeek) => number): Ratio | null {
  const each = (weeks: readonly VerdictWeek[] | undefined): number => {
    const verified = (weeks ?? []).reduce((sum, week) => sum + week.verified, 0);
    const spend = (weeks ?? []).reduce((sum, week) => sum + spendOf(week), 0);
    return spend / verified;
  };
  const figure = ([earlier, later]: readonly (readonly VerdictWeek[])[]): number => each(later) / each(earlier);
  const value = figure([before, last]);
  const interval = Number.isFinite(value) && value > 0 ? resampled([before, last], figure) : null;
  return interval === null ? null : { value, ...interval };
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
