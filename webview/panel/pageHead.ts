import { t } from '../../src/core/l10n/message.ts';
import { dateWords } from '../../src/core/report/dates.ts';
import { formatMoney } from '../../src/core/report/money.ts';
import { dayKey } from '../../src/core/report/time.ts';
import { listed } from '../../src/core/report/words.ts';
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { branchName, partName } from './standingLabels.ts';
import { viewLabel } from './state.ts';
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
  if (view === 'sessions' && session !== null) return t('Session');
  if (view === 'shipped' && file !== null) return t('File');
  const shown = [
    ...(part === null ? [] : [partName(part, overview.value?.defaultBranch ?? null)]),
    ...(branch === null ? [] : [branchName(branch)]),
  ];
  return view === 'data' || view === 'advice' || shown.length === 0 ? viewLabel(view) : t('{0}: {1}', viewLabel(view), listed(shown));
}

function back(panel: Panel, label: string): Description {
  return h('button', { type: 'button', class: 'tool back', key: 'back', onclick: () => panel.back() }, icon('back'), label);
}

function whole(panel: Panel): Child {
  const { value } = panel.overview;
  if (panel.amounts.unit === 'money' || panel.state.view === 'data' || panel.state.view === 'advice' || value === null) return null;
  return h(
    'p',
    { class: 'quiet whole', key: 'whole' },
    t(
      '100% is {0} at list price, everything used {1}.',
      formatMoney(value.wholePlan),
      periodWords(panel.state.period, dayKey(panel.nowMs, panel.timezone)),
    ),
  );
}

function periodWords({ kind, since, until }: PanelState['period'], today: string): string {
  switch (kind) {
    case 'days7':
      return t('in the last 7 days');
    case 'days30':
      return t('in the last 30 days');
    case 'days90':
      return t('in the last 90 days');
    case 'month':
      return t('this month');
    case 'all':
      return t('in all the time that is kept');
    case 'custom': {
      const [from, to] = [dateWords(since, today), dateWords(until, today)];
      if (since === '') return until === '' ? t('in the days until today') : t('in the days to {0}', to);
      return until === '' ? t('in the days from {0} until today', from) : t('in the days from {0} to {1}', from, to);
    }
  }
}
