import assert from 'node:assert/strict';
import { installChromium, launchChromium } from '../../support/chromium.ts';
import { panelData } from '../../support/panelData.ts';
import { keptState } from '../../support/panelKept.ts';
import { openPanelPage } from '../../support/panelPage.ts';
import type { Browser } from 'playwright-core';
import type { PanelPage, PanelPageOptions } from '../../support/panelPage.ts';

describe('The panel, used', function () {
  this.timeout(60_000);
  let browser: Browser;
  let panel: PanelPage;
  before(async function () {
    this.timeout(15 * 60_000);
    await installChromium();
    browser = await launchChromium();
  });
  after(() => browser.close());
  afterEach(async () => {
    assert.deepEqual(panel.violations, []);
    await panel.close();
  });

  const open = async (options: PanelPageOptions = {}): Promise<PanelPage> => {
    panel = await openPanelPage(browser, options);
    await panel.page.waitForSelector('.page:not([aria-busy=true])');
    return panel;
  };
  const asked = (method: string): unknown[] => panel.host.asked.filter((each) => each.method === method).map(({ params }) => params);
  /** Waits until the host has been asked in a way that fits; its last such question. */
  const until = async (method: string, fits: (params: object) => boolean = () => true): Promise<object> => {
    const deadline = Date.now() + 10_000;
    for (;;) {
      const found = asked(method).findLast((params) => fits(typeof params === 'object' && params !== null ? params : {}));
      if (found !== undefined) return typeof found === 'object' && found !== null ? found : {};
      assert.ok(Date.now() < deadline, `${method} was not asked so; asked: ${JSON.stringify(asked(method).at(-1))}`);
      await panel.page.waitForTimeout(20);
    }
  };
  const filterOf = (params: object): Readonly<Record<string, unknown>> =>
    'filter' in params ? (params.filter as Record<string, unknown>) : {};

  it('names each part of the bar with its amount, share and what is behind it, and shows only that when it is chosen', async () => {
    const { page } = await open();
    const names = await page.evaluate<string[]>(
      "[...document.querySelectorAll('.bar button')].map((each) => each.getAttribute('aria-label'))",
    );
    assert.match(names[0] ?? '', /^On main: \$[\d.]+, \d+ %, \d+ commits$/);
    assert.match(names.at(-1) ?? '', /^Outside any repository: \$[\d.]+, \d+ %, \d+ sessions?$/);
    await page.getByRole('button', { name: /^In no commit Claude Code made: \$/ }).click();
    await until('sessionList', (params) => filterOf(params).part === 'noCommit');
    assert.equal(await page.getAttribute('#tab-sessions', 'aria-selected'), 'true');
    await page.getByRole('button', { name: 'Clear' }).click();
    await until('sessionList', (params) => filterOf(params).part === null);
  });

  it('goes from view to view, along the bar and out of a menu by keyboard alone', async () => {
    const { page } = await open();
    await page.focus('#tab-overview');
    await page.keyboard.press('ArrowRight');
    await page.waitForSelector('[role=grid]');
    await page.keyboard.press('ArrowLeft');
    await page.waitForSelector('.sentence');
    await page.focus('.bar button');
    await page.keyboard.press('ArrowRight');
    assert.match((await page.locator(':focus').getAttribute('aria-label')) ?? '', /^On another branch/);
    await page.getByRole('button', { name: 'Export' }).focus();
    await page.keyboard.press('Enter');
    assert.equal(await page.locator(':focus').innerText(), 'CSV');
    await page.keyboard.press('ArrowUp');
    assert.match(await page.locator(':focus').innerText(), /PNG/);
    await page.keyboard.press('Escape');
    assert.match(await page.locator(':focus').innerText(), /Export/);
    assert.equal(await page.locator('[role=menu]').isVisible(), false);
  });

  it('asks for what the filters say, and keeps them, the view and the tables through a reload', async () => {
    const { page } = await open();
    await page.locator('vscode-dropdown[aria-label="Repository"]').click();
    await page.getByRole('option', { name: 'ledger-api' }).click();
    await until('overview', (params) => filterOf(params).repository === '/home/sam/work/ledger-api');
    await page.getByRole('button', { name: 'Show Where it is now as a table' }).click();
    await page.locator('vscode-dropdown[aria-label="Period"]').click();
    await page.getByRole('option', { name: 'Custom…' }).click();
    await page.getByLabel('First day').fill('2026-11-10');
    await page.getByLabel('Last day').fill('2026-11-20');
    await until('overview', (params) => JSON.stringify(filterOf(params).period) === '{"firstDay":"2026-11-10","lastDay":"2026-11-20"}');
    panel.host.asked.length = 0;
    await page.reload();
    const again = await until('overview');
    assert.deepEqual(filterOf(again).period, { firstDay: '2026-11-10', lastDay: '2026-11-20' });
    assert.equal(filterOf(again).repository, '/home/sam/work/ledger-api');
    await page.waitForSelector('section[aria-label="Where it is now"] table');
    const state = JSON.stringify(await panel.kept());
    assert.doesNotMatch(state, /\$|nanodollars/, 'no figure is kept');
  });

  it('begins anew with a state of another version', async () => {
    await open({ kept: { ...keptState({ view: 'data' }), version: 99 } });
    assert.equal(await panel.page.getAttribute('#tab-overview', 'aria-selected'), 'true');
  });

  it('updates in place: elements, focus, what is typed and the place on the page stay', async () => {
    const { page, host } = await open({ height: 500 });
    await page.evaluate("document.querySelector('.bar button').mark = 'kept'; window.scrollTo(0, 180)");
    await page.locator('.bar button').nth(1).focus();
    await page.evaluate('window.scrollTo(0, 180)');
    const before = await page.innerText('.sentence');
    host.data = panelData(44);
    host.answerer.emit('changed', { atMs: 1 });
    await page.getByText('44 sessions').waitFor();
    assert.equal(await page.evaluate("document.querySelector('.bar button').mark"), 'kept');
    assert.match((await page.locator(':focus').getAttribute('aria-label')) ?? '', /^On another branch/);
    assert.equal(await page.evaluate('window.scrollY'), 180);
    assert.equal(await page.innerText('[role=status][aria-live]'), before, 'what changes by itself is not said');
  });

  it('says why a number is what it is; Esc goes back to it', async () => {
    const { page } = await open({ kept: keptState({ view: 'shipped' }) });
    const amount = page.locator('.commit-row .amount').first();
    await amount.focus();
    await page.keyboard.press('Enter');
    await page.getByText('ran git commit itself').waitFor();
    await page.getByRole('button', { name: /^Session 0/ }).click();
    await page.getByText('Session of').waitFor();
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByText(/^Commit [0-9a-f]{7}/).waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('dialog').isVisible(), false);
    assert.match((await page.locator(':focus').getAttribute('class')) ?? '', /entry-cost/);
  });

  it('explains the parts of the whole from what it shows', async () => {
    const { page } = await open();
    await page.getByRole('button', { name: /^Explain On main: / }).click();
    await page.getByText('the default branch has, as last fetched').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Explain this number' }).click();
    const cents = async (selector: string): Promise<number[]> =>
      (await page.locator(selector).allInnerTexts()).map((text) => Math.round(Number(text.replace(/[$,]/g, '')) * 100));
    const [whole = 0] = await cents('.drawer-amount');
    const parts = await cents('.reason-amount');
    assert.ok(Math.abs(parts.reduce((sum, each) => sum + each, 0) - whole) <= parts.length, 'the parts are the whole, to a cent each');
  });

  it('shows what failed in a sentence, beside what it knows, and tries again', async () => {
    const { page, host } = await open();
    host.before = (method) => {
      if (method === 'overview') throw new Error('The ledger is busy. Try again in a moment.');
    };
    host.answerer.emit('changed', { atMs: 1 });
    await page.getByText('The ledger is busy.').waitFor();
    assert.match(await page.innerText('.sentence'), /In the last 29 days/);
    host.before = () => undefined;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The ledger is busy.').waitFor({ state: 'detached' });
  });

  it('shows the answer to the last question, whichever comes last', async () => {
    const { page, host } = await open();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let first = true;
    host.before = (method) => {
      if (method !== 'overview' || !first) return undefined;
      first = false;
      return held;
    };
    host.answerer.emit('changed', { atMs: 1 });
    await until('overview');
    host.data = panelData(33);
    host.answerer.emit('changed', { atMs: 2 });
    await page.getByText('33 sessions').waitFor();
    host.data = panelData(12);
    release();
    await page.waitForTimeout(50);
    assert.match(await page.innerText('.headline-facts'), /^33 sessions/);
  });

  it('shows shares in the place of dollars where a plan is known, else says why not', async () => {
    const { page, host } = await open();
    await page.getByText('plan %').click();
    await until('setUnit', (params) => 'unit' in params && params.unit === 'plan');
    await page.getByRole('button', { name: /^On main: \d+\.\d %, \d+ commits$/ }).waitFor();
    host.answerer.emit('settings', { ...host.settings, unit: 'money', plan: null });
    const choice = page.getByRole('radio', { name: /Share of the plan/ });
    await page.waitForSelector('input[aria-describedby]:disabled', { state: 'attached' });
    assert.match((await page.locator('#unit-reason').textContent()) ?? '', /no limit of a plan is known/);
    assert.equal(await choice.isChecked(), false);
  });

  it('offers the zone of the browser where it is another', async () => {
    const { page } = await open({ timezone: 'America/New_York' });
    await page.getByRole('button', { name: 'Use America/New York' }).click();
    await until('setTimezone', (params) => 'timezone' in params && params.timezone === 'America/New_York');
    await page.getByRole('button', { name: 'Use America/New York' }).waitFor({ state: 'detached' });
  });

  it('exports the view as a table and as a picture', async () => {
    const { page } = await open();
    for (const name of ['Markdown', 'Picture (PNG)']) {
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name }).click();
    }
    const table = await until('save', (params) => 'name' in params && String(params.name).endsWith('.md'));
    assert.deepEqual(table, { name: 'payoff overview 2026-11-22.md', content: { kind: 'text', text: 'day,cost\n' } });
    await until('save', (params) => 'name' in params && params.name === 'payoff overview 2026-11-22.png');
    await page.getByText('Saved.').first().waitFor();
  });

  it('says what is special: made-up figures, the first use, what is still being read', async () => {
    const { page, host } = await open({
      settings: { demo: true, firstUse: true, reading: { bytesRead: 42, bytes: 100, todayExact: true } },
    });
    await page.getByText('these figures are made up').waitFor();
    await page.getByText('Reading older history: 42 %').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await until('run', (params) => 'command' in params && params.command === 'stopReading');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByText('Claude Code deletes its transcripts').waitFor({ state: 'detached' });
    host.answerer.emit('settings', { ...host.settings, reading: null });
    await page.getByText('Reading older history').waitFor({ state: 'detached' });
  });

  it('goes where the window sends it', async () => {
    const { page, host } = await open();
    const commit = host.data.commits[20];
    assert.ok(commit);
    host.answerer.emit('show', { view: 'shipped', id: commit.sha });
    const row = page.locator(`[data-id="${commit.sha}"]`);
    await row.getByText('Open commit').waitFor();
    await row.getByRole('button', { name: 'Copy receipt' }).click();
    await until('receipt', (params) => 'reference' in params && params.reference === commit.sha);
    await page.getByText('The receipt is in the clipboard.').first().waitFor();
    host.answerer.emit('show', { view: 'sessions', id: host.data.sessions[5]?.sessionId ?? '' });
    await page.waitForSelector('.session-head');
  });

  it('says of a commit without a session that its cost is not recorded', async () => {
    const { page, host } = await open({ kept: keptState({ view: 'shipped' }) });
    const unlinked = host.data.commits.filter(({ money }) => money === null);
    assert.equal(await page.locator('.commit-row', { hasText: 'cost not recorded' }).count(), unlinked.length);
  });

  it('leaves out, forgets and deletes through the window’s own questions', async () => {
    const { page } = await open({ kept: keptState({ view: 'data' }) });
    await page.locator('#exclude-glob').getByRole('textbox').fill('/home/sam/secret/**');
    await page.keyboard.press('Enter');
    await until('exclude', (params) => 'glob' in params && params.glob === '/home/sam/secret/**');
    await page.getByRole('button', { name: 'Forget /home/sam/work/site' }).click();
    await until('forget', (params) => 'repository' in params && params.repository === '/home/sam/work/site');
    await page.getByRole('button', { name: 'Delete everything…' }).click();
    await until('deleteEverything');
  });
});
