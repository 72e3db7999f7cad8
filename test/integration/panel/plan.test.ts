import assert from 'node:assert/strict';
import { exactShareText, shortSha } from '../../../src/core/report/words.ts';
import { formatDollars, formatMoney } from '../../../src/core/report/money.ts';
import { demoCommit, demoLiveCommit, demoLook, demoOverview } from '../../support/demoFacts.ts';
import { keptState } from '../../support/panelKept.ts';
import { onPlan, usePanel } from '../../support/usePanel.ts';
import { sharedDemo } from '../../support/sharedPanel.ts';
import type { Money } from '../../../src/core/report/live.ts';
import type { Overview } from '../../../src/core/report/overview.ts';
import type { PanelSettings } from '../../../src/protocol/panel.ts';
import type { PanelState } from '../../../webview/panel/state.ts';
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
  const { open, until, answers } = usePanel(sharedDemo);

  const whole = ({ wholePlan }: Overview): string =>
    `100% is ${formatMoney(wholePlan)} at list price, everything used in the last 30 days.`;
  const partOf = ({ standing }: Overview, wanted: string): Money => {
    const found = standing.parts.find(({ part }) => part === wanted);
    assert.ok(found, `The demo has no part ${wanted}.`);
    return found.money;
  };
  /** A share of everything, as it is shown; some of it, so that 0% and 100% are no answer. */
  const share = ({ wholePlan }: Overview, money: Money | null): string => {
    assert.ok(money !== null && money.nanodollars > 0 && money.nanodollars < wholePlan.nanodollars);
    return exactShareText(money.nanodollars, wholePlan.nanodollars);
  };

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
    const overview = await demoOverview(answers());
    const mended = await demoCommit(answers(), 'Read a number from the frame');
    const look = demoLook(overview, 'cameBack');
    assert.deepEqual(look.leadsTo, { view: 'shipped', sha: mended.sha });
    const { page } = await open({ settings: onPlan });
    const inDollars = await page.innerText('.sentence');
    assert.equal(inDollars, overview.sentence);
    assert.ok(inDollars.includes(`${formatMoney(overview.standing.total)} at list price`));
    assert.equal(await page.locator('.whole').count(), 0);
    await page.getByText('plan %').click();
    await until('setUnit', (params) => 'unit' in params && params.unit === 'plan');
    await page.getByRole('button', { name: /^On main, window open: \d+\.\d%, \d+ commits$/ }).waitFor();
    assert.equal(await page.innerText('.whole'), whole(overview));
    const inShares = inDollars.replace(`${formatMoney(overview.standing.total)} at list price`, '100% of the plan’s use');
    assert.equal(await page.innerText('.sentence'), inShares);
    const outside = share(overview, partOf(overview, 'outsideRepositories'));
    assert.ok((await page.innerText('.notes')).startsWith(`${outside} went to folders that are not in git`), 'as its part says');
    const cameBack = `Commit ${shortSha(mended.sha)} came back: it cost ${share(overview, look.money)} and had to be mended.`;
    assert.ok((await page.innerText('.looks')).includes(cameBack), cameBack);
  });

  for (const [name, kept] of Object.entries({
    'the Overview': () => ({ unfolded: ['weeks', 'branches'] }),
    'its tables': () => ({ unfolded: ['weeks'], tables }),
    Sessions: () => ({ view: 'sessions' }),
    'a session': ({ sessionId }) => ({ view: 'sessions', session: sessionId, tables }),
    Shipped: ({ commit }) => ({ view: 'shipped', unfolded: [`commit ${commit.sha}`] }),
  } satisfies Record<string, (live: Awaited<ReturnType<typeof demoLiveCommit>>) => Partial<PanelState>>))
    it(`leave no dollars on ${name}`, async () => {
      const { page } = await open({ settings: shares, kept: keptState(kept(await demoLiveCommit(answers()))) });
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
    const { commit } = await demoLiveCommit(answers());
    const cost = share(await demoOverview(answers()), commit.money);
    const explained = await answers().explain({ reference: commit.sha, kind: 'commit', folder: null }, new AbortController().signal);
    assert.ok('paragraphs' in explained);
    const requests = explained.paragraphs[0]?.mix?.requests;
    assert.match(requests ?? '', /^\d+ requests that led to its edits$/);
    await page.getByRole('button', { name: `Explain ${shortSha(commit.sha)}: ${cost}`, exact: true }).click();
    await page.getByText(`${String(requests)}: Opus 5.5 ${cost}`).waitFor();
    await page.getByText(`${parseInt(requests ?? '').toString()} requests in 1 session, on branch selvedge.`).waitFor();
    assert.deepEqual(await dollarsOn(page), []);
  });

  it('stay shares of everything where a filter shows a part of it', async () => {
    const repository = '/home/ada/work/quill';
    const { page } = await open({ settings: shares, kept: keptState({ repository }) });
    const overview = await demoOverview(answers(), { repository });
    assert.deepEqual(overview.wholePlan, (await demoOverview(answers())).wholePlan);
    assert.equal(await page.innerText('.whole'), whole(overview));
    const total = await page.getByRole('button', { name: /^On main, window open: / }).getAttribute('aria-label');
    const onMain = `On main, window open: ${share(overview, partOf(overview, 'onDefaultBranch'))}, `;
    assert.ok(total?.startsWith(onMain), `${String(total)} is not of all repositories: ${onMain}`);
  });

  it('of the period before are of that period’s own whole; the difference is in dollars and says so', async () => {
    const { total } = (await demoOverview(answers())).standing;
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
    const more = `${formatDollars(total.nanodollars - 50_000_000_000, 'dollars')} more at list price than the 30 days before, `;
    const before = await page.innerText('.before');
    assert.ok(before.startsWith(more), `${before} does not say ${more}`);
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
    assert.equal(await page.innerText('.sentence'), (await demoOverview(answers())).sentence);
  });
});
