/** The panel's page in a real Chromium, as VS Code shows it: the same policy, a theme's variables, and a host at the other end of the line. */
import { build } from 'esbuild';
import { buildOptions, bundles } from '../../esbuild.mjs';
import { displayElementId } from '../../src/protocol/panel.ts';
import { connectPanelHost } from './panelHost.ts';
import { panelZone } from './panelSource.ts';
import { keptScript, panelAddress, takeTab } from './panelTab.ts';
import { panelThemes } from './panelThemes.ts';
import type { Browser, Page } from 'playwright-core';
import type { Display } from '../../src/core/l10n/display.ts';
import type { PanelHost, PanelHostOptions } from './panelHost.ts';
import type { PanelThemeName } from './panelThemes.ts';

const nonce = 'bm9uY2UtMTIz';

export interface PanelPageOptions extends PanelHostOptions {
  readonly theme?: PanelThemeName;
  readonly width?: number;
  readonly height?: number;
  /** 2 is a page at 200 %. */
  readonly zoom?: number;
  readonly reducedMotion?: boolean;
  readonly forcedColors?: boolean;
  readonly timezone?: string;
  /** In which language the page speaks; English where it is left out. */
  readonly display?: Display;
  /** What an earlier page has kept. */
  readonly kept?: unknown;
}

export interface PanelPage {
  readonly page: Page;
  readonly host: PanelHost;
  /** What the page's policy refused, and what it failed at. */
  readonly violations: string[];
  /** Changes the theme as VS Code does. */
  setTheme(theme: PanelThemeName): Promise<void>;
  kept(): Promise<unknown>;
  /** Leaves the page; the browser shows the next panel in its place. */
  close(): Promise<void>;
}

/** The bundle as it ships, built in memory. */
export async function panelBundle(): Promise<{ readonly script: string; readonly styles: string }> {
  const bundle = bundles.find(({ name }) => name === 'panel');
  if (bundle === undefined) throw new Error('There is no bundle of the panel.');
  const { outputFiles } = await build({ ...buildOptions(bundle), write: false });
  const text = (ending: string): string => outputFiles.find((file) => file.path.endsWith(ending))?.text ?? '';
  return { script: text('.js'), styles: text('.css') };
}

let built: Promise<{ readonly script: string; readonly styles: string }> | undefined;

export async function openPanelPage(browser: Browser, options: PanelPageOptions): Promise<PanelPage> {
  const { script, styles } = await (built ??= panelBundle());
  const { width = 1100, height = 900, zoom = 1, timezone = panelZone } = options;
  const tab = await takeTab(
    browser,
    {
      deviceScaleFactor: zoom,
      timezoneId: timezone,
      reducedMotion: options.reducedMotion === true ? 'reduce' : 'no-preference',
      forcedColors: options.forcedColors === true ? 'active' : 'none',
    },
    { width: Math.round(width / zoom), height: Math.round(height / zoom) },
  );
  const { page } = tab;
  let closed = false;
  let listener: (message: unknown) => void = () => undefined;
  const host = connectPanelHost(
    {
      post: (message) => {
        // A page that is gone needs no answer.
        if (!closed) page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`).catch(() => undefined);
      },
      listen: (listen) => (listener = listen),
    },
    options,
  );
  const violations: string[] = [];
  const text = html(options.theme ?? 'dark', options.display, keptScript(options.kept));
  await tab.show({
    file: (pathname) => {
      if (pathname === '/panel.js') return { contentType: 'text/javascript', body: script };
      if (pathname === '/panel.css') return { contentType: 'text/css', body: styles };
      return { contentType: 'text/html', body: text };
    },
    message: (message) => listener(message),
    problem: (problem) => violations.push(problem),
  });
  return {
    page,
    host,
    violations,
    setTheme: async (name) => {
      await page.evaluate(themeScript(name));
    },
    kept: () => page.evaluate<unknown>("JSON.parse(sessionStorage.getItem('kept'))"),
    close: () => {
      closed = true;
      return tab.leave();
    },
  };
}

/** VS Code's fonts where none of its own are installed here. */
const fonts = {
  '--vscode-font-family': '"Segoe WPC", "Segoe UI", "Liberation Sans", sans-serif',
  '--vscode-font-size': '13px',
  '--vscode-font-weight': 'normal',
  '--vscode-editor-font-family': '"Droid Sans Mono", "Liberation Mono", monospace',
};

function variables(theme: PanelThemeName): Readonly<Record<string, string>> {
  return { ...fonts, ...panelThemes[theme].colours };
}

/** In the light high-contrast theme the body has both classes. */
function classesOf(theme: PanelThemeName): string {
  const { kind } = panelThemes[theme];
  return kind === 'vscode-high-contrast-light' ? `${kind} vscode-high-contrast` : kind;
}

/** Sets a theme as VS Code does: variables on the root, the kind on the body. */
const themeScript = (theme: PanelThemeName): string => `
  document.documentElement.style.cssText = '';
  for (const [name, value] of Object.entries(${JSON.stringify(variables(theme))}))
    document.documentElement.style.setProperty(name, value);
  document.body.className = '${classesOf(theme)}';
  document.body.dataset.vscodeThemeKind = '${panelThemes[theme].kind}';`;

function html(theme: PanelThemeName, display: Display | undefined, before: string): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${panelAddress} 'nonce-${nonce}'`,
    'img-src data:',
    `font-src ${panelAddress}`,
    "connect-src 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="${display?.locale ?? 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta property="csp-nonce" content="${nonce}">
<title>Payoff</title>
<style nonce="${nonce}">body { padding: 0 20px; color: var(--vscode-editor-foreground); } a { color: var(--vscode-textLink-foreground); }</style>
<link rel="stylesheet" href="${panelAddress}/panel.css">
</head>
<body>
<script nonce="${nonce}">${before}${themeScript(theme)}</script>
<script type="application/json" id="${displayElementId}">${display === undefined ? '' : JSON.stringify(display)}</script>
<script nonce="${nonce}" src="${panelAddress}/panel.js"></script>
</body>
</html>`;
}
