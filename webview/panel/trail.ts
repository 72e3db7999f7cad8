import { t } from '../../src/core/l10n/message.ts';
import type { PanelState, View } from './state.ts';

/** What decides where the user is; a filter belongs to it, because a link may change it. */
export const placeNames = ['view', 'session', 'file', 'period', 'repository', 'branch', 'model', 'part'] as const;

/** Where the user was before a link led them elsewhere, and the element that led there. */
export interface Place {
  readonly state: Pick<PanelState, (typeof placeNames)[number]>;
  readonly scroll: number;
  readonly element: Element | null;
}

const longest = 20;

/** The way that links have led the user, to go back along it. Tabs and filters begin a new one. */
export class Trail {
  readonly #places: Place[] = [];

  leave({ view, session, file, period, repository, branch, model, part }: PanelState): void {
    this.#places.push({
      state: { view, session, file, period, repository, branch, model, part },
      scroll: window.scrollY,
      element: document.activeElement,
    });
    if (this.#places.length > longest) this.#places.shift();
  }

  get last(): Place | null {
    return this.#places.at(-1) ?? null;
  }

  goBack(): Place | null {
    return this.#places.pop() ?? null;
  }

  clear(): void {
    this.#places.length = 0;
  }
}

const names: Readonly<Record<View, () => string>> = {
  overview: () => t('Back to Overview'),
  sessions: () => t('All sessions'),
  shipped: () => t('Back to Shipped'),
  advice: () => t('Back to Advice'),
  data: () => t('Back to Your data'),
};

/** What the way back is called. */
export function backLabel({ state }: Pick<Place, 'state'>): string {
  if (state.view === 'shipped' && state.file !== null) return t('Back to the file');
  return state.view === 'sessions' && state.session !== null ? t('Back to the session') : names[state.view]();
}
