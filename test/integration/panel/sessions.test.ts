import assert from 'node:assert/strict';
import { installChromium } from '../../support/chromium.ts';
import { largePanelSource } from '../../support/largePanelSource.ts';
import { keptState } from '../../support/panelKept.ts';
import { openPanelPage } from '../../support/panelPage.ts';
import { panelZone } from '../../support/panelSource.ts';
import { sharedBrowser, sharedDemo } from '../../support/sharedPanel.ts';
import type { Browser } from 'playwright-core';
import type { PanelPage, PanelPageOptions } from '../../support/panelPage.ts';

const many = largePanelSource({ sessions: 10_000, branches: 5000 });

/** Every one of them: 10,000 hours are more than a year. */
const allSessions = keptState({ view: 'sessions', period: { kind: 'all', since: '', until: '' } });

describe("The panel's table of sessions", function () {
  this.timeout(60_000);
  let browser: Browser;
  let panel: PanelPage;
  before(async function () {
    this.timeout(15 * 60_000);
    await installChromium();
    browser = await sharedBrowser();
  });
  afterEach(async () => {
    assert.deepEqual(panel.violations, []);
    await panel.close();
  });

  const open = async (options: Partial<PanelPageOptions> = {}): Promise<PanelPage> => {
    panel = await openPanelPage(browser, { source: many, kept: allSessions, ...options });
    await panel.page.waitForSelector('[role=grid] .grid-row:not([aria-busy])');
    return panel;
  };
  const activeRow = async (): Promise<number> => {
    const id = await panel.page.locator('[role=grid]').getAttribute('aria-activedescendant');
    return Number((id ?? '').replace('session-row-', ''));
  };

  it('has elements only for the rows in view, and tells how many there are', async () => {
    const { page } = await open();
    assert.equal(await page.getAttribute('[role=grid]', 'aria-rowcount'), '10001');
    assert.ok((await page.locator('.grid-row').count()) < 60);
  });

  it('goes by keyboard to any row, asks for the rows there in pieces of 200, and opens one', async () => {
    const { page, host } = await open();
    await page.focus('[role=grid]');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    assert.equal(await activeRow(), 1);
    await page.keyboard.press('PageDown');
    assert.ok((await activeRow()) > 10);
    await page.keyboard.press('End');
    await page.waitForSelector('#session-row-9999:not([aria-busy])');
    assert.equal(await activeRow(), 9999);
    assert.equal(await page.getAttribute('#session-row-9999', 'aria-rowindex'), '10001');
    const offsets = host.asked.flatMap(({ method, params }) =>
      method === 'sessionList' && typeof params === 'object' && params !== null && 'offset' in params ? [params.offset] : [],
    );
    assert.ok(offsets.includes(9800) && offsets.every((offset) => Number(offset) % 200 === 0), String(offsets));
    await page.keyboard.press('Enter');
    await page.waitForSelector('.session-head');
    await page.keyboard.press('Escape');
    await page.waitForSelector('[role=grid]:focus');
    assert.equal(await activeRow(), 9999);
    await page.waitForSelector('#session-row-9999');
    await page.keyboard.press('Home');
    await page.waitForSelector('#session-row-0');
    assert.equal(await activeRow(), 0);
  });

  it('sorts by its heads and says so', async () => {
    const { page } = await open();
    const head = page.getByRole('columnheader', { name: 'Cost' });
    assert.equal(await head.getAttribute('aria-sort'), 'none');
    await head.getByRole('button').click();
    await page.waitForSelector('[role=columnheader].col-cost[aria-sort=descending]');
    const amounts = async (): Promise<number[]> =>
      (await page.locator('.grid-row .col-cost').allInnerTexts()).map((text) => Number(text.replace(/[$,]/g, '')));
    await page.locator('#session-row-0 .col-cost', { hasText: '$1.96' }).waitFor();
    const shown = await amounts();
    assert.deepEqual(
      shown,
      shown.toSorted((one, other) => other - one),
    );
  });

  it('searches while it is typed into, and keeps the focus there', async () => {
    const { page } = await open();
    await page.locator('vscode-text-field.search').getByRole('textbox').fill('work/012');
    // work/0120 to work/0129, with two sessions each
    await page.waitForSelector('[role=grid][aria-rowcount="21"]');
    assert.equal(await page.evaluate('document.activeElement.classList.contains("search")'), true);
  });

  it('keeps rows, place and active row when the ledger changes', async () => {
    const { page, host } = await open();
    await page.focus('[role=grid]');
    await page.evaluate("document.querySelector('[role=grid]').scrollTop = 34 * 500");
    await page.waitForSelector('#session-row-505:not([aria-busy])');
    await page.evaluate("document.querySelector('#session-row-505').mark = 'kept'");
    const before = host.asked.length;
    host.answerer.emit('changed', { atMs: 1 });
    const deadline = Date.now() + 30_000;
    while (!host.asked.slice(before).some(({ method }) => method === 'sessionList') && Date.now() < deadline) await page.waitForTimeout(20);
    await page.waitForTimeout(100);
    assert.equal(await page.evaluate("document.querySelector('#session-row-505').mark"), 'kept');
    assert.equal(await page.locator('.grid-row[aria-busy]').count(), 0, 'no placeholder takes the place of a row that is known');
    assert.equal(await page.evaluate("document.querySelector('[role=grid]').scrollTop"), 34 * 500);
  });

  it('is where it was after a reload', async () => {
    const { page } = await open();
    await page.evaluate("document.querySelector('[role=grid]').scrollTop = 34 * 3000");
    await page.waitForSelector('#session-row-3000:not([aria-busy])');
    const deadline = Date.now() + 30_000;
    while (!JSON.stringify(await panel.kept()).includes('"firstRow":3000') && Date.now() < deadline) await page.waitForTimeout(20);
    await page.reload();
    await page.waitForSelector('#session-row-3000:not([aria-busy])');
  });

  it('shows each moment of a session in the table beside the chart, with its time', async () => {
    const source = await sharedDemo();
    try {
      const filter = { period: 'all', repository: null, branch: null, model: null, part: null } as const;
      const { signal } = new AbortController();
      const { rows } = await source.answers.sessionList(
        { filter, search: '', order: 'commits', descending: true, offset: 0, limit: 1 },
        signal,
      );
      const sessionId = rows[0]?.sessionId ?? '';
      const marks = (await source.answers.sessionPage({ sessionId }, signal))?.marks ?? [];
      const kinds = new Set(marks.map(({ kind }) => kind));
      assert.ok(kinds.has('edit') && kinds.has('commit') && kinds.has('check'), [...kinds].join());
      panel = await openPanelPage(browser, { source, kept: keptState({ view: 'sessions', session: sessionId, tables: ['turns'] }) });
      const { page } = panel;
      await page.waitForSelector('.session-head');
      const said = await page.locator('section[aria-label="Cost along its turns"] .happened li').allInnerTexts();
      assert.equal(said.length, marks.length, 'each has a line');
      marks.forEach(({ label, atMs }, index) => {
        assert.ok(said[index]?.includes(label), `${said[index] ?? ''} names ${label}`);
        assert.ok(
          said[index]?.startsWith(new Date(atMs).toLocaleTimeString('en-GB', { timeZone: panelZone, hour: '2-digit', minute: '2-digit' })),
        );
      });
    } finally {
      await source.close();
    }
  });
});
