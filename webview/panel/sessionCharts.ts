import { t } from '../../src/core/l10n/message.ts';
import { formatTokens, formatCount } from '../../src/core/report/money.ts';
import { clockTime } from '../../src/core/report/time.ts';
import { capitalized } from '../../src/core/report/words.ts';
import { chart } from '../shared/chart.ts';
import { h } from '../shared/dom.ts';
import { figureOf } from './figure.ts';
import type { SessionMoment, SessionPage, TurnPoint } from '../../src/core/report/sessionPage.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Lane, Shape } from '../shared/lanes.ts';
import type { Panel } from './panel.ts';

type Kind = SessionMoment['kind'];

/** Each kind of moment has a line of its own, a shape and a colour. */
const kinds: Readonly<
  Record<Kind, { readonly lane: () => string; readonly said: (label: string) => string; readonly shape: Shape; readonly colour: number }>
> = {
  edit: { lane: () => t('edits'), said: (label) => t('edit: {0}', label), shape: 'tick', colour: 2 },
  check: { lane: () => t('tests, builds'), said: (label) => t('test or build: {0}', label), shape: 'ring', colour: -1 },
  commit: { lane: () => t('commits'), said: (label) => t('commit: {0}', label), shape: 'diamond', colour: 1 },
  subagent: { lane: () => t('subagents'), said: (label) => label, shape: 'square', colour: -1 },
  compaction: { lane: () => t('compactions'), said: (label) => t('compaction: {0}', label), shape: 'triangle', colour: 3 },
};
const kindNames = Object.keys(kinds) as Kind[];

/** What each turn added to the cost, and beneath it what happened, at its time. */
export function turnsFigure(panel: Panel, { turns, marks, row, timezone }: SessionPage): Description {
  const time = ({ turn, atMs }: TurnPoint): string => t('Turn {0}, {1}', formatCount(turn), clockTime(atMs, timezone));
  return figureOf(panel, {
    id: 'turns',
    title: t('Cost along its turns'),
    subtitle: turns.length < 2 ? undefined : t('each bar begins where the turn before ended'),
    className: 'turns',
    picture: chart(
      {
        name: pictureName(panel, turns, marks),
        labels: turns.map(({ turn }) => String(turn)),
        along: t('Turn'),
        titles: turns.map(time),
        series: [
          {
            label: t('This turn'),
            type: 'bar',
            colour: 0,
            values: turns.map(({ money, cumulativeNanodollars: together }): readonly [number, number] => [
              together - money.nanodollars,
              together,
            ]),
            texts: turns.map(({ money, cumulativeNanodollars }) =>
              t('{0}, {1} so far', panel.amounts.text(money), panel.amounts.nanodollars(cumulativeNanodollars)),
            ),
          },
        ],
        lanes: lanesOf(panel, { turns, marks, endMs: row.endedAtMs, timezone }),
        format: (value) => panel.amounts.nanodollars(value),
        marks: { left: panel.amounts.marks },
      },
      'chart-session',
    ),
    table: {
      caption: t('Cost along the turns, with what happened'),
      columns: [t('Turn'), t('Time'), t('What happened'), t('Requests'), t('Context'), t('Cost'), t('So far')],
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
    return count === 0 ? [] : [t('{0}: {1}', kinds[kind].lane(), formatCount(count))];
  });
  const cost = panel.amounts.nanodollars(turns.at(-1)?.cumulativeNanodollars ?? 0);
  return [t('Cost along {0} turns, {1} together', formatCount(turns.length), cost), ...counts].join('; ');
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
    const { lane, said, shape, colour } = kinds[kind];
    if (own.length === 0) return [];
    return [
      {
        label: capitalized(lane()),
        colour,
        marks: own.map((mark) => {
          const { atMs, label, sha, failed } = mark;
          return {
            at: place(mark),
            title: t('Turn {0}, {1}', formatCount(mark.turn), clockTime(atMs, line.timezone)),
            text: said(label),
            shape: failed ? 'cross' : shape,
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
          ? kinds[kind].said(label)
          : h('button', { type: 'button', class: 'link', onclick: () => panel.open('shipped', sha) }, t('commit {0}', label)),
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
    title: t('Context'),
    subtitle:
      window === null
        ? t('up to {0} tokens', formatTokens(fullest))
        : t('up to {0} of {1} tokens', formatTokens(fullest), formatTokens(window)),
    picture: chart(
      {
        name: t('Tokens in the context at the end of each turn, up to {0}', formatTokens(fullest)),
        labels: turns.map(({ turn }) => String(turn)),
        along: t('Turn'),
        titles: turns.map(({ turn, atMs }) => t('Turn {0}, {1}', formatCount(turn), clockTime(atMs, timezone))),
        series: [{ label: t('Context'), type: 'line', colour: 1, values: turns.map(({ contextTokens }) => contextTokens) }],
        format: (value) => formatTokens(value),
      },
      'chart-context',
    ),
    table: {
      caption: t('Tokens in the context at the end of each turn'),
      columns: [t('Turn'), t('Time'), t('Tokens'), t('Window')],
      numbers: [2, 3],
      rows: turns.map(({ turn, atMs, contextTokens, contextWindow }) => [
        String(turn),
        clockTime(atMs, timezone),
        formatTokens(contextTokens),
        contextWindow === null ? t('not known') : formatTokens(contextWindow),
      ]),
    },
  });
}
