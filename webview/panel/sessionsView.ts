import { sessionCount } from '../../src/core/report/counts.ts';
import { t } from '../../src/core/l10n/message.ts';
import { h } from '../shared/dom.ts';
import { filterBar } from './filterBar.ts';
import { sessionColumns } from './sessionColumns.ts';
import { sessionGrid } from './sessionGrid.ts';
import { sessionPageView } from './sessionPageView.ts';
import { emptyPage, loadingPage, nothingSeen, problemLine } from './states.ts';
import { unfiltered } from './state.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

/** All sessions that fit, as a long table; or the page of one. */
export function sessionsView(panel: Panel): Description {
  const { state, sessions } = panel;
  if (state.session !== null) return sessionPageView(panel);
  if (sessions.total === null && sessions.problem === null) return loadingPage('sessions');
  return h(
    'div',
    { class: 'page', key: 'sessions' },
    filterBar(panel),
    problemLine(t('Reading the sessions'), sessions.problem, () => panel.retry()),
    h(
      'div',
      { class: 'list-head' },
      search(panel),
      h(
        'p',
        { class: 'quiet list-sum' },
        sessions.total === null ? '' : sessionCount(sessions.total),
        sessions.money === null ? null : h('span', { class: 'sum' }, panel.amounts.text(sessions.money)),
      ),
    ),
    sessions.total === 0 ? nothing(panel) : sessionGrid(panel, sessionColumns),
  );
}

let waiting: number | null = null;

function search(panel: Panel): Description {
  return h('vscode-text-field', {
    class: 'search',
    placeholder: t('Search branch, folder or model'),
    'aria-label': t('Search sessions'),
    '.value': panel.state.search,
    oninput: (event) => {
      const value: unknown = event.target instanceof HTMLElement ? Reflect.get(event.target, 'value') : '';
      if (waiting !== null) clearTimeout(waiting);
      waiting = window.setTimeout(() => {
        waiting = null;
        if (typeof value === 'string') panel.choose({ search: value.slice(0, 200), firstRow: 0, activeRow: 0 });
      }, 150);
    },
  });
}

function nothing(panel: Panel): Child {
  if (panel.settings?.empty === true) return nothingSeen(panel);
  const filtered = panel.state.search !== '';
  return emptyPage(
    filtered ? t('No session matches.') : t('No session fits these filters.'),
    filtered
      ? t('Search looks at branches, folders, models and ids; titles are not kept, so they cannot be searched.')
      : t('Choose a longer period, or clear a filter.'),
    h(
      'vscode-button',
      {
        appearance: 'secondary',
        onclick: () => panel.choose({ search: '', period: { kind: 'all', since: '', until: '' }, ...unfiltered }),
      },
      t('Show all sessions'),
    ),
  );
}
