import { changeCount } from '../../src/core/report/counts.ts';
import { t } from '../../src/core/l10n/message.ts';
import { formatCount } from '../../src/core/report/money.ts';
import { listed, shareText, shortSha } from '../../src/core/report/words.ts';
import { formatPercent } from '../../src/core/report/money.ts';
import { around } from '../shared/around.ts';
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { distributionFigure } from './distributionFigure.ts';
import { explainChange, explainCounts, explainEverything, explainLines, explainSetAside } from './explainStayed.ts';
import { figureOf } from './figure.ts';
import { swatch } from './standingBar.ts';
import { cameBackWords, countOf, fateName, fates, fateWord } from './stayedStates.ts';
import type { SurvivalFigure } from '../../src/core/outcomes/survival.ts';
import type { Overview } from '../../src/core/report/overview.ts';
import type { StayedFigures } from '../../src/core/report/outcomes/stayedView.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';
import type { Fate } from './stayedStates.ts';

/** What became of changes: what one that stayed cost, how many stayed, how many of their lines are still there. */
export function stayedFigures(panel: Panel, { stayed, defaultBranch }: Overview): Child {
  const { branch, model, part } = panel.state;
  if (stayed === null)
    return branch === null && model === null && part === null
      ? null
      : h(
          'p',
          { class: 'quiet stayed-not', key: 'stayed' },
          t('Whether changes stayed is said of whole repositories: not of a branch, a model or a part.'),
        );
  return [
    h(
      'div',
      { class: 'cards stayed', key: 'stayed' },
      changeCard(panel, stayed),
      countsCard(panel, stayed),
      linesCard(panel, stayed.lines, defaultBranch ?? t('the default branch')),
    ),
    setAsideLine(panel, stayed),
  ];
}

function changeCard(panel: Panel, stayed: StayedFigures): Description {
  const { distribution, tooFew, dearest, costPerChange } = stayed;
  const label = t('A change that stayed');
  return distributionFigure(panel, {
    ...{ id: 'stayed change', label, distribution, tooFew },
    explanation: () => explainChange(label, stayed),
    footer: measures(
      dearest === null
        ? null
        : measure(
            t('The dearest'),
            h(
              'button',
              {
                type: 'button',
                class: 'link',
                'aria-label': t('Show the dearest, {0}', shortSha(dearest.sha)),
                onclick: () => panel.open('shipped', dearest.sha),
              },
              h('span', { class: 'mono' }, shortSha(dearest.sha)),
            ),
            panel.amounts.text(dearest.money),
          ),
      measure(
        t('With everything spent'),
        null,
        costPerChange === null
          ? t('not known yet')
          : around(
              (amount) => t('{0} each', amount),
              h(
                'button',
                {
                  type: 'button',
                  class: 'amount',
                  'aria-label': t('Explain what a change that stayed costs with everything spent: {0}', panel.amounts.text(costPerChange)),
                  onclick: () => panel.explainHere(explainEverything(stayed)),
                },
                panel.amounts.text(costPerChange),
              ),
            ),
      ),
    ),
  });
}

/** More than these are shown as shares of a bar. */
const mostSquares = 60;

function countsCard(panel: Panel, stayed: StayedFigures): Description {
  const { counts, waitsFor } = stayed;
  const { attempted, closed, closedVerified } = counts;
  const label = t('Changes that stayed');
  const big = closed === 0 ? t('Not known yet') : t('{0} of {1}', formatCount(closedVerified), formatCount(closed));
  const back = cameBackWords(counts);
  const rowsOf = (fate: Fate): string => (fate === 'cameBack' && back !== '' ? t('{0}: {1}', fateName(fate), back) : fateName(fate));
  const shown = (fate: Fate): Child => {
    const count = countOf(fate, counts);
    if (count === 0) return '0';
    const name = t('Show {0}: {1}', changeCount(count), fateWord(fate));
    return h(
      'button',
      { type: 'button', class: 'link', 'aria-label': name, onclick: () => panel.go({ view: 'shipped', part: fate }) },
      formatCount(count),
    );
  };
  const said = listed(fates.map((fate) => `${fateWord(fate)} ${formatCount(countOf(fate, counts))}`));
  return figureOf(panel, {
    id: 'stayed counts',
    className: 'card',
    title: label,
    picture: h(
      'div',
      { key: 'picture' },
      h(
        'button',
        {
          type: 'button',
          class: closed === 0 ? 'link' : 'big',
          'aria-label': t('Explain {0}: {1}', label, big),
          onclick: () => panel.explainHere(explainCounts(stayed)),
        },
        big,
      ),
      h(
        'p',
        { class: 'quiet spread' },
        closed === 0
          ? (waitsFor ?? t('No window has closed yet.'))
          : t('{0} of the changes whose window has closed', shareText(closedVerified, closed)),
      ),
      attempted === 0
        ? null
        : h(
            'div',
            {
              class: attempted > mostSquares ? 'bar states-bar' : 'states',
              role: 'img',
              'aria-label': `${changeCount(attempted)}: ${said}`,
            },
            ...fates.flatMap((fate) => squares(fate, countOf(fate, counts), attempted)),
          ),
    ),
    table: {
      caption: t('Changes by what became of them'),
      columns: [t('What became of them'), t('Changes')],
      numbers: [1],
      rows: [...fates.map((fate) => [[swatch(fate), rowsOf(fate)], shown(fate)]), [t('Together'), formatCount(attempted)]],
    },
    // The table has the same rows, with the same links.
    ...(panel.state.tables.includes('stayed counts')
      ? {}
      : { footer: measures(...fates.map((fate) => measure([swatch(fate), rowsOf(fate)], null, shown(fate)))) }),
  });
}

function squares(fate: Fate, count: number, attempted: number): readonly Description[] {
  if (attempted > mostSquares)
    return count === 0 ? [] : [h('span', { key: fate, class: `bar-part part-${fate}`, style: { 'flex-grow': String(count) } })];
  return Array.from({ length: count }, (_, index) => h('span', { key: `${fate} ${String(index)}`, class: `state-square part-${fate}` }));
}

function linesCard(panel: Panel, figure: SurvivalFigure | null, defaultBranch: string): Description {
  const label = t('Lines still there');
  const share = figure?.share ?? null;
  if (figure === null || share === null)
    return h(
      'section',
      { class: 'figure card', key: 'stayed lines', 'aria-label': label },
      h('header', { class: 'figure-head' }, h('h2', {}, label)),
      h('p', { class: 'too-few' }, t('Not known yet: that takes lines of Claude’s that have been on {0} for 7 days.', defaultBranch)),
    );
  const { days, changes, lines, surviving, interval, left } = figure;
  const big = shareText(surviving, lines);
  const range = interval === null ? null : t('{0} to {1}', shareText(interval.low, 1), shareText(interval.high, 1));
  const leftOut = (
    [
      [t('Too young to say'), left.tooYoung],
      [t('Not fetched since'), left.notFetched],
      [t('Not looked at yet'), left.notLooked],
    ] as const
  ).filter(([, count]) => count > 0);
  return figureOf(panel, {
    id: 'stayed lines',
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
          'aria-label': t('Explain {0}: {1}', label, big),
          onclick: () => panel.explainHere(explainLines(figure)),
        },
        big,
      ),
      h(
        'p',
        { class: 'quiet spread' },
        range === null
          ? t('{0} days after they shipped; too few changes for an interval', formatCount(days))
          : t('{0} days after they shipped; likely {1}', formatCount(days), range),
      ),
      h(
        'div',
        {
          class: 'track',
          role: 'img',
          'aria-label': range === null ? t('{0} of the lines', big) : t('{0} of the lines; interval {1}', big, range),
        },
        h('span', { class: 'track-fill part-stayed', style: { width: percent(share) } }),
        interval === null
          ? null
          : h('span', { class: 'track-range', style: { left: percent(interval.low), width: percent(interval.high - interval.low) } }),
      ),
      h('p', { class: 'ends fine' }, h('span', {}, formatPercent(0)), h('span', {}, formatPercent(100))),
    ),
    table: {
      caption: t('Lines still there {0} days after they shipped', formatCount(days)),
      columns: [t('Measure'), t('Figure')],
      numbers: [1],
      rows: [
        [t('Shipped lines'), formatCount(lines)],
        [t('Still there'), formatCount(surviving)],
        [t('Share'), big],
        [t('Interval'), range ?? t('too few changes')],
      ],
    },
    footer: measures(
      measure(t('Lines of Claude’s'), null, t('{0} of {1}', formatCount(surviving), formatCount(lines))),
      measure(t('Changes that it rests on'), null, formatCount(changes)),
      ...leftOut.map(([name, count]) => measure(name, null, formatCount(count))),
    ),
  });
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)}%`;
}

function setAsideLine(panel: Panel, { setAside }: StayedFigures): Child {
  if (setAside === null) return null;
  const { money, share, isLarge } = setAside;
  return h(
    'p',
    { class: `quiet set-aside${isLarge ? ' large' : ''}`, key: 'set aside' },
    isLarge ? icon('warning') : swatch('setAside'),
    h(
      'span',
      {},
      ...around(
        (amount) =>
          panel.amounts.unit === 'plan'
            ? t('Set aside, and in none of these: {0}.', amount)
            : t('Set aside, and in none of these: {0}, {1} of everything spent.', amount, shareText(share, 1)),
        h(
          'button',
          {
            type: 'button',
            class: 'amount',
            'aria-label': t('Explain what is set aside: {0}', panel.amounts.text(money)),
            onclick: () => panel.explainHere(explainSetAside(setAside)),
          },
          panel.amounts.text(money),
        ),
      ),
      isLarge ? ` ${t('That is a third or more: the figures above speak of the rest alone.')}` : null,
    ),
  );
}

function measures(...rows: readonly Child[]): Description {
  return h('ul', { class: 'measures card-measures' }, ...rows);
}

function measure(name: Child, between: Child, value: Child): Description {
  return h('li', {}, h('span', {}, name), between, h('span', { class: 'number' }, value));
}
