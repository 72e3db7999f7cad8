/** The panel in each language that it speaks: its words have room, and the sentences of the engine are in it. Pictures go to test/output/screenshots. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { configureDisplay } from '../../../src/core/l10n/display.ts';
import type { Display } from '../../../src/core/l10n/display.ts';
import { cutOn } from '../../support/l10n/saidOn.ts';
import { keptState } from '../../support/panelKept.ts';
import { usePanel } from '../../support/usePanel.ts';
import { sharedDemo } from '../../support/sharedPanel.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const pictures = path.join(root, 'test/output/screenshots');
const wide = ['overview', 'sessions', 'shipped', 'advice', 'data'] as const;
const narrow = ['overview', 'advice'] as const;
/** Of the Overview's sentence, which the engine says. */
const words = { de: /Listenpreis/, ja: /定価/, 'zh-cn': /标价/ };

describe('The panel in the languages that it speaks', function () {
  this.timeout(60_000);
  before(() => mkdir(pictures, { recursive: true }));
  afterEach(() => configureDisplay({}));
  const { open } = usePanel(sharedDemo);

  for (const [locale, said] of Object.entries(words)) {
    const display: Display = { locale, messages: messagesOf(locale), currency: null };
    for (const { name, width, views } of [
      { name: 'wide', width: 1100, views: wide },
      { name: 'narrow', width: 400, views: narrow },
    ])
      it(`has room for its words, ${name}: ${locale}`, async () => {
        configureDisplay(display);
        for (const view of views) {
          const { page } = await open({ display, width, kept: keptState({ view }) });
          await page.waitForSelector('.page:not([aria-busy=true])');
          await page.waitForSelector('.skeleton', { state: 'detached' });
          if (view === 'overview') assert.match(await page.innerText('main, body'), said);
          await page.screenshot({ path: path.join(pictures, `language-${locale}-${view}-${name}.png`), fullPage: true });
          assert.deepEqual(await cutOn(page), [], `${view} is cut off`);
        }
      });
  }

  // Where the tabs and the tools beside them have the least room: right above each width at which something folds, and on the narrowest page.
  for (const locale of ['en', ...Object.keys(words)])
    it(`fits every width without scrolling sideways: ${locale}`, async () => {
      const display: Display = { locale, messages: locale === 'en' ? {} : messagesOf(locale), currency: null };
      configureDisplay(display);
      for (const width of [320, 441, 561, 761]) {
        const { page } = await open({ display, width, kept: keptState({ view: 'overview' }) });
        await page.waitForSelector('.page:not([aria-busy=true])');
        await page.waitForSelector('.skeleton', { state: 'detached' });
        const [inside = 0, outside = 0] = await page.evaluate<number[]>(
          '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
        );
        assert.ok(inside <= outside, `${String(inside)} pixels wide in ${String(outside)}`);
      }
    });

  for (const [locale, width] of Object.keys(words).flatMap((each) => [861, 1100].map((wide) => [each, wide] as const)))
    it(`keeps the parts of what was shipped apart, ${String(width)} pixels: ${locale}`, async () => {
      const display: Display = { locale, messages: messagesOf(locale), currency: null };
      configureDisplay(display);
      const { page } = await open({ display, width, kept: keptState({ view: 'shipped' }) });
      await page.waitForSelector('.commit-row');
      assert.deepEqual(
        await page.evaluate<string[]>(`[...document.querySelectorAll('.entry')].flatMap((entry) => {
          const parts = [...entry.querySelectorAll(':scope > :not(.entry-meta, .entry-about), .entry-meta > *')].filter((each) => each.textContent !== '');
          const boxes = parts.map((each) => [each.textContent, each.getBoundingClientRect()]).sort(([, a], [, b]) => a.left - b.left);
          return boxes.flatMap(([text, { left }], at) => (at > 0 && left < boxes[at - 1][1].right - 1 ? [boxes[at - 1][0] + ' | ' + text] : []));
        })`),
        [],
      );
      const silent =
        "[...document.querySelectorAll('.entry .cut')].filter((each) => each.scrollWidth > each.clientWidth && each.closest('[title]') === null).length";
      assert.equal(await page.evaluate<number>(silent), 0, 'what is cut off has a tooltip');
    });

  it('keeps the tools of a figure beside its title, and a box off its heading', async () => {
    const display: Display = { locale: 'de', messages: messagesOf('de'), currency: null };
    configureDisplay(display);
    for (const view of ['overview', 'advice'] as const) {
      const { page } = await open({ display, width: 1100, kept: keptState({ view, unfolded: ['weeks'] }) });
      await page.waitForSelector(`#view-${view} .figure-tools`);
      await page.waitForSelector('.skeleton', { state: 'detached' });
      const beneath = await page.evaluate<string[]>(`[...document.querySelectorAll('#view-${view} .figure-head')].filter((head) => {
        const [title, tools] = [head.querySelector('h2'), head.querySelector('.figure-tools')].map((each) => each?.getBoundingClientRect());
        return tools !== undefined && tools.top > title.bottom;
      }).map((head) => head.textContent)`);
      assert.deepEqual(beneath, []);
      if (view === 'advice')
        assert.ok(
          (await page.evaluate<number>(
            "document.querySelector('.advice-off').getBoundingClientRect().top - document.querySelector('.part-title:has(+ .advice-off)').getBoundingClientRect().bottom",
          )) >= 8,
        );
    }
  });

  it('scrolls the tab of its view to where it is seen', async () => {
    const display: Display = { locale: 'de', messages: messagesOf('de'), currency: null };
    configureDisplay(display);
    const { page } = await open({ display, width: 320, kept: keptState({ view: 'data' }) });
    const insideOf = (tab: string): Promise<boolean> =>
      page.evaluate<boolean>(
        `(({ left, right }) => left >= 0 && right <= innerWidth)(document.querySelector('${tab}').getBoundingClientRect())`,
      );
    assert.equal(await insideOf('#tab-data'), true);
    assert.equal(await insideOf('#tab-overview'), false, 'there is no room for all');
    await page.evaluate("document.querySelector('#tab-overview').click()");
    await page.waitForSelector('#view-overview .page:not([aria-busy=true])');
    assert.equal(await insideOf('#tab-overview'), true);
  });
});

function messagesOf(locale: string): Record<string, string> {
  return JSON.parse(readFileSync(path.join(root, `l10n/bundle.l10n.${locale}.json`), 'utf8')) as Record<string, string>;
}
