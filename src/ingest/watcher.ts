/**
 * Watches the transcripts of a few folders and says which files changed. Its events are hints: a reconciling scan is the truth, and
 * comes when a watch cannot be had (DESIGN section 7).
 */
import type { FSWatcher } from 'chokidar';
import { watch } from 'chokidar';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface WatcherOptions {
  readonly onChange: (path: string) => void;
  readonly onProblem: (sentence: string) => void;
}

/** Watches project folders at depth one, and the `subagents` of sessions that were active lately: 1,000 sessions need few handles. */
export class TranscriptWatcher {
  private readonly watcher: FSWatcher;
  private readonly watched = new Set<string>();
  private readonly options: WatcherOptions;
  private failed = false;

  constructor(options: WatcherOptions) {
    this.options = options;
    this.watcher = watch([], { depth: 0, ignoreInitial: true, persistent: true, ignorePermissionErrors: true, awaitWriteFinish: false });
    const changed = (path: string): void => {
      if (path.endsWith('.jsonl')) options.onChange(path);
    };
    this.watcher.on('add', changed).on('change', changed);
    this.watcher.on('addDir', (path) => this.addFolder(path));
    this.watcher.on('error', (error) => this.fail(error));
  }

  /** Makes the watched folders those that matter now: every project, and the agents' folders of the given sessions' files. */
  async cover(projects: readonly string[], activeSessionFiles: readonly string[]): Promise<void> {
    const wanted = new Set(projects);
    for (const root of projects)
      for (const entry of await readdir(root, { withFileTypes: true }).catch(() => []))
        if (entry.isDirectory()) wanted.add(join(root, entry.name));
    for (const file of activeSessionFiles) wanted.add(join(file.slice(0, -'.jsonl'.length), 'subagents'));
    const old = [...this.watched].filter((folder) => !wanted.has(folder));
    if (old.length > 0) this.watcher.unwatch(old);
    for (const folder of old) this.watched.delete(folder);
    for (const folder of wanted) this.addWatch(folder);
  }

  /** A session file changed: its agents may write soon. */
  expectAgents(sessionFile: string): void {
    this.addWatch(join(sessionFile.slice(0, -'.jsonl'.length), 'subagents'));
  }

  close(): Promise<void> {
    return this.watcher.close();
  }

  private addFolder(path: string): void {
    this.addWatch(path);
  }

  private addWatch(folder: string): void {
    if (this.watched.has(folder)) return;
    this.watched.add(folder);
    this.watcher.add(folder);
  }

  private fail(error: unknown): void {
    if (this.failed) return;
    this.failed = true;
    const reason = error instanceof Error ? error.message : String(error);
    this.options.onProblem(`Watching the transcripts failed (${reason}). Nothing is lost: they are looked at once a minute instead.`);
  }
}
