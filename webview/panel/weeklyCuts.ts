import { shortDate } from '../../src/core/report/dates.ts';
import { formatTokens } from '../../src/core/report/money.ts';
import { shareText } from '../../src/core/report/words.ts';
import { chart } from '../shared/chart.ts';
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { figureOf } from './figure.ts';
import { legend, partialNote } from './legend.ts';
import { withName } from './state.ts';
import type { Overview, WeekRow } from '../../src/core/report/overview.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Amounts, Panel } from './panel.ts';

interface Cut {
  readonly id: string;
  readonly title: string;
  readonly value: (week: WeekRow) => number | null;
  readonly said: (value: number, amounts: Amounts) => string;
}

const outcomeCuts: readonly Cut[] = [
  { id: 'outcomes', title: 'Changes that stayed each week', value: ({ outcomes }) => outcomes, said: (value) => String(Math.round(value)) },
  {
    id: 'verified',
    title: 'Share that stayed',
    value: ({ verifiedShare }) => verifiedShare,
    said: (value) => shareText(value, 1),
  },
  {
    id: 'costPerChange',
    title: 'Cost per change that stayed',
    value: ({ costPerChange }) => costPerChange,
    said: (value, amounts) => amounts.nanodollars(value),
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
          ...beneath(panel, overview, known.length),
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

function outcome(panel: Panel, { weeks }: Overview, { id, title, value, said }: Cut): Description {
  const format = (amount: number): string => said(amount, panel.amounts);
  const changes = weeks.flatMap(({ windowChange }, index) => (windowChange === null ? [] : [{ at: index, reason: windowChange }]));
  const windowWords = (week: WeekRow): readonly string[] => (changes.length === 0 ? [] : [week.windowChange ?? '']);
  return figureOf(panel, {
    id: `week ${id}`,
    title,
    subtitle: id === 'outcomes' ? null : 'over the four weeks that end with each',
    picture: chart(
      {
        name: title,
        labels: weeks.map(weekName),
        titles: weeks.map((week) => `Week of ${weekName(week)}${week.windowChange === null ? '' : ', another window from here on'}`),
        series: [{ label: title, type: id === 'outcomes' ? 'bar' : 'line', colour: 0, values: weeks.map(value) }],
        format,
        cuts: changes.map(({ at }) => at),
      },
      'chart-cut',
    ),
    table: {
      caption: title,
      columns: ['Week of', title, ...(changes.length === 0 ? [] : ['Another window, because'])],
      numbers: [1],
      rows: weeks.map((week) => [weekName(week), formatOrWaiting(value(week), format), ...windowWords(week)]),
    },
  });
}

/** What the pictures of outcomes need to be read, and what they come to. */
function beneath(panel: Panel, overview: Overview, known: number): readonly Child[] {
  const { weeks, stayed, choices } = overview;
  const waiting = known > 0 && weeks.some(({ costPerChange }) => costPerChange === null);
  const verdict =
    stayed === null
      ? null
      : (stayed.verdict ?? (choices.repositories.length > 1 ? 'It is said of one repository at a time: choose one.' : null));
  return [
    known === outcomeCuts.length ? null : h('p', { class: 'judged', key: 'judged' }, judged(overview)),
    ...weeks.map(({ week, windowChange }) =>
      windowChange === null
        ? null
        : h(
            'p',
            { class: 'judged', key: `window ${week}` },
            `Dashed line: another observation window from the week of ${shortDate(week)} on. “${windowChange}”`,
          ),
    ),
    waiting
      ? h(
          'p',
          { class: 'judged', key: 'waiting' },
          'A week without a value is not known yet: windows of it, or of the weeks before, are open.',
        )
      : null,
    verdict === null
      ? null
      : h('p', { class: 'verdict', key: 'verdict' }, h('strong', {}, 'Is it paying off?'), ' ', panel.amounts.said(verdict)),
  ];
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
