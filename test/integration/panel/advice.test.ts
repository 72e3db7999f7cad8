import assert from 'node:assert/strict';
import { formatDollars } from '../../../src/core/report/money.ts';
import { keptState } from '../../support/panelKept.ts';
import { someAdvice, someMarks } from '../../support/adviceViews.ts';
import { usePanel } from '../../support/usePanel.ts';
import { sharedDemo } from '../../support/sharedPanel.ts';
import type { AdviceView } from '../../../src/core/report/advice/adviceView.ts';
import type { Page } from 'playwright-core';
import type { PanelSource } from '../../support/panelSource.ts';

const { signal } = new AbortController();
const lastMonth = { period: '30days', repository: null } as const;
const kept = keptState({ view: 'advice' });

describe('Advice, in the panel', function () {
  this.timeout(60_000);
  let source: PanelSource;
  const { open, until, untilFocused } = usePanel(async () => (source = await sharedDemo()));
  /** What an earlier test dismissed is back for the next. */
  afterEach(() => source.answers.restoreAdvice({ dismissal: null }, signal));
  const asked = (): Promise<AdviceView> => source.answers.advice(lastMonth, signal);
  const shown = async (page: Page): Promise<void> => {
    await page.waitForSelector('.page.advice:not([aria-busy=true])');
  };
  /** Waits until so many of them are there, and no more. */
  const untilCount = async (page: Page, selector: string, count: number): Promise<void> => {
    const found = page.locator(selector);
    if (count > 0) await found.nth(count - 1).waitFor();
    await found.nth(count).waitFor({ state: 'detached' });
  };
  const untilPieces = (page: Page, count: number): Promise<void> => untilCount(page, '.piece', count);

  it('says each piece with what is at stake, what can be done, and what it rests on', async () => {
    const { page } = await open({ kept });
    const { advice } = await asked();
    assert.ok(advice.length >= 2, 'The demo has advice.');
    assert.equal(await page.locator('.piece').count(), advice.length);
    for (const [index, { sentence, action, stake }] of advice.entries()) {
      const text = await page.locator('.piece').nth(index).innerText();
      for (const part of [sentence, action, ...(stake === null ? [] : [formatDollars(stake.high), stake.what])])
        assert.ok(text.includes(part), `${part} in ${text}`);
    }
  });

  it('says a range as one, the sample where a rule compares, and all evidence when it is asked for', async () => {
    const { page } = await open({ kept, altered: { advice: (view) => ({ ...view, advice: someAdvice }) } });
    const first = await page.locator('.piece').first().innerText();
    assert.match(first, /\$6\.12 to \$9\.48/);
    assert.match(first, /Rests on 31 changes; this is said from 30 on\./);
    assert.doesNotMatch(await page.locator('.piece').nth(2).innerText(), /\$/);
    const evidence = page.locator('.piece').nth(1).locator('.piece-evidence li');
    assert.equal(await evidence.count(), 3);
    await page.getByRole('button', { name: 'Show 2 more' }).click();
    await page.getByRole('button', { name: 'Show less' }).waitFor();
    assert.equal(await evidence.count(), 5);
  });

  it('leads to the session, the commit and the rule of a piece, and back to it', async () => {
    const { page } = await open({ kept, altered: { advice: (view) => ({ ...view, advice: someAdvice }) } });
    await page.getByRole('button', { name: 'Session of 8 November: 2 times, $0.83' }).click();
    assert.ok(await until('sessionPage', (params) => 'sessionId' in params && params.sessionId === '82843e86-bb4e-410e-abe8-e5953d4fa8bc'));
    await page.getByRole('button', { name: 'Back to Advice' }).click();
    await untilFocused(/Session of 8 November/);
    await page.getByRole('button', { name: 'Opus 5.5: 33 of 36 changes stayed' }).click();
    await until('sessionList', (params) => JSON.stringify(params).includes('"model":"claude-opus-5-5"'));
    await page.getByRole('button', { name: 'Back to Advice' }).click();
    await page.getByRole('button', { name: 'How this is worked out: Cold context' }).click();
    assert.deepEqual(await until('openAdviceRule'), { heading: 'cold-context' });
  });

  it('is dismissed and brought back by the keyboard', async () => {
    const { page } = await open({ kept });
    const { advice } = await asked();
    const [first] = advice;
    assert.ok(first);
    await page.locator('.piece').first().getByRole('button', { name: 'Dismiss: ' }).focus();
    await page.keyboard.press('Enter');
    await untilFocused(/^This one$/);
    await page.keyboard.press('Enter');
    await untilPieces(page, advice.length - 1);
    assert.deepEqual(await until('dismissAdvice'), { dismissal: { kind: 'advice', id: first.id } });
    await untilFocused(/^1 dismissed$/);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: `Bring back: ${first.sentence}` }).focus();
    await page.keyboard.press('Enter');
    await untilPieces(page, advice.length);
    assert.deepEqual(await until('restoreAdvice'), { dismissal: { kind: 'advice', id: first.id } });
  });

  it('is dismissed by its kind, which stays named', async () => {
    const { page } = await open({ kept: keptState({ view: 'advice', unfolded: ['dismissed'] }) });
    const { advice } = await asked();
    await page.locator('.piece').first().getByRole('button', { name: 'Dismiss: ' }).click();
    await page.getByRole('menuitem', { name: 'All of the kind “Cold context”' }).click();
    await untilPieces(page, advice.length - 1);
    await page.getByRole('button', { name: 'Bring all back' }).click();
    await untilPieces(page, advice.length);
    assert.deepEqual((await asked()).dismissedRules, []);
  });

  it('is turned off by the setting, which leaves the figures, and on again', async () => {
    const { page } = await open({ kept });
    await page.locator('.piece').first().getByRole('button', { name: 'Dismiss: ' }).click();
    await page.getByRole('menuitem', { name: 'All advice, for good' }).click();
    assert.deepEqual(await until('setAdvice'), { on: false });
    await page.getByText('Advice is off').waitFor();
    assert.equal(await page.locator('.piece').count(), 0);
    assert.ok((await page.locator('.advice-part canvas').count()) > 5);
    await page.getByRole('button', { name: 'Turn advice on' }).click();
    await page.locator('.piece').first().waitFor();
  });

  it('says what it waits for where nothing stands out', async () => {
    const { page } = await open({ kept, altered: { advice: (view) => ({ ...view, advice: [] }) } });
    const { supply } = await asked();
    const text = await page.locator('.advice-waiting').innerText();
    assert.ok(text.includes(`30 on each side: ${String(supply.closedChanges)} so far`), text);
  });

  it('is narrowed by the period and the repository, and by nothing else', async () => {
    const { page } = await open({ kept: { ...kept, model: 'claude-opus-5-5' } });
    assert.equal(await page.locator('.filters vscode-dropdown').count(), 2);
    await page.getByRole('combobox', { name: 'Period' }).click();
    await page.getByRole('option', { name: 'Last 90 days' }).click();
    assert.deepEqual(await until('advice', (params) => 'period' in params && params.period === '90days'), {
      period: '90days',
      repository: null,
    });
    await page.getByText('A branch, model or place that is chosen elsewhere does not narrow this view.').waitFor();
  });

  it('has a table beside each picture', async () => {
    const { page } = await open({ kept });
    await shown(page);
    const names = await page.locator('.advice-part .figure > header h2').allInnerTexts();
    assert.equal(names.length, 9);
    for (const name of names) await page.getByRole('button', { name: `Show ${name} as a table` }).click();
    await untilCount(page, '.advice-part .table-twin table', 9);
    assert.equal(await page.locator('.advice-part canvas').count(), 0);
    const { models } = await asked();
    const [dearest] = models.models;
    assert.ok(dearest);
    const row = await page.locator('section[aria-label="Share of the spend and of the sessions"] tbody tr').first().innerText();
    assert.ok(row.includes(formatDollars(dearest.money.nanodollars)), row);
  });

  it('shows how marks stand, and leads to setting one where there is none', async () => {
    const { page } = await open({ kept, altered: { marks: () => someMarks } });
    const text = await page.locator('section[aria-label="Marks and forecast"]').innerText();
    for (const part of ['This month', '$92.40', '77% of the mark', '$80: passed', 'By the end of the month $108 to $131.', 'You assume:'])
      assert.ok(text.includes(part), part);
    await page.getByRole('button', { name: 'Set a mark' }).click();
    assert.deepEqual(await until('run'), { command: 'setMark' });
  });

  it('is led to from the Overview', async () => {
    const { page } = await open();
    await page.getByRole('button', { name: 'What is worth doing about it' }).click();
    await page.locator('.piece').first().waitFor();
    await page.getByRole('button', { name: 'Back to Overview' }).click();
    await page.locator('.sentence').waitFor();
  });
});
