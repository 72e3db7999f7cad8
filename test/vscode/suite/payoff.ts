/** What the suites know of the extension under test. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { extensions, TabInputCustom, window, workspace } from 'vscode';
import { previewEditor, uriOf } from '../../../src/extension/documents.ts';
import type { DocumentId } from '../../../src/extension/documentUri.ts';
import type { ShownBar } from '../../../src/extension/statusBar.ts';
import type { TestApi } from '../../../src/extension/testApi.ts';

/** The extension's test API, once it is active. */
export async function activated(): Promise<TestApi> {
  const payoff = extensions.getExtension<TestApi>('payoff.payoff');
  assert.ok(payoff, 'The extension is not there.');
  return payoff.activate();
}

/** Resolves once the bar is as wanted, at the moment of the change; rejects after a minute with what it was instead. */
export function barShows(api: TestApi, wanted: (bar: ShownBar | null) => boolean, what: string): Promise<ShownBar | null> {
  return new Promise((resolve, reject) => {
    const finish = (end: () => void): void => {
      clearTimeout(limit);
      subscription.dispose();
      end();
    };
    const look = (): void => {
      const bar = api.bar();
      if (wanted(bar)) finish(() => resolve(bar));
    };
    const limit = setTimeout(() => finish(() => reject(new Error(`The bar never showed ${what}: ${JSON.stringify(api.bar())}`))), 60_000);
    const subscription = api.onDidChangeBar(look);
    look();
  });
}

/** Resolves once the text contains `part`. */
export async function barText(api: TestApi, part: string): Promise<ShownBar> {
  const bar = await barShows(api, (shown) => shown?.text.includes(part) === true, part);
  assert.ok(bar);
  return bar;
}

export function folderNamed(name: string): string {
  const folder = workspace.workspaceFolders?.find((each) => each.name === name);
  assert.ok(folder, `The window has no folder ${name}.`);
  return folder.uri.fsPath;
}

/** What the launcher's command line prints as JSON, in a shell's environment that has nothing of the editor's. */
export async function payoff(args: readonly string[]): Promise<unknown> {
  const home = process.env.HOME ?? '';
  const file = path.join(home, '.payoff/bin/payoff');
  const { stdout } = await promisify(execFile)(file, [...args], { env: { HOME: home, PATH: '/usr/bin:/bin' } });
  return JSON.parse(stdout) as unknown;
}

/** Resolves to a document's text once the preview in front shows one that matches; rejects after a minute with the text instead. */
export function previewShows(document: DocumentId, wanted: RegExp): Promise<string> {
  const uri = uriOf(document).toString();
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  assert.ok(
    input instanceof TabInputCustom && input.viewType === previewEditor && input.uri.toString() === uri,
    'Another tab is in front.',
  );
  return new Promise((resolve, reject) => {
    const text = (): string => workspace.textDocuments.find((each) => each.uri.toString() === uri)?.getText() ?? '';
    const look = (): void => {
      if (wanted.test(text())) finish(() => resolve(text()));
    };
    const finish = (end: () => void): void => {
      clearTimeout(limit);
      subscription.dispose();
      end();
    };
    const limit = setTimeout(() => finish(() => reject(new Error(`${uri} never showed ${String(wanted)}:\n${text()}`))), 60_000);
    const subscription = workspace.onDidChangeTextDocument(look);
    look();
  });
}
