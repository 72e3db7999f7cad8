/** Contexts: what was written again once the cache was cold, how large contexts become, what the cache saved and cost. */
import { plural, t } from '../../src/core/l10n/message.ts';
import { formatCount, formatDollars, formatMoney, formatTokens, isAtLeast } from '../../src/core/report/money.ts';
import { modelLabel } from '../../src/core/report/modelLabel.ts';
import { shareText } from '../../src/core/report/words.ts';
import { chart } from '../shared/chart.ts';
import { h } from '../shared/dom.ts';
import { anyPartial, weekAxis, weekName, weekTitle } from './weekNames.ts';
import { dollarMarks } from './amounts.ts';
import { figureOf } from './figure.ts';
import { legend, partialNote } from '../shared/legend.ts';
import type { ContextSection } from '../../src/core/report/advice/contextSection.ts';
import type { Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

export function contextFigures(panel: Panel, section: ContextSection): Description {
  return h(
    'section',
    { class: 'advice-part', key: 'context', 'aria-label': t('Contexts') },
    h('h2', { class: 'part-title' }, t('Contexts')),
    h('div', { class: 'cuts' }, coldFigure(panel, section), sizeFigure(panel, section), cacheFigure(panel, section)),
  );
}

function coldFigure(panel: Panel, { weeks, totals }: ContextSection): Description {
  const { count, money } = totals.cold;
  const title = t('Written again after a pause');
  return figureOf(panel, {
    id: 'advice cold',
    title,
    subtitle:
      count === 0
        ? t('never in this period')
        : plural(count, '{0} in {1} time', '{0} in {1} times', formatMoney(money), formatCount(count)),
    picture:
      count === 0
        ? h('p', { class: 'too-few', key: 'none' }, t('No cache had expired when it was needed.'))
        : chart(
            {
              name: t('What writing contexts again cost each week'),
              ...weekAxis(weeks),
              titles: weeks.map(weekTitle),
              series: [{ label: t('Written again'), type: 'bar', colour: 0, values: weeks.map(({ cold }) => cold.money.nanodollars) }],
              format: (value) => formatDollars(value),
              marks: { left: dollarMarks() },
            },
            'chart-cut',
          ),
    table: {
      caption: title,
      columns: [t('Week of'), t('Times'), t('Tokens'), t('Cost'), t('Of all that was spent')],
      numbers: [1, 2, 3, 4],
      rows: weeks.map((week) => [
        weekName(week, weeks),
        formatCount(week.cold.count),
        formatTokens(week.cold.tokens),
        formatMoney(week.cold.money),
        week.coldShare === null ? '' : coldShareText(week.coldShare, isAtLeast(week.spend)),
      ]),
    },
    footer: anyPartial(weeks) ? h('p', { class: 'quiet' }, partialNote()) : null,
  });
}

function sizeFigure(panel: Panel, { weeks, totals, usual }: ContextSection): Description {
  const title = t('How large contexts become');
  const { quartiles } = usual;
  const values = (of: 'firstQuartile' | 'median' | 'thirdQuartile') => weeks.map(({ sessionContext }) => sessionContext?.[of] ?? null);
  const { count } = totals.compactions;
  return figureOf(panel, {
    id: 'advice sizes',
    title,
    subtitle:
      quartiles === null
        ? t('what is usual is said from {0} longer sessions on: {1} so far', formatCount(usual.needed), formatCount(usual.sessions))
        : t('usually {0} to {1} tokens at most', formatTokens(quartiles.firstQuartile), formatTokens(quartiles.thirdQuartile)),
    picture: [
      legend([
        { label: t('Middle session'), colour: 0, line: true },
        { label: t('Quarter above'), colour: -1, line: true },
      ]),
      chart(
        {
          name: t('The largest context of the sessions of each week'),
          ...weekAxis(weeks),
          titles: weeks.map(weekTitle),
          series: [
            { label: t('Middle session'), type: 'line', colour: 0, values: values('median') },
            { label: t('Quarter above'), type: 'line', colour: -1, dashed: true, values: values('thirdQuartile') },
          ],
          format: (value) => formatTokens(Math.round(value)),
        },
        'chart-cut',
      ),
    ],
    table: {
      caption: title,
      columns: [t('Week of'), t('Sessions'), t('Quarter below'), t('Middle session'), t('Quarter above'), t('Compactions')],
      numbers: [1, 2, 3, 4, 5],
      rows: weeks.map((week) => [
        weekName(week, weeks),
        formatCount(week.sessionContext?.count ?? 0),
        ...(['firstQuartile', 'median', 'thirdQuartile'] as const).map((of) =>
          week.sessionContext === null ? '' : formatTokens(Math.round(week.sessionContext[of])),
        ),
        formatCount(week.compactions.count),
      ]),
    },
    footer:
      count === 0
        ? null
        : h(
            'p',
            { class: 'quiet' },
            plural(
              count,
              'Compacted {0} time, at {1} tokens on average.',
              'Compacted {0} times, at {1} tokens on average.',
              formatCount(count),
              formatTokens(Math.round(totals.compactions.tokensBefore / count)),
            ),
          ),
  });
}

/** Of a spend that may be larger it is less. */
function coldShareText(share: number, spendIsAtLeast: boolean): string {
  return spendIsAtLeast ? t('at most {0}', shareText(share, 1)) : shareText(share, 1);
}

/** What the cache saved less what it added; where some requests have no price, it is of the others. */
function netText({ netNanodollars: net, savedByReading, addedByWriting }: ContextSection['cache']['totals']): string {
  const amount = formatDollars(Math.abs(net));
  if (savedByReading.unpricedRequests + addedByWriting.unpricedRequests > 0)
    return net >= 0 ? t('{0} saved, of what has a price', amount) : t('{0} more, of what has a price', amount);
  return net >= 0 ? t('{0} saved in all', amount) : t('{0} more in all', amount);
}

function cacheFigure(panel: Panel, { cache: { models, totals } }: ContextSection): Description {
  const title = t('What the cache saved and cost');
  return figureOf(panel, {
    id: 'advice cache',
    title,
    subtitle: netText(totals),
    picture: [
      legend([
        { label: t('Saved by reading'), colour: 0 },
        { label: t('Added by writing'), colour: 1 },
      ]),
      chart(
        {
          name: t('What reading from the cache saved and writing to it added, by model'),
          labels: models.map(({ model }) => modelLabel(model)),
          series: [
            { label: t('Saved by reading'), type: 'bar', colour: 0, values: models.map((each) => each.savedByReading.nanodollars) },
            { label: t('Added by writing'), type: 'bar', colour: 1, values: models.map((each) => each.addedByWriting.nanodollars) },
          ],
          format: (value) => formatDollars(value),
          marks: { left: dollarMarks() },
          names: true,
        },
        'chart-cut',
      ),
    ],
    table: {
      caption: title,
      columns: [t('Model'), t('Read from the cache'), t('Written'), t('Neither'), t('Of the prompt read'), t('Saved'), t('Added')],
      numbers: [1, 2, 3, 4, 5, 6],
      rows: models.map((each) => [
        modelLabel(each.model),
        formatTokens(each.readTokens),
        formatTokens(each.written5mTokens + each.written1hTokens),
        formatTokens(each.uncachedTokens),
        each.hitShare === null ? '' : shareText(each.hitShare, 1),
        formatMoney(each.savedByReading),
        formatMoney(each.addedByWriting),
      ]),
    },
    footer: h('p', { class: 'quiet' }, t('Against sending the same tokens uncached, at the prices of their day.')),
  });
}
