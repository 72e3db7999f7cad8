/** The panel in a browser for the tests of one `describe`: opened by each test, closed after it, and held to its policy. */
import assert from 'node:assert/strict';
import { installChromium } from './chromium.ts';
import { openPanelPage } from './panelPage.ts';
import { sharedBrowser } from './sharedPanel.ts';
import type { Browser } from 'playwright-core';
import type { PanelSettings } from '../../src/protocol/panel.ts';
import type { PanelPage, PanelPageOptions } from './panelPage.ts';
import type { Answers, PanelSource } from './panelSource.ts';

/** What the window says to somebody who has a plan, and no demo. */
export const onPlan: Partial<PanelSettings> = {
  demo: false,
  plan: { plan: 'max', tier: '5x', windows: [{ kind: 'five_hour', percent: 42, resetsAtMs: null }], fetchedAtMs: null },
};

export interface UsedPanel {
  /** Opens the page and waits for its first view. */
  readonly open: (options?: Partial<PanelPageOptions>) => Promise<PanelPage>;
  /** What the engine answers, for what the page is expected to show. */
  readonly answers: () => Answers;
  /** The parameters of all questions by that name, in order. */
  readonly asked: (method: string) => readonly object[];
  /** Waits until the host has been asked in a way that fits; the last such question. */
  readonly until: (method: string, fits?: (params: object) => boolean) => Promise<object>;
  /** What the focus is on, as a screen reader names it: its label, else its text. */
  readonly focused: () => Promise<string>;
  /** Waits until the focus is on an element whose name fits. */
  readonly untilFocused: (name: RegExp) => Promise<void>;
}

export function usePanel(openSource: () => Promise<PanelSource>): UsedPanel {
  let browser: Browser;
  let source: PanelSource;
  let panel: PanelPage | undefined;

  before(async function () {
    this.timeout(15 * 60_000);
    await installChromium();
    [browser, source] = await Promise.all([sharedBrowser(), openSource()]);
  });
  after(() => source.close());
  afterEach(async () => {
    const closed = panel;
    panel = undefined;
    await closed?.close();
    assert.deepEqual(closed?.violations ?? [], []);
  });

  const current = (): PanelPage => {
    assert.ok(panel, 'No panel was opened.');
    return panel;
  };
  const asked = (method: string): readonly object[] =>
    current()
      .host.asked.filter((each) => each.method === method)
      .map(({ params }) => (typeof params === 'object' && params !== null ? params : {}));
  const focused = (): Promise<string> =>
    current().page.evaluate<string>(
      "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim().slice(0, 200)",
    );
  /** Polls; `problem` says what was not so. */
  const eventually = async <Value>(look: () => Promise<Value | undefined> | Value | undefined, problem: () => string): Promise<Value> => {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      assert.ok(Date.now() < deadline, problem());
      await current().page.waitForTimeout(20);
    }
  };
  return {
    async open(options = {}) {
      panel = await openPanelPage(browser, { source, ...options });
      await panel.page.waitForSelector('.page:not([aria-busy=true])');
      return panel;
    },
    answers: () => source.answers,
    asked,
    until: (method, fits = () => true) =>
      eventually(
        () => asked(method).findLast(fits),
        () => `${method} was not asked so; asked: ${JSON.stringify(asked(method).at(-1))}`,
      ),
    focused,
    async untilFocused(name) {
      let now = '';
      await eventually(
        async () => {
          now = await focused();
          return name.test(now) ? true : undefined;
        },
        () => `The focus is on "${now}", not on ${String(name)}.`,
      );
    },
  };
}

/** The filter of a question. */
export function filterOf(params: object): Readonly<Record<string, unknown>> {
  return 'filter' in params && typeof params.filter === 'object' && params.filter !== null ? { ...params.filter } : {};
}
