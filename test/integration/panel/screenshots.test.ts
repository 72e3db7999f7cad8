/**
 * Takes a picture of every view in every theme, narrow and at 200 %, of the demo as the product itself computes it. They are there to be
 * looked at (in test/output/screenshots); what is held here is that each shows its view's figures, whole.
 */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { formatCount, formatMoney } from '../../../src/core/report/money.ts';
import { counted } from '../../../src/core/report/words.ts';
import { installChromium } from '../../support/chromium.ts';
import { keptState } from '../../support/panelKept.ts';
import { openPanelPage } from '../../support/panelPage.ts';
import { openEmptySource } from '../../support/panelSource.ts';
import { panelThemes } from '../../support/panelThemes.ts';
import { sharedBrowser, sharedDemo } from '../../support/sharedPanel.ts';
import type { Browser } from 'playwright-core';
import type { SessionListRow } from '../../../src/core/report/sessionPage.ts';
import type { PanelState } from '../../../webview/panel/state.ts';
import type { PanelPage, PanelPageOptions } from '../../support/panelPage.ts';
import type { PanelSource } from '../../support/panelSource.ts';
import type { PanelThemeName } from '../../support/panelThemes.ts';

const folder = path.resolve(import.meta.dirname, '../../output/screenshots');
const lastMonth = { period: '30days', repository: null, branch: null, model: null, part: null } as const;
const { signal } = new AbortController();

interface Look {
  readonly name: string;
  readonly kept: (source: PanelSource) => Promise<PanelState>;
  /** What has to be said on the page. */
  readonly figures: (source: PanelSource) => Promise<readonly string[]>;
  readonly options?: Partial<PanelPageOptions>;
  readonly prepare?: (panel: PanelPage) => Promise<unknown>;
}

const state =
  (given: Partial<PanelState> = {}): Look['kept'] =>
  () =>
    Promise.resolve(keptState(given));
const overviewFigures: Look['figures'] = async ({ answers }) => {
  const { standing, sentence } = await answers.overview({ filter: lastMonth }, signal);
  return [sentence, ...standing.parts.filter(({ money }) => money.nanodollars > 0).map(({ money }) => formatMoney(money))];
};
/** Of those with several commits the one with most turns. */
const richSession = async ({ answers }: PanelSource): Promise<SessionListRow> => {
  const query = { filter: lastMonth, search: '', order: 'turns', descending: true, offset: 0, limit: 200 } as const;
  const { rows } = await answers.sessionList(query, signal);
  const found = rows.find(({ commits }) => commits > 1);
  assert.ok(found, 'The demo has a session with several commits.');
  return found;
};

const looks: readonly Look[] = [
  { name: 'overview', kept: state({ unfolded: ['weeks'] }), figures: overviewFigures },
  {
    name: 'sessions',
    kept: state({ view: 'sessions' }),
    figures: async ({ answers }) => {
      const query = { filter: lastMonth, search: '', order: 'endedAt', descending: true, offset: 0, limit: 5 } as const;
      const { total, money, rows } = await answers.sessionList(query, signal);
      return [counted(total, 'session'), formatMoney(money), ...rows.map((row) => formatMoney(row.money))];
    },
  },
  {
    name: 'session',
    kept: async (source) => keptState({ view: 'sessions', session: (await richSession(source)).sessionId }),
    figures: async (source) => {
      const { sessionId, money, turns } = await richSession(source);
      const page = await source.answers.sessionPage({ sessionId }, signal);
      return [formatMoney(money), counted(turns, 'turn'), ...(page?.commits.map(({ sha }) => sha.slice(0, 7)) ?? [])];
    },
  },
  {
    name: 'shipped',
    kept: state({ view: 'shipped' }),
    figures: async ({ answers }) => {
      const { rows, total } = await answers.commits({ filter: lastMonth, offset: 0, limit: 5, subjects: false }, signal);
      return [counted(total, 'commit'), ...rows.map(({ money }) => (money === null ? 'cost not recorded' : formatMoney(money)))];
    },
  },
  {
    name: 'advice',
    kept: state({ view: 'advice' }),
    figures: async ({ answers }) => {
      const { advice } = await answers.advice({ period: '30days', repository: null }, signal);
      return advice.map(({ sentence }) => sentence);
    },
  },
  {
    name: 'data',
    kept: state({ view: 'data' }),
    figures: async ({ answers }) => {
      const { counts, ledger } = await answers.holdings(null, signal);
      return [ledger.path, ...counts.map(({ count }) => formatCount(count))];
    },
  },
];

/** In one theme. */
const states: readonly Look[] = [
  {
    name: 'tables',
    kept: state({ tables: ['standing', 'figure session', 'figure commit', 'figure day', 'days'] }),
    figures: overviewFigures,
    options: { settings: { firstUse: true, reading: { bytesRead: 42, bytes: 100, todayExact: true } } },
  },
  {
    name: 'session-table',
    kept: async (source) => keptState({ view: 'sessions', session: (await richSession(source)).sessionId, tables: ['turns'] }),
    figures: async (source) => {
      const page = await source.answers.sessionPage({ sessionId: (await richSession(source)).sessionId }, signal);
      return page?.marks.map(({ label }) => label) ?? [];
    },
  },
  {
    name: 'came-back',
    kept: state({ part: 'cameBack' }),
    figures: async ({ answers }) => [(await answers.overview({ filter: { ...lastMonth, part: 'cameBack' } }, signal)).sentence],
  },
  {
    name: 'explain',
    kept: state({ view: 'shipped' }),
    prepare: async ({ page }) => {
      await page.locator('.commit-row .amount').first().click();
      await page.locator('.reasons').waitFor();
    },
    figures: async ({ answers }) => {
      const { rows } = await answers.commits({ filter: lastMonth, offset: 0, limit: 1, subjects: false }, signal);
      return rows.map(({ money }) => (money === null ? '' : formatMoney(money)));
    },
  },
];

describe("The panel's pictures", function () {
  this.timeout(60_000);
  let browser: Browser;
  let demo: PanelSource;
  let empty: PanelSource;
  before(async function () {
    this.timeout(15 * 60_000);
    await installChromium();
    await mkdir(folder, { recursive: true });
    [browser, demo, empty] = await Promise.all([sharedBrowser(), sharedDemo(), openEmptySource()]);
  });
  after(() => empty.close());

  /** Takes it once the view is whole, and looks for what it has to say. */
  const take = async (look: Look, file: string, options: Partial<PanelPageOptions>, source = demo): Promise<void> => {
    const panel = await openPanelPage(browser, { source, kept: await look.kept(source), ...look.options, ...options });
    try {
      const { page } = panel;
      await page.waitForSelector('.page:not([aria-busy=true])');
      await page.waitForSelector('.skeleton', { state: 'detached' });
      await look.prepare?.(panel);
      const text = (await page.innerText('body')).replace(/\s+/g, ' ');
      for (const figure of await look.figures(source)) assert.ok(text.includes(figure.replace(/\s+/g, ' ')), `"${figure}" is not said.`);
      const picture = await page.screenshot({ path: path.join(folder, `panel-${file}.png`), fullPage: look.prepare === undefined });
      assert.ok(picture.length > 8000, `The picture has ${String(picture.length)} bytes.`);
      assert.equal(await page.evaluate<number>(blankCanvases), 0, 'A chart is blank.');
      assert.deepEqual(panel.violations, []);
    } finally {
      await panel.close();
    }
  };

  for (const look of looks) {
    for (const theme of Object.keys(panelThemes) as PanelThemeName[])
      it(`shows its figures: ${look.name}, ${theme}`, () => take(look, `${look.name}-${theme}`, { theme }));
    it(`shows its figures: ${look.name}, narrow`, () => take(look, `${look.name}-dark-narrow`, { width: 320, height: 720 }));
    it(`shows its figures: ${look.name}, at 200 %`, () =>
      take(look, `${look.name}-light-zoom`, { theme: 'light', width: 1100, height: 800, zoom: 2 }));
  }
  for (const look of states) it(`shows its figures: ${look.name}`, () => take(look, `${look.name}-dark`, {}));
  it('shows what is there before anything was used', () =>
    take(
      {
        name: 'empty',
        kept: state(),
        figures: async ({ answers }) => [(await answers.overview({ filter: lastMonth }, signal)).sentence],
      },
      'empty-dark',
      {},
      empty,
    ));
});

/** How many canvases on the page hold one colour only. */
const blankCanvases = `[...document.querySelectorAll('canvas')].filter((canvas) => {
  if (canvas.offsetParent === null) return false;
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return data.every((value, index) => value === data[index % 4]);
}).length`;
