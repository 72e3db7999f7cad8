import assert from 'node:assert/strict';
import { configureDisplay } from '../../../src/core/l10n/display.ts';
import { keptState } from '../../support/panelKept.ts';
import { demoNames, pseudoDisplay, untranslatedIn } from '../../support/l10n/pseudo.ts';
import { usePanel } from '../../support/usePanel.ts';
import { cutOn, saidOn } from '../../support/l10n/saidOn.ts';
import { sharedDemo } from '../../support/sharedPanel.ts';
import type { Page } from 'playwright-core';
import type { PanelState } from '../../../webview/panel/state.ts';

const display = pseudoDisplay();

describe('The panel in another language', function () {
  this.timeout(60_000);
  // What the engine says is said in this process.
  before(() => configureDisplay(display));
  after(() => configureDisplay({}));
  const { open } = usePanel(sharedDemo);

  const folds = ['branches', 'weeks', 'pullRequests', 'filters'];
  const figures = [
    'standing',
    'days',
    'stayed counts',
    'stayed lines',
    'stayed change',
    'week spending',
    'week outcomes',
    'turns',
    'context',
  ];
  const views: readonly (readonly [string, Partial<PanelState>])[] = [
    ['Overview', { view: 'overview', unfolded: folds }],
    ['Overview as tables', { view: 'overview', unfolded: folds, tables: figures }],
    ['a part of Overview', { view: 'overview', part: 'noCommit', period: { kind: 'days90', since: '', until: '' } }],
    ['Sessions', { view: 'sessions' }],
    ['Sessions without one', { view: 'sessions', search: 'no such session' }],
    ['Shipped', { view: 'shipped', unfolded: folds }],
    ['Advice', { view: 'advice' }],
    ['Your data', { view: 'data' }],
  ];

  const check = async (page: Page): Promise<void> => {
    await page.waitForSelector('.skeleton', { state: 'detached' });
    const names = await demoNames();
    assert.deepEqual(
      (await saidOn(page)).filter((text) => untranslatedIn(text, names) !== ''),
      [],
      'is not translated',
    );
    assert.deepEqual(await cutOn(page), [], 'is cut off');
  };

  for (const [name, state] of views)
    it(`says all of ${name} in it, and has room for it`, async () => {
      const { page } = await open({ display, kept: keptState(state) });
      await check(page);
    });

  it('says a session, a commit, a file and their explanations in it, and has room for them', async () => {
    const { page } = await open({ display, kept: keptState({ view: 'sessions', order: 'cost' }) });
    await page.waitForSelector('.grid-row:not([aria-busy])');
    await page.focus('[role=grid]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.session-head');
    await check(page);
    await page.click('.session-head .big');
    await page.waitForSelector('dialog[open] .explanation, dialog[open] p');
    await check(page);
    await page.keyboard.press('Escape');
    await page.click('#tab-shipped');
    await page.waitForSelector('.commit-row .entry-fold');
    for (const fold of (await page.locator('.commit-row .entry-fold').all()).slice(0, 6)) await fold.click();
    await check(page);
    await page.locator('[data-file]').first().click();
    await page.waitForSelector('.file-page .session-head');
    await check(page);
  });
});
