/** *Is it paying off?* for a team: as the developer's own verdict, of published weeks. */
import { resampled } from '../../outcomes/resample.ts';
import type { Part } from '../../outcomes/resample.ts';
import { weeksOfQuarter } from '../../report/outcomes/verdict.ts';
import { formatDollars } from '../../report/money.ts';
import { counted } from '../../report/words.ts';
import type { PayingOffSection, TeamQuarter } from './dashboardTypes.ts';
import { countedCost } from './weeks.ts';
import type { Week } from './weeks.ts';

/** Fewer changes that stayed than this in a quarter, and a week more or less decides. */
const leastVerified = 8;
const neededWeeks = 2 * weeksOfQuarter;

interface Told {
  readonly week: string;
  readonly cost: number;
  readonly verified: number;
}

/** The last 26 weeks whose cost and changes are told, as two quarters: better or worse only where the 90% interval leaves out 1. */
export function payingOffSection(weeks: readonly Week[]): PayingOffSection {
  const told = weeks.flatMap((week): readonly Told[] => {
    const [cost, verified] = [countedCost(week), week.outcomes?.verified ?? null];
    return cost === null || verified === null ? [] : [{ week: week.week, cost, verified }];
  });
  const last = told.slice(-weeksOfQuarter);
  const before = told.slice(-neededWeeks, -weeksOfQuarter);
  const base = { weeks: told.length, neededWeeks, notes: notesOf(weeks, [...before, ...last]) };
  const tooLittle = (sentence: string, quarters: PayingOffSection['quarters'] = null): PayingOffSection => ({
    ...{ ...base, kind: 'tooLittle', sentence, ratio: null, quarters },
  });
  if (told.length < neededWeeks)
    return tooLittle(
      `Too early to say: two quarters are compared, ${String(neededWeeks)} weeks whose cost and changes are both told; so far there are ${told.length === 0 ? 'none' : String(told.length)}.`,
    );
  const quarters = [quarterOf(before), quarterOf(last)] as const;
  const few = quarters.find(({ verified }) => verified < leastVerified);
  if (few !== undefined)
    return tooLittle(
      `Too few to say: ${String(few.verified)} changes that stayed from ${few.firstWeek} on; ${String(leastVerified)} a quarter are needed.`,
      quarters,
    );
  const groups = [before, last].map((quarter) => quarter.map(({ cost, verified }): Part => ({ part: cost, whole: verified })));
  const value = ratioOf(quarters.map(({ cost, verified }) => ({ part: cost, whole: verified })));
  const interval = Number.isFinite(value) && value > 0 ? resampled(groups, ratioOf) : null;
  if (interval === null) return tooLittle('Not to be said: these quarters cost nothing.', quarters);
  const kind = interval.high < 1 ? 'better' : interval.low > 1 ? 'worse' : 'noDifference';
  const ratio = { value, ...interval };
  return { ...base, kind, sentence: sentenceOf(kind, quarters, ratio), ratio, quarters };
}

function ratioOf([earlier, later]: readonly Part[]): number {
  if (earlier === undefined || later === undefined) return NaN;
  return later.part / later.whole / (earlier.part / earlier.whole);
}

function quarterOf(weeks: readonly Told[]): TeamQuarter {
  const cost = weeks.reduce((sum, week) => sum + week.cost, 0);
  const verified = weeks.reduce((sum, week) => sum + week.verified, 0);
  return {
    firstWeek: weeks[0]?.week ?? '',
    lastWeek: weeks.at(-1)?.week ?? '',
    ...{ weeks: weeks.length, cost, verified, costPerChange: verified === 0 ? null : Math.round(cost / verified) },
  };
}

function sentenceOf(
  kind: 'better' | 'worse' | 'noDifference',
  [earlier, later]: readonly [TeamQuarter, TeamQuarter],
  ratio: { low: number; high: number },
): string {
  const cost = ({ costPerChange }: TeamQuarter): string => (costPerChange === null ? 'nothing' : formatDollars(costPerChange * 1_000));
  const figures = `a change that stayed cost ${cost(later)} in the last quarter and ${cost(earlier)} in the one before (${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)} times, 90% interval over weeks)`;
  if (kind === 'better') return `Better: ${figures}.`;
  if (kind === 'worse') return `Worse: ${figures}.`;
  return `No difference that is more than chance: ${figures}.`;
}

function notesOf(weeks: readonly Week[], used: readonly Told[]): readonly string[] {
  const [first] = used;
  const left =
    first === undefined ? 0 : weeks.filter(({ week }) => week >= first.week && week <= (used.at(-1)?.week ?? '')).length - used.length;
  return [
    'At the list prices of the time: reports say what was spent, so that quarters cannot be set to the prices of one day.',
    ...(left === 0 ? [] : [`Left out, since not all of it is told: ${counted(left, 'week')} in between.`]),
  ];
}
