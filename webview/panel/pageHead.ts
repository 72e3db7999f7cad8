import { dateWords } from '../../src/core/report/dates.ts';
import { formatMoney } from '../../src/core/report/money.ts';
import { dayKey } from '../../src/core/report/time.ts';
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { branchName, partName } from './standingLabels.ts';
import { viewLabels } from './state.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';
import type { PanelState } from './state.ts';

/** What each view begins with: its heading, where links lead the focus; the way back; and what 100% is where amounts are shares. */
export function pageHead(panel: Panel): Child {
  return [
    h('h2', { class: 'view-title visually-hidden', key: 'title', tabindex: '-1' }, title(panel)),
    panel.backTo === null ? null : back(panel, panel.backTo),
    whole(panel),
  ];
}

function title({ state, overview }: Panel): string {
  const { view, session, file, part, branch } = state;
  if (view === 'sessions' && session !== null) return 'Session';
  if (view === 'shipped' && file !== null) return 'File';
  const shown = [
    ...(part === null ? [] : [partName(part, overview.value?.defaultBranch ?? null)]),
    ...(branch === null ? [] : [branchName(branch)]),
  ];
  return view === 'data' || shown.length === 0 ? viewLabels[view] : `${viewLabels[view]}: ${shown.join(', ')}`;
}

function back(panel: Panel, label: string): Description {
  return h('button', { type: 'button', class: 'tool back', key: 'back', onclick: () => panel.back() }, icon('back'), label);
}

function whole(panel: Panel): Child {
  const { value } = panel.overview;
  if (panel.amounts.unit === 'money' || panel.state.view === 'data' || value === null) return null;
  return h(
    'p',
    { class: 'quiet whole', key: 'whole' },
    `100% is ${formatMoney(value.wholePlan)} at list price, everything used ${periodWords(panel.state.period, dayKey(panel.nowMs, panel.timezone))}.`,
  );
}

function periodWords({ kind, since, until }: PanelState['period'], today: string): string {
  switch (kind) {
    case 'days7':
      return 'in the last 7 days';
    case 'days30':
      return 'in the last 30 days';
    case 'days90':
      return 'in the last 90 days';
    case 'month':
      return 'this month';
    case 'all':
      return 'in all the time that is kept';
    case 'custom': {
      const from = since === '' ? '' : ` from ${dateWords(since, today)}`;
      return `in the days${from} ${until === '' ? 'until today' : `to ${dateWords(until, today)}`}`;
    }
  }
}
