import { formatDollars, formatTokens } from '../../src/core/report/money.ts';
import { dayKey } from '../../src/core/report/time.ts';
import { chart } from '../shared/chart.ts';
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { figureOf } from './figure.ts';
import { dayLabel, shortDay } from './period.ts';
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
    format: (value) => `${String(Math.round(value * 100))} %`,
  },
  {
    id: 'costPerChange',
    title: 'Cost per change that stayed',
    value: ({ costPerChange }) => costPerChange,
    format: (value) => formatDollars(value),
  },
];

/** The four weekly cuts, folded. Outcomes wait until windows close, and say until when. */
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
      h('span', { class: 'quiet' }, 'tokens and dollars, outcomes, what stayed, cost per change'),
    ),
    open
      ? h(
          'div',
          { class: 'cuts' },
          spending(panel, weeks),
          ...known.map((cut) => outcome(panel, overview, cut)),
          known.length === outcomeCuts.length
            ? null
            : waiting(
                panel,
                overview,
                outcomeCuts.filter((cut) => !known.includes(cut)),
              ),
        )
      : null,
  );
}

function spending(panel: Panel, weeks: readonly WeekRow[]): Description {
  return figureOf(panel, {
    id: 'week spending',
    title: 'Tokens and dollars',
    subtitle: h('span', { class: 'legend' }, legend('series-0', 'Cost'), legend('series-quiet', 'Tokens')),
    picture: chart(
      {
        name: 'Cost and tokens of each week',
        labels: weeks.map(({ week }) => shortDay(week)),
        titles: weeks.map(({ week }) => `Week of ${shortDay(week)}`),
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
      rows: weeks.map(({ week, money, tokens }) => [week, panel.amounts.text(money), formatTokens(tokens)]),
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
        labels: weeks.map(({ week }) => shortDay(week)),
        series: [{ label: title, type: id === 'outcomes' ? 'bar' : 'line', colour: 0, values: weeks.map(value) }],
        format,
      },
      'chart-cut',
    ),
    table: {
      caption: title,
      columns: ['Week of', title],
      numbers: [1],
      rows: weeks.map((week) => [week.week, formatOrWaiting(value(week), format)]),
    },
  });
}

/** What is not known yet, and until when. */
function waiting(panel: Panel, { standing }: Overview, cuts: readonly Cut[]): Description {
  const closes = standing.firstWindowClosesAtMs;
  const day = (ms: number): string => dayLabel(dayKey(ms, panel.timezone), dayKey(panel.nowMs, panel.timezone));
  return h(
    'section',
    { class: 'figure waiting', key: 'waiting', 'aria-label': 'Not known yet' },
    h('header', { class: 'figure-head' }, h('h2', {}, 'Not known yet')),
    h('ul', { class: 'waits' }, ...cuts.map(({ id, title }) => h('li', { key: id }, icon('clock'), title))),
    h(
      'p',
      { class: 'quiet' },
      closes === null
        ? 'They appear once a change has been on the default branch for 14 days.'
        : `They appear when the first window closes on ${day(closes)}: 14 days after its change reached the default branch.`,
    ),
  );
}

function formatOrWaiting(value: number | null, format: (value: number) => string): string {
  return value === null ? 'not known yet' : format(value);
}

function legend(className: string, text: string): Description {
  return h('span', { class: 'legend-item' }, h('span', { class: `dot ${className}` }), text);
}
