import { t } from '../../src/core/l10n/message.ts';
import { formatCount } from '../../src/core/report/money.ts';
import { chart } from '../shared/chart.ts';
import { h } from '../shared/dom.ts';
import { figureOf } from './figure.ts';
import type { Distribution } from '../../src/core/report/overview.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Amounts, LocalExplanation, Panel } from './panel.ts';

export interface DistributionFigure {
  readonly id: string;
  readonly label: string;
  /** Null where there are too few to say. */
  readonly distribution: Distribution | null;
  readonly tooFew: string | null;
  readonly explanation: () => LocalExplanation;
  /** What stands beneath, also where there are too few. */
  readonly footer?: Child;
}

/** A figure as its middle and its spread; or how many more are needed to say. */
export function distributionFigure(panel: Panel, figure: DistributionFigure): Description {
  const { id, label, distribution, tooFew, explanation, footer } = figure;
  if (distribution === null)
    return h(
      'section',
      { class: 'figure card', key: id, 'aria-label': label },
      h('header', { class: 'figure-head' }, h('h2', {}, label)),
      h('p', { class: 'too-few' }, tooFew ?? t('Too few to say.')),
      footer,
    );
  const { amounts } = panel;
  const { bins, firstQuartile, thirdQuartile, highest } = distribution;
  const from = (index: number): number => (index === 0 ? 0 : (bins[index - 1]?.upTo ?? 0));
  const inMiddle = (index: number): boolean => (bins[index]?.upTo ?? 0) > firstQuartile && from(index) < thirdQuartile;
  const step = (index: number): string => {
    return t('{0} to {1}', amounts.nanodollars(from(index)), amounts.nanodollars(bins[index]?.upTo ?? 0));
  };
  const steps = bins.map((_bin, index) => step(index));
  return figureOf(panel, {
    id,
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
          'aria-label': t('Explain {0}: {1}', label, amounts.nanodollars(distribution.median)),
          onclick: () => panel.explainHere(explanation()),
        },
        amounts.nanodollars(distribution.median),
      ),
      h(
        'p',
        { class: 'quiet spread' },
        t(
          'the middle of {0}; half between {1} and {2}',
          formatCount(distribution.count),
          amounts.nanodollars(firstQuartile),
          amounts.nanodollars(thirdQuartile),
        ),
      ),
      chart(
        {
          name: t(
            '{0}: how the {1} are spread from {2} to {3}',
            label,
            formatCount(distribution.count),
            amounts.nanodollars(0),
            amounts.nanodollars(highest),
          ),
          labels: steps,
          titles: steps,
          series: [
            {
              label: t('How many'),
              type: 'bar',
              colour: 0,
              values: bins.map(({ count }) => count),
              about: inMiddle,
            },
          ],
          format: (value) => formatCount(value),
          bare: true,
          ...(highest === 0 ? {} : { middle: (distribution.median / highest) * bins.length }),
        },
        'chart-small',
      ),
      h('p', { class: 'ends fine' }, h('span', {}, amounts.nanodollars(0)), h('span', {}, amounts.nanodollars(highest))),
    ),
    table: {
      caption: label,
      columns: [t('Measure'), t('Amount')],
      numbers: [1],
      rows: measures(distribution, amounts).map(([name, value]) => [name, value]),
    },
    footer,
  });
}

function measures(distribution: Distribution, { nanodollars }: Amounts): readonly (readonly [string, string])[] {
  return [
    [t('How many'), formatCount(distribution.count)],
    [t('Lowest'), nanodollars(distribution.lowest)],
    [t('A quarter is below'), nanodollars(distribution.firstQuartile)],
    [t('Middle'), nanodollars(distribution.median)],
    [t('A quarter is above'), nanodollars(distribution.thirdQuartile)],
    [t('Highest'), nanodollars(distribution.highest)],
    [t('Share of the dearest tenth'), `${String(Math.round(distribution.dearestTenth * 100))}%`],
  ];
}
