import { t } from '../../src/core/l10n/message.ts';
import { dateWords, shortDate } from '../../src/core/report/dates.ts';
import { modelLabel } from '../../src/core/report/modelLabel.ts';
import { dayKey } from '../../src/core/report/time.ts';
import { chart } from '../shared/chart.ts';
import { h } from '../shared/dom.ts';
import { figureOf } from './figure.ts';
import { legend, partialNote } from '../shared/legend.ts';
import type { Overview, SpendRow } from '../../src/core/report/overview.ts';
import type { Child } from '../shared/dom.ts';
import type { LocalExplanation, Panel } from './panel.ts';

const namedModels = 4;

/** Cost of each day or week of the period by model: the dearest few by name, the rest together. The bars are all of the total. */
export function daysFigure(panel: Panel, { spend: { grain, rows } }: Overview): Child {
  if (rows.length < 2) return null;
  const sums = new Map<string, number>();
  for (const { models } of rows) for (const { model, money } of models) sums.set(model, (sums.get(model) ?? 0) + money.nanodollars);
  const ranked = [...sums].sort(([, one], [, other]) => other - one).map(([model]) => model);
  const named = ranked.slice(0, namedModels);
  const others = ranked.slice(namedModels);
  const of = (row: SpendRow, models: readonly string[]): number =>
    row.models.filter(({ model }) => models.includes(model)).reduce((sum, { money }) => sum + money.nanodollars, 0);
  // Side calls are in the total of their day, and no model's request.
  const beside = (row: SpendRow): number => row.money.nanodollars - of(row, ranked);
  const groups = [
    ...named.map((model, index) => ({ label: modelLabel(model), of: (row: SpendRow) => of(row, [model]), colour: index })),
    ...(others.length === 0 ? [] : [{ label: t('Other models'), of: (row: SpendRow) => of(row, others), colour: -1 }]),
    ...(rows.some((row) => beside(row) > 0) ? [{ label: t('Side calls'), of: beside, colour: -1 }] : []),
  ];
  const today = dayKey(panel.nowMs, panel.timezone);
  const name = grain === 'day' ? t('Cost of each day by model') : t('Cost of each week by model');
  return figureOf(panel, {
    id: 'days',
    title: grain === 'day' ? t('Day by day') : t('Week by week'),
    subtitle: legend(groups, rows.some(({ partial }) => partial) ? partialNote() : null),
    picture: chart(
      {
        name,
        labels: rows.map(({ firstDay, partial }) => `${shortDate(firstDay)}${partial ? '*' : ''}`),
        days: rows.map(({ firstDay }) => firstDay),
        titles: rows.map((row) => `${spanWords(row, today)}: ${panel.amounts.text(row.money)}`),
        stacked: true,
        series: groups.map(({ label, of: amountOf, colour }) => ({
          label,
          type: 'bar',
          colour,
          values: rows.map((row) => amountOf(row) || null),
        })),
        format: (value) => panel.amounts.nanodollars(value),
        marks: { left: panel.amounts.marks },
        onSelect: (index) => {
          const row = rows[index];
          if (row !== undefined) panel.explainHere(explainSpend(row, today));
        },
      },
      'chart-days',
    ),
    table: {
      caption: name,
      columns: [grain === 'day' ? t('Day') : t('Week'), ...groups.map(({ label }) => label), t('Together')],
      numbers: groups.map((_group, index) => index + 1).concat(groups.length + 1),
      rows: rows.map((row) => [
        row.partial ? t('{0} (part of the week)', spanWords(row, today)) : spanWords(row, today),
        ...groups.map(({ of: amountOf }) => panel.amounts.nanodollars(amountOf(row))),
        h(
          'button',
          {
            type: 'button',
            class: 'amount',
            'aria-label': t('Explain {0}: {1}', spanWords(row, today), panel.amounts.text(row.money)),
            onclick: () => panel.explainHere(explainSpend(row, today)),
          },
          panel.amounts.text(row.money),
        ),
      ]),
    },
  });
}

/** `24 October`, `26 October to 1 November`. */
function spanWords({ firstDay, lastDay }: SpendRow, today: string): string {
  const first = dateWords(firstDay, today);
  return firstDay === lastDay ? first : t('{0} to {1}', first, dateWords(lastDay, today));
}

function explainSpend(row: SpendRow, today: string): LocalExplanation {
  return {
    title: spanWords(row, today),
    money: row.money,
    paragraphs: row.models.map((each) => ({ text: `${modelLabel(each.model)}.`, money: each.money })),
  };
}
