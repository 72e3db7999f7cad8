import { formatTokens } from '../../src/core/report/money.ts';
import { clockTime } from '../../src/core/report/time.ts';
import { chart } from '../shared/chart.ts';
import { h } from '../shared/dom.ts';
import { figureOf } from './figure.ts';
import type { PointStyle } from 'chart.js';
import type { SessionMoment, SessionPage } from '../../src/core/report/sessionPage.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

type Kind = SessionMoment['kind'];

/** Each kind of moment has a shape and a colour; the table has the word. */
const kinds: Readonly<
  Record<Kind, { readonly label: string; readonly marker: PointStyle; readonly colour: number; readonly outline: string }>
> = {
  edit: { label: 'Edit', marker: 'circle', colour: 2, outline: 'M6 2a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z' },
  commit: { label: 'Commit', marker: 'rectRot', colour: 1, outline: 'm6 1 5 5-5 5-5-5Z' },
  compaction: { label: 'Compaction', marker: 'triangle', colour: 3, outline: 'm6 1.5 5 8.5H1Z' },
  subagent: { label: 'Subagent', marker: 'rect', colour: -1, outline: 'M2 2h8v8H2Z' },
  check: { label: 'Test or build', marker: 'crossRot', colour: -1, outline: 'm2 2 8 8m0-8-8 8' },
};
const kindNames = Object.keys(kinds) as Kind[];

/** Cost of each turn and together, with what happened on the line. */
export function turnsFigure(panel: Panel, { turns, marks, timezone }: SessionPage): Description {
  const present = kindNames.filter((kind) => marks.some((mark) => mark.kind === kind));
  const at = (kind: Kind, turn: number): readonly SessionMoment[] => marks.filter((mark) => mark.kind === kind && mark.turn === turn);
  return figureOf(panel, {
    id: 'turns',
    title: 'Cost along its turns',
    subtitle: legend(present),
    picture: chart(
      {
        name: 'Cost of each turn, and together, with what happened',
        labels: turns.map(({ turn }) => String(turn)),
        titles: turns.map(({ turn, atMs }) => `Turn ${String(turn)}, ${clockTime(atMs, timezone)}`),
        series: [
          { label: 'This turn', type: 'bar', colour: 0, only: -1, values: turns.map(({ money }) => money.nanodollars) },
          {
            label: 'Together',
            type: 'line',
            colour: 0,
            axis: 'right',
            values: turns.map(({ cumulativeNanodollars }) => cumulativeNanodollars),
          },
          ...present.map((kind) => ({
            label: kinds[kind].label,
            type: 'points' as const,
            axis: 'right' as const,
            colour: kinds[kind].colour,
            marker: kinds[kind].marker,
            values: turns.map(({ turn, cumulativeNanodollars }) => (at(kind, turn).length === 0 ? null : cumulativeNanodollars)),
            texts: turns.map(({ turn }) =>
              at(kind, turn)
                .map(({ label }) => label)
                .join(', '),
            ),
          })),
        ],
        format: (value) => panel.amounts.nanodollars(value),
      },
      'chart-session',
    ),
    table: {
      caption: 'Cost along the turns, with what happened',
      columns: ['Turn', 'Time', 'What happened', 'Requests', 'Context', 'Cost', 'Together'],
      numbers: [3, 4, 5, 6],
      rows: turns.map(({ turn, atMs, money, cumulativeNanodollars, requests, contextTokens }) => [
        String(turn),
        clockTime(atMs, timezone),
        happened(
          panel,
          marks.filter((mark) => mark.turn === turn),
        ),
        String(requests),
        formatTokens(contextTokens),
        panel.amounts.text(money),
        panel.amounts.nanodollars(cumulativeNanodollars),
      ]),
    },
  });
}

function happened(panel: Panel, marks: readonly SessionMoment[]): Child {
  return marks.map(({ kind, label, sha }, index) => [
    index === 0 ? null : ', ',
    sha === null
      ? `${kinds[kind].label.toLowerCase()}: ${label}`
      : h('button', { type: 'button', class: 'link', onclick: () => panel.open('shipped', sha) }, `commit ${label}`),
  ]);
}

function legend(present: readonly Kind[]): Description {
  return h(
    'span',
    { class: 'legend' },
    h('span', { class: 'legend-item' }, h('span', { class: 'dot series-0 faded' }), 'Turn'),
    h('span', { class: 'legend-item' }, h('span', { class: 'dash series-0' }), 'Together'),
    ...present.map((kind) =>
      h(
        'span',
        { class: 'legend-item', key: kind },
        h(
          'svg',
          {
            class: `mark mark-${kinds[kind].colour < 0 ? 'quiet' : String(kinds[kind].colour)}`,
            viewBox: '0 0 12 12',
            width: '12',
            height: '12',
            'aria-hidden': 'true',
          },
          h('path', { d: kinds[kind].outline }),
        ),
        kinds[kind].label,
      ),
    ),
  );
}

/** How full the context was at the end of each turn. */
export function contextFigure(panel: Panel, { turns, timezone }: SessionPage): Child {
  if (turns.length < 2) return null;
  const window = turns.find(({ contextWindow }) => contextWindow !== null)?.contextWindow ?? null;
  const fullest = Math.max(...turns.map(({ contextTokens }) => contextTokens));
  return figureOf(panel, {
    id: 'context',
    title: 'Context',
    subtitle:
      window === null ? `up to ${formatTokens(fullest)} tokens` : `up to ${formatTokens(fullest)} of ${formatTokens(window)} tokens`,
    picture: chart(
      {
        name: 'Tokens in the context at the end of each turn',
        labels: turns.map(({ turn }) => String(turn)),
        titles: turns.map(({ turn, atMs }) => `Turn ${String(turn)}, ${clockTime(atMs, timezone)}`),
        series: [
          { label: 'Context', type: 'line', colour: 1, fill: true, values: turns.map(({ contextTokens }) => contextTokens) },
          ...(window === null
            ? []
            : [{ label: 'Window', type: 'line' as const, colour: -1, dashed: true, values: turns.map(() => window) }]),
        ],
        format: (value) => formatTokens(value),
      },
      'chart-context',
    ),
    table: {
      caption: 'Tokens in the context at the end of each turn',
      columns: ['Turn', 'Time', 'Tokens', 'Window'],
      numbers: [2, 3],
      rows: turns.map(({ turn, atMs, contextTokens, contextWindow }) => [
        String(turn),
        clockTime(atMs, timezone),
        formatTokens(contextTokens),
        contextWindow === null ? 'not known' : formatTokens(contextWindow),
      ]),
    },
  });
}
