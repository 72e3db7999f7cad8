/** A tab of the browser that shows one panel after the other: a new one costs a process, which is more than most tests do with it. */
import { panelNowMs } from './panelSource.ts';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

export const panelAddress = 'https://panel.test';

/** What the panel that is shown answers to its page. */
export interface TabGuest {
  readonly file: (pathname: string) => { readonly contentType: string; readonly body: string };
  readonly message: (message: unknown) => void;
  readonly problem: (text: string) => void;
}

export interface PanelTab {
  readonly page: Page;
  /** Loads the panel that `guest` answers for. */
  show(guest: TabGuest): Promise<void>;
  /** Leaves the panel; the tab is there for the next then. */
  leave(): Promise<void>;
}

/** All that cannot be changed of a tab. */
export type TabOptions = Pick<BrowserContextOptions, 'deviceScaleFactor' | 'timezoneId' | 'reducedMotion' | 'forcedColors'>;

class Tab {
  guest: TabGuest | null = null;
  readonly context: BrowserContext;
  readonly page: Page;

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
  }

  static async open(browser: Browser, options: TabOptions): Promise<Tab> {
    const context = await browser.newContext({ ...options, locale: 'en-GB' });
    const page = await context.newPage();
    const tab = new Tab(context, page);
    page.on('pageerror', (error) => tab.guest?.problem(`error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') tab.guest?.problem(`console: ${message.text()}`);
    });
    await page.clock.setFixedTime(panelNowMs);
    await page.exposeFunction('reportViolation', (text: string) => tab.guest?.problem(`policy: ${text}`));
    await page.exposeFunction('postToHost', (message: string) => tab.guest?.message(JSON.parse(message)));
    await page.addInitScript({ content: prepare });
    await page.route(`${panelAddress}/**`, (route) =>
      tab.guest === null ? route.abort() : route.fulfill(tab.guest.file(new URL(route.request().url()).pathname)),
    );
    return tab;
  }
}

/** Runs in the page before anything else, as text because it is the browser's: what VS Code gives a webview. */
const prepare = `
  document.addEventListener('securitypolicyviolation', (event) =>
    reportViolation([event.violatedDirective, event.blockedURI, event.sourceFile, event.lineNumber, event.sample].join(' ')));
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => postToHost(JSON.stringify(message)),
    getState: () => JSON.parse(sessionStorage.getItem('kept')) ?? undefined,
    setState: (state) => sessionStorage.setItem('kept', JSON.stringify(state)),
  });`;

let panels = 0;

/** A script of the page's own: what a page kept is there when it is loaded anew, and nothing of the panel that the tab showed before. */
export function keptScript(kept: unknown): string {
  panels += 1;
  const state =
    kept === undefined ? '' : `sessionStorage.setItem('kept', ${JSON.stringify(JSON.stringify(kept)).replaceAll('<', '\\u003c')});`;
  return `
  if (sessionStorage.getItem('panel') !== '${String(panels)}') {
    sessionStorage.clear();
    sessionStorage.setItem('panel', '${String(panels)}');
    ${state}
  }`;
}

/** Tabs that show nothing now, by their options. */
const freeTabs = new WeakMap<Browser, Map<string, Tab[]>>();

/** A tab with nothing in it, of this size. */
export async function takeTab(
  browser: Browser,
  options: TabOptions,
  size: { readonly width: number; readonly height: number },
): Promise<PanelTab> {
  const tabs = freeTabs.get(browser) ?? new Map<string, Tab[]>();
  freeTabs.set(browser, tabs);
  const key = JSON.stringify(options);
  const free = tabs.get(key) ?? [];
  tabs.set(key, free);
  const tab = free.pop() ?? (await Tab.open(browser, options));
  const { page, context } = tab;
  await page.setViewportSize(size);
  return {
    page,
    async show(guest) {
      tab.guest = guest;
      await page.goto(`${panelAddress}/`);
    },
    async leave() {
      tab.guest = null; // whatever the page still says is nobody's
      try {
        await page.goto('about:blank'); // an answer that is on its way finds no page
        await page.mouse.move(0, 0);
        free.push(tab);
      } catch {
        await context.close();
      }
    },
  };
}
