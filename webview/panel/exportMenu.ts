import { t } from '../../src/core/l10n/message.ts';
import { dayKey } from '../../src/core/report/time.ts';
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { pictureOf } from '../shared/picture.ts';
import { exportHead } from './exportHead.ts';
import { menu } from './menu.ts';
import type { Outcome } from '../../src/protocol/rpc.ts';
import type { Description } from '../shared/dom.ts';
import type { ExportedView } from './exportHead.ts';
import type { Panel } from './panel.ts';

type Format = 'csv' | 'json' | 'markdown' | 'png';
const formats: readonly { readonly format: Format; readonly label: string | (() => string); readonly ending: string }[] = [
  { format: 'csv', label: 'CSV', ending: 'csv' },
  { format: 'json', label: 'JSON', ending: 'json' },
  { format: 'markdown', label: 'Markdown', ending: 'md' },
  { format: 'png', label: () => t('Picture (PNG)'), ending: 'png' },
];

/** Null where there is nothing to export. */
export function exportMenu(panel: Panel): Description | null {
  const { view, file } = panel.state;
  if (view === 'data' || view === 'advice' || (view === 'shipped' && file !== null)) return null;
  return menu({
    key: 'export',
    button: [icon('export'), h('span', { class: 'tool-text' }, t('Export'))],
    buttonClass: 'tool',
    name: t('Export this view as'),
    items: formats.map(({ format, label, ending }) => ({
      label: typeof label === 'string' ? label : label(),
      reason: format === 'png' ? withoutPicture(panel, view) : null,
      choose: () => void save(panel, format, ending),
    })),
  });
}

/** Why there is no picture of a view now; null where there is one. */
function withoutPicture(panel: Panel, view: ExportedView): string | null {
  if (view === 'sessions' && panel.state.session !== null)
    return panel.sessionPage.value === null ? t('The session is not shown yet.') : null;
  if (panel.overview.value === null) return t('The figures are not there yet.');
  return panel.overview.value.requests === 0 ? t('There is nothing in this period to draw.') : null;
}

async function save(panel: Panel, format: Format, ending: string): Promise<void> {
  const { view } = panel.state;
  if (view === 'data' || view === 'advice') return;
  const what = view === 'sessions' && panel.state.session !== null ? 'session' : view;
  const name = `payoff ${what} ${dayKey(panel.nowMs, panel.timezone)}.${ending}`;
  if (format === 'png') {
    const shown = document.querySelector(`.view-${view} > .page`);
    const base64 = shown === null ? null : pictureOf(shown, exportHead(panel, view));
    if (base64 === null) panel.fail(t('Exporting'), t('There is nothing on screen to draw.'));
    else tell(panel, await panel.host.call('save', { name, content: { kind: 'png', base64 } }));
    return;
  }
  const { search, order, descending, session } = panel.state;
  const table = await panel.host.call('exportTable', {
    ...{ view, filter: panel.filter, format, search, order, descending },
    sessionId: view === 'sessions' ? session : null,
    demo: panel.settings?.demo === true,
  });
  if (!table.ok) panel.fail(t('Exporting'), table.error.sentence);
  else tell(panel, await panel.host.call('save', { name, content: { kind: 'text', text: table.value } }));
}

function tell(panel: Panel, answer: Outcome<{ readonly saved: boolean }>): void {
  if (!answer.ok) panel.fail(t('Saving'), answer.error.sentence);
  else if (answer.value.saved) panel.announce(t('Saved.'), true);
}
