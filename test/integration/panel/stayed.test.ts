import assert from 'node:assert/strict';
import { formatMoney } from '../../../src/core/report/money.ts';
import { keptState } from '../../support/panelKept.ts';
import { filterOf, onPlan, usePanel } from '../../support/usePanel.ts';
import { sharedDemo } from '../../support/sharedPanel.ts';
import type { Overview } from '../../../src/core/report/overview.ts';
import type { FilePage } from '../../../src/core/report/filePage.ts';
import type { Page } from 'playwright-core';
import type { PanelSource } from '../../support/panelSource.ts';

const { signal } = new AbortController();
const filter = { period: '30days', repository: null, branch: null, model: null, part: null } as const;
const shuttle = { repository: '/home/ada/work/loom', path: 'src/shuttle.ts' };

describe('What stayed, in the panel', function () {
  this.timeout(60_000);
  let source: PanelSource;
  const { open, until, untilFocused } = usePanel(async () => (source = await sharedDemo()));
  const asked = (): Promise<Overview> => source.answers.overview({ filter }, signal);
  const rowsOf = (page: Page, section: string): Promise<string[][]> =>
    page.evaluate<string[][]>(
      `[...document.querySelectorAll('section[aria-label="${section}"] tbody tr')].map((row) => [...row.children].map((cell) => cell.innerText.trim()))`,
    );
  const kinds = ({ counts }: NonNullable<Overview['stayed']>): string[][] => [
    ['Stayed', String(counts.verified)],
    ['Window open', String(counts.pending)],
    [`Came back: ${String(counts.reverted)} reverted, ${String(counts.hotfixed)} hotfixed`, String(counts.reverted + counts.hotfixed)],
    ['Together', String(counts.attempted)],
  ];

  it('has its three figures before all others, each said as the data has it', async () => {
    const { page } = await open();
    const { stayed } = await asked();
    assert.ok(stayed?.distribution && stayed.lines && stayed.costPerChange && stayed.dearest);
    const titles = await page.locator('.card h2').allInnerTexts();
    assert.deepEqual(titles.slice(0, 3), ['A change that stayed', 'Changes that stayed', 'Lines still there']);
    const text = (section: string): Promise<string> => page.locator(`section[aria-label="${section}"]`).innerText();
    const change = await text('A change that stayed');
    for (const amount of [{ ...stayed.costPerChange, nanodollars: stayed.distribution.median }, stayed.costPerChange, stayed.dearest.money])
      assert.ok(change.includes(formatMoney(amount)), `${formatMoney(amount)} in ${change}`);
    assert.match(
      await text('Changes that stayed'),
      new RegExp(`${String(stayed.counts.closedVerified)} of ${String(stayed.counts.closed)}`),
    );
    assert.equal(await page.locator('.state-square').count(), stayed.counts.attempted);
    assert.equal(await page.locator('.state-square.part-cameBack').count(), stayed.counts.reverted + stayed.counts.hotfixed);
    const lines = await text('Lines still there');
    assert.match(lines, new RegExp(`${String(Math.round((100 * stayed.lines.surviving) / stayed.lines.lines))}%`));
    assert.match(lines, new RegExp(`Too young to say\\s+${String(stayed.lines.left.tooYoung)}`));
    await page.getByText('Set aside, and in none of these').waitFor();
    assert.equal(await page.locator('.set-aside .icon-warning').count(), 0);
  });

  it('has tables with the same beside its pictures', async () => {
    const { page } = await open({ kept: keptState({ tables: ['stayed change', 'stayed counts', 'stayed lines'] }) });
    const { stayed } = await asked();
    assert.ok(stayed?.distribution && stayed.lines);
    assert.deepEqual(await rowsOf(page, 'Changes that stayed'), kinds(stayed));
    assert.deepEqual((await rowsOf(page, 'A change that stayed'))[0], ['How many', String(stayed.distribution.count)]);
    const { lines, surviving } = stayed.lines;
    const numbers = (await rowsOf(page, 'Lines still there')).slice(0, 2).map(([, figure]) => Number(figure?.replace(',', '')));
    assert.deepEqual(numbers, [lines, surviving]);
  });

  it('explains each figure with its rule and the sums behind it', async () => {
    const { page } = await open();
    const { stayed } = await asked();
    assert.ok(stayed?.costPerChange);
    for (const name of [/^Explain A change that stayed: /, /^Explain what a change that stayed costs with everything spent: /]) {
      await page.getByRole('button', { name }).click();
      const amounts = await page.locator('.reason-amount').allInnerTexts();
      assert.deepEqual(amounts, [formatMoney(stayed.settled.spend), formatMoney(stayed.costPerChange)]);
      await page.getByText(`For each of the ${String(stayed.settled.verified)} changes`).waitFor();
      await page.keyboard.press('Escape');
    }
    assert.equal(stayed.costPerChange.nanodollars, Math.round(stayed.settled.spend.nanodollars / stayed.settled.verified));
    await page.getByRole('button', { name: /^Explain Changes that stayed: / }).click();
    const { attempted, verified, pending } = stayed.counts;
    await page
      .getByText(`${String(attempted)} changes shipped: ${String(verified)} stayed, ${String(attempted - verified - pending)} came back`)
      .waitFor();
    await page.keyboard.press('Escape');
    await untilFocused(/^Explain Changes that stayed/);
    await page.getByRole('button', { name: /^Explain Lines still there: / }).click();
    await page.getByText('git blame says which lines').waitFor();
  });

  it('leads by keyboard to the dearest change, and to what came back, and back', async () => {
    const { page } = await open();
    const { stayed } = await asked();
    await page.getByRole('button', { name: /^Show the dearest, / }).focus();
    await page.keyboard.press('Enter');
    await until('commits');
    await page.locator(`[data-id="${stayed?.dearest?.sha ?? ''}"] .entry-fold:focus`).waitFor();
    await page.getByRole('button', { name: 'Back to Overview' }).click();
    await untilFocused(/^Show the dearest, /);
    await page.getByRole('button', { name: /^Show 2 changes: came back/ }).click();
    await until('commits', (params) => filterOf(params).part === 'cameBack');
    await untilFocused(/^Shipped: Came back$/);
    const chips = page.getByRole('group', { name: 'What became of them' });
    assert.equal(await chips.getByRole('button', { name: 'Came back' }).getAttribute('aria-pressed'), 'true');
    await chips.getByRole('button', { name: 'All' }).click();
    await until('commits', (params) => filterOf(params).part === null);
  });

  it('says so where there is too little, and where a third or more is set aside', async () => {
    const { page, host } = await open({
      altered: {
        overview: (overview: Overview): Overview => ({
          ...overview,
          stayed: overview.stayed && {
            ...overview.stayed,
            ...{
              distribution: null,
              tooFew: 'Too few to say: 3 of the 10 changes that stayed needed.',
              costPerChange: null,
              dearest: null,
            },
            ...{ lines: null, waitsFor: '5 changes are still being watched.' },
            counts: {
              ...overview.stayed.counts,
              attempted: 5,
              verified: 0,
              pending: 5,
              reverted: 0,
              hotfixed: 0,
              closed: 0,
              closedVerified: 0,
            },
            setAside: overview.stayed.setAside && { ...overview.stayed.setAside, share: 0.4, isLarge: true },
          },
        }),
      },
    });
    for (const sentence of [
      'Too few to say: 3 of the 10',
      '5 changes are still being watched.',
      'Not known yet: that takes lines',
      'a third or more',
    ])
      await page.getByText(sentence).waitFor();
    assert.equal(await page.locator('.set-aside .icon-warning').count(), 1);
    host.altered = {};
    await page.locator('vscode-dropdown[aria-label="Model"]').click();
    await page.getByRole('option', { name: 'Opus 5.5' }).click();
    await page.getByText('Whether changes stayed is said of whole repositories').waitFor();
    assert.equal(await page.locator('.stayed').count(), 0);
  });

  it('leaves weeks open that are not known, and marks another window with its reason', async () => {
    const { page } = await open({ kept: keptState({ unfolded: ['weeks'], tables: ['week outcomes', 'week costPerChange'] }) });
    const { weeks } = await asked();
    const said = weeks.map(({ outcomes, windowChange }) => [outcomes === null ? 'not known yet' : String(outcomes), windowChange ?? '']);
    const rows = await rowsOf(page, 'Week by week');
    assert.deepEqual(rows, []);
    const shown = await page.evaluate<string[][]>(
      `[...document.querySelectorAll('.cuts section[aria-label="Changes that stayed each week"] tbody tr')].map((row) => [...row.children].slice(1).map((cell) => cell.innerText.trim()))`,
    );
    assert.deepEqual(shown, said);
    assert.ok(said.some(([outcomes]) => outcomes === 'not known yet') && said.some(([, reason]) => reason !== ''));
    await page.getByText('“Changes came back after more than a week.”').waitFor();
    await page.getByText('It is said of one repository at a time').waitFor();
    await page.locator('vscode-dropdown[aria-label="Repository"]').click();
    await page.getByRole('option', { name: 'quill' }).click();
    await page.locator('.verdict', { hasText: 'two quarters are compared' }).waitFor();
  });

  it('says of a commit what became of its change, what went with it, and which commits are the same change', async () => {
    const { page } = await open({ kept: keptState({ view: 'shipped' }) });
    const row = page.locator('.commit-row', { hasText: 'Read a number from the frame' });
    await row.locator('.entry-fold').click();
    await row.getByText('a hotfix 1 day later, replaces 97 of its 145 lines.').waitFor();
    await row.getByText(/Still there: \d+ of 145 \(\d+%\) after 7 days/).waitFor();
    await row.getByRole('button', { name: 'Hotfix: read the last rod, too' }).click();
    await untilFocused(/^Hotfix: read the last rod, too$/);
    const merged = page.locator('.commit-row', { hasText: 'Throw the shuttle in batches' });
    assert.match(await merged.locator('.tag').innerText(), /^merge [0-9a-f]{7}$/);
    assert.match(await page.locator('.commit-row', { hasText: 'Add a rod on the left' }).locator('.tag').innerText(), /^squash /);
  });

  it('has a page of a file, with lines and costs that add up, reached from a commit, and back', async () => {
    const { page } = await open({ kept: keptState({ view: 'shipped' }) });
    const row = page.locator('.commit-row', { hasText: 'Throw the shuttle in batches' });
    await row.locator('.entry-fold').click();
    await row.getByRole('button', { name: 'src/shuttle.ts' }).click();
    await page.waitForSelector('.session-head h2:focus');
    const found = (await source.answers.filePage({ repository: shuttle.repository, file: shuttle.path }, signal)) as FilePage;
    assert.ok(found.lines !== null && found.lines.ofSessions > 0);
    const rows = await rowsOf(page, 'Sessions');
    const together = rows.at(-1) ?? [];
    const sum = (column: number): number => rows.slice(0, -1).reduce((total, cells) => total + Number(cells[column]), 0);
    assert.deepEqual([sum(1), sum(2)], [found.edits, found.lines.ofSessions]);
    assert.deepEqual(
      [together[1], together[2], together[5]],
      [String(found.edits), String(found.lines.ofSessions), formatMoney(found.money)],
    );
    const costs = found.sessions.reduce((total, { money }) => total + money.nanodollars, 0);
    assert.equal(costs, found.money.nanodollars);
    await page.getByRole('button', { name: /^Explain \$/ }).click();
    await page.getByRole('button', { name: 'Show its lines that are still there' }).click();
    await page.waitForSelector('.session-head h2:focus');
    assert.equal(await page.locator('dialog').isVisible(), false);
    await page.keyboard.press('Escape');
    await untilFocused(/^src\/shuttle\.ts$/);
  });

  it('says why a file has no lines, and that there is no such file', async () => {
    const gone = { ...shuttle, path: 'src/matrix.ts' };
    const panel = await open({ kept: keptState({ view: 'shipped', file: gone }), settings: onPlan });
    await panel.page.getByText('The default branch has no file of this name.').waitFor();
    await panel.close();
    const { page } = await open({ kept: keptState({ view: 'shipped', file: { ...shuttle, path: 'none.ts' } }) });
    await page.getByText('No edit of none.ts by Claude Code is recorded.').waitFor();
  });
});
