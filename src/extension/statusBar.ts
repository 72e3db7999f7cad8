/** The one status bar item. What it says comes from the core; this file only hands it to VS Code, and only when it changed. */
import { EventEmitter, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { Disposable, StatusBarItem } from 'vscode';
import { t } from '../core/l10n/message.ts';
import type { LiveSnapshot } from '../core/report/live.ts';
import { commitView, statusBarView } from '../core/report/statusBar.ts';
import type { Link } from '../core/report/tooltip.ts';
import { Bulb } from './bulb.ts';
import type { BulbMemory } from './bulb.ts';
import { commandIds } from './commandTable.ts';
import { systemClock } from '../protocol/pace.ts';
import type { Problem, RecordedCommit } from './engineClient.ts';
import { problemView } from './problemView.ts';
import type { Settings } from './settings.ts';
import { tooltipText } from './tooltipText.ts';

/** What the item shows at the moment, as a test and a screen reader see it. */
export interface ShownBar {
  readonly text: string;
  readonly tooltip: string;
  readonly label: string;
  readonly warning: boolean;
  readonly alignment: 'left' | 'right';
}

/** How long a commit that was recorded is shown. */
export const commitMs = 8000;

/** Beside the editor's own items about the workspace. */
const priority = { left: 10, right: 110 };
const links = (): readonly Link[] => [
  { title: t('Panel'), target: `command:${commandIds.openPanel}` },
  { title: t('Today’s report'), target: `command:${commandIds.showToday}` },
  { title: t('Refresh'), target: `command:${commandIds.refresh}` },
  { title: t('Settings'), target: `command:workbench.action.openSettings?${encodeURIComponent('["payoff."]')}` },
  { title: t('Advice'), target: `command:${commandIds.openAdvice}`, beside: 'advice' },
  { title: t('Stop'), target: `command:${commandIds.stopReading}`, beside: 'reading' },
  { title: t('Go on'), target: `command:${commandIds.continueReading}`, beside: 'paused' },
];
const problemLinks = (): readonly Link[] => [
  { title: t('Doctor'), target: `command:${commandIds.doctor}` },
  { title: t('Try again'), target: `command:${commandIds.refresh}` },
  { title: t('Log'), target: `command:${commandIds.showLog}` },
];
/** The tooltip may run these and nothing else. */
const enabledCommands = [...Object.values(commandIds), 'workbench.action.openSettings'];

export class StatusBar implements Disposable {
  readonly #demo: boolean;
  readonly #bulb: Bulb;
  readonly #changed = new EventEmitter<void>();
  #settings: Settings['statusBar'];
  #item: StatusBarItem | null = null;
  #alignment: 'left' | 'right' = 'left';
  #snapshot: LiveSnapshot | null = null;
  #problem: Problem | null = null;
  #commit: RecordedCommit | null = null;
  #callOffCommit: () => void = () => undefined;
  #shown: ShownBar | null = null;
  readonly onDidChange = this.#changed.event;

  constructor(settings: Settings['statusBar'], { demo, memory }: { readonly demo: boolean; readonly memory: BulbMemory }) {
    this.#settings = settings;
    this.#demo = demo;
    this.#bulb = new Bulb({ clock: systemClock, memory, onOut: () => this.#render() });
  }

  /** Null while there is nothing to say, or when the item is turned off. */
  get shown(): ShownBar | null {
    return this.#shown;
  }

  show(snapshot: LiveSnapshot): void {
    this.#snapshot = snapshot;
    this.#render();
  }

  /** The panel was opened: what the bulb stands for was seen. */
  seen(): void {
    this.#bulb.out();
  }

  /** Shows a commit for a moment, where the settings let it. In Zen mode VS Code hides the bar with it, unless it is set not to. */
  showCommit(commit: RecordedCommit): void {
    if (!this.#settings.showCommits) return;
    this.#callOffCommit();
    this.#commit = commit;
    this.#callOffCommit = systemClock.after(commitMs, () => {
      this.#commit = null;
      this.#render();
    });
    this.#render();
  }

  /** Figures that may be wrong are not shown beside a problem: the bar says the problem until it is gone. */
  setProblem(problem: Problem | null): void {
    this.#problem = problem;
    this.#render();
  }

  configure(settings: Settings['statusBar']): void {
    this.#settings = settings;
    this.#render();
  }

  dispose(): void {
    this.#callOffCommit();
    this.#bulb.dispose();
    this.#item?.dispose();
    this.#changed.dispose();
  }

  #render(): void {
    const next = this.#view();
    if (next === null) this.#item?.hide();
    else this.#apply(next);
    this.#shown = next;
    this.#changed.fire();
  }

  #view(): ShownBar | null {
    const { enabled, alignment, show } = this.#settings;
    if (!enabled) return null;
    if (this.#problem !== null) return { ...problemView(this.#problem, problemLinks()), alignment };
    if (this.#snapshot === null) return null;
    const bulb = !this.#demo && this.#bulb.isLit(this.#snapshot.advice?.sessionId ?? null);
    const view = statusBarView(this.#snapshot, { show, demo: this.#demo, links: links(), bulb });
    const shown = { text: view.text, tooltip: tooltipText(view.tooltip), label: view.accessibleName, warning: view.warning, alignment };
    if (this.#commit === null || !this.#settings.showCommits) return shown;
    const { text, accessibleName } = commitView(this.#commit);
    return { ...shown, text, label: accessibleName };
  }

  #apply(next: ShownBar): void {
    const item = this.#itemAt(next.alignment);
    const before = this.#shown;
    if (before?.text !== next.text) item.text = next.text;
    if (before?.label !== next.label) item.accessibilityInformation = { label: next.label, role: 'button' };
    if (before?.tooltip !== next.tooltip) item.tooltip = trusted(next.tooltip);
    if (before?.warning !== next.warning)
      item.backgroundColor = next.warning ? new ThemeColor('statusBarItem.warningBackground') : undefined;
    if (before === null) item.show();
  }

  /** An item's side is fixed when it is made: another side needs another item. */
  #itemAt(alignment: 'left' | 'right'): StatusBarItem {
    if (this.#item !== null && this.#alignment === alignment) return this.#item;
    this.#item?.dispose();
    this.#shown = null;
    this.#alignment = alignment;
    this.#item = window.createStatusBarItem(
      'cost',
      alignment === 'left' ? StatusBarAlignment.Left : StatusBarAlignment.Right,
      priority[alignment],
    );
    this.#item.name = t('Payoff: cost of Claude Code');
    this.#item.command = commandIds.openPanel;
    return this.#item;
  }
}

function trusted(lines: string): MarkdownString {
  const tooltip = new MarkdownString(lines);
  tooltip.isTrusted = { enabledCommands };
  return tooltip;
}
