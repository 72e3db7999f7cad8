import assert from 'node:assert/strict';
import { installChromium } from '../../support/chromium.ts';
import { largePanelSource } from '../../support/largePanelSource.ts';
import { axeFindings, rulesOfStyle } from '../../support/panelAxe.ts';
import { keptState } from '../../support/panelKept.ts';
import { someAdvice, someMarks } from '../../support/adviceViews.ts';
import { openPanelPage, panelBundle } from '../../support/panelPage.ts';
import { panelThemes } from '../../support/panelThemes.ts';
import { openEmptySource } from '../../support/panelSource.ts';
import { sharedBrowser, sharedDemo } from '../../support/sharedPanel.ts';
import type { Browser } from 'playwright-core';
import type { PanelPage, PanelPageOptions } from '../../support/panelPage.ts';
import type { PanelSource } from '../../support/panelSource.ts';
import type { PanelThemeName } from '../../support/panelThemes.ts';

type Options = Omit<PanelPageOptions, 'source'>;

/** The demo's session with most commits, and its first commits; known once the demo is there. */
let sessionId = '';
let commits: readonly string[] = [];
const views: Readonly<Record<string, () => Options>> = {
  Overview: () => ({ kept: keptState({ unfolded: ['weeks'] }) }),
  'Overview as tables': () => ({
    kept: keptState({
      tables: [
        'standing',
        'stayed change',
        'stayed counts',
        'stayed lines',
        'week outcomes',
        'week costPerChange',
        'figure session',
        'figure commit',
        'figure day',
        'days',
        'week spending',
      ],
      unfolded: ['weeks'],
    }),
    settings: { firstUse: true, reading: { bytesRead: 42, bytes: 100, todayExact: true } },
  }),
  'Overview of what came back': () => ({ kept: keptState({ part: 'cameBack' }) }),
  Sessions: () => ({ kept: keptState({ view: 'sessions' }) }),
  'a session': () => ({ kept: keptState({ view: 'sessions', session: sessionId }) }),
  'a session as tables': () => ({
    kept: keptState({ view: 'sessions', session: sessionId, tables: ['turns', 'context', 'session standing'] }),
  }),
  Shipped: () => ({ kept: keptState({ view: 'shipped', unfolded: commits.map((sha) => `commit ${sha}`) }) }),
  'a file': () => ({ kept: keptState({ view: 'shipped', file: { repository: '/home/ada/work/loom', path: 'src/shuttle.ts' } }) }),
  Advice: () => ({
    kept: keptState({ view: 'advice', unfolded: ['dismissed'] }),
    altered: {
      advice: (view) => ({
        ...{ ...view, advice: someAdvice.slice(0, 2), dismissedRules: ['inNoCommit', 'planMode'] },
        dismissed: someAdvice.slice(1).map((advice, index) => ({ advice, by: index === 0 ? 'advice' : 'rule' })),
      }),
      marks: () => someMarks,
    },
  }),
  'Advice as tables': () => ({
    kept: keptState({
      ...{ view: 'advice', unfolded: ['dismissed'] },
      tables: ['models', 'ratios', 'kinds', 'cold', 'sizes', 'cache', 'usage', 'effort', 'hours'].map((name) => `advice ${name}`),
    }),
    settings: { advice: false },
  }),
  'Your data': () => ({ kept: keptState({ view: 'data' }) }),
  'a problem': () => ({ settings: { problem: 'The ledger cannot be opened.' } }),
};

const [firstTheme = 'light', ...laterThemes] = Object.keys(panelThemes) as PanelThemeName[];

describe('The panel, looked at', function () {
  this.timeout(60_000);
  let browser: Browser;
  let demo: PanelSource;
  let empty: PanelSource;
  before(async function () {
    this.timeout(15 * 60_000);
    await installChromium();
    [browser, demo, empty] = await Promise.all([sharedBrowser(), sharedDemo(), openEmptySource()]);
    const { signal } = new AbortController();
    const filter = { period: 'all', repository: null, branch: null, model: null, part: null } as const;
    const ordered = { filter, search: '', order: 'commits', descending: true, offset: 0, limit: 1 } as const;
    sessionId = (await demo.answers.sessionList(ordered, signal)).rows[0]?.sessionId ?? '';
    const list = await demo.answers.commits({ filter, offset: 0, limit: 3, subjects: false }, signal);
    commits = list.rows.map(({ sha }) => sha);
  });
  after(() => empty.close());

  const shown = async (options: Options, check: (panel: PanelPage) => Promise<void>, source = demo): Promise<void> => {
    const panel = await openPanelPage(browser, { source, ...options });
    try {
      await panel.page.waitForSelector('.page:not([aria-busy=true])');
      await check(panel);
    } finally {
      await panel.close();
    }
  };

  /** In the first theme all that axe knows; in the others what colours and lines decide, where the rest of the page is the same. */
  const objectionless = async (panel: PanelPage): Promise<void> => {
    const { page, violations } = panel;
    const structure = (): Promise<string> => page.evaluate<string>(pageStructure);
    assert.deepEqual(await axeFindings(page), []);
    const first = await structure();
    for (const theme of laterThemes) {
      await panel.setTheme(theme);
      assert.equal(await structure(), first, `The page has other elements in ${theme}.`);
      assert.deepEqual(await axeFindings(page, rulesOfStyle), [], theme);
    }
    assert.deepEqual(violations, []);
  };

  for (const [name, options] of Object.entries(views))
    it(`has nothing that axe objects to in any theme, and nothing its policy refuses: ${name}`, () =>
      shown({ ...options(), theme: firstTheme }, objectionless));

  it('has nothing that axe objects to in any theme before anything was used', () => shown({ theme: firstTheme }, objectionless, empty));

  it('has nothing that axe objects to while something is explained', () =>
    shown({}, async ({ page, violations }) => {
      await page.getByRole('button', { name: 'Explain this number' }).click();
      assert.deepEqual(await axeFindings(page), []);
      assert.deepEqual(violations, []);
    }));

  for (const [name, options] of Object.entries(views))
    it(`fits 320 pixels without scrolling sideways: ${name}`, () =>
      shown({ ...options(), width: 320, height: 640 }, async ({ page }) => {
        const [inside = 0, outside = 0] = await page.evaluate<number[]>(
          '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
        );
        assert.ok(inside <= outside, `${String(inside)} pixels wide in ${String(outside)}`);
      }));

  it('shows every figure at 200 %, and beside it nothing that is cut off', () =>
    shown({ zoom: 2, width: 1100, height: 800 }, async ({ page }) => {
      assert.match(await page.innerText('.sentence'), /\$\d+\.\d\d at list price/);
      assert.equal(await page.locator('.bar button').count(), 9);
    }));

  for (const theme of Object.keys(panelThemes) as PanelThemeName[])
    it(`fills bars, swatches and charts with colours of at least 3:1 on the background, ${theme}`, () =>
      shown({ theme, kept: keptState({ unfolded: ['weeks'] }) }, async ({ page }) => {
        const found = await page.evaluate<readonly { readonly what: string; readonly colour: Rgb; readonly background: Rgb }[]>(fills);
        for (const part of [
          'stayed',
          'onDefaultBranch',
          'onAnotherBranch',
          'cameBack',
          'openWork',
          'noCommit',
          'noEdits',
          'setAside',
          'outsideRepositories',
        ])
          assert.ok(
            found.some(({ what }) => what.includes(`swatch part-${part}`)),
            `${part} is on the page`,
          );
        assert.ok(found.filter(({ what }) => what.startsWith('bin')).length > 10, 'the charts have bars');
        for (const { what, colour, background } of found) {
          const ratio = contrast(colour, background);
          assert.ok(ratio >= 3, `${what}: ${colour.join()} on ${background.join()} is ${ratio.toFixed(2)}:1`);
        }
      }));

  it('shows the whole of a long period by week, adding up to the total, with the weeks marked that it has only a part of', () =>
    shown(
      { kept: keptState({ period: { kind: 'all', since: '', until: '' }, tables: ['days'] }) },
      async ({ page }) => {
        const rows = await page.locator('section[aria-label="Week by week"] tbody tr').allInnerTexts();
        const cents = (text: string): number => Math.round(Number(/\$([\d,.]+)$/.exec(text.trim())?.[1]?.replaceAll(',', '')) * 100);
        const total = cents((await page.locator('.sentence strong').first().innerText()).trim());
        const sum = rows.map(cents).reduce((one, other) => one + other, 0);
        assert.ok(
          rows.length > 50 && Math.abs(sum - total) <= rows.length,
          `${String(rows.length)} weeks, ${String(sum)} of ${String(total)}`,
        );
        assert.match(rows[0] ?? '', /part of the week/);
        assert.doesNotMatch(rows[1] ?? '', /part of the week/);
        await page.getByRole('button', { name: 'Show Week by week as a picture' }).click();
        await page.getByText('* only a part of the week').waitFor();
      },
      largePanelSource({ sessions: 10_000, branches: 5000 }),
    ));

  it('follows a change of the theme', () =>
    shown({ theme: 'light' }, async (panel) => {
      const { page } = panel;
      const background = (): Promise<string> => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
      assert.equal(await background(), 'rgb(255, 255, 255)');
      const drawn = (): Promise<string> => page.evaluate<string>("document.querySelector('.chart-days canvas').toDataURL()");
      const before = await drawn();
      await panel.setTheme('highContrast');
      assert.equal(await background(), 'rgb(0, 0, 0)');
      const deadline = Date.now() + 30_000;
      while ((await drawn()) === before) assert.ok(Date.now() < deadline, 'The chart kept the colours of the theme before.');
    }));

  it('moves nothing for those who asked for less movement', () =>
    shown({ reducedMotion: true }, async ({ page }) => {
      const running = await page.evaluate<number>('document.getAnimations().length');
      assert.equal(running, 0);
    }));

  it('keeps the parts of the bar apart where colours are forced', () =>
    shown({ forcedColors: true }, async ({ page, violations }) => {
      assert.equal(await page.locator('.bar button').count(), 9);
      assert.deepEqual(violations, []);
    }));

  // 466 kB: 430 and the Advice view, 32 with its words, its answers' schemas and its styles. What nobody uses is not in it (see esbuild.mjs).
  it('weighs less than 470 kB, styles included', async () => {
    const { script, styles } = await panelBundle();
    const bytes = Buffer.byteLength(script) + Buffer.byteLength(styles);
    assert.ok(bytes < 470 * 1024, `It has ${String(bytes)} bytes.`);
  });
});

/** Every element with all that is said of it, but not how it is drawn. */
const pageStructure = `(() => {
  const copy = document.body.cloneNode(true);
  for (const each of copy.querySelectorAll('[style]')) each.removeAttribute('style');
  for (const each of copy.querySelectorAll('script, canvas')) each.remove();
  return copy.innerHTML;
})()`;

type Rgb = readonly [number, number, number];

/** Of WCAG 2.2, from 1 to 21. */
function contrast(one: Rgb, other: Rgb): number {
  const luminance = (rgb: Rgb): number => {
    const [red = 0, green = 0, blue = 0] = rgb.map((channel) => {
      const part = channel / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/**
 * Every fill on the page with the page's own background, as the browser computes them: of the parts of bars and their swatches, of the dots
 * of legends, and of the small charts what is strongest in each small square along the bins' feet (bins of high contrast have stripes).
 */
const fills = `(() => {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgb = (colour) => {
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  };
  const background = rgb(getComputedStyle(document.body).backgroundColor);
  const found = [];
  for (const each of document.querySelectorAll('.bar-part, .swatch, .dot, .dash')) {
    const style = getComputedStyle(each);
    const own = style.getPropertyValue(each.matches('.dot, .dash') ? '--series' : '--colour');
    found.push({ what: each.className, colour: rgb(own), background });
  }
  for (const canvas of document.querySelectorAll('.chart-small canvas')) {
    const picture = canvas.getContext('2d');
    const [size, foot] = [8, canvas.height - 10];
    for (let x = 6; x < canvas.width - size; x += 12) {
      const { data } = picture.getImageData(x, foot, size, size);
      const pixels = Array.from({ length: size * size }, (_, at) => [...data.slice(4 * at, 4 * at + 4)]);
      const drawn = pixels.filter((pixel) => pixel[3] === 255).map((pixel) => pixel.slice(0, 3));
      const far = (colour) => Math.max(...colour.map((channel, at) => Math.abs(channel - background[at])));
      const strongest = drawn.sort((one, other) => far(other) - far(one))[0];
      if (drawn.length === size * size && far(strongest) > 0) found.push({ what: 'bin at ' + x, colour: strongest, background });
    }
  }
  return found;
})()`;
