// Pictures of every view in every theme, to be looked at: node test/support/panelScreenshots.ts [VIEW...]
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { launchChromium } from './chromium.ts';
import { keptState } from './panelKept.ts';
import { openPanelPage } from './panelPage.ts';
import { panelThemes } from './panelThemes.ts';
import type { Browser } from 'playwright-core';
import type { PanelState } from '../../webview/panel/state.ts';
import type { PanelPage, PanelPageOptions } from './panelPage.ts';
import type { PanelThemeName } from './panelThemes.ts';

const folder = path.resolve(import.meta.dirname, '../output/screenshots');

interface Look {
  readonly name: string;
  readonly kept: PanelState;
  readonly options?: PanelPageOptions;
  readonly prepare?: (panel: PanelPage) => Promise<void>;
}

const kept = keptState();

const looks: readonly Look[] = [
  { name: 'overview', kept: { ...kept, unfolded: ['weeks'] } },
  { name: 'sessions', kept: { ...kept, view: 'sessions' } },
  { name: 'session', kept: { ...kept, view: 'sessions' }, prepare: openSession },
  { name: 'shipped', kept: { ...kept, view: 'shipped' } },
  { name: 'data', kept: { ...kept, view: 'data' } },
];
const states: readonly Look[] = [
  {
    name: 'tables',
    kept: { ...kept, tables: ['standing', 'figure session', 'figure commit', 'figure day', 'days'] },
    options: { settings: { demo: true, firstUse: true, reading: { bytesRead: 42, bytes: 100, todayExact: true } } },
  },
  {
    name: 'notes',
    kept,
    options: {
      notes: [
        { kind: 'shallow', sentence: 'Shallow clone: changes before 3 October cannot be seen.' },
        { kind: 'notFetched', sentence: 'Last fetched 6 days ago: what was merged since is not on main here.' },
      ],
    },
  },
  { name: 'empty', kept, options: { data: { sessions: [], titles: new Map(), commits: [], pullRequests: [] }, settings: { empty: true } } },
  {
    name: 'problem',
    kept,
    options: { settings: { problem: 'The ledger was written by a newer version of Payoff. Update the extension to see its figures.' } },
  },
  { name: 'explain', kept: { ...kept, view: 'shipped' }, prepare: explainCommit },
];

async function openSession({ page }: PanelPage): Promise<void> {
  const grid = page.locator('[role=grid]');
  await grid.waitFor();
  await grid.focus();
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('.session-head').waitFor();
}

async function explainCommit({ page }: PanelPage): Promise<void> {
  await page.locator('.commit-row .amount').first().click();
  await page.locator('.reasons').waitFor();
}

async function take(browser: Browser, look: Look, theme: PanelThemeName, suffix = '', options: PanelPageOptions = {}): Promise<void> {
  const panel = await openPanelPage(browser, { theme, kept: look.kept, ...look.options, ...options });
  const { page } = panel;
  await page.waitForSelector('.page:not([aria-busy=true])');
  await look.prepare?.(panel);
  await page.waitForTimeout(250);
  await page.screenshot({ path: path.join(folder, `panel-${look.name}-${theme}${suffix}.png`), fullPage: look.name !== 'explain' });
  if (panel.violations.length > 0) console.error(`${look.name} ${theme}${suffix}: ${panel.violations.join('\n')}`);
  await panel.close();
}

await mkdir(folder, { recursive: true });
const wanted = process.argv.slice(2);
const themes = Object.keys(panelThemes) as PanelThemeName[];
const chosen = (name: string): boolean => wanted.length === 0 || wanted.includes(name);
const browser = await launchChromium();
try {
  for (const look of looks.filter(({ name }) => chosen(name))) {
    for (const theme of themes) await take(browser, look, theme);
    await take(browser, look, 'dark', '-narrow', { width: 320, height: 720 });
    await take(browser, look, 'light', '-zoom', { width: 1100, height: 800, zoom: 2 });
  }
  for (const look of states.filter(({ name }) => chosen(name))) await take(browser, look, 'dark');
} finally {
  await browser.close();
}
