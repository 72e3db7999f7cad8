import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export interface WindowOptions {
  /** A folder or a `.code-workspace` file. */
  readonly workspace: string;
  /** Root of an extension to load from its sources; none when it was installed from a VSIX. */
  readonly extension?: string;
  /** A CommonJS module exporting `run()`, to be run in the extension host. */
  readonly tests?: string;
  /** What the browser is like where it matters: its screen, its time zone. */
  readonly browser?: Pick<BrowserContextOptions, 'viewport' | 'deviceScaleFactor' | 'timezoneId'>;
  /** Receives each line that the window or its tests log. */
  readonly onLog?: (line: string) => void;
}

export interface StatusBarItem {
  /** The visible text; each icon is left out. */
  readonly text: string;
  /** What a screen reader says. */
  readonly accessibleName: string;
}

export interface CodeWindow {
  readonly page: Page;
  /** Exit code of `tests`: 0 when their `run()` is kept, 1 when it is rejected. Pending for ever without tests. */
  readonly testsExit: Promise<number>;
  /** Waits until the status bar item of the extension (`publisher.name.item`) satisfies the condition; a minute at most. */
  statusBarItem(id: string, condition?: (item: StatusBarItem) => boolean): Promise<StatusBarItem>;
  /** The lines of the item's tooltip, as shown when the pointer rests on it. */
  statusBarTooltip(id: string): Promise<string>;
  /** Runs a command of the palette by its title, wherever the focus is. */
  run(title: string): Promise<void>;
  screenshot(file: string): Promise<void>;
  close(): Promise<void>;
}

/** On a slow machine a window takes its time for anything. */
const waitMs = 60_000;

/** Opens a window of a running server as a page, and waits until its status bar is there. */
export async function openCodeWindow(browser: Browser, port: number, options: WindowOptions): Promise<CodeWindow> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, ...options.browser });
  let exit: (code: number) => void = () => undefined;
  const testsExit = new Promise<number>((resolve) => (exit = resolve));
  await page.exposeFunction('codeAutomationExit', (code: number) => exit(code));
  await page.exposeFunction('codeAutomationLog', (level: string, parts: readonly unknown[] | undefined) =>
    options.onLog?.(`[${level}] ${(parts ?? []).map(String).join(' ')}`),
  );
  page.setDefaultTimeout(waitMs);
  await page.goto(windowUrl(port, options));
  await page.waitForSelector('.statusbar');
  const locate = (id: string): string => `.statusbar-item[id="${id}"]`;
  return {
    page,
    testsExit,
    statusBarItem: async (id, condition = () => true) => {
      await page.waitForSelector(locate(id));
      const deadline = Date.now() + waitMs;
      for (;;) {
        const item = await readItem(page, locate(id));
        if (condition(item)) return item;
        if (Date.now() > deadline) throw new Error(`The status bar item ${id} stayed at: ${JSON.stringify(item)}`);
        await page.waitForTimeout(100);
      }
    },
    statusBarTooltip: async (id) => {
      // An item that is drawn anew while the pointer comes to rest on it takes its tooltip along: then the pointer comes once more.
      for (let tries = 0; ; tries += 1) {
        await page.hover(locate(id));
        const hover = await page.waitForSelector('.workbench-hover:not(.hidden)', { timeout: 10_000 }).catch(() => null);
        const text = await hover?.innerText().catch(() => ''); // it may go again
        if (text !== undefined && text !== '') return text;
        if (tries === 5) throw new Error(`The status bar item ${id} shows no tooltip.`);
        await page.mouse.move(0, 0);
      }
    },
    run: (title) => runCommand(page, title),
    screenshot: async (file) => {
      await page.screenshot({ path: file });
    },
    close: () => browser.close(),
  };
}

const paletteInput = '.quick-input-widget input[type="text"]';

async function runCommand(page: Page, title: string): Promise<void> {
  // A webview that is loading, and has the focus, hands no key on, and what opens meanwhile closes the palette: then the key is pressed again.
  for (let tries = 0; ; tries += 1) {
    await page.keyboard.press('F1');
    if (await isTyped(page, `>${title}`)) break;
    if (tries === 5) throw new Error('The command palette does not open.');
  }
  await page.click(`.quick-input-list .monaco-list-row:has-text("${title}")`);
}

async function isTyped(page: Page, text: string): Promise<boolean> {
  try {
    await page.waitForSelector(paletteInput, { timeout: 3000 });
    await page.fill(paletteInput, text, { timeout: 3000 });
    return true;
  } catch {
    return false;
  }
}

async function readItem(page: Page, selector: string): Promise<StatusBarItem> {
  const text = await page.innerText(selector);
  const accessibleName = await page.getAttribute(`${selector} a`, 'aria-label');
  return { text: text.trim(), accessibleName: accessibleName ?? '' };
}

function windowUrl(port: number, { workspace, extension, tests }: WindowOptions): string {
  const remote = (file: string): string => `vscode-remote://127.0.0.1:${port}${path.resolve(file)}`;
  const payload = [
    ['skipWelcome', 'true'],
    ...(extension === undefined ? [] : [['extensionDevelopmentPath', remote(extension)]]),
    ...(tests === undefined ? [] : [['extensionTestsPath', remote(tests)]]),
  ];
  const kind = workspace.endsWith('.code-workspace') ? 'workspace' : 'folder';
  return `http://127.0.0.1:${port}/?${kind}=${encodeURIComponent(path.resolve(workspace))}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}
