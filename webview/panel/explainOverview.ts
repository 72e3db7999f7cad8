import { modelLabel } from '../../src/core/report/modelLabel.ts';
import { formatCount, formatDollars } from '../../src/core/report/money.ts';
import { counted } from '../shared/share.ts';
import { attributionParagraphs, standingParagraphs } from './explainStanding.ts';
import { partName } from './standingLabels.ts';
import type { BranchRow, DayRow, Overview, OverviewFigure } from '../../src/core/report/overview.ts';
import type { LocalExplanation, Panel } from './panel.ts';

/** Why the total is what it is: its parts, which add up to it, and the rules. */
export function explainStanding(overview: Overview, panel: Panel): LocalExplanation {
  return {
    title: 'All that is shown',
    money: overview.standing.total,
    paragraphs: [
      {
        text: `${formatCount(overview.requests)} requests in ${counted(overview.sessions, 'session')}, each counted once by its id, at the list price in force when it was made (prices as of ${overview.asOf}).`,
        money: null,
      },
      ...standingParagraphs(overview.standing, overview.defaultBranch, panel.amounts),
      ...attributionParagraphs(overview.standing),
      ...(overview.standing.sideCallsUnknown
        ? [{ text: 'Side calls of some sessions are not known: they are in no part and in no sum.', money: null }]
        : []),
    ],
  };
}

export function explainBefore({ before, days, defaultBranch }: Overview, panel: Panel): LocalExplanation {
  return {
    title: `The ${counted(days, 'day')} before`,
    money: before?.total ?? null,
    paragraphs:
      before === null
        ? []
        : [...standingParagraphs(before.standing, defaultBranch, panel.amounts), ...attributionParagraphs(before.standing)],
  };
}

export function explainBranch({ branch, money, parts, sessions, commits }: BranchRow, defaultBranch: string | null): LocalExplanation {
  return {
    title: branch === '' ? 'No branch recorded' : branch,
    money,
    paragraphs: [
      { text: `${counted(sessions, 'session')} worked on it, ${counted(commits, 'commit')} came of it.`, money: null },
      ...parts.map((each) => ({ text: `${partName(each.part, defaultBranch)}.`, money: each.money })),
    ],
  };
}

export function explainDay({ day, money, models }: DayRow): LocalExplanation {
  return { title: day, money, paragraphs: models.map((each) => ({ text: `${modelLabel(each.model)}.`, money: each.money })) };
}

export function explainFigure({ label, distribution }: OverviewFigure): LocalExplanation {
  if (distribution === null) return { title: label, money: null, paragraphs: [] };
  const { count, lowest, firstQuartile, median, thirdQuartile, highest, dearestTenth } = distribution;
  const amount = (nanodollars: number): string => formatDollars(nanodollars);
  return {
    title: label,
    money: { nanodollars: Math.round(median), unpricedRequests: 0, lowerBound: false },
    paragraphs: [
      { text: `The middle one of ${formatCount(count)}: as many cost less as cost more.`, money: null },
      {
        text: `Half of them lie between ${amount(firstQuartile)} and ${amount(thirdQuartile)}; the cheapest is ${amount(lowest)}, the dearest ${amount(highest)}.`,
        money: null,
      },
      {
        text: `The dearest tenth has ${String(Math.round(dearestTenth * 100))} % of the sum. Payoff shows the middle and the spread instead of an average, which a few dear ones would carry.`,
        money: null,
      },
    ],
  };
}
