/** What `activate` returns to the tests, and only to them (ExtensionMode.Test): VS Code has no way to read a status bar item. */
import type { Event } from 'vscode';
import type { ShownBar } from './statusBar.ts';
import type { TodayNode } from './todayNodes.ts';

export interface TestApi {
  /** Null while nothing is shown. */
  bar(): ShownBar | null;
  readonly onDidChangeBar: Event<void>;
  /** Every error that was logged. */
  errors(): readonly string[];
  /** Whether the panel can be seen, and how many messages came from it, and were refused. */
  panel(): { readonly shown: boolean; readonly received: number; readonly refused: number };
  /** What the tree beside source control was last filled with. */
  today(): readonly TodayNode[];
  /** Resolves when the launcher is written. */
  readonly launched: Promise<void>;
  /** What `deactivate` awaits. */
  close(): Promise<void>;
}
