/**
 * Watches the transcripts and says which files changed. Its events are hints: a reconciling scan is the truth, and comes when a watch
 * cannot be had.
 *
 * Project folders are watched at depth one, and below them only the folders of sessions that are active: a thousand sessions in
 * twenty projects need some twenty handles.
 */
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, relative, sep } from 'node:path';
import type { FSWatcher } from 'chokidar';
import { watch } from 'chokidar';

export interface WatcherOptions {
  /** Folders whose sub-folders are projects. */
  readonly projects: readonly string[];
  readonly onChange: (path: string) => void;
  readonly onProblem: (sentence: string) => void;
}

/** From a session's folder to its deepest transcripts: `subagents/workflows/wf_…/agent-….jsonl`. */
const deepestAgent = 3;

export class TranscriptWatcher {
  /** Resolves once every change from now on is noticed. */
  readonly ready: Promise<void>;
  private readonly sessions: FSWatcher;
  private readonly agents: FSWatcher;
  private readonly watched = new Set<string>();
  private readonly options: WatcherOptions;
  private failed = false;

  constructor(options: WatcherOptions) {
    this.options = options;
    const common = { ignored: isNoTranscript, ignorePermissionErrors: true };
    this.sessions = watch([...options.projects], { ...common, depth: 1, ignoreInitial: true });
    // What is in a folder before it is watched counts as changed: an agent may have written before its folder was noticed.
    this.agents = watch([], { ...common, depth: deepestAgent, ignoreInitial: false });
    for (const watcher of [this.sessions, this.agents]) {
      watcher.on('add', options.onChange).on('change', options.onChange);
      watcher.on('error', (error) => {
        this.fail(error);
      });
    }
    this.sessions.on('addDir', (path) => {
      if (this.isSessionFolder(path)) this.addAgents(path);
    });
    this.ready = new Promise((done) => this.sessions.once('ready', done));
  }

  /** Makes the watched agents' folders those of the given sessions' files, and of whatever began since. */
  coverAgents(sessionFiles: readonly string[]): void {
    const wanted = new Set(sessionFiles.map(agentsFolder));
    for (const folder of this.watched) {
      if (wanted.has(folder)) continue;
      this.agents.unwatch(folder);
      this.watched.delete(folder);
    }
    for (const folder of wanted) void this.addExisting(folder);
  }

  /** A session's file changed: its agents may write soon. */
  expectAgents(file: string): void {
    if (!basename(file).startsWith('agent-')) void this.addExisting(agentsFolder(file));
  }

  async close(): Promise<void> {
    await Promise.all([this.sessions.close(), this.agents.close()]);
  }

  /** A folder that is not there yet is noticed when it is made. */
  private async addExisting(folder: string): Promise<void> {
    if (this.watched.has(folder)) return;
    const found = await stat(folder).catch(() => null);
    if (found?.isDirectory() === true) this.addAgents(folder);
  }

  private addAgents(folder: string): void {
    if (this.watched.has(folder)) return;
    this.watched.add(folder);
    this.agents.add(folder);
  }

  private isSessionFolder(path: string): boolean {
    return this.options.projects.some((root) => {
      const below = relative(root, path);
      return !below.startsWith('..') && below.split(sep).length === 2;
    });
  }

  private fail(error: unknown): void {
    if (this.failed) return;
    this.failed = true;
    const reason = error instanceof Error ? error.message : String(error);
    this.options.onProblem(`Watching the transcripts failed (${reason}). Nothing is lost: they are looked at once a minute instead.`);
  }
}

function agentsFolder(sessionFile: string): string {
  return sessionFile.slice(0, -'.jsonl'.length);
}

/** Spilled outputs and side files change often and say nothing. */
function isNoTranscript(path: string, stats?: Stats): boolean {
  if (basename(path) === 'tool-results') return true;
  return stats?.isFile() === true && !path.endsWith('.jsonl');
}
