import { t, plural } from '../../src/core/l10n/message.ts';
import { modelLabel } from '../../src/core/report/modelLabel.ts';
import { formatCount } from '../../src/core/report/money.ts';
import { listed } from '../../src/core/report/words.ts';
import { h } from '../shared/dom.ts';
import { miniBar } from './standingBar.ts';
import { formatWhen } from './when.ts';
import type { SessionListRow, SessionOrder } from '../../src/core/report/sessionPage.ts';
import type { Child } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

export interface SessionColumn {
  readonly id: string;
  label(): string;
  /** What the host sorts by; null where it cannot. */
  readonly order: SessionOrder | null;
  readonly number: boolean;
  cell(row: SessionListRow, panel: Panel): Child;
}

/** The columns of Sessions from left to right; narrow pages set each row on two lines, by style alone. */
export const sessionColumns: readonly SessionColumn[] = [
  { id: 'title', label: () => t('Session'), order: null, number: false, cell: title },
  {
    id: 'branch',
    label: () => t('Branch'),
    order: 'branch',
    number: false,
    cell: ({ branches }) => h('span', { class: 'cut', title: listed(branches) }, branches.length === 0 ? '–' : listed(branches)),
  },
  {
    id: 'models',
    label: () => t('Models'),
    order: null,
    number: false,
    cell: ({ models }) => modelNames(models.map(modelLabel)),
  },
  {
    id: 'ended',
    label: () => t('Ended'),
    order: 'endedAt',
    number: true,
    cell: ({ endedAtMs }, panel) => formatWhen(endedAtMs, panel.nowMs, panel.timezone),
  },
  {
    id: 'turns',
    label: () => t('Turns'),
    order: 'turns',
    number: true,
    cell: ({ turns }) => withUnit(formatCount(turns), plural(turns, 'turn', 'turns')),
  },
  { id: 'lines', label: () => t('Lines'), order: 'lines', number: true, cell: lines },
  {
    id: 'commits',
    label: () => t('Commits'),
    order: 'commits',
    number: true,
    cell: ({ commits }) => (commits === 0 ? none(t('no commit')) : withUnit(formatCount(commits), plural(commits, 'commit', 'commits'))),
  },
  {
    id: 'parts',
    label: () => t('Became'),
    order: null,
    number: false,
    cell: ({ parts, defaultBranch }) => miniBar(parts, defaultBranch || null),
  },
  { id: 'cost', label: () => t('Cost'), order: 'cost', number: true, cell: cost },
];

/** What a session is called: its title, else when it began. */
export function sessionName({ startedAtMs }: Pick<SessionListRow, 'startedAtMs'>, title: string | null | undefined, panel: Panel): string {
  return title ?? t('Session of {0}', formatWhen(startedAtMs, panel.nowMs, panel.timezone));
}

function title(row: SessionListRow, panel: Panel): Child {
  const known = panel.sessions.titles.of(row.sessionId);
  return h(
    'span',
    { class: 'session-title' },
    row.live ? h('span', { class: 'live', title: t('Live now') }, h('span', { class: 'visually-hidden' }, `${t('live:')} `)) : null,
    known === undefined
      ? h('span', { class: 'skeleton s-title' })
      : h('span', { class: `cut${known === null ? ' quiet' : ''}`, title: known }, sessionName(row, known, panel)),
  );
}

/** The first that was asked, and how many others there are: all of them are in the tooltip, and heard. */
function modelNames(names: readonly string[]): Child {
  const [first = '–', ...others] = names;
  if (others.length === 0) return h('span', { class: 'cut', title: first }, first);
  const all = listed(names);
  return [
    h('span', { class: 'cut', title: all, 'aria-hidden': 'true' }, `${first} +${formatCount(others.length)}`),
    h('span', { class: 'visually-hidden' }, all),
  ];
}

/** Where rows are cards there is no head that says what a number counts. */
function withUnit(number: string, unit: string): Child {
  return [number, h('span', { class: 'unit' }, ` ${unit}`)];
}

function none(words: string): Child {
  return [h('span', { class: 'dash-only' }, '–'), h('span', { class: 'unit' }, words)];
}

/** What fits the filter; that the whole session cost more is said beside it. */
function cost({ money, whole }: SessionListRow, panel: Panel): Child {
  if (money.nanodollars === whole.nanodollars) return panel.amounts.text(money);
  return h(
    'span',
    { title: t('{0} of {1} fits the filters', panel.amounts.text(money), panel.amounts.text(whole)) },
    panel.amounts.text(money),
    h('span', { class: 'visually-hidden' }, ` ${t('of {0}', panel.amounts.text(whole))}`),
  );
}

function lines({ linesAdded, linesRemoved }: SessionListRow): Child {
  if (linesAdded === 0 && linesRemoved === 0) return none(t('no lines'));
  return h(
    'span',
    { 'aria-label': t('{0} added, {1} removed', formatCount(linesAdded), formatCount(linesRemoved)) },
    `+${formatCount(linesAdded)} −${formatCount(linesRemoved)}`,
    h('span', { class: 'unit' }, ` ${t('lines')}`),
  );
}
