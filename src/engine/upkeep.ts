/**
 * Keeping the ledger up to date with the transcripts: all that `payoff ingest` needs of the engine, which loads and makes nothing of the rest. The whole
 * engine stands on it.
 */
import { dayKey, startOfDay } from '../core/report/time.ts';
import type { Reading } from '../core/report/live.ts';
import { repositoryOf } from '../git/identity.ts';
import { Ingestor } from '../ingest/ingestor.ts';
import type { MemoryOptions } from '../ingest/ledgerMemory.ts';
import type { PassOptions, PassProgress, PassResult } from '../ingest/pass.ts';
import { findRoots } from '../ingest/roots.ts';
import type { RootSearch } from '../ingest/roots.ts';
import { requestCount, skippedLines } from '../ledger/health.ts';
import { Lease } from '../ledger/lease.ts';
import type { Ledger } from '../ledger/open.ts';
import { openLedger } from '../ledger/open.ts';
import { ledgerPath } from '../ledger/place.ts';
import { rootProblems } from './rootProblems.ts';
import type { EngineOptions, IngestProgress, IngestQuery, IngestResult, LedgerProblem, LedgerUpkeep } from './types.ts';
import { Writing } from './writing.ts';

/** Opens the ledger to bring it up to date, or says in a sentence why that cannot be. */
export function openUpkeep(options: EngineOptions): LedgerUpkeep | LedgerProblem {
  const opened = openForEngine(options);
  return 'sentence' in opened ? opened : new Upkeep(options, opened);
}

/** The ledger that the options name. */
export function openForEngine(options: EngineOptions): Ledger | LedgerProblem {
  const opened = openLedger({ path: ledgerPath(options), nowMs: Date.now(), suspect: options.suspect === true });
  return opened.ok ? opened.ledger : { reason: opened.reason, sentence: opened.sentence };
}

export class Upkeep implements LedgerUpkeep {
  readonly timezone: string;
  readonly ledger: Ledger;
  readonly lease: Lease;
  protected readonly options: EngineOptions;
  protected readonly ingestor: Ingestor;
  protected readonly writing: Writing;
  protected readonly closing = new AbortController();
  /** What whoever writes facts has to know. */
  protected readonly written: Omit<MemoryOptions, 'exclude'>;
  private reading: Reading | null = null;
  private paused = false;
  private roots: RootSearch = { found: [], missing: [] };

  constructor(options: EngineOptions, ledger: Ledger) {
    this.options = options;
    this.ledger = ledger;
    this.timezone = options.timezone || Intl.DateTimeFormat().resolvedOptions().timeZone;
    this.lease = new Lease(ledger.database, { holder: options.holder, now: Date.now });
    this.written = { ledger, lease: this.lease, home: options.home, identify: repositoryOf, now: Date.now };
    this.ingestor = new Ingestor({ ...this.written, exclude: options.exclude });
    this.writing = new Writing({ ledger, lease: this.lease, closing: this.closing.signal, keepsLease: () => this.keepsLease() });
  }

  async ingest(given: IngestQuery): Promise<IngestResult> {
    const startedMs = performance.now();
    const signal = given.signal === undefined ? this.closing.signal : AbortSignal.any([given.signal, this.closing.signal]);
    const result = await this.writing.run(() => this.pass(signal, given.onProgress ?? (() => undefined)));
    const { database, notice, readOnly } = this.ledger;
    // What was set aside is said once by whoever finds it; a read-only ledger says so where it refuses.
    const notices = notice === null || readOnly ? [] : [notice];
    return {
      ...(result ?? { files: 0, filesRead: 0, bytes: 0, bytesRead: 0, newRequests: 0, complete: false }),
      problems: [...notices, ...(result === null ? [this.writing.refusal()] : result.problems)],
      requests: requestCount(database),
      skippedLines: skippedLines(database),
      durationMs: Math.round(performance.now() - startedMs),
      peakRssBytes: process.resourceUsage().maxRSS * 1024,
    };
  }

  /** One look at every file. The lease has to be held. */
  async pass(signal: AbortSignal, onProgress: (progress: IngestProgress) => void): Promise<PassResult> {
    this.roots = await findRoots(this.options);
    const report = this.progressTo(onProgress);
    const result = await this.ingestor.pass(this.passOptions(signal, report));
    if (result.complete) this.reading = null;
    return { ...result, problems: [...rootProblems(this.roots, this.options.claudeDirectories.length > 0), ...result.problems] };
  }

  /** Reads the named files as far as they changed. The lease has to be held. */
  readFiles(paths: readonly string[], signal: AbortSignal): Promise<PassResult> {
    return this.ingestor.readFiles(
      paths,
      this.passOptions(signal, () => undefined),
    );
  }

  /** Keeps what is known of an interrupted reading, to be shown while it is paused. */
  pauseReading(paused: boolean): void {
    this.paused = paused;
  }

  /** The folders that hold the projects, as the last pass found them. */
  projectFolders(): readonly string[] {
    return this.roots.found.map(({ projects }) => projects);
  }

  /** Whether a folder that was missing at the last pass is there now: Claude Code has run for the first time. */
  async hasNewRoots(): Promise<boolean> {
    if (this.roots.missing.length === 0) return false;
    return (await findRoots(this.options)).found.length > this.roots.found.length;
  }

  /** Runs `work` after whatever writes before it. */
  queued<T>(work: () => Promise<T>): Promise<T> {
    return this.writing.queued(work);
  }

  async close(): Promise<void> {
    if (this.closing.signal.aborted) return;
    this.closing.abort();
    await this.beforeClosing();
    await this.writing.settled();
    if (!this.ledger.readOnly) this.lease.release();
    this.ledger.database.close();
  }

  /** Whether the lease is kept after a piece of work. */
  protected keepsLease(): boolean {
    return false;
  }

  /** Resolves when nothing but what is queued needs the ledger any more. */
  protected async beforeClosing(): Promise<void> {
    // Here nothing else does.
  }

  /** How far the reading that goes on, or was interrupted, has come; null when there is none. */
  protected readingNow(): Reading | null {
    return this.reading;
  }

  /** The same, as it is shown. */
  protected readingShown(): Reading | null {
    return this.reading === null || !this.paused ? this.reading : { ...this.reading, paused: true };
  }

  protected async configurations(): Promise<readonly string[]> {
    if (this.roots.found.length === 0) this.roots = await findRoots(this.options);
    return this.roots.found.map(({ configuration }) => configuration);
  }

  private passOptions(signal: AbortSignal, onProgress: (progress: PassProgress) => void): PassOptions {
    const startOfTodayMs = startOfDay(dayKey(Date.now(), this.timezone), this.timezone);
    const missing = this.roots.missing.filter(({ problem }) => problem === null).map(({ path }) => path);
    return { roots: this.roots.found, missing, startOfTodayMs, signal, onProgress };
  }

  private progressTo(onProgress: (progress: IngestProgress) => void): (progress: PassProgress) => void {
    return (progress) => {
      const { bytes, bytesRead, todayExact } = progress;
      this.reading = bytesRead < bytes ? { bytes, bytesRead, todayExact } : null;
      onProgress(progress);
    };
  }
}
