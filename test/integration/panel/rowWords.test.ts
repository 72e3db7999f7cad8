/** What rows of the panel say in a little room: all of it is there for whoever points at it or hears it. */
import assert from 'node:assert/strict';
import { installChromium } from '../../support/chromium.ts';
import { keptState } from '../../support/panelKept.ts';
import { openPanelPage } from '../../support/panelPage.ts';
import { sharedBrowser, sharedDemo } from '../../support/sharedPanel.ts';
import type { Browser } from 'playwright-core';
import type { PanelSource } from '../../support/panelSource.ts';

describe('A row of the panel', function () {
  this.timeout(60_000);
  let browser: Browser;
  let source: PanelSource;
  before(async function () {
    this.timeout(15 * 60_000);
    await installChromium();
    [browser, source] = await Promise.all([sharedBrowser(), sharedDemo()]);
  });

  it('names the first model of a session whole, how many others there are, and all of them beside', async () => {
    const models = ['claude-sonnet-4-5', 'claude-haiku-4-5', 'claude-opus-5-5'];
    const panel = await openPanelPage(browser, {
      ...{ source, kept: keptState({ view: 'sessions' }) },
      altered: {
        sessionList: (list) => ({
          ...list,
          rows: list.rows.map((row, index) => ({ ...row, models: models.slice(0, index === 0 ? 3 : 1) })),
        }),
      },
    });
    const cells = panel.page.locator('.grid-row:not([aria-busy]) .col-models');
    await cells.first().waitFor();
    const shown = cells.first().locator('.cut');
    assert.deepEqual([await shown.innerText(), await shown.getAttribute('title')], ['Sonnet 4.5 +2', 'Sonnet 4.5, Haiku 4.5, Opus 5.5']);
    for (const width of [1100, 960, 900, 320]) {
      await panel.page.setViewportSize({ width, height: 900 });
      const isWhole = await panel.page.evaluate<boolean>(
        `[...document.querySelectorAll('.col-models .cut')].every((each) => each.scrollWidth <= each.clientWidth)`,
      );
      assert.ok(isWhole, `cut at ${String(width)} px`);
    }
    assert.match(await cells.first().ariaSnapshot(), /Sonnet 4\.5, Haiku 4\.5, Opus 5\.5/);
    assert.doesNotMatch(await cells.first().ariaSnapshot(), /\+2/);
    assert.match(await cells.nth(1).ariaSnapshot(), /gridcell "Sonnet 4\.5"$/m);
    await panel.close();
  });

  it('says of a branch without any price that what became of it has none', async () => {
    const unpriced = { nanodollars: 0, unpricedRequests: 2, lowerBound: false };
    const panel = await openPanelPage(browser, {
      source,
      altered: {
        overview: (view) => ({
          ...view,
          branches: view.branches.map((row, index) =>
            index === 0 ? { ...row, money: unpriced, parts: [{ part: 'noCommit' as const, money: unpriced }] } : row,
          ),
        }),
      },
    });
    const [first, second] = [0, 1].map((at) => panel.page.locator('.branches tbody .bar-cell').nth(at));
    await first?.waitFor();
    assert.equal(await first?.innerText(), 'no price yet');
    assert.equal(await first?.locator('span').getAttribute('title'), 'In no commit');
    assert.equal(await second?.locator('[role=img]').count(), 1);
    await panel.close();
  });
});
