import { formatCount } from '../../src/core/report/money.ts';
import { capitalized, counted, shareText } from '../../src/core/report/words.ts';
import { attributionParagraphs, standingParagraphs } from './explainStanding.ts';
import { branchName, partName } from './standingLabels.ts';
import type { BranchRow, Distribution, Overview } from '../../src/core/report/overview.ts';
import type { Amounts, LocalExplanation } from './panel.ts';

/** Why the total is what it is: its parts, which add up to it, and the rules. */
export function explainStanding(overview: Overview): LocalExplanation {
  return {
    title: 'All that is shown',
    money: overview.standing.total,
    paragraphs: [
      {
        text: `${formatCount(overview.requests)} requests in ${counted(overview.sessions, 'session')}, each counted once by its id, at the list price in force when it was made (prices as of ${overview.asOf}).`,
        money: null,
      },
      ...standingParagraphs(overview.standing, overview.defaultBranch),
      ...attributionParagraphs(overview.standing),
      ...(overview.standing.sideCallsUnknown
        ? [{ text: 'Side calls of some sessions are not known: they are in no part and in no sum.', money: null }]
        : []),
    ],
  };
}

/** `the 30 days before`. */
export function daysBefore(days: number): string {
  return days === 1 ? 'the day before' : `the ${counted(days, 'day')} before`;
}

/** In amounts of its own: the period before has another whole. */
export function explainBefore({ before, days, defaultBranch }: Overview, amounts: Amounts): LocalExplanation {
  return {
    title: capitalized(daysBefore(days)),
    amounts,
    money: before?.total ?? null,
    paragraphs: before === null ? [] : [...standingParagraphs(before.standing, defaultBranch), ...attributionParagraphs(before.standing)],
  };
}

export function explainBranch({ branch, money, parts, sessions, commits, defaultBranch }: BranchRow): LocalExplanation {
  return {
    title: branchName(branch),
    money,
    paragraphs: [
      { text: `${counted(sessions, 'session')} worked on it, ${counted(commits, 'commit')} came of it.`, money: null },
      ...parts.map((each) => ({ text: `${partName(each.part, defaultBranch)}.`, money: each.money })),
    ],
  };
}

export function explainDistribution(label: string, distribution: Distribution | null): LocalExplanation {
  if (distribution === null) return { title: label, money: null, paragraphs: [] };
  const { count, lowest, firstQuartile, median, thirdQuartile, highest, dearestTenth } = distribution;
  return {
    title: label,
    money: { nanodollars: Math.round(median), unpricedRequests: 0, lowerBound: false },
    paragraphs: [
      { text: `The middle one of ${formatCount(count)}: as many cost less as cost more.`, money: null },
      {
        text: ({ nanodollars: amount }) =>
          `Half of them lie between ${amount(firstQuartile)} and ${amount(thirdQuartile)}; the cheapest is ${amount(lowest)}, the dearest ${amount(highest)}.`,
        money: null,
      },
      {
        text: `The dearest tenth has ${shareText(dearestTenth, 1)} of the sum. Payoff shows the middle and the spread instead of an average, which a few dear ones would carry.`,
        money: null,
      },
    ],
  };
}
