import { formatPercent } from '../../src/core/report/money.ts';
import { t } from '../../src/core/l10n/message.ts';
import { h, render } from '../shared/dom.ts';
import { focusSoon } from '../shared/focus.ts';
import { icon } from '../shared/icons.ts';
import { exportMenu } from './exportMenu.ts';
import { viewLabel, views } from './state.ts';
import { unitSwitch } from './unitSwitch.ts';
import type { Panel } from './panel.ts';
import type { View } from './state.ts';

/** What an action of the user came to: only heard, or shown for a moment too. */
type Result = 'heard' | 'done' | 'failed';

/**
 * What stays while views change: the ribbon, the tabs with their tools, and the line that screen readers hear. The tabs are the toolkit's
 * and move attributes of their own, so they are made once and their insides drawn apart.
 */
export class Shell {
  readonly #panel: Panel;
  readonly #roots = new Map<View, HTMLElement>();
  readonly #top = document.createElement('div');
  readonly #tools = document.createElement('div');
  readonly #toasts = document.createElement('div');
  readonly #spoken = document.createElement('div');
  #tabs: HTMLElement | null = null;
  #toast: { readonly sentence: string; readonly failed: boolean; readonly timer: number } | null = null;
  #scrollTimer: number | null = null;
  #tabInView: View | null = null;

  constructor(panel: Panel) {
    this.#panel = panel;
  }

  build(): void {
    if (this.#tabs !== null) return;
    const title = document.createElement('h1');
    title.className = 'visually-hidden';
    title.textContent = t('Payoff: what Claude Code cost, and what it became');
    this.#top.className = 'top';
    this.#tools.className = 'tools';
    this.#tools.slot = 'end';
    this.#toasts.className = 'toasts';
    this.#toasts.setAttribute('aria-hidden', 'true'); // said by the line below
    this.#spoken.className = 'visually-hidden';
    this.#spoken.setAttribute('role', 'status');
    this.#spoken.setAttribute('aria-live', 'polite');
    this.#tabs = this.#buildTabs();
    const main = document.createElement('main');
    main.append(title, this.#top, this.#tabs);
    document.body.append(main, this.#toasts, this.#spoken);
    window.addEventListener('scroll', () => this.#keepScroll(), { passive: true });
  }

  viewRoot(view: View): HTMLElement | null {
    return this.#roots.get(view) ?? null;
  }

  draw(): void {
    const { view } = this.#panel.state;
    const wanted = `tab-${view}`;
    // The property, not the attribute: the toolkit writes the attribute a moment later.
    if (this.#tabs !== null && Reflect.get(this.#tabs, 'activeid') !== wanted) Reflect.set(this.#tabs, 'activeid', wanted);
    if (this.#tabInView !== view) document.querySelector(`#${wanted}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    this.#tabInView = view;
    render(this.#top, demoRibbon(this.#panel), readingLine(this.#panel));
    const empty = this.#panel.settings?.empty === true;
    render(
      this.#tools,
      empty || view === 'data' || view === 'advice' ? null : unitSwitch(this.#panel),
      empty ? null : exportMenu(this.#panel),
    );
    const toast = this.#toast;
    render(
      this.#toasts,
      toast === null
        ? null
        : h('p', { class: toast.failed ? 'toast failed' : 'toast' }, icon(toast.failed ? 'error' : 'check'), toast.sentence),
    );
  }

  announce(sentence: string, result: Result): void {
    // A paragraph of its own each time: else the same sentence twice would be said once.
    const said = document.createElement('p');
    said.textContent = sentence;
    this.#spoken.replaceChildren(said);
    if (result === 'heard') return;
    if (this.#toast !== null) clearTimeout(this.#toast.timer);
    const timer = window.setTimeout(
      () => {
        this.#toast = null;
        this.draw();
      },
      result === 'failed' ? 8000 : 4000,
    );
    this.#toast = { sentence, failed: result === 'failed', timer };
    this.draw();
  }

  /** The heading of the view that is shown. The toolkit shows a view a moment after it was chosen. */
  focusTitle(): void {
    const view = document.querySelector(`#view-${this.#panel.state.view}`);
    const title = this.viewRoot(this.#panel.state.view)?.querySelector<HTMLElement>('.view-title');
    if (title === null || title === undefined) return;
    if (view instanceof HTMLElement && view.hidden) focusSoon(title, { keepScroll: true });
    else title.focus({ preventScroll: true });
  }

  /** Where the view was left. */
  restoreScroll(): void {
    const { view, scroll } = this.#panel.state;
    const top = scroll[view] ?? 0;
    if (top === 0) {
      window.scrollTo(0, 0);
      return;
    }
    let tries = 0;
    const taken = new AbortController(); // the user has scrolled by now
    for (const type of ['wheel', 'keydown', 'pointerdown'])
      window.addEventListener(type, () => taken.abort(), { once: true, passive: true });
    const attempt = (): void => {
      if (taken.signal.aborted) return;
      window.scrollTo(0, top);
      tries += 1;
      if (Math.abs(window.scrollY - top) > 1 && tries < 300) requestAnimationFrame(attempt);
    };
    requestAnimationFrame(attempt);
  }

  #buildTabs(): HTMLElement {
    const tabs = document.createElement('vscode-panels');
    tabs.setAttribute('aria-label', t('Views'));
    tabs.setAttribute('activeid', `tab-${this.#panel.state.view}`);
    for (const view of views) {
      const tab = document.createElement('vscode-panel-tab');
      tab.id = `tab-${view}`;
      tab.textContent = viewLabel(view);
      tabs.append(tab);
    }
    tabs.append(this.#tools);
    for (const view of views) {
      const content = document.createElement('vscode-panel-view');
      content.id = `view-${view}`;
      const root = document.createElement('div');
      root.className = `view view-${view}`;
      content.append(root);
      root.addEventListener('keydown', (event) => {
        const { session, file } = this.#panel.state;
        const isOpen = (view === 'sessions' && session !== null) || (view === 'shipped' && file !== null);
        if (event.key === 'Escape' && isOpen) this.#panel.back();
      });
      this.#roots.set(view, root);
      tabs.append(content);
    }
    tabs.addEventListener('change', (event) => {
      if (event.target !== tabs) return; // fields inside say so too
      const view = views.find((each) => Reflect.get(tabs, 'activeid') === `tab-${each}`);
      if (view !== undefined && view !== this.#panel.state.view) this.#show(view);
    });
    return tabs;
  }

  #show(view: View): void {
    this.#panel.choose({ view });
    this.restoreScroll();
  }

  /** Kept once it has not moved for a moment: keeping is a message to the window. */
  #keepScroll(): void {
    if (this.#scrollTimer !== null) clearTimeout(this.#scrollTimer);
    const { view } = this.#panel.state;
    this.#scrollTimer = window.setTimeout(() => {
      const { view: now, scroll } = this.#panel.state;
      if (now === view && Math.abs((scroll[view] ?? 0) - window.scrollY) > 4)
        this.#panel.change({ scroll: { ...scroll, [view]: window.scrollY } });
    }, 150);
  }
}

function demoRibbon({ settings }: Panel): ReturnType<typeof h> | null {
  return settings?.demo === true
    ? h('p', { class: 'ribbon', key: 'demo' }, t('Demo: these figures are made up, and none of them is kept.'))
    : null;
}

function readingLine({ settings, host }: Panel): ReturnType<typeof h> | null {
  const reading = settings?.reading ?? null;
  if (reading === null) return null;
  const share = reading.bytes === 0 ? 0 : Math.floor((reading.bytesRead / reading.bytes) * 100);
  const paused = reading.paused === true;
  return h(
    'div',
    { class: 'reading', key: 'reading' },
    h('span', { class: 'reading-track' }, h('span', { class: 'reading-fill', style: { width: `${String(share)}%` } })),
    h(
      'p',
      {},
      paused
        ? t('Reading older history is stopped at {0}.', formatPercent(share))
        : t('Reading older history: {0}. Sums still grow.', formatPercent(share)),
      h(
        'button',
        { class: 'link', type: 'button', onclick: () => void host.call('run', { command: paused ? 'continueReading' : 'stopReading' }) },
        paused ? t('Go on') : t('Stop'),
      ),
    ),
  );
}
