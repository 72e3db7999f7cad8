import { formatCount, formatDollars } from '../../src/core/report/money.ts';
import { chart } from '../shared/chart.ts';
import { h } from '../shared/dom.ts';
import { explainFigure } from './explainOverview.ts';
import { figureOf } from './figure.ts';
import type { Distribution, OverviewFigure } from '../../src/core/report/overview.ts';
import type { Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

/** A figure as its middle and its spread; or how many more are needed to say. */
export function distributionFigure(panel: Panel, figure: OverviewFigure): Description {
  const { id, label, distribution, tooFew } = figure;
  if (distribution === null)
    return h(
      'section',
      { class: 'figure card', key: id, 'aria-label': label },
      h('header', { class: 'figure-head' }, h('h2', {}, label)),
      h('p', { class: 'too-few' }, tooFew ?? 'Too few to say.'),
    );
  const { amounts } = panel;
  const middle = distribution.bins.findIndex(({ upTo }) => distribution.median <= upTo);
  const step = (index: number): string => {
    const from = index === 0 ? 0 : (distribution.bins[index - 1]?.upTo ?? 0);
    return `${amounts.nanodollars(from)} to ${amounts.nanodollars(distribution.bins[index]?.upTo ?? 0)}`;
  };
  const steps = distribution.bins.map((_bin, index) => step(index));
  return figureOf(panel, {
    id: `figure ${id}`,
    className: 'card',
    title: label,
    picture: h(
      'div',
      { key: 'picture' },
      h(
        'button',
        {
          type: 'button',
          class: 'big',
          'aria-label': `Explain ${label}: ${amounts.nanodollars(distribution.median)}`,
          onclick: () => panel.explainHere(explainFigure(figure)),
        },
        amounts.nanodollars(distribution.median),
      ),
      h(
        'p',
        { class: 'quiet spread' },
        `half between ${amounts.nanodollars(distribution.firstQuartile)} and ${amounts.nanodollars(distribution.thirdQuartile)}`,
      ),
      chart(
        {
          name: `${label}: how the ${formatCount(distribution.count)} are spread`,
          labels: steps,
          titles: steps,
          series: [
            {
              label: 'How many',
              type: 'bar',
              colour: 0,
              values: distribution.bins.map(({ count }) => count),
              ...(middle < 0 ? {} : { only: middle }),
            },
          ],
          format: (value) => formatCount(value),
          bare: true,
        },
        'chart-small',
      ),
      h('p', { class: 'ends fine' }, h('span', {}, amounts.nanodollars(0)), h('span', {}, amounts.nanodollars(distribution.highest))),
    ),
    table: {
      caption: label,
      columns: ['Measure', 'Amount'],
      numbers: [1],
      rows: measures(distribution).map(([name, value]) => [name, value]),
    },
  });
}

function measures(distribution: Distribution): readonly (readonly [string, string])[] {
  return [
    ['How many', formatCount(distribution.count)],
    ['Lowest', formatDollars(distribution.lowest)],
    ['A quarter is below', formatDollars(distribution.firstQuartile)],
    ['Middle', formatDollars(distribution.median)],
    ['A quarter is above', formatDollars(distribution.thirdQuartile)],
    ['Highest', formatDollars(distribution.highest)],
    ['Share of the dearest tenth', `${String(Math.round(distribution.dearestTenth * 100))} %`],
  ];
}
