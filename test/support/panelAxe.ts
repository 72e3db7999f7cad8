import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

let source: Promise<string> | undefined;

/** Those of axe's rules whose answer depends on colours, borders and sizes, and not on elements and words alone. */
export const rulesOfStyle = ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable'];

/** What axe-core finds wrong on the page, by all its rules or some, one sentence an element; the source is evaluated past the page's policy, which stays as it is. */
export async function axeFindings(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  source ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(await source);
  const { violations } = await page.evaluate<AxeResult>(
    `axe.run(${rules === undefined ? '' : JSON.stringify({ runOnly: { type: 'rule', values: rules } })})`,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`),
  );
}
