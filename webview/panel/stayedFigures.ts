import { formatCount } from '../../src/core/report/money.ts';
import { counted, shareText, shortSha } from '../../src/core/report/words.ts';
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { distributionFigure } from './distributionFigure.ts';
import { explainChange, explainCounts, explainEverything, explainLines, explainSetAside } from './explainStayed.ts';
import { figureOf } from './figure.ts';
import { swatch } from './standingBar.ts';
import { cameBackWords, countOf, fateNames, fates } from './stayedStates.ts';
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
          'Whether changes stayed is said of whole repositories: not of a branch, a model or a part.',
        );
  return [
    h(
      'div',
      { class: 'cards stayed', key: 'stayed' },
      changeCard(panel, stayed),
      countsCard(panel, stayed),
      linesCard(panel, stayed.lines, defaultBranch ?? 'the default branch'),
    ),
    setAsideLine(panel, stayed),
  ];
}

function changeCard(panel: Panel, stayed: StayedFigures): Description {
  const { distribution, tooFew, dearest, costPerChange } = stayed;
  const label = 'A change that stayed';
  return distributionFigure(panel, {
    ...{ id: 'stayed change', label, distribution, tooFew },
    explanation: () => explainChange(label, stayed),
    footer: measures(
      dearest === null
        ? null
        : measure(
            'The dearest',
            h(
              'button',
              {
                type: 'button',
                class: 'link',
                'aria-label': `Show the dearest, ${shortSha(dearest.sha)}`,
                onclick: () => panel.open('shipped', dearest.sha),
              },
              h('span', { class: 'mono' }, shortSha(dearest.sha)),
            ),
            panel.amounts.text(dearest.money),
          ),
      measure(
        'With everything spent',
        null,
        costPerChange === null
          ? 'not known yet'
          : [
              h(
                'button',
                {
                  type: 'button',
                  class: 'amount',
                  'aria-label': `Explain what a change that stayed costs with everything spent: ${panel.amounts.text(costPerChange)}`,
                  onclick: () => panel.explainHere(explainEverything(stayed)),
                },
                panel.amounts.text(costPerChange),
              ),
              ' each',
            ],
      ),
    ),
  });
}

/** More than these are shown as shares of a bar. */
const mostSquares = 60;

function countsCard(panel: Panel, stayed: StayedFigures): Description {
  const { counts, waitsFor } = stayed;
  const { attempted, closed, closedVerified } = counts;
  const label = 'Changes that stayed';
  const big = closed === 0 ? 'Not known yet' : `${formatCount(closedVerified)} of ${formatCount(closed)}`;
  const back = cameBackWords(counts);
  const rowsOf = (fate: Fate): string => (fate === 'cameBack' && back !== '' ? `${fateNames[fate]}: ${back}` : fateNames[fate]);
  const shown = (fate: Fate): Child => {
    const count = countOf(fate, counts);
    if (count === 0) return '0';
    const name = `Show ${counted(count, 'change')}: ${fateNames[fate].toLowerCase()}`;
    return h(
      'button',
      { type: 'button', class: 'link', 'aria-label': name, onclick: () => panel.go({ view: 'shipped', part: fate }) },
      formatCount(count),
    );
  };
  const said = fates.map((fate) => `${fateNames[fate].toLowerCase()} ${formatCount(countOf(fate, counts))}`).join(', ');
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
          'aria-label': `Explain ${label}: ${big}`,
          onclick: () => panel.explainHere(explainCounts(stayed)),
        },
        big,
      ),
      h(
        'p',
        { class: 'quiet spread' },
        closed === 0
          ? (waitsFor ?? 'No window has closed yet.')
          : `${shareText(closedVerified, closed)} of the changes whose window has closed`,
      ),
      attempted === 0
        ? null
        : h(
            'div',
            {
              class: attempted > mostSquares ? 'bar states-bar' : 'states',
              role: 'img',
              'aria-label': `${counted(attempted, 'change')}: ${said}`,
            },
            ...fates.flatMap((fate) => squares(fate, countOf(fate, counts), attempted)),
          ),
    ),
    table: {
      caption: 'Changes by what became of them',
      columns: ['What became of them', 'Changes'],
      numbers: [1],
      rows: [...fates.map((fate) => [[swatch(fate), rowsOf(fate)], shown(fate)]), ['Together', formatCount(attempted)]],
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
  const label = 'Lines still there';
  const share = figure?.share ?? null;
  if (figure === null || share === null)
    return h(
      'section',
      { class: 'figure card', key: 'stayed lines', 'aria-label': label },
      h('header', { class: 'figure-head' }, h('h2', {}, label)),
      h('p', { class: 'too-few' }, `Not known yet: that takes lines of Claude’s that have been on ${defaultBranch} for 7 days.`),
    );
  const { days, changes, lines, surviving, interval, left } = figure;
  const big = shareText(surviving, lines);
  const range = interval === null ? null : `${shareText(interval.low, 1)} to ${shareText(interval.high, 1)}`;
  const leftOut = (
    [
      ['Too young to say', left.tooYoung],
      ['Not fetched since', left.notFetched],
      ['Not looked at yet', left.notLooked],
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
        { type: 'button', class: 'big', 'aria-label': `Explain ${label}: ${big}`, onclick: () => panel.explainHere(explainLines(figure)) },
        big,
      ),
      h(
        'p',
        { class: 'quiet spread' },
        `${String(days)} days after they shipped; ${range === null ? 'too few changes for an interval' : `likely ${range}`}`,
      ),
      h(
        'div',
        { class: 'track', role: 'img', 'aria-label': `${big} of the lines${range === null ? '' : `; interval ${range}`}` },
        h('span', { class: 'track-fill part-stayed', style: { width: percent(share) } }),
        interval === null
          ? null
          : h('span', { class: 'track-range', style: { left: percent(interval.low), width: percent(interval.high - interval.low) } }),
      ),
      h('p', { class: 'ends fine' }, h('span', {}, '0%'), h('span', {}, '100%')),
    ),
    table: {
      caption: `Lines still there ${String(days)} days after they shipped`,
      columns: ['Measure', 'Figure'],
      numbers: [1],
      rows: [
        ['Shipped lines', formatCount(lines)],
        ['Still there', formatCount(surviving)],
        ['Share', big],
        ['Interval', range ?? 'too few changes'],
      ],
    },
    footer: measures(
      measure('Lines of Claude’s', null, `${formatCount(surviving)} of ${formatCount(lines)}`),
      measure('Changes that it rests on', null, formatCount(changes)),
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
      'Set aside, and in none of these: ',
      h(
        'button',
        {
          type: 'button',
          class: 'amount',
          'aria-label': `Explain what is set aside: ${panel.amounts.text(money)}`,
          onclick: () => panel.explainHere(explainSetAside(setAside)),
        },
        panel.amounts.text(money),
      ),
      panel.amounts.unit === 'plan' ? '.' : `, ${shareText(share, 1)} of everything spent.`,
      isLarge ? ' That is a third or more: the figures above speak of the rest alone.' : null,
    ),
  );
}

function measures(...rows: readonly Child[]): Description {
  return h('ul', { class: 'measures card-measures' }, ...rows);
}

function measure(name: Child, between: Child, value: Child): Description {
  return h('li', {}, h('span', {}, name), between, h('span', { class: 'number' }, value));
}
