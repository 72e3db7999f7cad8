import { formatTokens } from '../../src/core/report/money.ts';
import { clockTime } from '../../src/core/report/time.ts';
import { chart } from '../shared/chart.ts';
import { h } from '../shared/dom.ts';
import { figureOf } from './figure.ts';
import type { SessionMoment, SessionPage, TurnPoint } from '../../src/core/report/sessionPage.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Lane, Shape } from '../shared/lanes.ts';
import type { Panel } from './panel.ts';

type Kind = SessionMoment['kind'];

/** Each kind of moment has a line of its own, a shape and a colour. */
const kinds: Readonly<Record<Kind, { readonly lane: string; readonly word: string; readonly shape: Shape; readonly colour: number }>> = {
  edit: { lane: 'Edits', word: 'edit', shape: 'tick', colour: 2 },
  check: { lane: 'Tests, builds', word: 'test or build', shape: 'ring', colour: -1 },
  commit: { lane: 'Commits', word: 'commit', shape: 'diamond', colour: 1 },
  subagent: { lane: 'Subagents', word: 'subagent', shape: 'square', colour: -1 },
  compaction: { lane: 'Compactions', word: 'compaction', shape: 'triangle', colour: 3 },
};
const kindNames = Object.keys(kinds) as Kind[];

/** What each turn added to the cost, and beneath it what happened, at its time. */
export function turnsFigure(panel: Panel, { turns, marks, row, timezone }: SessionPage): Description {
  const time = ({ turn, atMs }: TurnPoint): string => `Turn ${String(turn)}, ${clockTime(atMs, timezone)}`;
  return figureOf(panel, {
    id: 'turns',
    title: 'Cost along its turns',
    subtitle: turns.length < 2 ? undefined : 'each bar begins where the turn before ended',
    className: 'turns',
    picture: chart(
      {
        name: pictureName(panel, turns, marks),
        labels: turns.map(({ turn }) => String(turn)),
        titles: turns.map(time),
        series: [
          {
            label: 'This turn',
            type: 'bar',
            colour: 0,
            values: turns.map(({ money, cumulativeNanodollars: together }): readonly [number, number] => [
              together - money.nanodollars,
              together,
            ]),
            texts: turns.map(
              ({ money, cumulativeNanodollars }) =>
                `${panel.amounts.text(money)}, ${panel.amounts.nanodollars(cumulativeNanodollars)} so far`,
            ),
          },
        ],
        lanes: lanesOf(panel, { turns, marks, endMs: row.endedAtMs, timezone }),
        format: (value) => panel.amounts.nanodollars(value),
      },
      'chart-session',
    ),
    table: {
      caption: 'Cost along the turns, with what happened',
      columns: ['Turn', 'Time', 'What happened', 'Requests', 'Context', 'Cost', 'So far'],
      numbers: [3, 4, 5, 6],
      rows: turns.map(({ turn, atMs, money, cumulativeNanodollars, requests, contextTokens }) => [
        String(turn),
        clockTime(atMs, timezone),
        happened(
          panel,
          marks.filter((mark) => mark.turn === turn),
          timezone,
        ),
        String(requests),
        formatTokens(contextTokens),
        panel.amounts.text(money),
        panel.amounts.nanodollars(cumulativeNanodollars),
      ]),
    },
  });
}

/** `Cost of 9 turns, $2.31 together; 12 edits, 3 commits`. */
function pictureName(panel: Panel, turns: readonly TurnPoint[], marks: readonly SessionMoment[]): string {
  const counts = kindNames.flatMap((kind) => {
    const count = marks.filter((mark) => mark.kind === kind).length;
    return count === 0 ? [] : [`${kinds[kind].lane.toLowerCase()}: ${String(count)}`];
  });
  const cost = panel.amounts.nanodollars(turns.at(-1)?.cumulativeNanodollars ?? 0);
  return [`Cost along ${String(turns.length)} turns, ${cost} together`, ...counts].join('; ');
}

interface Line {
  readonly turns: readonly TurnPoint[];
  readonly marks: readonly SessionMoment[];
  readonly endMs: number;
  readonly timezone: string;
}

/** A line for each kind that there is. */
function lanesOf(panel: Panel, line: Line): readonly Lane[] {
  const place = placer(line);
  return kindNames.flatMap((kind): readonly Lane[] => {
    const own = line.marks.filter((mark) => mark.kind === kind);
    const { lane, word, shape, colour } = kinds[kind];
    if (own.length === 0) return [];
    return [
      {
        label: lane,
        colour,
        marks: own.map((mark) => {
          const { atMs, label, sha } = mark;
          return {
            at: place(mark),
            title: `Turn ${String(mark.turn)}, ${clockTime(atMs, line.timezone)}`,
            text: kind === 'subagent' ? label : `${word}: ${label}`,
            shape: kind === 'check' && label.endsWith('failed') ? 'cross' : shape,
            ...(sha === null ? {} : { caption: label, onSelect: () => panel.open('shipped', sha) }),
          };
        }),
      },
    ];
  });
}

/**
 * Where a mark lies along the turns: every turn is as wide as the others, and within it time is even from its prompt to the last thing that
 * happened. (What a person thinks until the next prompt would push everything to the left.)
 */
function placer({ turns, marks, endMs }: Line): (mark: SessionMoment) => number {
  const spans = new Map(
    turns.map(({ turn, atMs }, index): readonly [number, { readonly slot: number; readonly fromMs: number; readonly toMs: number }] => {
      const latest = Math.max(atMs, ...marks.filter((mark) => mark.turn === turn).map((mark) => mark.atMs));
      return [turn, { slot: index, fromMs: atMs, toMs: index === turns.length - 1 ? Math.max(latest, endMs) : latest }];
    }),
  );
  const margin = 0.08;
  return ({ turn, atMs }) => {
    const span = spans.get(turn);
    if (span === undefined) return margin;
    const { slot, fromMs, toMs } = span;
    const share = toMs <= fromMs ? 0.5 : Math.min(1, Math.max(0, (atMs - fromMs) / (toMs - fromMs)));
    return slot + margin + share * (1 - 2 * margin);
  };
}

/** Everything that happened in a turn, each with its time. */
function happened(panel: Panel, marks: readonly SessionMoment[], timezone: string): Child {
  return h(
    'ul',
    { class: 'happened' },
    ...marks.map(({ kind, label, sha, atMs }) =>
      h(
        'li',
        {},
        h('span', { class: 'quiet' }, `${clockTime(atMs, timezone)} `),
        sha === null
          ? kind === 'subagent'
            ? label
            : `${kinds[kind].word}: ${label}`
          : h('button', { type: 'button', class: 'link', onclick: () => panel.open('shipped', sha) }, `commit ${label}`),
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
        name: `Tokens in the context at the end of each turn, up to ${formatTokens(fullest)}`,
        labels: turns.map(({ turn }) => String(turn)),
        titles: turns.map(({ turn, atMs }) => `Turn ${String(turn)}, ${clockTime(atMs, timezone)}`),
        series: [{ label: 'Context', type: 'line', colour: 1, values: turns.map(({ contextTokens }) => contextTokens) }],
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
