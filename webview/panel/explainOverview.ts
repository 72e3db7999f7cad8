import { commitCount, sessionCount } from '../../src/core/report/counts.ts';
import { t, plural } from '../../src/core/l10n/message.ts';
import { dateWords } from '../../src/core/report/dates.ts';
import { formatCount } from '../../src/core/report/money.ts';
import { capitalized, shareText } from '../../src/core/report/words.ts';
import { attributionParagraphs, standingParagraphs } from './explainStanding.ts';
import { branchName, partName } from './standingLabels.ts';
import type { BranchRow, Distribution, Overview } from '../../src/core/report/overview.ts';
import type { Amounts, LocalExplanation } from './panel.ts';

/** Why the total is what it is: its parts, which add up to it, and the rules. */
export function explainStanding(overview: Overview): LocalExplanation {
  return {
    title: t('All that is shown'),
    money: overview.standing.total,
    paragraphs: [
      {
        text: t(
          '{0} requests in {1}, each counted once by its id, at the list price in force when it was made (prices as of {2}).',
          formatCount(overview.requests),
          sessionCount(overview.sessions),
          dateWords(overview.asOf),
        ),
        money: null,
      },
      ...standingParagraphs(overview.standing, overview.defaultBranch),
      ...attributionParagraphs(overview.standing),
      ...(overview.standing.sideCallsUnknown
        ? [{ text: t('Side calls of some sessions are not known: they are in no part and in no sum.'), money: null }]
        : []),
    ],
  };
}

/** `the 30 days before`. */
export function daysBefore(days: number): string {
  return plural(days, 'the day before', 'the {0} days before', formatCount(days));
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
      { text: t('{0} worked on it, {1} came of it.', sessionCount(sessions), commitCount(commits)), money: null },
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
      { text: t('The middle one of {0}: as many cost less as cost more.', formatCount(count)), money: null },
      {
        text: ({ nanodollars: amount }) =>
          t(
            'Half of them lie between {0} and {1}; the cheapest is {2}, the dearest {3}.',
            amount(firstQuartile),
            amount(thirdQuartile),
            amount(lowest),
            amount(highest),
          ),
        money: null,
      },
      {
        text: t(
          'The dearest tenth has {0} of the sum. Payoff shows the middle and the spread instead of an average, which a few dear ones would carry.',
          shareText(dearestTenth, 1),
        ),
        money: null,
      },
    ],
  };
}
