import assert from 'node:assert/strict';
import { installChromium, launchChromium } from '../../support/chromium.ts';
import { axeFindings } from '../../support/panelAxe.ts';
import { keptState } from '../../support/panelKept.ts';
import { openPanelPage, panelBundle } from '../../support/panelPage.ts';
import { panelThemes } from '../../support/panelThemes.ts';
import { panelData } from '../../support/panelData.ts';
import type { Browser } from 'playwright-core';
import type { PanelPage, PanelPageOptions } from '../../support/panelPage.ts';
import type { PanelThemeName } from '../../support/panelThemes.ts';

const sessionId = panelData().sessions[3]?.sessionId ?? '';
const views: Readonly<Record<string, PanelPageOptions>> = {
  Overview: { kept: keptState({ unfolded: ['weeks'] }) },
  'Overview as tables': {
    kept: keptState({
      tables: ['standing', 'figure session', 'figure commit', 'figure day', 'days', 'week spending'],
      unfolded: ['weeks'],
    }),
    settings: { firstUse: true, demo: true, reading: { bytesRead: 42, bytes: 100, todayExact: true } },
    notes: [{ kind: 'shallow', sentence: 'Shallow clone: changes before 3 October cannot be seen.' }],
  },
  Sessions: { kept: keptState({ view: 'sessions' }) },
  'a session': { kept: keptState({ view: 'sessions', session: sessionId }) },
  'a session as tables': { kept: keptState({ view: 'sessions', session: sessionId, tables: ['turns', 'context', 'session standing'] }) },
  Shipped: {
    kept: keptState({
      view: 'shipped',
      unfolded: panelData()
        .commits.slice(0, 3)
        .map(({ sha }) => `commit ${sha}`),
    }),
  },
  'Your data': { kept: keptState({ view: 'data' }) },
  'an empty ledger': { data: { sessions: [], titles: new Map(), commits: [], pullRequests: [] }, settings: { empty: true } },
  'a problem': { settings: { problem: 'The ledger cannot be opened.' } },
};

describe('The panel, looked at', function () {
  this.timeout(60_000);
  let browser: Browser;
  before(async function () {
    this.timeout(15 * 60_000);
    await installChromium();
    browser = await launchChromium();
  });
  after(() => browser.close());

  const shown = async (options: PanelPageOptions, check: (panel: PanelPage) => Promise<void>): Promise<void> => {
    const panel = await openPanelPage(browser, options);
    try {
      await panel.page.waitForSelector('.page:not([aria-busy=true])');
      await check(panel);
    } finally {
      await panel.close();
    }
  };

  for (const theme of Object.keys(panelThemes) as PanelThemeName[])
    for (const [name, options] of Object.entries(views))
      it(`has nothing that axe objects to and nothing its policy refuses: ${name}, ${theme}`, () =>
        shown({ ...options, theme }, async ({ page, violations }) => {
          assert.deepEqual(await axeFindings(page), []);
          assert.deepEqual(violations, []);
        }));

  it('has nothing that axe objects to while something is explained', () =>
    shown({}, async ({ page, violations }) => {
      await page.getByRole('button', { name: 'Explain this number' }).click();
      assert.deepEqual(await axeFindings(page), []);
      assert.deepEqual(violations, []);
    }));

  for (const [name, options] of Object.entries(views))
    it(`fits 320 pixels without scrolling sideways: ${name}`, () =>
      shown({ ...options, width: 320, height: 640 }, async ({ page }) => {
        const [inside = 0, outside = 0] = await page.evaluate<number[]>(
          '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
        );
        assert.ok(inside <= outside, `${String(inside)} pixels wide in ${String(outside)}`);
      }));

  it('shows every figure at 200 %, and beside it nothing that is cut off', () =>
    shown({ zoom: 2, width: 1100, height: 800 }, async ({ page }) => {
      assert.match(await page.innerText('.sentence'), /\$412\.\d\d at list price/);
      assert.equal(await page.locator('.bar button').count(), 7);
    }));

  it('follows a change of the theme', () =>
    shown({ theme: 'light' }, async (panel) => {
      const { page } = panel;
      const background = (): Promise<string> => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
      assert.equal(await background(), 'rgb(255, 255, 255)');
      const drawn = (): Promise<string> => page.evaluate<string>("document.querySelector('.chart-days canvas').toDataURL()");
      const before = await drawn();
      await panel.setTheme('highContrast');
      assert.equal(await background(), 'rgb(0, 0, 0)');
      const deadline = Date.now() + 5000;
      while ((await drawn()) === before) assert.ok(Date.now() < deadline, 'The chart kept the colours of the theme before.');
    }));

  it('moves nothing for those who asked for less movement', () =>
    shown({ reducedMotion: true }, async ({ page }) => {
      const running = await page.evaluate<number>('document.getAnimations().length');
      assert.equal(running, 0);
    }));

  it('keeps the parts of the bar apart where colours are forced', () =>
    shown({ forcedColors: true }, async ({ page, violations }) => {
      assert.equal(await page.locator('.bar button').count(), 7);
      assert.deepEqual(violations, []);
    }));

  it('weighs less than 420 kB, styles included', async () => {
    const { script, styles } = await panelBundle();
    const bytes = Buffer.byteLength(script) + Buffer.byteLength(styles);
    assert.ok(bytes < 420 * 1024, `It has ${String(bytes)} bytes.`);
  });
});
