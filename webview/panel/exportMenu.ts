import { t } from '../../src/core/l10n/message.ts';
import { dayKey } from '../../src/core/report/time.ts';
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { pictureOf } from '../shared/picture.ts';
import { exportHead } from './exportHead.ts';
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

/** A button that opens a menu of formats; Esc closes it and goes back to the button. */
export function exportMenu(panel: Panel): Description | null {
  const { view } = panel.state;
  if (view === 'data' || view === 'advice') return null;
  return h(
    'div',
    { class: 'menu', key: 'export', onkeydown: onKey, onfocusout: closeWhenLeft },
    h(
      'button',
      { type: 'button', class: 'tool', 'aria-haspopup': 'menu', 'aria-expanded': 'false', onclick: toggle },
      icon('export'),
      h('span', { class: 'tool-text' }, t('Export')),
    ),
    h(
      'div',
      { class: 'menu-list', role: 'menu', 'aria-label': t('Export this view as'), hidden: true },
      ...formats.map(({ format, label, ending }) => {
        const reason = format === 'png' ? withoutPicture(panel, view) : null;
        return h(
          'button',
          {
            type: 'button',
            role: 'menuitem',
            tabindex: '-1',
            'aria-disabled': reason === null ? null : 'true',
            onclick: (event) => {
              if (reason !== null) return;
              close(event.currentTarget);
              void save(panel, format, ending);
            },
          },
          typeof label === 'string' ? label : label(),
          reason === null ? null : h('span', { class: 'menu-reason' }, reason),
        );
      }),
    ),
  );
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

function parts(from: EventTarget | null): { button: HTMLElement; list: HTMLElement; items: HTMLElement[] } | null {
  const menu = from instanceof Element ? from.closest('.menu') : null;
  const button = menu?.querySelector<HTMLElement>('button[aria-haspopup]');
  const list = menu?.querySelector<HTMLElement>('[role=menu]');
  if (button === null || button === undefined || list === null || list === undefined) return null;
  return { button, list, items: [...list.querySelectorAll<HTMLElement>('[role=menuitem]')] };
}

function toggle(event: Event): void {
  const menu = parts(event.currentTarget);
  if (menu === null) return;
  menu.list.hidden = !menu.list.hidden;
  menu.button.setAttribute('aria-expanded', String(!menu.list.hidden));
  if (!menu.list.hidden) menu.items[0]?.focus();
}

function close(from: EventTarget | null, focus = true): void {
  const menu = parts(from);
  if (menu === null || menu.list.hidden) return;
  menu.list.hidden = true;
  menu.button.setAttribute('aria-expanded', 'false');
  if (focus) menu.button.focus();
}

function closeWhenLeft(event: Event): void {
  const to = event instanceof FocusEvent ? event.relatedTarget : null;
  const inside = to instanceof Node && event.currentTarget instanceof Node && event.currentTarget.contains(to);
  if (!inside) close(event.currentTarget, false);
}

function onKey(event: Event): void {
  const menu = parts(event.currentTarget);
  if (menu === null || menu.list.hidden || !(event instanceof KeyboardEvent)) return;
  const at = menu.items.findIndex((item) => item === document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: menu.items.length - 1 }[event.key];
  if (event.key === 'Escape') close(event.currentTarget);
  else if (to === undefined) return;
  else menu.items.at(to % menu.items.length)?.focus();
  event.preventDefault();
}
