import type { PanelState } from '../../webview/panel/state.ts';

/** What a page that was left has kept, with some of it as given. */
export function keptState(given: Partial<PanelState> = {}): PanelState {
  return {
    version: 1,
    view: 'overview',
    period: { kind: 'days30', since: '', until: '' },
    repository: null,
    branch: null,
    model: null,
    part: null,
    compare: true,
    tables: [],
    unfolded: [],
    session: null,
    file: null,
    search: '',
    order: 'endedAt',
    descending: true,
    firstRow: 0,
    activeRow: 0,
    scroll: {},
    ...given,
  };
}
