import assert from 'node:assert/strict';
import { formatMoney } from '../../../src/core/report/money.ts';
import { installChromium } from '../../support/chromium.ts';
import { keptState } from '../../support/panelKept.ts';
import { openPanelPage } from '../../support/panelPage.ts';
import { openEmptySource } from '../../support/panelSource.ts';
import { sharedBrowser, sharedDemo } from '../../support/sharedPanel.ts';
import type { Browser } from 'playwright-core';
import type { PanelPage, PanelPageOptions } from '../../support/panelPage.ts';
import type { PanelSource } from '../../support/panelSource.ts';

const { signal } = new AbortController();
const lastMonth = { period: '30days', repository: null, branch: null, model: null, part: null } as const;
const newestFirst = { filter: lastMonth, search: '', order: 'endedAt', descending: true, offset: 0, limit: 200 } as const;

describe('What the panel exports', function () {
  this.timeout(60_000);
  let browser: Browser;
  let demo: PanelSource;
  let panel: PanelPage | undefined;
  before(async function () {
    this.timeout(15 * 60_000);
    await installChromium();
    [browser, demo] = await Promise.all([sharedBrowser(), sharedDemo()]);
  });
  afterEach(async () => {
    const closed = panel;
    panel = undefined;
    await closed?.close();
    assert.deepEqual(closed?.violations ?? [], []);
  });

  /** What was given to be saved. `written` is every text that the picture was drawn with. */
  const exported = async (item: string | RegExp, options: Omit<PanelPageOptions, 'source'>): Promise<Exported> => {
    panel = await openPanelPage(browser, { source: demo, ...options });
    const { page, host } = panel;
    await page.waitForSelector('.page:not([aria-busy=true])');
    await page.waitForSelector('.skeleton', { state: 'detached' });
    await page.evaluate(watchTexts);
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    await page.getByText('Saved.').first().waitFor();
    const params = host.asked.findLast(({ method }) => method === 'save')?.params as Pick<Exported, 'name' | 'content'>;
    return { ...params, written: (await page.evaluate<string[]>('window.written')).join(' ') };
  };
  const rowsOf = ({ content }: Exported): readonly Record<string, unknown>[] =>
    JSON.parse(content.kind === 'text' ? content.text : '') as readonly Record<string, unknown>[];

  it('is of the sessions that were searched for, in their order, with the mark of the demo', async () => {
    const saved = await exported('JSON', { kept: keptState({ view: 'sessions', search: 'selvedge', order: 'cost', descending: false }) });
    const { rows } = await demo.answers.sessionList({ ...newestFirst, search: 'selvedge', order: 'cost', descending: false }, signal);
    assert.ok(rows.length > 1);
    assert.deepEqual(
      rowsOf(saved).map(({ sessionId }) => sessionId),
      rows.map(({ sessionId }) => sessionId),
    );
    assert.ok(rowsOf(saved).every(({ demo: mark }) => mark === true));
  });

  it('is of the turns of the session that is open, and adds up to its requests', async () => {
    const { rows } = await demo.answers.sessionList(newestFirst, signal);
    const sessionId = rows.find(({ commits }) => commits > 1)?.sessionId ?? '';
    const saved = await exported('JSON', { kept: keptState({ view: 'sessions', session: sessionId }) });
    const page = await demo.answers.sessionPage({ sessionId }, signal);
    assert.equal(saved.name, 'payoff session 2026-11-22.json');
    const sum = rowsOf(saved).reduce((total, { costNanodollars }) => total + Number(costNanodollars), 0);
    assert.equal(sum, page?.turns.at(-1)?.cumulativeNanodollars);
    assert.match(JSON.stringify(rowsOf(saved)), new RegExp(page?.commits[0]?.sha ?? 'none'));
  });

  it('has only what the filter shows', async () => {
    const saved = await exported('JSON', { kept: keptState({ view: 'shipped', part: 'cameBack' }) });
    const parts = rowsOf(saved).map(({ part }) => part);
    assert.ok(parts.length > 1, 'a commit, and the revert that goes with it');
    assert.deepEqual(new Set(parts), new Set(['cameBack']));
  });

  it('is a picture of the Overview: what it is of, the sentence, the parts, and the figures with their middle and spread', async () => {
    const { written, content, name } = await exported(/PNG/, { kept: keptState({ repository: '/home/ada/work/loom' }) });
    const overview = await demo.answers.overview({ filter: { ...lastMonth, repository: '/home/ada/work/loom' } }, signal);
    assert.equal(name, 'payoff overview 2026-11-22.png');
    assert.ok(content.kind === 'png' && content.base64.length > 50_000);
    for (const said of ['Payoff · Overview', 'Demo: these figures are made up.', 'Last 30 days · loom · at list price', overview.sentence])
      assert.ok(written.includes(said), `${said} in ${written.slice(0, 600)}`);
    for (const { money } of overview.standing.parts.filter((part) => part.money.nanodollars > 0))
      assert.ok(written.includes(formatMoney(money)));
    const distribution = overview.figures.find((figure) => figure.distribution !== null)?.distribution;
    assert.ok(distribution);
    for (const nanodollars of [distribution.median, distribution.firstQuartile, distribution.thirdQuartile, distribution.highest])
      assert.ok(written.includes(formatMoney({ nanodollars, unpricedRequests: 0, lowerBound: false })));
    assert.doesNotMatch(written, /Explain this number|Show all/, 'nothing to click is in a picture');
  });

  it('is a picture of every view that has a menu, and of a session', async () => {
    const { rows } = await demo.answers.sessionList(newestFirst, signal);
    const session = rows.find(({ commits }) => commits > 1);
    assert.ok(session);
    const pages = [
      [keptState({ view: 'sessions' }), 'Payoff · Sessions', formatMoney(session.money)],
      [keptState({ view: 'sessions', session: session.sessionId }), 'Payoff · A session', formatMoney(session.money)],
      [keptState({ view: 'shipped' }), 'Payoff · Shipped', 'cost not recorded'],
    ] as const;
    for (const [kept, title, figure] of pages) {
      const { written, content } = await exported(/PNG/, { kept, height: 2600 });
      assert.ok(content.kind === 'png' && content.base64.length > 20_000, title);
      assert.ok(written.includes(title) && written.includes(figure), `${title}: ${written.slice(0, 400)}`);
      await panel?.close();
      panel = undefined;
    }
  });

  it('draws each kind of mark on a line of its own, and names every commit', async () => {
    const { rows } = await demo.answers.sessionList(newestFirst, signal);
    const several = rows.find(({ commits, subagents }) => commits > 1 && subagents > 0);
    const plain = rows.find(({ commits, subagents, linesAdded }) => commits === 0 && subagents === 0 && linesAdded > 0);
    const lanes = { edit: 'Edits', check: 'Tests, builds', commit: 'Commits', subagent: 'Subagents', compaction: 'Compactions' };
    for (const row of [several, plain]) {
      assert.ok(row, 'The demo has such a session.');
      const page = await demo.answers.sessionPage({ sessionId: row.sessionId }, signal);
      const { written } = await exported(/PNG/, { kept: keptState({ view: 'sessions', session: row.sessionId }) });
      // The charts are drawn anew between the heading and the texts of the page.
      const charts = written.slice(written.lastIndexOf('Payoff ·'), written.lastIndexOf('Cost along its turns'));
      for (const [kind, lane] of Object.entries(lanes))
        assert.equal(
          charts.includes(lane),
          page?.marks.some((mark) => mark.kind === kind),
          `${lane} of ${row.sessionId}`,
        );
      for (const { sha } of page?.commits ?? []) assert.ok(charts.includes(sha.slice(0, 7)), sha);
      await panel?.close();
      panel = undefined;
    }
  });

  it('says before it is tried where there is nothing to draw', async () => {
    panel = await openPanelPage(browser, { source: demo, kept: keptState({ model: 'no-such-model' }) });
    const { page, host } = panel;
    await page.getByRole('button', { name: 'Export' }).click();
    const item = page.getByRole('menuitem', { name: /PNG/ });
    assert.equal(await item.getAttribute('aria-disabled'), 'true');
    assert.match(await item.innerText(), /There is nothing in this period to draw\./);
    await item.click({ force: true });
    assert.equal(host.asked.filter(({ method }) => method === 'save').length, 0);
  });

  it('has no menu where nothing was ever used', async () => {
    const empty = await openEmptySource();
    try {
      panel = await openPanelPage(browser, { source: empty });
      await panel.page.waitForSelector('.page:not([aria-busy=true])');
      assert.equal(await panel.page.getByRole('button', { name: 'Export' }).count(), 0);
    } finally {
      await empty.close();
    }
  });
});

interface Exported {
  readonly name: string;
  readonly content: { readonly kind: 'text'; readonly text: string } | { readonly kind: 'png'; readonly base64: string };
  readonly written: string;
}

/** From now on the page keeps every text that is drawn on a canvas. */
const watchTexts = `(() => {
  window.written = [];
  const fillText = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
    window.written.push(text);
    return fillText.call(this, text, ...rest);
  };
})()`;
