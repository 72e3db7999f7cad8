import { modelLabel } from '../../src/core/report/modelLabel.ts';
import { dayKey } from '../../src/core/report/time.ts';
import { chart } from '../shared/chart.ts';
import { h } from '../shared/dom.ts';
import { explainDay } from './explainOverview.ts';
import { figureOf } from './figure.ts';
import { dayLabel, shortDay } from './period.ts';
import type { Overview } from '../../src/core/report/overview.ts';
import type { Child } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

const namedModels = 4;

/** Cost of each day by model: the dearest few by name, the rest together. */
export function daysFigure(panel: Panel, { days30 }: Overview): Child {
  if (days30.length < 2) return null;
  const sums = new Map<string, number>();
  for (const { models } of days30) for (const { model, money } of models) sums.set(model, (sums.get(model) ?? 0) + money.nanodollars);
  const ranked = [...sums].sort(([, one], [, other]) => other - one).map(([model]) => model);
  const named = ranked.slice(0, namedModels);
  const others = ranked.slice(namedModels);
  const of = (day: (typeof days30)[number], models: readonly string[]): number =>
    day.models.filter(({ model }) => models.includes(model)).reduce((sum, { money }) => sum + money.nanodollars, 0);
  const groups = [
    ...named.map((model, index) => ({ label: modelLabel(model), models: [model], colour: index })),
    ...(others.length === 0 ? [] : [{ label: 'Other models', models: others, colour: -1 }]),
  ];
  const today = dayKey(panel.nowMs, panel.timezone);
  return figureOf(panel, {
    id: 'days',
    title: 'Day by day',
    subtitle: h(
      'span',
      { class: 'legend' },
      ...groups.map(({ label, colour }) =>
        h('span', { key: label, class: 'legend-item' }, h('span', { class: `dot series-${colour < 0 ? 'quiet' : String(colour)}` }), label),
      ),
    ),
    picture: chart(
      {
        name: 'Cost of each day by model',
        labels: days30.map(({ day }) => shortDay(day)),
        titles: days30.map((each) => `${dayLabel(each.day, today)}: ${panel.amounts.text(each.money)}`),
        stacked: true,
        series: groups.map(({ label, models, colour }) => ({
          label,
          type: 'bar',
          colour,
          values: days30.map((day) => of(day, models) || null),
        })),
        format: (value) => panel.amounts.nanodollars(value),
        onSelect: (index) => {
          const day = days30[index];
          if (day !== undefined) panel.explainHere(explainDay(day));
        },
      },
      'chart-days',
    ),
    table: {
      caption: 'Cost of each day by model',
      columns: ['Day', ...groups.map(({ label }) => label), 'Together'],
      numbers: groups.map((_group, index) => index + 1).concat(groups.length + 1),
      rows: days30.map((day) => [
        day.day,
        ...groups.map(({ models }) => panel.amounts.nanodollars(of(day, models))),
        h(
          'button',
          {
            type: 'button',
            class: 'amount',
            'aria-label': `Explain ${day.day}: ${panel.amounts.text(day.money)}`,
            onclick: () => panel.explainHere(explainDay(day)),
          },
          panel.amounts.text(day.money),
        ),
      ]),
    },
  });
}
