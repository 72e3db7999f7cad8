import assert from 'node:assert/strict';
import { keptState } from '../../support/panelKept.ts';
import { openDemoSource } from '../../support/panelSource.ts';
import { onPlan, usePanel } from '../../support/usePanel.ts';
import type { PanelSettings } from '../../../src/protocol/panel.ts';
import type { Page } from 'playwright-core';

const shares: Partial<PanelSettings> = { ...onPlan, unit: 'plan' };
const tables = [
  'standing',
  'figure session',
  'figure commit',
  'figure day',
  'stayed change',
  'stayed counts',
  'stayed lines',
  'week costPerChange',
  'days',
  'week spending',
  'turns',
  'session standing',
];

describe('Amounts as shares of what the plan was used for', function () {
  this.timeout(60_000);
  const { open, until } = usePanel(openDemoSource);

  /** Every amount that can be seen or heard, but the line that says what 100% is, and the comparison, which is in dollars by its word. */
  const dollarsOn = (page: Page): Promise<string[]> =>
    page.evaluate<string[]>(`(() => {
      const texts = [];
      for (const element of document.querySelectorAll('.view *, dialog *')) {
        if (element.closest('.whole, .before, .fine') || element.getClientRects().length === 0) continue;
        for (const name of ['aria-label', 'title']) texts.push(element.getAttribute(name) ?? '');
        for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) texts.push(node.data);
      }
      return texts.filter((text) => text.includes('$'));
    })()`);

  it('are chosen by the switch, and say what 100% is', async () => {
    const { page } = await open({ settings: onPlan });
    assert.equal(await page.locator('.whole').count(), 0);
    await page.getByText('plan %').click();
    await until('setUnit', (params) => 'unit' in params && params.unit === 'plan');
    await page.getByRole('button', { name: /^On main, window open: \d+\.\d%, \d+ commits$/ }).waitFor();
    assert.equal(await page.innerText('.whole'), '100% is $84.35 at list price, everything used in the last 30 days.');
    assert.match(await page.innerText('.sentence'), /^In the last 30 days you used 100% of the plan’s use\. 62% of it is on main/);
    assert.match(await page.innerText('.notes'), /^4\.4% went to folders that are not in git/, 'as its part says');
    assert.match(await page.innerText('.looks'), /Commit a2bbb02 came back: it cost 1\.3% and had to be mended\./);
  });

  for (const [name, kept] of Object.entries({
    'the Overview': keptState({ unfolded: ['weeks', 'branches'] }),
    'its tables': keptState({ unfolded: ['weeks'], tables }),
    Sessions: keptState({ view: 'sessions' }),
    'a session': keptState({ view: 'sessions', session: 'a83fc5af-01ea-4859-a151-4577897fac45', tables }),
    Shipped: keptState({ view: 'shipped', unfolded: ['commit 0eafc4a395b266c29139b094a01a8f4dd0d3aa1c'] }),
  }))
    it(`leave no dollars on ${name}`, async () => {
      const { page } = await open({ settings: shares, kept });
      await page.locator('.whole').waitFor();
      await page.waitForSelector('.page:not([aria-busy=true]) :is(.sentence, .grid-row:not([aria-busy]), .session-head, .commit-row)');
      assert.deepEqual(await dollarsOn(page), []);
    });

  it('leave no dollars in explanations', async () => {
    const { page } = await open({ settings: shares });
    for (const name of [
      /^Explain this number$/,
      /^Explain On main, window open: /,
      /^Explain Cost of a session: /,
      /^Explain selvedge: /,
    ]) {
      await page.getByRole('button', { name }).click();
      await page.locator('.reasons li').first().waitFor();
      assert.deepEqual(await dollarsOn(page), [], String(name));
      await page.keyboard.press('Escape');
    }
    await page.locator('#tab-shipped').click();
    await page.getByRole('button', { name: /^Explain 0eafc4a: 1\.9%$/ }).click();
    await page.getByText('22 requests that led to its edits: Opus 5.5 1.9%').waitFor();
    await page.getByText('22 requests of 1 session, on branch selvedge.').waitFor();
    assert.deepEqual(await dollarsOn(page), []);
  });

  it('stay shares of everything where a filter shows a part of it', async () => {
    const { page } = await open({ settings: shares, kept: keptState({ repository: '/home/ada/work/quill' }) });
    assert.equal(await page.innerText('.whole'), '100% is $84.35 at list price, everything used in the last 30 days.');
    const total = await page.getByRole('button', { name: /^On main, window open: / }).getAttribute('aria-label');
    assert.match(total ?? '', /^On main, window open: 4\.7%, /, 'of all repositories, not of this one');
  });

  it('of the period before are of that period’s own whole; the difference is in dollars and says so', async () => {
    const { page } = await open({
      settings: shares,
      altered: {
        overview: (answer) => ({
          ...answer,
          before: {
            total: { nanodollars: 50_000_000_000, unpricedRequests: 0, lowerBound: false },
            standing: { ...answer.standing, total: { nanodollars: 50_000_000_000, unpricedRequests: 0, lowerBound: false } },
            sessions: 9,
            wholePlan: { nanodollars: 200_000_000_000, unpricedRequests: 0, lowerBound: false },
          },
        }),
      },
    });
    assert.match(await page.innerText('.before'), /^\$34 more at list price than the 30 days before, /);
    await page.locator('.before button').click();
    assert.equal(await page.innerText('.drawer-amount'), '25.0%');
  });

  it('cannot be chosen without a plan that has a flat fee', async () => {
    const { page, host } = await open({ settings: shares });
    await page.locator('.whole').waitFor();
    host.answerer.emit('settings', { ...host.settings, plan: { plan: 'api', tier: null, windows: [], fetchedAtMs: null } });
    await page.locator('.whole').waitFor({ state: 'detached' });
    const choice = page.getByRole('radio', { name: 'Amounts as shares of what the plan was used for in this period' });
    assert.equal(await choice.isDisabled(), true);
    assert.equal(await choice.isChecked(), false);
    assert.match((await page.locator('#unit-reason').textContent()) ?? '', /no plan with a flat fee is known/);
    assert.match(await page.innerText('.sentence'), /\$84\.35 at list price/);
  });
});
