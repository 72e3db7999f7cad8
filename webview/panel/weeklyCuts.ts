import { shortDate } from '../../src/core/report/dates.ts';
import { formatDollars, formatTokens } from '../../src/core/report/money.ts';
import { chart } from '../shared/chart.ts';
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { figureOf } from './figure.ts';
import { legend, partialNote } from './legend.ts';
import { withName } from './state.ts';
import type { Overview, WeekRow } from '../../src/core/report/overview.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

interface Cut {
  readonly id: string;
  readonly title: string;
  readonly value: (week: WeekRow) => number | null;
  readonly format: (value: number) => string;
}

const outcomeCuts: readonly Cut[] = [
  { id: 'outcomes', title: 'Changes that stayed', value: ({ outcomes }) => outcomes, format: (value) => String(Math.round(value)) },
  {
    id: 'verified',
    title: 'Share that stayed',
    value: ({ verifiedShare }) => verifiedShare,
    format: (value) => `${String(Math.round(value * 100))}%`,
  },
  {
    id: 'costPerChange',
    title: 'Cost per change that stayed',
    value: ({ costPerChange }) => costPerChange,
    format: (value) => formatDollars(value),
  },
];

/** The four weekly cuts, folded. Those of outcomes appear once there are any; until then one line says what is missing. */
export function weeklyCuts(panel: Panel, overview: Overview): Child {
  const { weeks } = overview;
  if (weeks.length === 0) return null;
  const open = panel.state.unfolded.includes('weeks');
  const known = outcomeCuts.filter(({ value }) => weeks.some((week) => value(week) !== null));
  return h(
    'details',
    {
      class: 'weeks',
      key: 'weeks',
      open,
      ontoggle: (event) => {
        const now = event.target instanceof HTMLDetailsElement && event.target.open;
        if (now !== panel.state.unfolded.includes('weeks')) panel.change({ unfolded: withName(panel.state.unfolded, 'weeks', now) });
      },
    },
    h(
      'summary',
      {},
      icon('chevron'),
      h('h2', {}, 'Week by week'),
      h('span', { class: 'quiet' }, 'tokens and dollars, and whether it stayed'),
    ),
    open
      ? h(
          'div',
          { class: 'cuts' },
          spending(panel, weeks),
          ...known.map((cut) => outcome(panel, overview, cut)),
          known.length === outcomeCuts.length ? null : h('p', { class: 'judged', key: 'judged' }, judged(overview)),
        )
      : null,
  );
}

/** `16 Nov`, and a star where the period has only some of its days. */
function weekName({ week, partial }: WeekRow): string {
  return `${shortDate(week)}${partial ? '*' : ''}`;
}

function spending(panel: Panel, weeks: readonly WeekRow[]): Description {
  return figureOf(panel, {
    id: 'week spending',
    title: 'Tokens and dollars',
    subtitle: legend(
      [
        { label: 'Cost', colour: 0 },
        { label: 'Tokens', colour: -1, line: true },
      ],
      weeks.some(({ partial }) => partial) ? partialNote : null,
    ),
    picture: chart(
      {
        name: 'Cost and tokens of each week',
        labels: weeks.map(weekName),
        titles: weeks.map((week) => `Week of ${weekName(week)}`),
        series: [
          { label: 'Cost', type: 'bar', colour: 0, values: weeks.map(({ money }) => money.nanodollars) },
          { label: 'Tokens', type: 'line', colour: -1, axis: 'right', values: weeks.map(({ tokens }) => tokens) },
        ],
        format: (value, axis) => (axis === 'right' ? formatTokens(value) : panel.amounts.nanodollars(value)),
      },
      'chart-cut',
    ),
    table: {
      caption: 'Cost and tokens of each week',
      columns: ['Week of', 'Cost', 'Tokens'],
      numbers: [1, 2],
      rows: weeks.map((week) => [weekName(week), panel.amounts.text(week.money), formatTokens(week.tokens)]),
    },
  });
}

function outcome(panel: Panel, { weeks }: Overview, { id, title, value, format }: Cut): Description {
  return figureOf(panel, {
    id: `week ${id}`,
    title,
    picture: chart(
      {
        name: title,
        labels: weeks.map(weekName),
        series: [{ label: title, type: id === 'outcomes' ? 'bar' : 'line', colour: 0, values: weeks.map(value) }],
        format,
      },
      'chart-cut',
    ),
    table: {
      caption: title,
      columns: ['Week of', title],
      numbers: [1],
      rows: weeks.map((week) => [weekName(week), formatOrWaiting(value(week), format)]),
    },
  });
}

/** One line for what is not known yet: whether the changes stayed. */
function judged({ windows, defaultBranch }: Overview): string {
  const waits = 'Whether it stayed is not judged yet.';
  const branch = defaultBranch ?? 'the default branch';
  return windows === null ? `${waits} That takes a commit that has been on ${branch} for 14 days.` : `${waits} ${windows}`;
}

function formatOrWaiting(value: number | null, format: (value: number) => string): string {
  return value === null ? 'not known yet' : format(value);
}
