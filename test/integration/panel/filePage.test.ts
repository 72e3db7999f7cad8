/** The page of one file, and what the panel says of thousands. */
import assert from 'node:assert/strict';
import { installChromium } from '../../support/chromium.ts';
import { keptState } from '../../support/panelKept.ts';
import { openPanelPage } from '../../support/panelPage.ts';
import { sharedBrowser, sharedDemo } from '../../support/sharedPanel.ts';
import type { Browser, Page } from 'playwright-core';
import type { PanelPage, PanelPageOptions } from '../../support/panelPage.ts';
import type { PanelSource } from '../../support/panelSource.ts';

const file = { repository: '/home/ada/work/loom', path: 'src/shuttle.ts' };

describe('The panel’s page of a file', function () {
  this.timeout(60_000);
  let browser: Browser;
  let demo: PanelSource;
  let panel: PanelPage | undefined;
  before(async function () {
    this.timeout(15 * 60_000);
    await installChromium();
    [browser, demo] = await Promise.all([sharedBrowser(), sharedDemo()]);
  });
  afterEach(async () => {
    await panel?.close();
    panel = undefined;
  });
  const open = async (options: Omit<PanelPageOptions, 'source'>): Promise<Page> => {
    panel = await openPanelPage(browser, { source: demo, ...options });
    await panel.page.waitForSelector('.page:not([aria-busy=true])');
    return panel.page;
  };

  it('counts only the sessions that edited it, where others wrote lines of it under another name', async () => {
    const page = await open({
      kept: keptState({ view: 'shipped', file }),
      altered: {
        filePage: (found) => {
          assert.ok(!('notFound' in found));
          const [first] = found.sessions;
          assert.ok(first);
          return { ...found, sessions: [...found.sessions, { ...first, sessionId: '0d000000-0000-4000-8000-000000000000', edits: 0 }] };
        },
      },
    });
    assert.match(await page.locator('.session-what').innerText(), /18 edits in 2 sessions/);
    assert.equal(await page.locator('.table tbody tr').count(), 4);
  });

  it('offers no export: what there is to export is the list of commits, which is not on screen', async () => {
    const page = await open({ kept: keptState({ view: 'shipped', file }) });
    assert.equal(await page.getByRole('button', { name: 'Export' }).count(), 0);
    await page.getByRole('button', { name: 'All commits' }).click();
    await page.getByRole('button', { name: 'Export' }).waitFor();
  });

  it('leaves thousands to be read: they are grouped in tables, whose heads stay while their rows are scrolled', async () => {
    const page = await open({
      kept: keptState({ tables: ['standing', 'days'] }),
      altered: {
        overview: (view) => ({
          ...view,
          standing: { ...view.standing, parts: view.standing.parts.map((part) => ({ ...part, commits: 12_345, sessions: 23_456 })) },
        }),
      },
    });
    assert.match(await page.locator('.table-twin').first().innerText(), /12,345\s+23,456/);
    const head = page.locator('.table-twin thead').last();
    const twin = page.locator('.table-twin').last();
    await page.evaluate("[...document.querySelectorAll('.table-twin')].at(-1).scrollTo(0, 200)");
    assert.equal(await page.evaluate("[...document.querySelectorAll('.table-twin')].at(-1).scrollTop"), 200);
    const [outer, inner] = await Promise.all([twin.boundingBox(), head.locator('th').first().boundingBox()]);
    assert.ok(outer && inner && Math.abs(outer.y - inner.y) < 2, JSON.stringify([outer, inner]));
  });
});
