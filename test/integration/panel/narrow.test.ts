import assert from 'node:assert/strict';
import { keptState } from '../../support/panelKept.ts';
import { usePanel } from '../../support/usePanel.ts';
import { sharedDemo } from '../../support/sharedPanel.ts';
import type { Money } from '../../../src/core/report/live.ts';
import type { PanelPageOptions } from '../../support/panelPage.ts';
import type { Page } from 'playwright-core';

const widths: Readonly<Record<string, Partial<PanelPageOptions>>> = {
  '1200 pixels': { width: 1200 },
  '900 pixels': { width: 900 },
  '640 pixels': { width: 640 },
  '320 pixels': { width: 320, height: 720 },
  '1100 pixels at 200%': { width: 1100, height: 800, zoom: 2 },
};

/** Those of the selectors that have an element which cannot be seen, or is cut off by the page. */
async function hiddenOn(page: Page, selectors: readonly string[]): Promise<readonly string[]> {
  return page.evaluate<string[]>(`${JSON.stringify(selectors)}.filter((selector) => {
    const found = [...document.querySelectorAll(selector)];
    const width = document.documentElement.clientWidth;
    return found.length === 0 || found.some((each) => {
      const { left, right, width: own, height } = each.getBoundingClientRect();
      return own < 2 || height < 2 || left < 0 || right > width + 1 || getComputedStyle(each).visibility === 'hidden';
    });
  })`);
}

/** How many parts of the key are in each of its rows. */
const keyRows = `(() => {
  const tops = [...document.querySelectorAll('.key-item')].map((each) => Math.round(each.getBoundingClientRect().top));
  return [...new Set(tops)].map((top) => tops.filter((each) => each === top).length);
})()`;

describe('The panel on a narrow page', function () {
  this.timeout(60_000);
  const { open } = usePanel(sharedDemo);

  for (const [name, size] of Object.entries(widths)) {
    it(`keeps cost, bar, sessions, commits and age of each branch: ${name}`, async () => {
      const { page } = await open(size);
      const cells = ['.branch-name .plain', '.cost-cell .amount', '.bar-cell .bar', '.sessions-cell', '.commits-cell', '.last-cell'];
      assert.deepEqual(await hiddenOn(page, cells), []);
      assert.deepEqual(
        await page.evaluate(
          "[...document.querySelectorAll('.branch-name .plain')].filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.textContent)",
        ),
        [],
        'names that have room are whole',
      );
      assert.equal(await page.getByRole('table', { name: 'Branches, dearest first' }).getByRole('row').count(), 9, 'it stays a table');
    });

    it(`keeps every fact of a session, and can be sorted by each: ${name}`, async () => {
      const { page } = await open({ ...size, kept: keptState({ view: 'sessions' }) });
      await page.waitForSelector('.grid-row:not([aria-busy])');
      const cells = ['title', 'branch', 'models', 'ended', 'turns', 'lines', 'commits', 'parts', 'cost'].map(
        (each) => `.grid-row .col-${each}`,
      );
      assert.deepEqual(await hiddenOn(page, cells), []);
      const heads = ['Branch', 'Ended', 'Turns', 'Lines', 'Commits', 'Cost'];
      for (const head of heads) assert.equal(await page.locator('.grid-head').getByRole('button', { name: head }).isVisible(), true, head);
      const overlapping = await page.evaluate<string[]>(`(() => {
        const boxes = [...document.querySelectorAll('#session-row-0 .cell')].map((each) => [each.className, each.getBoundingClientRect()]);
        return boxes.flatMap(([one, a]) => boxes.filter(([other, b]) => one < other && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1).map(([other]) => one + ' ' + other));
      })()`);
      assert.deepEqual(overlapping, []);
    });

    it(`keeps lines and buttons of what was shipped: ${name}`, async () => {
      const { page } = await open({ ...size, kept: keptState({ view: 'shipped' }) });
      await page.waitForSelector('.commit-row');
      assert.deepEqual(
        await hiddenOn(page, [
          '.commit-row .entry-lines',
          '.commit-row .entry-cost',
          '.commit-row .entry-when',
          '.commit-row .entry-where',
          '.request-row .entry-lines',
          '.request-row .entry-receipt button',
        ]),
        [],
      );
    });

    it(`leaves no part of the key alone on a row: ${name}`, async () => {
      const { page } = await open(size);
      const rows = await page.evaluate<number[]>(keyRows);
      assert.ok(rows.every((count) => count === 1) || rows.every((count) => count > 1), String(rows));
      assert.equal(
        rows.reduce((sum, count) => sum + count, 0),
        9,
      );
    });
  }

  it('keeps the bar of a session in its card', async () => {
    const { page } = await open({ width: 320, kept: keptState({ view: 'sessions' }) });
    await page.waitForSelector('.grid-row:not([aria-busy])');
    for (let width = 320; width <= 440; width += 6) {
      await page.setViewportSize({ width, height: 900 });
      const beyond = await page.evaluate<number>(`[...document.querySelectorAll('.grid-row .bar')].filter((bar) =>
        bar.getBoundingClientRect().right > bar.closest('.cell').getBoundingClientRect().right + 1).length`);
      assert.equal(beyond, 0, `at ${String(width)} pixels`);
    }
  });

  it('keeps the key on the page however large the amounts are', async () => {
    for (const [times, width] of [1, 40, 4000].flatMap((each) => [770, 1100, 1400].map((wide) => [each, wide] as const))) {
      const dearer = (money: Money): Money => ({ ...money, nanodollars: times * money.nanodollars });
      const panel = await open({
        width,
        altered: {
          overview: (answer) => ({
            ...answer,
            standing: {
              ...answer.standing,
              total: dearer(answer.standing.total),
              parts: answer.standing.parts.map((part) => ({ ...part, money: dearer(part.money) })),
            },
          }),
        },
      });
      const [inside = 0, outside = 0] = await panel.page.evaluate<number[]>(
        '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
      );
      assert.ok(inside <= outside, `${String(inside)} pixels wide in ${String(outside)}, ${String(times)} times the amounts`);
      const rows = await panel.page.evaluate<number[]>(keyRows);
      assert.ok(rows.every((count) => count === 1) || rows.every((count) => count > 1), String(rows));
      await panel.close();
    }
  });

  it('gives a repository’s name its room beside a long branch', async () => {
    const long = `feature/${'a-very-long-name-of-a-branch-'.repeat(4)}`;
    for (const width of [1000, 640, 320]) {
      const panel = await open({
        width,
        altered: {
          overview: (answer) => ({ ...answer, branches: answer.branches.map((row) => ({ ...row, branch: `${long}${row.branch}` })) }),
        },
      });
      const [whole = 0, shown = 0] = await panel.page.evaluate<number[]>(
        "(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth])(document.querySelector('.branch-name .quiet'))",
      );
      assert.ok(shown >= whole, `${String(shown)} of ${String(whole)} pixels at ${String(width)}`);
      await panel.close();
    }
  });
});
