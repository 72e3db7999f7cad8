/** How people differ, as counts of at least k of them: never who. */
import { weekAfter } from './closing.ts';
import type {
  AdoptionPhase,
  DistributionOf,
  DistributionSection,
  DormantSection,
  PatternSection,
  QuadrantSection,
  QuarterOfPeople,
  RankShare,
  Shown,
  Span,
} from './dashboardTypes.ts';
import { quadrantNames } from './types.ts';
import type { Bin, PeopleCount, PeopleSplit, QuadrantName, RankGroup } from './types.ts';
import { countedUsage, lastOf, laterEditionNotes, shownOf, toldWeeks } from './weeks.ts';
import type { Week } from './weeks.ts';

/** Of the spend, the half of people who spent most: from here on steep, from there on moderate (`docs/published-figures.md`). */
export const phaseLimits = { steep: 0.9, moderate: 0.75 } as const;
const weeksOfPhase = 4;
const weeksOfPatterns = 8;
const quarterAgo = 13;

/** Each quadrant by the question that it asks. */
export const quadrantQuestions: Readonly<Record<QuadrantName, string>> = {
  costlyMuch: 'Costly, much on main: what made it possible?',
  costlyLittle: 'Costly, little on main yet: hard problem or stuck?',
  cheapMuch: 'Inexpensive, much on main: small changes, or a way of working to share?',
  cheapLittle: 'Inexpensive, little on main: other work, or not yet at home with it?',
};

export function phaseOf(upperHalf: number): AdoptionPhase {
  return upperHalf >= phaseLimits.steep ? 'steep' : upperHalf >= phaseLimits.moderate ? 'moderate' : 'flat';
}

export function distributionSection(weeks: readonly Week[], nowMs: number): DistributionSection {
  const usage = lastOf(weeks, (week) => week.usage);
  const outcomes = lastOf(weeks, (week) => week.outcomes);
  const last = weeks.at(-1)?.week ?? '';
  return {
    spend: distributionOf(
      usage?.week.week ?? null,
      usage?.value.spendBins ?? null,
      usage?.value.spendRanks ?? null,
      usage === null ? null : wholeOf(usage.week),
    ),
    // How many people have a change that stayed is not told, and so not what falls to each.
    output: distributionOf(outcomes?.week.week ?? null, outcomes?.value.outputBins ?? null, outcomes?.value.outputRanks ?? null, null),
    phases: weeks.map(({ week, usage: each }) => {
      const upperHalf = shownOf(each, ({ spendRanks }) => upperHalfOf(spendRanks), 'usage', week, nowMs);
      return { week, upperHalf, phase: 'value' in upperHalf ? { value: phaseOf(upperHalf.value) } : upperHalf };
    }),
    now: phaseUntil(weeks, last),
    aQuarterBefore: phaseUntil(weeks, last === '' ? '' : weekAfter(last, -quarterAgo)),
    notes: laterEditionNotes(weeks),
  };
}

export function quadrantSection(weeks: readonly Week[]): QuadrantSection {
  const last = lastOf(weeks, ({ outcomes }) => outcomes?.quadrants ?? null);
  if (last === null)
    return { week: null, quadrants: { hidden: anyOutcomes(weeks) ? 'protected' : 'notPublished' }, others: null, notes: [] };
  const { slices, others } = last.value;
  return {
    week: last.week.week,
    quadrants: { value: quadrantNames.map((name) => ({ name, question: quadrantQuestions[name], people: slices[name] ?? null })) },
    others,
    notes: ['Against the middle of those who spent anything in the week. Where the middle lies is not told: it is one person’s.'],
  };
}

export function patternSection(weeks: readonly Week[], nowMs: number): PatternSection {
  return {
    weeks: weeks.map(({ week, usage }) => ({
      week,
      levels: shownOf(usage, ({ levels }) => levels, 'usage', week, nowMs),
      rhythms: shownOf(usage, ({ rhythms }) => rhythms, 'usage', week, nowMs),
    })),
    levels: summedUp(
      toldWeeks(weeks, weeksOfPatterns, ({ usage }) => usage?.levels ?? null),
      weeks,
    ),
    rhythms: summedUp(
      toldWeeks(weeks, weeksOfPatterns, ({ usage }) => usage?.rhythms ?? null),
      weeks,
    ),
    notes: ['The label is a week’s, against the usual weeks of whoever it is: the same person has one of each in time.'],
  };
}

export function dormantSection(weeks: readonly Week[], nowMs: number): DormantSection {
  return {
    weeks: weeks.map(({ week, usage, usageEditions: [first] }) => ({
      week,
      // Reporters are counted by the first edition: of what only a later one told they are not the whole.
      rate: shownOf(
        usage,
        () => (first === undefined ? null : rateOf(first.dormancy?.slices.dormant, first.reporters)),
        'usage',
        week,
        nowMs,
      ),
      rule: usage?.dormantRule ?? null,
    })),
    notes: ['Of those who reported the week. People who have not joined are not dormant: nothing is known of them.'],
  };
}

/** Cost and number of the people whose shares are told; null where the shares are of others. */
function wholeOf(week: Week): { readonly total: number; readonly people: PeopleCount } | null {
  const counted = countedUsage(week);
  const ranked = week.usageEditions.find(({ spendRanks }) => spendRanks !== null);
  if (counted === null || ranked?.edition !== counted.edition) return null;
  return { total: counted.cost.total, people: counted.active };
}

function distributionOf(
  week: string | null,
  bins: readonly Bin[] | null,
  groups: readonly RankGroup[] | null,
  whole: { readonly total: number; readonly people: PeopleCount } | null,
): DistributionOf {
  const shown = <Value>(value: Value | null): Shown<Value> =>
    value === null ? { hidden: week === null ? 'notPublished' : 'protected' } : { value };
  return {
    week,
    bins: shown(bins),
    quarters: shown(groups === null ? null : quartersOf(groups, whole)),
    top: shown(groups === null ? null : [10, 30, 50].flatMap((until): readonly RankShare[] => shareUntil(groups, until) ?? [])),
    groups: shown(groups),
  };
}

/** What those down to a percentage have together, 0 to 1; null where people are not cut there. */
function shareUntil(groups: readonly RankGroup[], until: number): readonly [RankShare] | null {
  if (!groups.some((group) => group.until === until)) return null;
  const share = groups.filter((group) => group.until <= until).reduce((sum, group) => sum + group.share, 0) / 1_000;
  return [{ until, share }];
}

function upperHalfOf(groups: readonly RankGroup[] | null): number | null {
  return groups === null ? null : (shareUntil(groups, 50)?.[0].share ?? null);
}

function quartersOf(
  groups: readonly RankGroup[],
  whole: { readonly total: number; readonly people: PeopleCount } | null,
): readonly QuarterOfPeople[] | null {
  let before = 0;
  const quarters: QuarterOfPeople[] = [];
  for (const quarter of [1, 2, 3, 4] as const) {
    const until = shareUntil(groups, quarter * 25)?.[0].share;
    if (until === undefined) return null;
    const share = (Math.round(until * 1_000) - Math.round(before * 1_000)) / 1_000;
    quarters.push({ quarter, share, mean: whole === null ? null : meanOf(share * whole.total, whole.people) });
    before = until;
  }
  return quarters;
}

/** A quarter of so many people, whole people. */
function meanOf(amount: number, { atLeast, below }: PeopleCount): Span {
  return { low: amount / Math.ceil((below - 1) / 4), high: amount / Math.max(1, Math.floor(atLeast / 4)) };
}

function phaseUntil(weeks: readonly Week[], last: string): DistributionSection['now'] {
  const halves = toldWeeks(
    weeks.filter(({ week }) => week <= last),
    weeksOfPhase,
    ({ usage }) => upperHalfOf(usage?.spendRanks ?? null),
  );
  if (halves.length < weeksOfPhase) return { hidden: 'tooLittle', needs: 'It is the mean of four weeks in which the upper half is told.' };
  const upperHalf = halves.reduce((sum, half) => sum + half, 0) / halves.length;
  return { value: { upperHalf, phase: phaseOf(upperHalf) } };
}

/** Weeks of people: the least and the most that the counts of all weeks allow. */
function summedUp(splits: readonly PeopleSplit[], weeks: readonly Week[]): Shown<PeopleSplit> {
  if (splits.length === 0) return { hidden: weeks.some(({ usage }) => usage !== null) ? 'protected' : 'notPublished' };
  const slices: Record<string, PeopleCount> = {};
  let others: PeopleCount | null = null;
  for (const split of splits) {
    for (const [name, count] of Object.entries(split.slices)) slices[name] = plus(slices[name] ?? null, count);
    if (split.others !== null) others = plus(others, split.others);
  }
  return { value: { slices, others } };
}

function plus(sum: PeopleCount | null, { atLeast, below }: PeopleCount): PeopleCount {
  return sum === null ? { atLeast, below } : { atLeast: sum.atLeast + atLeast, below: sum.below + below - 1 };
}

function rateOf(dormant: PeopleCount | undefined, reporters: PeopleCount): Span | null {
  if (dormant === undefined) return null;
  return { low: dormant.atLeast / (reporters.below - 1), high: Math.min(1, (dormant.below - 1) / reporters.atLeast) };
}

function anyOutcomes(weeks: readonly Week[]): boolean {
  return weeks.some(({ outcomes }) => outcomes !== null);
}
