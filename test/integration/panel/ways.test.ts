import assert from 'node:assert/strict';
import { shortSha } from '../../../src/core/report/words.ts';
import { demoCommit, demoLiveCommit, demoLook, demoOverview } from '../../support/demoFacts.ts';
import { keptState } from '../../support/panelKept.ts';
import { filterOf, usePanel } from '../../support/usePanel.ts';
import { sharedDemo } from '../../support/sharedPanel.ts';
import type { CommitRow } from '../../../src/core/report/commits.ts';
import type { PanelPage } from '../../support/panelPage.ts';

/** Where links lead: the focus goes along, back to where it came from, and what the filter hides is found all the same. */
describe('The ways through the panel', function () {
  this.timeout(60_000);
  const { open, until, answers, asked, focused, untilFocused } = usePanel(sharedDemo);

  const press = async ({ page }: PanelPage, name: string | RegExp): Promise<void> => {
    await page.getByRole('button', { name, exact: true }).first().focus();
    await page.keyboard.press('Enter');
  };

  it('lead from a part of the bar to the heading of what is in it, and back with the filter and the focus', async () => {
    const panel = await open();
    await press(panel, /^Came back: \$/);
    await untilFocused(/^Shipped: Came back$/);
    await press(panel, 'Back to Overview');
    await untilFocused(/^Came back: \$/);
    assert.equal(await panel.page.getAttribute('#tab-overview', 'aria-selected'), 'true');
    assert.equal(filterOf(asked('overview').at(-1) ?? {}).part, null);
  });

  it('lead from a branch to the heading of its sessions, and back', async () => {
    const panel = await open();
    await press(panel, 'selvedge');
    await untilFocused(/^Sessions: selvedge$/);
    await press(panel, 'Back to Overview');
    await untilFocused(/^selvedge$/);
  });

  it('lead from what is worth a look to the commit itself, and to the heading of a session', async () => {
    const repository = '/home/ada/work/quill';
    const overview = await demoOverview(answers(), { repository });
    const dearest = await demoCommit(answers(), 'Press the nib evenly');
    const [oneCommit, day] = [demoLook(overview, 'oneCommit'), demoLook(overview, 'day')];
    assert.deepEqual(oneCommit.leadsTo, { view: 'shipped', sha: dearest.sha });
    const panel = await open({ kept: keptState({ repository }) });
    await press(panel, named(oneCommit.sentence));
    await untilFocused(/^Press the nib evenly$/);
    assert.equal(await panel.page.locator(`[data-id="${dearest.sha}"] .entry-fold`).getAttribute('aria-expanded'), 'true');
    await press(panel, 'Back to Overview');
    await untilFocused(named(oneCommit.sentence));
    await press(panel, named(day.sentence));
    const title = await panel.page.locator('.session-head h2').innerText();
    await untilFocused(new RegExp(`${named(title).source}$`));
    await panel.page.keyboard.press('Escape');
    await untilFocused(named(day.sentence));
  });

  it('lead from a row of the table to the session and back to the row', async () => {
    const { page } = await open({ kept: keptState({ view: 'sessions' }) });
    await page.focus('[role=grid]');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.session-head h2:focus');
    await page.keyboard.press('Escape');
    await untilFocused(/^Sessions$/);
    await page.waitForSelector('[role=grid]:focus');
    assert.equal(await page.getAttribute('[role=grid]', 'aria-activedescendant'), 'session-row-1');
  });

  it('lead from a session to its commit and back, and from a commit to its session and back', async () => {
    const { commit, sessionId } = await demoLiveCommit(answers());
    const panel = await open({ kept: keptState({ view: 'sessions', session: sessionId }) });
    await press(panel, shortSha(commit.sha));
    await untilFocused(/^Bind the selvedge$/);
    await press(panel, 'Show the session');
    await panel.page.waitForSelector('.session-head h2:focus');
    await press(panel, 'Back to Shipped');
    await untilFocused(/^Show the session$/);
    await press(panel, 'Back to the session');
    await untilFocused(new RegExp(`^${shortSha(commit.sha)}$`));
    await press(panel, 'All sessions');
    await panel.page.waitForSelector('[role=grid]:focus');
  });

  it('end where a tab or a filter is chosen', async () => {
    const panel = await open();
    await press(panel, 'selvedge');
    await panel.page.locator('#tab-shipped').click();
    await panel.page.waitForSelector('.commit-row');
    assert.equal(await panel.page.getByRole('button', { name: /^Back to/ }).count(), 0);
    assert.equal(await focused(), 'Shipped', 'the tab keeps the focus');
    assert.equal(await panel.page.locator('#tab-shipped:focus').count(), 1);
  });

  it('lead on inside an explanation, back to the reference, and with Esc to the figure that was explained', async () => {
    const { commit, sessionId } = await demoLiveCommit(answers());
    const explain = named(`Explain ${shortSha(commit.sha)}: `);
    const session = named(`Session ${sessionId.slice(0, 8)}`);
    const panel = await open({ kept: keptState({ view: 'shipped' }) });
    await press(panel, explain);
    await panel.page.getByText(/^Because: session \d\d:\d\d to \d\d:\d\d ran git commit itself/).waitFor();
    await press(panel, session);
    await untilFocused(/^Session /);
    assert.match((await panel.page.locator(':focus').getAttribute('class')) ?? '', /drawer-title/);
    await press(panel, 'Back');
    await untilFocused(session);
    await panel.page.keyboard.press('Escape');
    assert.equal(await panel.page.locator('dialog').isVisible(), false);
    await untilFocused(explain);
  });

  it('never lose the focus: where its element is gone it is on the heading', async () => {
    const panel = await open({ kept: keptState({ view: 'shipped', model: 'claude-fable-5-2' }) });
    await press(panel, 'Clear');
    await until('commits', (params) => filterOf(params).model === null);
    await untilFocused(/^Shipped$/);
  });

  it('lead to a commit that the filter hides, and say that the filter was widened; back is the filter as it was', async () => {
    const { commit, sessionId } = await demoLiveCommit(answers());
    const panel = await open({
      kept: keptState({ view: 'sessions', session: sessionId, part: 'noEdits', repository: '/home/ada/work/loom' }),
    });
    await press(panel, shortSha(commit.sha));
    await panel.page.locator('.toast', { hasText: `Filter widened to show ${shortSha(commit.sha)}.` }).waitFor();
    await untilFocused(/^Bind the selvedge$/);
    const filter = filterOf(asked('commits').at(-1) ?? {});
    assert.deepEqual([filter.part, filter.repository, filter.period], [null, '/home/ada/work/loom', '30days'], 'only what hides it goes');
    await press(panel, 'Back to the session');
    await until('overview', (params) => filterOf(params).part === 'noEdits');
  });

  it('lead to a commit from before the period', async () => {
    const short = shortSha((await demoCommit(answers(), 'Press the nib evenly')).sha);
    const panel = await open({ kept: keptState({ period: { kind: 'days7', since: '', until: '' } }) });
    panel.host.answerer.emit('show', { view: 'shipped', id: short });
    await panel.page.locator('.toast', { hasText: `Filter widened to show ${short}.` }).waitFor();
    await untilFocused(/^Press the nib evenly$/);
    assert.equal(filterOf(asked('commits').at(-1) ?? {}).period, '30days');
  });

  it('lead to a commit further down than what is loaded, without a word about the filter', async () => {
    const panel = await open();
    const { rows } = await manyCommits(panel, 450);
    const wanted = rows[420];
    assert.ok(wanted);
    panel.host.answerer.emit('show', { view: 'shipped', id: wanted.sha });
    await untilFocused(/^Commit number 420$/);
    assert.equal(await panel.page.locator('.commit-row').count(), 421);
    assert.equal(await panel.page.locator('.toast').count(), 0);
  });

  it('lead to the day of a commit where the list up to it would be too long to draw', async () => {
    const panel = await open();
    const { rows } = await manyCommits(panel, 2000);
    const wanted = rows[1900];
    assert.ok(wanted);
    panel.host.answerer.emit('show', { view: 'shipped', id: wanted.sha });
    await panel.page.locator('.toast', { hasText: /^Filter changed to 16 November to show / }).waitFor();
    await untilFocused(/^Commit number 1900$/);
  });

  it('say where a commit cannot be shown, and why', async () => {
    const { page, host } = await open();
    host.answerer.emit('show', { view: 'shipped', id: 'f'.repeat(40) });
    await page.locator('.toast', { hasText: 'fffffff cannot be shown: no repository that git was read in has it' }).waitFor();
    await untilFocused(/^Shipped$/);
  });

  it('lead to a pull request, beyond the first few and whatever the filter', async () => {
    const { page, host } = await open({ kept: keptState({ repository: '/home/ada/work/abacus' }) });
    host.answerer.emit('show', { view: 'shipped', id: 'https://example.invalid/ada/loom/pull/41' });
    await page.locator('.toast', { hasText: 'Filter widened to show pull request 41.' }).waitFor();
    await untilFocused(/^Pull request 41$/);
  });

  it('go where the window sends them', async () => {
    const { commit, sessionId } = await demoLiveCommit(answers());
    const { page, host } = await open();
    host.answerer.emit('show', { view: 'shipped', id: commit.sha });
    const row = page.locator(`[data-id="${commit.sha}"]`);
    await row.getByText('Open commit').waitFor();
    await row.getByRole('button', { name: 'Copy receipt' }).click();
    await until('receipt', (params) => 'reference' in params && params.reference === commit.sha);
    await page.locator('.toast', { hasText: 'The receipt is in the clipboard.' }).waitFor();
    host.answerer.emit('show', { view: 'sessions', id: sessionId });
    await page.waitForSelector('.session-head h2:focus');
  });

  /** A name that begins with the text. */
  function named(text: string): RegExp {
    return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
  }
  /** From now on the host has so many commits, five minutes after one another; it answers by page and by period. */
  async function manyCommits({ host }: PanelPage, count: number): Promise<{ readonly rows: readonly CommitRow[] }> {
    const model = await firstCommit();
    const rows = Array.from({ length: count }, (_, index): CommitRow => ({
      ...model,
      sha: index.toString(16).padStart(40, '0'),
      subject: `Commit number ${String(index)}`,
      authoredAtMs: model.authoredAtMs - index * 300_000,
    }));
    host.altered = {
      commits: (answer) => {
        const params = asked('commits').at(-1) ?? {};
        const { offset, limit } = { offset: 0, limit: 100, ...params };
        const { period } = filterOf(params);
        const fits = rows.filter(({ authoredAtMs }) => inDays(authoredAtMs, period));
        return { ...answer, total: fits.length, rows: fits.slice(offset, offset + limit) };
      },
    };
    return { rows };
  }
  async function firstCommit(): Promise<CommitRow> {
    const source = await sharedDemo();
    const filter = { period: 'all', repository: null, branch: null, model: null, part: null } as const;
    const { rows } = await source.answers.commits({ filter, offset: 0, limit: 1, subjects: false }, new AbortController().signal);
    await source.close();
    assert.ok(rows[0]);
    return rows[0];
  }
  function inDays(ms: number, period: unknown): boolean {
    if (typeof period !== 'object' || period === null || !('firstDay' in period)) return true;
    return new Date(ms + 3_600_000).toISOString().startsWith(String(period.firstDay));
  }

  it('say dates in words and begin what stands for a sentence with a capital letter', async () => {
    const { page } = await open();
    await page.getByRole('button', { name: 'Explain this number' }).click();
    await page.getByText('(prices as of 22 November 2026)').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'Shipped' }).click();
    await page.locator('.commit-row .entry-fold').first().click();
    assert.match(await page.locator('.evidence-text').first().innerText(), /\. Own record\. Show the session$/);
  });
});
