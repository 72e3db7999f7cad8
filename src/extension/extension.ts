/** The extension's entry: VS Code calls `activate` when a window has started, and awaits `deactivate` when it ends. */
import { ExtensionMode } from 'vscode';
import type { ExtensionContext } from 'vscode';
import { compose } from './composition.ts';
import type { Composition } from './composition.ts';
import type { TestApi } from './testApi.ts';

let composition: Composition | null = null;

export function activate(context: ExtensionContext): TestApi | undefined {
  composition = compose(context);
  return context.extensionMode === ExtensionMode.Test ? composition.testApi : undefined;
}

export async function deactivate(): Promise<void> {
  await composition?.close();
  composition = null;
}
