import { formatCount } from '../../src/core/report/money.ts';
import { h } from '../shared/dom.ts';
import { bars } from './bars.ts';
import { figure, section, tableBox } from './card.ts';
import { weekFigure } from './weekFigure.ts';
import { hiddenFigure, isShown, money, notes, people, percent, said, span, weekName } from './words.ts';
import type { AdoptionPhase, DistributionOf, TeamDashboard } from '../../src/core/team/published/dashboardTypes.ts';
import type { Bin, PartName } from '../../src/core/team/published/types.ts';
import type { Description } from '../shared/dom.ts';
import type { Tables } from './card.ts';

const phases: Readonly<Record<AdoptionPhase, string>> = {
  steep: 'steep: few people do most of it',
  moderate: 'moderate',
  flat: 'flat: most people have a like part',
};
const quarterNames = ['', 'The quarter with most', 'The second quarter', 'The third quarter', 'The quarter with least'];

/** How spend and output are spread over people, never an average alone. */
export function distributionSection(tables: Tables, dashboard: TeamDashboard): Description {
  const { spend, output, phases: weeks, now, aQuarterBefore, notes: all } = dashboard.distribution;
  return section(
    {
      id: 'distribution',
      title: 'How it is spread',
      about: `Counts of people, in steps of ${formatCount(dashboard.k)}. Neighbouring amounts are put together until each has enough people; a quarter is a mean of people, never one.`,
    },
    h(
      'div',
      { class: 'pictures' },
      spreadFigure(tables, dashboard, spend, { id: 'spread-spend', title: 'People by spend', part: 'usage', say: money }),
      spreadFigure(tables, dashboard, output, {
        id: 'spread-output',
        title: 'People by changes that stayed',
        part: 'outcomes',
        say: (value) => (value < 10 && value % 1 !== 0 ? value.toFixed(1) : formatCount(value)),
      }),
    ),
    h('h3', { class: 'sub-title' }, 'How evenly it is used'),
    isShown(now)
      ? h(
          'p',
          {},
          'Over the last four weeks that are told, the spread of spend is ',
          h('strong', {}, phases[now.value.phase]),
          isShown(aQuarterBefore)
            ? `; a quarter before it was ${phases[aQuarterBefore.value.phase]}. The half of people with most spend had ${percent(now.value.upperHalf)}, then ${percent(aQuarterBefore.value.upperHalf)}.`
            : `; the half of people with most spend had ${percent(now.value.upperHalf)}. There is no quarter before it to compare with yet.`,
        )
      : hiddenFigure('phase', now, dashboard, 'usage'),
    weekFigure(tables, dashboard, {
      id: 'phases',
      title: 'Share of the half of people with most spend',
      weeks: weeks.map(({ week }) => week),
      part: 'usage',
      series: [{ label: 'Their share', type: 'line', colour: 0, values: weeks.map(({ upperHalf }) => upperHalf), say: percent }],
      footer: h('p', {}, 'Nearer to 100% is steeper, nearer to 50% flatter. It says how usage is spread, not how well anybody works.'),
    }),
    notes(all),
  );
}

interface Spread {
  readonly id: string;
  readonly title: string;
  readonly part: PartName;
  readonly say: (value: number) => string;
}

function spreadFigure(tables: Tables, dashboard: TeamDashboard, given: DistributionOf, { id, title, part, say }: Spread): Description {
  const { week, bins, quarters, top } = given;
  const name = (bin: Bin): string =>
    bin.to === null ? `${say(bin.from)} and more` : bin.from === 0 ? `under ${say(bin.to)}` : `${say(bin.from)} to ${say(bin.to)}`;
  return h(
    'div',
    { key: id },
    isShown(bins)
      ? figure(tables, {
          id,
          title,
          subtitle: week === null ? null : weekName(week),
          picture: bars(
            `${id} bars`,
            title,
            bins.value.map((bin) => ({ label: name(bin), from: bin.people.atLeast, to: bin.people.below - 1, words: people(bin.people) })),
          ),
          table: {
            caption: title,
            columns: ['Amount', 'People'],
            numbers: [1],
            rows: bins.value.map((bin) => [name(bin), people(bin.people)]),
          },
        })
      : [h('h3', { class: 'sub-title' }, title), hiddenFigure(id, bins, dashboard, part)],
    isShown(quarters)
      ? tableBox(`${id}-quarters`, {
          caption: `${title}, by quarters of people`,
          columns: ['People', 'Their share', 'One of them, on average'],
          numbers: [1, 2],
          rows: quarters.value.map(({ quarter, share, mean }) => [
            quarterNames[quarter],
            percent(share),
            mean === null ? 'not told' : span(mean, say),
          ]),
        })
      : h(
          'p',
          { class: 'fine quiet figure-foot' },
          'Quarters: ',
          said(quarters, () => ''),
          '.',
        ),
    isShown(top) && top.value.length > 0
      ? h(
          'p',
          { class: 'figure-foot' },
          `The ${top.value.map(({ until, share }) => `${String(until)}% of people with most have ${percent(share)}`).join(', the ')}.`,
        )
      : h(
          'p',
          { class: 'fine quiet figure-foot' },
          'Shares of the top 10, 30 and 50% of people: ',
          isShown(top) ? 'too few people for any' : said(top, () => ''),
          '.',
        ),
  );
}
