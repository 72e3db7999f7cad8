/**
 * The browser and the demo's answers that all tests of a process share: each is made when it is first asked for, and closed after the last test. Whoever
 * changes what the ledger keeps (dismissed advice is all that a panel can) puts it back.
 */
import { launchChromium } from './chromium.ts';
import { openDemoSource } from './panelSource.ts';
import type { Browser } from 'playwright-core';
import type { PanelSource } from './panelSource.ts';

let browser: Promise<Browser> | undefined;
let demo: Promise<PanelSource> | undefined;

export function sharedBrowser(): Promise<Browser> {
  return (browser ??= launchChromium());
}

export async function sharedDemo(): Promise<PanelSource> {
  return { ...(await (demo ??= openDemoSource())), close: () => Promise.resolve() };
}

after(async () => {
  await Promise.all([browser?.then((opened) => opened.close()), demo?.then((opened) => opened.close())]);
});
