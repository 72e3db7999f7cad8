import { t } from '../../src/core/l10n/message.ts';
import { formatTokens, formatCount } from '../../src/core/report/money.ts';
import { inARow, shareText } from '../../src/core/report/words.ts';
import { chart } from '../shared/chart.ts';
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { figureOf } from './figure.ts';
import { legend, partialNote } from '../shared/legend.ts';
import { withName } from './state.ts';
import { weekAxis, weekName, weekTitle } from './weekNames.ts';
import type { Overview, WeekRow } from '../../src/core/report/overview.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Amounts, Panel } from './panel.ts';

interface Cut {
  readonly id: string;
  readonly title: () => string;
  readonly value: (week: WeekRow) => number | null;
  readonly said: (value: number, amounts: Amounts) => string;
}

const outcomeCuts: readonly Cut[] = [
  {
    id: 'outcomes',
    title: () => t('Changes that stayed each week'),
    value: ({ outcomes }) => outcomes,
    said: (value) => formatCount(value),
  },
  {
    id: 'verified',
    title: () => t('Share that stayed'),
    value: ({ verifiedShare }) => verifiedShare,
    said: (value) => shareText(value, 1),
  },
  {
    id: 'costPerChange',
    title: () => t('Cost per change that stayed'),
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
      h('h2', {}, t('Week by week')),
      h('span', { class: 'quiet' }, t('tokens and dollars, and whether it stayed')),
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

function spending(panel: Panel, weeks: readonly WeekRow[]): Description {
  return figureOf(panel, {
    id: 'week spending',
    title: t('Tokens and dollars'),
    subtitle: legend(
      [
        { label: t('Cost'), colour: 0 },
        { label: t('Tokens'), colour: -1, line: true },
      ],
      weeks.some(({ partial }) => partial) ? partialNote() : null,
    ),
    picture: chart(
      {
        name: t('Cost and tokens of each week'),
        ...weekAxis(weeks),
        titles: weeks.map(weekTitle),
        series: [
          { label: t('Cost'), type: 'bar', colour: 0, values: weeks.map(({ money }) => money.nanodollars) },
          { label: t('Tokens'), type: 'line', colour: -1, axis: 'right', values: weeks.map(({ tokens }) => tokens) },
        ],
        format: (value, axis) => (axis === 'right' ? formatTokens(value) : panel.amounts.nanodollars(value)),
        marks: { left: panel.amounts.marks },
      },
      'chart-cut',
    ),
    table: {
      caption: t('Cost and tokens of each week'),
      columns: [t('Week of'), t('Cost'), t('Tokens')],
      numbers: [1, 2],
      rows: weeks.map((week) => [weekName(week, weeks), panel.amounts.text(week.money), formatTokens(week.tokens)]),
    },
  });
}

function outcome(panel: Panel, { weeks }: Overview, { id, title: titleOf, value, said }: Cut): Description {
  const title = titleOf();
  const format = (amount: number): string => said(amount, panel.amounts);
  const changes = weeks.flatMap(({ windowChange }, index) => (windowChange === null ? [] : [{ at: index, reason: windowChange }]));
  const windowWords = (week: WeekRow): readonly string[] => (changes.length === 0 ? [] : [week.windowChange ?? '']);
  return figureOf(panel, {
    id: `week ${id}`,
    title,
    subtitle: id === 'outcomes' ? null : t('over the four weeks that end with each'),
    picture: chart(
      {
        name: title,
        ...weekAxis(weeks),
        titles: weeks.map((week) =>
          week.windowChange === null ? weekTitle(week, 0, weeks) : t('Week of {0}, another window from here on', weekName(week, weeks)),
        ),
        series: [{ label: title, type: id === 'outcomes' ? 'bar' : 'line', colour: 0, values: weeks.map(value) }],
        format,
        ...(id === 'costPerChange' ? { marks: { left: panel.amounts.marks } } : {}),
        cuts: changes.map(({ at }) => at),
      },
      'chart-cut',
    ),
    table: {
      caption: title,
      columns: [t('Week of'), title, ...(changes.length === 0 ? [] : [t('Another window, because')])],
      numbers: [1],
      rows: weeks.map((week) => [weekName(week, weeks), formatOrWaiting(value(week), format), ...windowWords(week)]),
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
      : (stayed.verdict ?? (choices.repositories.length > 1 ? t('It is said of one repository at a time: choose one.') : null));
  return [
    known === outcomeCuts.length ? null : h('p', { class: 'judged', key: 'judged' }, judged(overview)),
    ...weeks.map(({ week, windowChange }) =>
      windowChange === null
        ? null
        : h(
            'p',
            { class: 'judged', key: `window ${week}` },
            t(
              'Dashed line: another observation window from the week of {0} on. “{1}”',
              weekName({ week, partial: false }, weeks),
              windowChange,
            ),
          ),
    ),
    waiting
      ? h(
          'p',
          { class: 'judged', key: 'waiting' },
          t('A week without a value is not known yet: windows of it, or of the weeks before, are open.'),
        )
      : null,
    verdict === null
      ? null
      : h('p', { class: 'verdict', key: 'verdict' }, h('strong', {}, t('Is it paying off?')), ' ', panel.amounts.said(verdict)),
  ];
}

/** One line for what is not known yet: whether the changes stayed. */
function judged({ windows, defaultBranch }: Overview): string {
  const waits = t('Whether it stayed is not judged yet.');
  const branch = defaultBranch ?? t('the default branch');
  return inARow(waits, windows ?? t('That takes a commit that has been on {0} for 14 days.', branch));
}

function formatOrWaiting(value: number | null, format: (value: number) => string): string {
  return value === null ? t('not known yet') : format(value);
}
