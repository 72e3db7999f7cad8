/** Reads what the panel shows in a real window: cells of tables and named fields, never a search for text. */
import type { Frame, Locator } from 'playwright-core';

export type Cells = readonly string[];

export class PanelReader {
  readonly #frame: Frame;

  constructor(frame: Frame) {
    this.#frame = frame;
  }

  async view(name: 'overview' | 'sessions' | 'shipped' | 'data'): Promise<void> {
    await this.#frame.locator(`#tab-${name}`).click();
    await this.#frame.locator(`#view-${name} .page`).first().waitFor();
  }

  /** Chooses a value of a filter by its label; waits until the page is still. */
  async filter(name: string, label: string): Promise<void> {
    const dropdown = this.#frame.locator(`vscode-dropdown[aria-label="${name}"]:visible`);
    await dropdown.click();
    await dropdown.locator('vscode-option', { hasText: label }).first().click();
  }

  /** The rows of a figure's table, which is shown instead of its picture; without its heading. */
  async table(title: string): Promise<readonly Cells[]> {
    const figure = this.#frame.locator(`section[aria-label="${title}"]:visible`);
    await figure.waitFor();
    const show = figure.locator(`button[aria-label="Show ${title} as a table"]`);
    if ((await show.count()) > 0) await show.click();
    return this.rows(figure.locator('table'));
  }

  async rows(table: Locator): Promise<readonly Cells[]> {
    await table.first().waitFor();
    const rows = await table.locator('tbody tr').all();
    return Promise.all(rows.map(async (row) => (await row.locator('th, td').allInnerTexts()).map((cell) => cell.trim())));
  }

  /** The texts of all elements that are shown, in their order. */
  async texts(selector: string): Promise<readonly string[]> {
    await this.#frame.locator(`${selector}:visible`).first().waitFor();
    return (await this.#frame.locator(`${selector}:visible`).allInnerTexts()).map((text) => text.trim());
  }

  async text(selector: string): Promise<string> {
    return (await this.texts(selector))[0] ?? '';
  }

  /** The value of an attribute of each element. */
  async attributes(selector: string, name: string): Promise<readonly string[]> {
    await this.#frame.locator(selector).first().waitFor();
    return Promise.all((await this.#frame.locator(selector).all()).map(async (each) => (await each.getAttribute(name)) ?? ''));
  }

  locate(selector: string): Locator {
    return this.#frame.locator(selector);
  }

  async has(selector: string): Promise<boolean> {
    return (await this.#frame.locator(selector).count()) > 0;
  }

  async click(selector: string): Promise<void> {
    await this.#frame.locator(`${selector}:visible`).first().click();
  }

  /** The explanation behind a figure: its amount, and the amounts of its paragraphs that have one. */
  async explanation(button: string): Promise<{ readonly amount: string; readonly parts: readonly string[] }> {
    await this.click(button);
    const amount = await this.text('.drawer-amount');
    const parts = (await this.#frame.locator('.reason-amount').allInnerTexts()).map((text) => text.trim());
    await this.click('.drawer-head [aria-label="Close"]');
    return { amount, parts };
  }
}
