import { formatCount } from '../../src/core/report/money.ts';
import { h } from '../shared/dom.ts';
import { section, tiles } from './card.ts';
import { weekFigure } from './weekFigure.ts';
import { cents, isShown, lowerBoundWords, money, orMore, percent, reason, said, moneyMarks, tokens, weekName, weekSpan } from './words.ts';
import type { TeamDashboard, WeekSpan } from '../../src/core/team/published/dashboardTypes.ts';
import type { Description } from '../shared/dom.ts';
import type { Tables } from './card.ts';

const shownWeeks = 52;

/** The four cuts by week, and how much of Claude's lines was there later. */
export function cutsSection(tables: Tables, dashboard: TeamDashboard): Description {
  const rows = dashboard.weeks.slice(-shownWeeks);
  const weeks = rows.map(({ week }) => week);
  const isAtLeast = rows.map(({ isCostPerChangeAtLeast }) => isCostPerChangeAtLeast);
  const judged = rows.findLast(({ costPerChange }) => isShown(costPerChange));
  const spent = rows.findLast(({ cost }) => isShown(cost));
  const cuts = rows.flatMap(({ windowChange }, at) =>
    windowChange === null
      ? []
      : [{ at, words: `Changes are watched for ${days(windowChange.now)}, before for ${days(windowChange.before)}` }],
  );
  return section(
    {
      id: 'cuts',
      title: 'Week by week',
      about: 'What was spent, what came of it, how much of it stayed, and what a change that stayed has cost.',
    },
    tiles(
      {
        label: 'Cost per change that stayed',
        value: said(dashboard.costPerChange, (amount) => orMore(judged?.isCostPerChangeAtLeast === true, cents(amount))),
        hidden: !isShown(dashboard.costPerChange),
        about: isShown(dashboard.costPerChange)
          ? `over four weeks, the ${spanWords(dashboard.lastWeeks.costPerChange)}`
          : reason(dashboard.costPerChange, dashboard, 'outcomes'),
      },
      {
        label: 'Share that stayed',
        value: said(dashboard.verifiedShare, percent),
        hidden: !isShown(dashboard.verifiedShare),
        about: isShown(dashboard.verifiedShare)
          ? `over the last 13 weeks that tell it, ${spanWords(dashboard.lastWeeks.verifiedShare)}`
          : reason(dashboard.verifiedShare, dashboard, 'outcomes'),
      },
    ),
    h(
      'div',
      { class: 'pictures' },
      weekFigure(tables, dashboard, {
        id: 'cut-spend',
        title: 'Dollars and tokens',
        wide: true,
        weeks,
        part: 'usage',
        series: [
          {
            label: 'Dollars at list price',
            type: 'bar',
            colour: 0,
            values: rows.map(({ cost }) => cost),
            isAtLeast: rows.map(({ lowerBounds }) => isShown(lowerBounds)),
            say: money,
            marks: moneyMarks,
          },
          { label: 'Tokens', type: 'line', colour: -1, axis: 'right', values: rows.map(({ tokens: count }) => count), say: tokens },
        ],
        footer: [
          h('p', {}, 'What has no price yet, or was not recorded whole, is not in the dollars: more may have been spent.'),
          spent === undefined ? null : h('p', {}, `Of the ${weekName(spent.week)}: ${lowerBoundWords(spent.lowerBounds)}`),
        ],
      }),
      weekFigure(tables, dashboard, {
        id: 'cut-outcomes',
        title: 'Changes that stayed',
        weeks,
        part: 'outcomes',
        series: [{ label: 'Changes that stayed', type: 'bar', colour: 2, values: rows.map(({ verified }) => verified), say: formatCount }],
      }),
      weekFigure(tables, dashboard, {
        id: 'cut-share',
        title: 'Share that stayed',
        weeks,
        part: 'outcomes',
        cuts,
        series: [
          {
            label: 'Stayed, of those judged',
            type: 'line',
            colour: 2,
            values: rows.map(({ verifiedShare }) => verifiedShare),
            say: percent,
          },
        ],
        footer: cutWords(cuts),
      }),
      weekFigure(tables, dashboard, {
        id: 'cut-cost',
        title: 'Cost per change that stayed',
        weeks,
        part: 'outcomes',
        cuts,
        series: [
          {
            label: 'Dollars a change, over four weeks',
            type: 'line',
            colour: 0,
            values: rows.map(({ costPerChange }) => costPerChange),
            isAtLeast,
            say: cents,
            marks: moneyMarks,
          },
        ],
        footer: [
          h(
            'p',
            {},
            'Each point is of the four weeks that end with it, sum by sum; without what is set aside, in weeks that tell its share (that of the first edition).',
          ),
          cutWords(cuts),
        ],
      }),
      weekFigure(tables, dashboard, {
        id: 'cut-lines',
        title: 'Claude’s lines still there after 30 days',
        weeks,
        part: 'survival',
        series: [{ label: 'Still there', type: 'line', colour: 1, values: rows.map(({ survivingShare }) => survivingShare), say: percent }],
      }),
    ),
  );
}

function cutWords(cuts: readonly { readonly words: string }[]): Description | null {
  return cuts.length === 0 ? null : h('p', {}, `Dashed: ${cuts.map(({ words }) => words).join('; ')}.`);
}

function days(windows: readonly number[]): string {
  return windows.length === 0 ? 'an unknown time' : `${windows.map(String).join(' or ')} days`;
}

function spanWords(weeks: WeekSpan | null): string {
  return weeks === null ? '' : weekSpan(weeks);
}
