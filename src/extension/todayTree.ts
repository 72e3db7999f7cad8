/** The tree *Payoff: today* beside source control. Asks for nothing as long as it cannot be seen. */
import { EventEmitter, ThemeIcon, TreeItem, TreeItemCollapsibleState, window } from 'vscode';
import type { Disposable, TreeDataProvider, TreeView } from 'vscode';
import { t } from '../core/l10n/message.ts';
import { createPace, systemClock } from '../protocol/pace.ts';
import { commandIds, commitItem, todayViewId } from './commandTable.ts';
import type { EngineClient } from './engineClient.ts';
import { todayDescription, todayNodes } from './todayNodes.ts';
import type { TodayNode } from './todayNodes.ts';

const paceMs = 2000;
const mostSubjects = 100;

export interface TodayTreeOptions {
  readonly client: EngineClient;
  readonly demo: boolean;
  readonly timezone: () => string;
}

export class TodayTree implements TreeDataProvider<TodayNode>, Disposable {
  readonly #given: TodayTreeOptions;
  readonly #changed = new EventEmitter<void>();
  readonly #view: TreeView<TodayNode>;
  readonly #pace = createPace({ intervalMs: paceMs, restMs: paceMs, look: () => this.#sayChanged(), clock: systemClock });
  #stale = false;
  #shown: readonly TodayNode[] = [];
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(given: TodayTreeOptions) {
    this.#given = given;
    this.#view = window.createTreeView(todayViewId, { treeDataProvider: this, showCollapseAll: false });
    this.#view.onDidChangeVisibility(({ visible }) => {
      if (visible && this.#stale) this.#pace.ask();
    });
  }

  /** What was last asked for, as the tests see it. */
  get shown(): readonly TodayNode[] {
    return this.#shown;
  }

  historyChanged(): void {
    this.#stale = true;
    if (this.#view.visible) this.#pace.ask();
  }

  async getChildren(node?: TodayNode): Promise<TodayNode[]> {
    if (node !== undefined) return node.kind === 'group' ? [...node.children] : [];
    const { client, demo, timezone } = this.#given;
    this.#stale = false;
    const filter = { period: 'today' as const, repository: null, branch: null, model: null, part: null };
    const [today, commits] = await Promise.all([
      client.ask('today', null),
      client.ask('commits', { filter, offset: 0, limit: mostSubjects, subjects: true }),
    ]);
    if (!today.ok) {
      this.#view.message = today.error.sentence;
      this.#view.description = '';
      this.#stale = true;
      return [];
    }
    const rows = commits.ok ? commits.value.rows : [];
    const subjects = new Map(rows.flatMap(({ sha, subject }) => (subject === null ? [] : [[sha, subject] as const])));
    this.#shown = todayNodes(today.value, subjects, { nowMs: Date.now(), timezone: timezone() });
    this.#view.message = '';
    this.#view.description = todayDescription(today.value, demo);
    return [...this.#shown];
  }

  getTreeItem(node: TodayNode): TreeItem {
    const item = new TreeItem(node.label, node.kind === 'group' ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.None);
    if (node.kind === 'group') return item;
    item.description = node.description;
    item.accessibilityInformation = { label: node.spoken };
    if (node.kind === 'part') return item;
    item.tooltip = node.tooltip;
    item.iconPath = new ThemeIcon('git-commit');
    item.contextValue = commitItem;
    item.command = { command: commandIds.explainCommit, title: t('Explain'), arguments: [node] };
    return item;
  }

  dispose(): void {
    this.#pace.stop();
    this.#view.dispose();
    this.#changed.dispose();
  }

  #sayChanged(): Promise<boolean> {
    this.#changed.fire();
    return Promise.resolve(true);
  }
}
