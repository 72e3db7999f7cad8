/**
 * Keeps git read for one window: its folders' repositories whenever something was committed there, all others of the ledger when a view
 * wants them. Says a commit that a session made as soon as it is known with its cost.
 */
import type { Money } from '../core/report/live.ts';
import { createPace } from '../protocol/pace.ts';
import type { Clock, Pace } from '../protocol/pace.ts';
import type { Engine, GitReading } from './types.ts';

/** Between two looks; a commit is shown at most this late. */
const paceMs = 2000;
/** A commit by hand or a fetch changes no transcript: git's own files are looked at this often, a few `stat` calls. */
const quietMs = 30_000;
/** How long a commit may wait for the transcript's line that tells whose it is. */
const lineWithinMs = 2 * 60_000;
/** A commit older than this is no news. */
const newsMs = 10 * 60_000;
/** Where git's files do not tell whether anything changed, or git could not be read to its end, git itself is asked this often. */
const blindMs = 30_000;
/** Which lines are still there is looked for this often: days pass also where nothing moves. */
const linesMs = 15 * 60_000;
/** Other repositories are read again for a view after this time. */
const othersMs = 10 * 60_000;

export interface RecordedCommit {
  readonly sha: string;
  readonly repository: string;
  readonly money: Money;
}

export interface WindowGitOptions {
  readonly clock: Clock;
  /** See `gitStamp`. */
  readonly stampOf: (repository: string) => Promise<string | null>;
  readonly onCommit: (commit: RecordedCommit) => void;
  readonly onRead: () => void;
  readonly onLog: (level: 'debug' | 'info' | 'warn' | 'error', sentence: string) => void;
}

interface Watched {
  readonly engine: Engine;
  readonly folders: readonly string[];
  readonly ended: AbortController;
}

export class WindowGit {
  readonly #given: WindowGitOptions;
  readonly #pace: Pace;
  #watched: Watched | null = null;
  #stamps: readonly (string | null)[] | null = null;
  #readAtMs = Number.NEGATIVE_INFINITY;
  #othersAtMs = Number.NEGATIVE_INFINITY;
  #waitUntilMs = Number.NEGATIVE_INFINITY;
  /** Commits that were said, or were there before; null until the first look. */
  #known: Set<string> | null = null;
  #othersRunning = false;
  /** Repositories of which nothing was read although it was tried: they may be gone. */
  readonly #tried = new Set<string>();
  #linesAtMs = Number.NEGATIVE_INFINITY;
  #linesRunning = false;
  /** Whether the last reading of the window's folders did not come to its end. */
  #unfinished = false;
  /** A failure is said once, until it is over. */
  #complained = false;
  #callOffQuiet: () => void = () => undefined;

  constructor(given: WindowGitOptions) {
    this.#given = given;
    this.#pace = createPace({ intervalMs: paceMs, restMs: paceMs, look: () => this.#look(), clock: given.clock });
  }

  /** From now on these folders are watched. Only where git may be run. */
  begin(engine: Engine, folders: readonly string[]): void {
    this.end();
    this.#watched = { engine, folders, ended: new AbortController() };
    this.#lookWhenQuiet();
  }

  /** Nothing is read any more; a reading that runs is called off. */
  end(): void {
    this.#watched?.ended.abort();
    this.#watched = null;
    this.#callOffQuiet();
    this.#stamps = null;
    this.#known = null;
    this.#waitUntilMs = Number.NEGATIVE_INFINITY;
    this.#othersAtMs = Number.NEGATIVE_INFINITY;
    this.#linesAtMs = Number.NEGATIVE_INFINITY;
  }

  /** The ledger changed, or time passed: something may have been committed. */
  ask(): void {
    if (this.#watched !== null) this.#pace.ask();
  }

  /**
   * A view of all repositories is shown: those of no folder of this window are read too, in the background. At once where some of `unread`, of which
   * nothing was read yet, are new: their transcripts came after the others were read.
   */
  wantOthers(unread: readonly string[]): void {
    if (this.#watched === null || this.#othersRunning) return;
    const nowMs = this.#given.clock.now();
    const isDue = Math.abs(nowMs - this.#othersAtMs) >= othersMs;
    if (!isDue && unread.every((repository) => this.#tried.has(repository))) return;
    if (isDue) {
      this.#othersAtMs = nowMs;
      this.#tried.clear();
    }
    for (const repository of unread) this.#tried.add(repository);
    this.#othersRunning = true;
    void this.#read(this.#watched, null, true).finally(() => (this.#othersRunning = false));
  }

  stop(): void {
    this.end();
    this.#pace.stop();
  }

  #lookWhenQuiet(): void {
    this.#callOffQuiet = this.#given.clock.after(quietMs, () => {
      if (this.#stamps !== null && this.#given.clock.now() > this.#waitUntilMs) this.ask();
      this.#lookWhenQuiet();
    });
  }

  async #look(): Promise<boolean> {
    const watched = this.#watched;
    if (watched === null || watched.folders.length === 0) return false;
    const { clock, stampOf } = this.#given;
    try {
      const repositories = new Set(await Promise.all(watched.folders.map((folder) => watched.engine.repositoryOf(folder))));
      repositories.delete('');
      const stamps = await Promise.all([...repositories].map(stampOf));
      if (watched.ended.signal.aborted) return false;
      const nowMs = clock.now();
      const moved = this.#stamps === null || stamps.some((stamp, index) => stamp !== this.#stamps?.[index]);
      const blind = (stamps.includes(null) || this.#unfinished) && nowMs - this.#readAtMs >= blindMs;
      if (moved) this.#waitUntilMs = nowMs + lineWithinMs;
      if (!moved && !blind && nowMs > this.#waitUntilMs) {
        this.#lookForLines(watched);
        return false;
      }
      const readings = await this.#read(watched, watched.folders, moved);
      if (readings === null) return false;
      this.#unfinished = readings.some(({ problem }) => problem !== null);
      this.#stamps = stamps;
      this.#readAtMs = nowMs;
      await this.#sayNew(watched);
      this.#lookForLines(watched);
      return true;
    } catch (error) {
      this.#complain(watched, error);
      return false;
    }
  }

  /** Behind everything else; what is found changes the ledger, which the views notice. */
  #lookForLines({ engine, ended }: Watched): void {
    const { clock, onLog } = this.#given;
    if (this.#linesRunning || clock.now() - this.#linesAtMs < linesMs) return;
    this.#linesAtMs = clock.now();
    this.#linesRunning = true;
    const say = (sentence: string): void => onLog('debug', `Lines that are still there: ${sentence}`);
    void engine.survival
      .read({ folders: null, nowMs: clock.now(), signal: ended.signal })
      .then((readings) => {
        for (const { looked, problem } of readings) if (looked > 0 || problem !== null) say(problem ?? `${looked} changes were looked at.`);
      })
      .catch((error: unknown) => say(error instanceof Error ? error.message : String(error)))
      .finally(() => (this.#linesRunning = false));
  }

  #complain({ ended }: Watched, error: unknown): void {
    if (ended.signal.aborted) return;
    const sentence = `git could not be read: ${error instanceof Error ? error.message : String(error)}`;
    this.#given.onLog(this.#complained ? 'debug' : 'warn', sentence);
    this.#complained = true;
  }

  /** Null when it was called off or failed as a whole. `moved`: more than commits may be new, such as the settings of a repository. */
  async #read(watched: Watched, folders: readonly string[] | null, moved: boolean): Promise<readonly GitReading[] | null> {
    const { engine, ended } = watched;
    const { clock, onRead, onLog } = this.#given;
    const startedMs = clock.now();
    try {
      const readings = await engine.readGit({ folders, signal: ended.signal });
      if (ended.signal.aborted) return null;
      this.#complained = false;
      const added = readings.reduce((sum, { newCommits }) => sum + newCommits, 0);
      for (const { problem } of readings) if (problem !== null) onLog('debug', problem);
      if (added > 0) onLog('debug', `Read ${added} commits in ${clock.now() - startedMs} ms.`);
      if (added > 0 || moved || this.#known === null) onRead();
      return readings;
    } catch (error) {
      this.#complain(watched, error);
      return null;
    }
  }

  async #sayNew(watched: Watched): Promise<void> {
    const nowMs = this.#given.clock.now();
    const { commits } = await watched.engine.today({ folders: watched.folders, nowMs });
    if (this.#watched !== watched) return;
    const before = this.#known;
    this.#known ??= new Set();
    // The newest is said last: it is what stays on show.
    for (const { sha, repository, money, links, authoredAtMs } of [...commits].sort((a, b) => a.authoredAtMs - b.authoredAtMs)) {
      if (links.length === 0 || money === null || this.#known.has(sha)) continue;
      this.#known.add(sha);
      if (before === null || nowMs - authoredAtMs > newsMs) continue;
      this.#waitUntilMs = Number.NEGATIVE_INFINITY;
      this.#given.onCommit({ sha, repository, money });
    }
  }
}
