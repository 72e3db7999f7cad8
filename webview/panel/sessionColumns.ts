import { modelLabel } from '../../src/core/report/modelLabel.ts';
import { formatCount } from '../../src/core/report/money.ts';
import { h } from '../shared/dom.ts';
import { miniBar } from './standingBar.ts';
import { formatWhen } from './when.ts';
import type { SessionListRow, SessionOrder } from '../../src/core/report/sessionPage.ts';
import type { Child } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

export interface SessionColumn {
  readonly id: string;
  readonly label: string;
  /** What the host sorts by; null where it cannot. */
  readonly order: SessionOrder | null;
  readonly number: boolean;
  cell(row: SessionListRow, panel: Panel): Child;
}

/** The columns of Sessions from left to right; narrow pages set each row on two lines, by style alone. */
export const sessionColumns: readonly SessionColumn[] = [
  { id: 'title', label: 'Session', order: null, number: false, cell: title },
  {
    id: 'branch',
    label: 'Branch',
    order: 'branch',
    number: false,
    cell: ({ branches }) => h('span', { class: 'cut', title: branches.join(', ') }, branches.length === 0 ? '–' : branches.join(', ')),
  },
  {
    id: 'models',
    label: 'Models',
    order: null,
    number: false,
    cell: ({ models }) => h('span', { class: 'cut', title: models.map(modelLabel).join(', ') }, models.map(modelLabel).join(', ')),
  },
  {
    id: 'ended',
    label: 'Ended',
    order: 'endedAt',
    number: true,
    cell: ({ endedAtMs }, panel) => formatWhen(endedAtMs, panel.nowMs, panel.timezone),
  },
  {
    id: 'turns',
    label: 'Turns',
    order: 'turns',
    number: true,
    cell: ({ turns }) => withUnit(formatCount(turns), turns === 1 ? 'turn' : 'turns'),
  },
  { id: 'lines', label: 'Lines', order: 'lines', number: true, cell: lines },
  {
    id: 'commits',
    label: 'Commits',
    order: 'commits',
    number: true,
    cell: ({ commits }) => (commits === 0 ? none('no commit') : withUnit(formatCount(commits), commits === 1 ? 'commit' : 'commits')),
  },
  {
    id: 'parts',
    label: 'Became',
    order: null,
    number: false,
    cell: ({ parts, defaultBranch }) => miniBar(parts, defaultBranch || null),
  },
  { id: 'cost', label: 'Cost', order: 'cost', number: true, cell: cost },
];

/** What a session is called: its title, else when it began. */
export function sessionName({ startedAtMs }: Pick<SessionListRow, 'startedAtMs'>, title: string | null | undefined, panel: Panel): string {
  return title ?? `Session of ${formatWhen(startedAtMs, panel.nowMs, panel.timezone)}`;
}

function title(row: SessionListRow, panel: Panel): Child {
  const known = panel.sessions.titles.of(row.sessionId);
  return h(
    'span',
    { class: 'session-title' },
    row.live ? h('span', { class: 'live', title: 'Live now' }, h('span', { class: 'visually-hidden' }, 'live: ')) : null,
    known === undefined
      ? h('span', { class: 'skeleton s-title' })
      : h('span', { class: `cut${known === null ? ' quiet' : ''}`, title: known }, sessionName(row, known, panel)),
  );
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
  const all = ` of ${panel.amounts.text(whole)}`;
  return h(
    'span',
    { title: `${panel.amounts.text(money)}${all} fits the filters` },
    panel.amounts.text(money),
    h('span', { class: 'visually-hidden' }, all),
  );
}

function lines({ linesAdded, linesRemoved }: SessionListRow): Child {
  if (linesAdded === 0 && linesRemoved === 0) return none('no lines');
  return h(
    'span',
    { 'aria-label': `${formatCount(linesAdded)} added, ${formatCount(linesRemoved)} removed` },
    `+${formatCount(linesAdded)} −${formatCount(linesRemoved)}`,
    h('span', { class: 'unit' }, ' lines'),
  );
}
