/** Models: their share of the spend beside their share of the sessions, what the same tokens would cost, and the kinds of work. */
import { workKindLabel } from '../../src/core/advice/workKinds.ts';
import { t } from '../../src/core/l10n/message.ts';
import { formatNumber } from '../../src/core/l10n/numbers.ts';
import { modelLabel } from '../../src/core/report/modelLabel.ts';
import { formatCount, formatDollars, formatMoney } from '../../src/core/report/money.ts';
import { capitalized, shareText } from '../../src/core/report/words.ts';
import { chart } from '../shared/chart.ts';
import { h } from '../shared/dom.ts';
import { dollarMarks } from './amounts.ts';
import { figureOf } from './figure.ts';
import { legend } from '../shared/legend.ts';
import type { ModelRow, ModelsSection } from '../../src/core/report/advice/modelsSection.ts';
import type { Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

export function modelFigures(panel: Panel, section: ModelsSection): Description {
  return h(
    'section',
    { class: 'advice-part', key: 'models', 'aria-label': t('Models') },
    h('h2', { class: 'part-title' }, t('Models')),
    h('div', { class: 'cuts' }, sharesFigure(panel, section), tokensFigure(panel, section), kindsFigure(panel, section)),
  );
}

function sharesFigure(panel: Panel, { models, neededStayed }: ModelsSection): Description {
  const title = t('Share of the spend and of the sessions');
  const percent = (share: number | null): string => (share === null ? '' : shareText(share, 1));
  const cost = (nanodollars: number | null): string => (nanodollars === null ? '' : formatDollars(nanodollars));
  return figureOf(panel, {
    id: 'advice models',
    title,
    picture: [
      legend([
        { label: t('Of the spend'), colour: 0 },
        { label: t('Of the sessions'), colour: -1 },
      ]),
      chart(
        {
          name: title,
          labels: models.map(nameOf),
          series: [
            { label: t('Of the spend'), type: 'bar', colour: 0, values: models.map(({ spendShare }) => spendShare) },
            { label: t('Of the sessions'), type: 'bar', colour: -1, values: models.map(({ sessionShare }) => sessionShare) },
          ],
          format: (value) => shareText(value, 1),
          names: true,
        },
        'chart-cut',
      ),
    ],
    table: {
      caption: title,
      columns: [
        t('Model'),
        t('Cost'),
        t('Of the spend'),
        t('Sessions'),
        t('Of the sessions'),
        t('Each session'),
        t('Stayed'),
        t('Each change that stayed'),
      ],
      numbers: [1, 2, 3, 4, 5, 6, 7],
      rows: models.map((row) => [
        nameOf(row),
        formatMoney(row.money),
        percent(row.spendShare),
        formatCount(row.sessions),
        percent(row.sessionShare),
        row.costPerSession === null ? '' : formatMoney(row.costPerSession),
        row.closed === 0 ? '' : t('{0} of {1}', formatCount(row.stayed), formatCount(row.closed)),
        cost(row.costPerChange),
      ]),
    },
    footer: perChange(models, neededStayed),
  });
}

/** The price of a change by each model that has enough of them; without any, what it takes. */
function perChange(models: readonly ModelRow[], needed: number): Description {
  const known = models.flatMap((row) => (row.costPerChange === null ? [] : [t('{0}: {1}', nameOf(row), formatDollars(row.costPerChange))]));
  const most = Math.max(0, ...models.map(({ stayed }) => stayed));
  return h(
    'p',
    { class: 'quiet' },
    known.length > 0
      ? t('Each change that stayed: {0}.', known.join(', '))
      : t('What a change that stayed costs is said from {0} of a model on: {1} so far.', formatCount(needed), formatCount(most)),
  );
}

function tokensFigure(panel: Panel, { models }: ModelsSection): Description {
  const title = t('The same tokens at each model’s price');
  const priced = models.filter(({ sameTokens }) => sameTokens !== null);
  const times = (ratio: number | null): string => (ratio === null ? '' : t('{0} times', formatNumber(ratio, ratio < 10 ? 1 : 0)));
  const largest = Math.max(0, ...priced.map(({ ratio }) => ratio ?? 0));
  return figureOf(panel, {
    id: 'advice ratios',
    title,
    subtitle: largest > 1 ? t('the dearest {0} the cheapest', times(largest)) : null,
    picture: chart(
      {
        name: title,
        labels: priced.map(nameOf),
        series: [
          {
            label: t('All of the period'),
            type: 'bar',
            colour: 0,
            values: priced.map(({ sameTokens }) => sameTokens),
            texts: priced.map(({ sameTokens, ratio }) =>
              [formatDollars(sameTokens ?? 0), times(ratio)].filter((part) => part !== '').join(' · '),
            ),
          },
        ],
        format: (value) => formatDollars(value),
        marks: { left: dollarMarks() },
        names: true,
      },
      'chart-cut',
    ),
    table: {
      caption: title,
      columns: [t('Model'), t('All of the period'), t('Times the cheapest')],
      numbers: [1, 2],
      rows: models.map((row) => [
        nameOf(row),
        row.sameTokens === null ? t('no price') : formatDollars(row.sameTokens),
        row.ratio === null ? '' : formatNumber(row.ratio, 1),
      ]),
    },
    footer: h('p', { class: 'quiet' }, t('Prices alone: another model would have used other tokens.')),
  });
}

function kindsFigure(panel: Panel, { kinds, total }: ModelsSection): Description {
  const title = t('Kinds of work');
  return figureOf(panel, {
    id: 'advice kinds',
    title,
    picture: chart(
      {
        name: t('What each kind of work cost'),
        labels: kinds.map(({ kind }) => shortKind(workKindLabel(kind))),
        titles: kinds.map(({ kind }) => capitalized(workKindLabel(kind))),
        series: [{ label: t('Cost'), type: 'bar', colour: 0, values: kinds.map(({ money }) => money.nanodollars) }],
        format: (value) => formatDollars(value),
        marks: { left: dollarMarks() },
        names: true,
      },
      'chart-cut',
    ),
    table: {
      caption: title,
      columns: [t('Kind'), t('Cost'), t('Of the spend'), t('Requests')],
      numbers: [1, 2, 3],
      rows: kinds.map(({ kind, money, requests }) => [
        capitalized(workKindLabel(kind)),
        formatMoney(money),
        shareText(money.nanodollars, total.nanodollars),
        formatCount(requests),
      ]),
    },
    footer: h('p', { class: 'quiet' }, t('By the files that were edited and how much of them.')),
  });
}

/** `no edits: reading, planning` as `No edits`: an axis has no room for more. */
function shortKind(label: string): string {
  return capitalized(label.split(/[:：]/)[0] ?? label);
}

function nameOf({ model }: Pick<ModelRow, 'model'>): string {
  return modelLabel(model);
}
