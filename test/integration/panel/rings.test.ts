/** What has the focus shows it, whole: no ring is cut off by what scrolls, and none is drawn twice. */
import assert from 'node:assert/strict';
import { installChromium } from '../../support/chromium.ts';
import { keptState } from '../../support/panelKept.ts';
import { openPanelPage } from '../../support/panelPage.ts';
import { sharedBrowser, sharedDemo } from '../../support/sharedPanel.ts';
import type { Browser } from 'playwright-core';
import type { PanelSource } from '../../support/panelSource.ts';

const pages = {
  'Overview as tables': keptState({ tables: ['standing', 'stayed counts', 'figure day', 'days'] }),
  'a file': keptState({ view: 'shipped', file: { repository: '/home/ada/work/loom', path: 'src/shuttle.ts' } }),
} as const;

/** Rings are wider in high contrast, and else of one size in every theme. */
const themes = ['dark', 'highContrast'] as const;

/** Of the element that has the focus: its name, and what is wrong with its ring; null where the focus has left the page. */
const ring = `(() => {
  const element = document.activeElement;
  if (element === null || element === document.body) return null;
  const style = getComputedStyle(element);
  const drawn = style.outlineStyle !== 'none';
  const reach = drawn ? Math.max(0, parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset)) : 0;
  const own = element.getBoundingClientRect();
  const wrong = [];
  for (let outer = element; ; ) {
    outer = outer.assignedSlot ?? outer.parentElement ?? outer.getRootNode().host ?? null;
    if (outer === null || outer === document.documentElement) break;
    const { overflowX, overflowY } = getComputedStyle(outer);
    const edge = outer.getBoundingClientRect();
    if (overflowX !== 'visible' && (own.left - reach < edge.left - 0.5 || own.right + reach > edge.right + 0.5)) wrong.push('cut off at a side');
    if (overflowY !== 'visible' && (own.top - reach < edge.top - 0.5 || own.bottom + reach > edge.bottom + 0.5)) wrong.push('cut off above or below');
  }
  // The toolkit draws the border of a tab itself.
  if (element.localName === 'vscode-panel-tab' && drawn) wrong.push('drawn twice');
  return { name: (element.getAttribute('aria-label') ?? element.textContent).trim(), place: own.left + ' ' + (own.top + scrollY), wrong };
})()`;

interface Ring {
  readonly name: string;
  readonly place: string;
  readonly wrong: readonly string[];
}

describe('The focus in the panel', function () {
  this.timeout(60_000);
  let browser: Browser;
  let demo: PanelSource;
  before(async function () {
    this.timeout(15 * 60_000);
    await installChromium();
    [browser, demo] = await Promise.all([sharedBrowser(), sharedDemo()]);
  });

  for (const [name, kept] of Object.entries(pages))
    for (const theme of themes)
      it(`has a ring that is whole, and one alone: ${name}, ${theme}`, async () => {
        const panel = await openPanelPage(browser, { source: demo, kept, theme });
        try {
          const { page } = panel;
          await page.waitForSelector('.page:not([aria-busy=true])');
          const seen = new Map<string, Ring>();
          for (;;) {
            await page.keyboard.press('Tab');
            const found = await page.evaluate<Ring | null>(ring);
            if (found === null || seen.has(found.name + found.place)) break;
            seen.set(found.name + found.place, found);
          }
          assert.ok(seen.size > 6, [...seen.keys()].join(', '));
          assert.deepEqual(
            [...seen.values()].filter(({ wrong }) => wrong.length > 0),
            [],
          );
        } finally {
          await panel.close();
        }
      });
});
