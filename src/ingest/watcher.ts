/**
 * Watches the transcripts and says which files changed. Its events are hints: a reconciling scan is the truth, and comes when a watch
 * cannot be had.
 *
 * Project folders are watched at depth one, and below them only the folders of sessions that are active: a thousand sessions in
 * twenty projects need some twenty handles.
 */
import { t } from '../core/l10n/message.ts';
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, relative, sep } from 'node:path';
import type { FSWatcher } from 'chokidar';
import { watch } from 'chokidar';
import { codeOf } from './unreadable.ts';

export interface WatcherOptions {
  /** Folders whose sub-folders are projects. */
  readonly projects: readonly string[];
  readonly onChange: (path: string) => void;
  /** A folder of `projects` is gone: what is made anew in its place is not watched. */
  readonly onLost: () => void;
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
  /** What was said already, by the system's code. */
  private readonly said = new Set<string>();

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
    this.sessions.on('unlinkDir', (path) => {
      if (options.projects.includes(path)) options.onLost();
    });
    this.ready = new Promise((done) => {
      this.sessions.once('ready', done);
      // A watch that cannot be had may never be ready; whoever waits goes on with scans.
      this.sessions.once('error', () => {
        done();
      });
    });
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
    const code = codeOf(error);
    // About one file or folder: the next look at everything says which, and all the others are watched.
    if (ofOnePath.has(code) || this.said.has(code)) return;
    this.said.add(code);
    this.options.onProblem(watchingFailed(code));
  }
}

const ofOnePath: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'ELOOP', 'ENAMETOOLONG', 'ENOENT', 'ENOTDIR', 'EIO']);

/** What happened, that nothing is lost, and what to do where that is known. */
function watchingFailed(code: string): string {
  if (code === 'ENOSPC')
    return t(
      'The system allows no more watches, so not every change of a transcript is noticed at once (ENOSPC). Nothing is lost: they are looked at once a minute instead. Raise fs.inotify.max_user_watches, then open the window anew.',
    );
  if (code === 'EMFILE')
    return t(
      'The system allows no more open files, so not every change of a transcript is noticed at once (EMFILE). Nothing is lost: they are looked at once a minute instead. Raise fs.inotify.max_user_instances or the limit of open files, then open the window anew.',
    );
  return t('Watching the transcripts failed ({0}). Nothing is lost: they are looked at once a minute instead.', code);
}

function agentsFolder(sessionFile: string): string {
  return sessionFile.slice(0, -'.jsonl'.length);
}

/** Spilled outputs and side files change often and say nothing. */
function isNoTranscript(path: string, stats?: Stats): boolean {
  if (basename(path) === 'tool-results') return true;
  return stats?.isFile() === true && !path.endsWith('.jsonl');
}
