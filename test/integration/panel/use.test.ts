import assert from 'node:assert/strict';
import { shortSha } from '../../../src/core/report/words.ts';
import { demoCommit, demoCommits } from '../../support/demoFacts.ts';
import { keptState } from '../../support/panelKept.ts';
import { filterOf, onPlan, usePanel } from '../../support/usePanel.ts';
import { sharedDemo } from '../../support/sharedPanel.ts';
import type { Overview } from '../../../src/core/report/overview.ts';

describe('The panel, used', function () {
  this.timeout(60_000);
  const { open, until, untilFocused, answers } = usePanel(sharedDemo);

  it('names each part of the bar with its amount, share and what is behind it, and shows only that when it is chosen', async () => {
    const { page } = await open();
    const names = await page.evaluate<string[]>(
      "[...document.querySelectorAll('.bar button')].map((each) => each.getAttribute('aria-label'))",
    );
    assert.match(names[0] ?? '', /^Stayed: \$[\d.]+, \d+%, \d+ commits$/);
    assert.match(names.at(-1) ?? '', /^Outside any repository: \$[\d.]+, \d+%, \d+ sessions?$/);
    await page.getByRole('button', { name: /^In no commit: \$/ }).click();
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
    await untilFocused(/^On main, window open/);
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
    const panel = await open();
    const { page } = panel;
    await page.locator('vscode-dropdown[aria-label="Repository"]').click();
    await page.getByRole('option', { name: 'quill' }).click();
    await until('overview', (params) => filterOf(params).repository === '/home/ada/work/quill');
    const asTable = page.getByRole('button', { name: 'Show Where it is now as a table' });
    assert.equal(await asTable.getAttribute('aria-pressed'), null, 'what its name says is not said twice');
    await asTable.click();
    await page.locator('vscode-dropdown[aria-label="Period"]').click();
    await page.getByRole('option', { name: 'Custom…' }).click();
    await page.getByLabel('First day').fill('2026-11-10');
    await page.getByLabel('Last day').fill('2026-11-20');
    await until('overview', (params) => JSON.stringify(filterOf(params).period) === '{"firstDay":"2026-11-10","lastDay":"2026-11-20"}');
    panel.host.asked.length = 0;
    await page.reload();
    const again = await until('overview');
    assert.deepEqual(filterOf(again).period, { firstDay: '2026-11-10', lastDay: '2026-11-20' });
    assert.equal(filterOf(again).repository, '/home/ada/work/quill');
    await page.waitForSelector('section[aria-label="Where it is now"] table');
    const state = JSON.stringify(await panel.kept());
    assert.doesNotMatch(state, /\$|nanodollars/, 'no figure is kept');
  });

  it('keeps both days that are chosen before it has drawn anything', async () => {
    const { page } = await open({ kept: keptState({ period: { kind: 'custom', since: '', until: '' } }) });
    await page.evaluate(`for (const [name, day] of [['First day', '2026-11-10'], ['Last day', '2026-11-20']]) {
      const field = document.querySelector('input[aria-label="' + name + '"]');
      field.value = day;
      field.dispatchEvent(new Event('change', { bubbles: true }));
    }`);
    await until('overview', (params) => JSON.stringify(filterOf(params).period) === '{"firstDay":"2026-11-10","lastDay":"2026-11-20"}');
  });

  it('asks for the requests without a branch by a branch without a name', async () => {
    const { page } = await open();
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('button', { name: 'No branch recorded', exact: true }).click();
    const asked = await until('sessionList', (params) => filterOf(params).branch === '');
    assert.equal(filterOf(asked).part, 'outsideRepositories');
    await page.waitForSelector('#view-sessions vscode-dropdown[aria-label="Branch"]');
    const choice = await page.evaluate<string>(
      `document.querySelector('#view-sessions vscode-dropdown[aria-label="Branch"]').displayValue`,
    );
    assert.equal(choice, 'No branch recorded');
    await page.locator('.list-sum', { hasText: /^2 sessions/ }).waitFor();
  });

  it('says of the branches that it does not name how many they are and what became of them', async () => {
    const money = { nanodollars: 7e9, unpricedRequests: 0, lowerBound: false };
    const otherBranches: Overview['otherBranches'] = { branches: 4500, money, parts: [{ part: 'noEdits', money }] };
    const { page } = await open({ altered: { overview: (overview: Overview) => ({ ...overview, otherBranches }) } });
    const rest = page.locator('.branches tr', { hasText: '4,500 other branches' });
    assert.equal(await rest.count(), 0);
    await page.getByRole('button', { name: /^Show the dearest \d/ }).click();
    assert.match(await rest.innerText(), /\$7\.00/);
    assert.match((await rest.locator('[role=img]').getAttribute('aria-label')) ?? '', /100%$/);
  });

  it('calls the choice of every part by the name that all faces give it', async () => {
    const { page } = await open();
    await page.locator('vscode-dropdown[aria-label="Where it is now"]').click();
    await page.getByRole('option', { name: 'Anywhere' }).waitFor();
  });

  it('begins anew with a state of another version', async () => {
    const { page } = await open({ kept: { ...keptState({ view: 'data' }), version: 99 } });
    assert.equal(await page.getAttribute('#tab-overview', 'aria-selected'), 'true');
  });

  it('updates in place: elements, focus, what is typed and the place on the page stay; what changes by itself is not said', async () => {
    const { page, host } = await open({ height: 500 });
    await page.evaluate("document.querySelector('.bar button').mark = 'kept'; window.scrollTo(0, 180)");
    await page.locator('.bar button').nth(1).focus();
    await page.evaluate('window.scrollTo(0, 180)');
    const before = await page.innerText('[role=status]');
    host.altered = { overview: (overview: Overview) => ({ ...overview, sessions: 4400 }) };
    host.answerer.emit('changed', { atMs: 1 });
    await page.getByText('4,400 sessions').waitFor();
    assert.equal(await page.evaluate("document.querySelector('.bar button').mark"), 'kept');
    await untilFocused(/^On main, window open/);
    assert.equal(await page.evaluate('window.scrollY'), 180);
    assert.equal(await page.innerText('[role=status]'), before);
    assert.equal(await page.locator('[role=status]').count(), 1, 'nothing else is read out by itself');
  });

  it('explains the parts of the whole from what it shows', async () => {
    const { page } = await open();
    await page.getByRole('button', { name: /^Explain On main, window open: / }).click();
    await page.getByText('Requests that led to commits which main has').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Explain this number' }).click();
    const cents = async (selector: string): Promise<number[]> =>
      (await page.locator(selector).allInnerTexts()).map((text) => Math.round(Number(text.replace(/[$,]/g, '')) * 100));
    const [whole = 0] = await cents('.drawer-amount');
    const parts = await cents('.reason-amount');
    assert.ok(Math.abs(parts.reduce((sum, each) => sum + each, 0) - whole) <= parts.length, 'the parts are the whole, to a cent each');
  });

  it('says in words how the period before was, and in sight why there is nothing to compare with', async () => {
    const before = (overview: Overview): Overview => ({
      ...overview,
      before: {
        total: { ...overview.standing.total, nanodollars: overview.standing.total.nanodollars - 36_200_000_000 },
        standing: overview.standing,
        sessions: 40,
        wholePlan: overview.wholePlan,
      },
    });
    const { page, host } = await open({ altered: { overview: before } });
    assert.match(await page.innerText('.before'), /^\$36 more than the 30 days before, \d+% on main then\.$/);
    host.altered = { overview: (overview) => ({ ...overview, before: null }) };
    host.answerer.emit('changed', { atMs: 1 });
    await page.getByText('The 30 days before are not in the ledger.').waitFor();
    assert.equal(await page.locator('.before').count(), 0);
    const box = page.getByRole('checkbox', { name: 'With the period before' });
    assert.equal(await box.isDisabled(), true);
    assert.equal(await box.getAttribute('aria-describedby'), 'compare-reason');
  });

  it('offers the zone of the browser where it is another', async () => {
    const { page } = await open({ timezone: 'America/New_York', settings: { demo: false } });
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
    await until('save', (params) => 'name' in params && params.name === 'payoff overview 2026-11-22.md');
    await until('save', (params) => 'name' in params && params.name === 'payoff overview 2026-11-22.png');
    await page.getByText('Saved.').first().waitFor();
  });

  it('says what is special: made-up figures, the first use, what is still being read', async () => {
    const { page, host } = await open({ settings: { firstUse: true, reading: { bytesRead: 42, bytes: 100, todayExact: true } } });
    await page.getByText('these figures are made up').waitFor();
    await page.getByText('Reading older history: 42%').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await until('run', (params) => 'command' in params && params.command === 'stopReading');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByText('Claude Code deletes its transcripts').waitFor({ state: 'detached' });
    await untilFocused(/^Explain this number$/);
    host.answerer.emit('settings', { ...host.settings, reading: null });
    await page.getByText('Reading older history').waitFor({ state: 'detached' });
  });

  it('says of a commit without a session that its cost is not recorded, and of each what became of its change', async () => {
    const { page } = await open({ kept: keptState({ view: 'shipped' }) });
    const commits = await demoCommits(answers());
    const known = commits.filter(({ money }) => money !== null).length;
    assert.ok(known > 0 && known < commits.length, 'The demo has commits with a cost and without.');
    await page.getByText(`${String(commits.length)} commits, ${String(known)} with a cost that is known`, { exact: true }).waitFor();
    assert.equal(await page.locator('.commit-row', { hasText: 'cost not recorded' }).count(), commits.length - known);
    const mended = await demoCommit(answers(), 'Read a number from the frame');
    const states = {
      'Show the ink that is left': 'Open, 14 days left',
      'Describe the nib': 'Stayed',
      'Read a number from the frame': 'Came back: hotfixed',
      'Hotfix: read the last rod, too': `Mends ${shortSha(mended.sha)}`,
      'Chain the cards': 'Set aside',
      'Draw the selvedge': 'selvedge',
    };
    for (const [subject, state] of Object.entries(states))
      assert.equal(await page.locator('.commit-row', { hasText: subject }).locator('.entry-where').innerText(), state);
  });

  it('leaves out, forgets and deletes through the window’s own questions', async () => {
    const { page } = await open({ kept: keptState({ view: 'data' }), settings: onPlan });
    assert.equal(await page.getByRole('group', { name: 'Unit of amounts' }).count(), 0, 'no amount is shown here');
    await page.locator('#exclude-glob').getByRole('textbox').fill('/home/ada/secret/**');
    await page.keyboard.press('Enter');
    await until('exclude', (params) => 'glob' in params && params.glob === '/home/ada/secret/**');
    await page.getByRole('button', { name: 'Forget /home/ada/work/quill' }).click();
    await until('forget', (params) => 'repository' in params && params.repository === '/home/ada/work/quill');
    await page.getByRole('button', { name: 'Delete everything…' }).click();
    await until('deleteEverything');
  });

  it('forgets only what has a name, and says what is outside any repository', async () => {
    const { page } = await open({ kept: keptState({ view: 'data' }) });
    const { outsideRepositories, repositories } = await answers().holdings(null, new AbortController().signal);
    assert.ok(outsideRepositories !== null);
    const { sessions, requests } = outsideRepositories;
    const outside = page.getByRole('row', { name: new RegExp(`^Outside any repository ${String(sessions)} ${String(requests)}\\b`) });
    assert.equal(await outside.getByRole('button').count(), 0);
    assert.equal(await page.getByRole('button', { name: /^Forget \/home\/ada\/work\// }).count(), repositories.length);
    assert.equal(await page.getByRole('button', { name: /^Forget/ }).count(), repositories.length);
  });

  it('leaves the user’s own settings alone in the demo, and says so', async () => {
    const { page } = await open({ kept: keptState({ view: 'data' }), timezone: 'America/New_York' });
    assert.equal(await page.locator('vscode-button', { hasText: 'Leave out' }).getAttribute('disabled'), '');
    assert.equal(await page.locator('#exclude-glob').getAttribute('disabled'), '');
    await page.getByText('Not in the demo: it leaves your settings alone.').waitFor();
    await page.locator('#tab-overview').click();
    await page.getByText('(the demo leaves your settings alone)').waitFor();
    assert.equal(await page.getByRole('button', { name: /^Use America/ }).count(), 0);
  });
});
