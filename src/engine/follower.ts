/**
 * Keeps the ledger up to date while a window is open. The holder of the lease reads and watches; every other process only looks
 * whether the ledger changed, and takes over when the holder is gone.
 */
import { Changes } from '../ledger/changes.ts';
import { LeaseLost, mayBeDamage, troubleSentence } from '../ledger/errors.ts';
import { isReplaced } from '../ledger/identity.ts';
import { activeSessionFiles } from '../ledger/cursors.ts';
import { LedgerWatch } from '../ledger/ledgerWatch.ts';
import { TranscriptWatcher } from '../ingest/watcher.ts';
import type { Ledger } from '../ledger/open.ts';
import { openLedger } from '../ledger/open.ts';
import type { PayoffEngine } from './engine.ts';
import { ScanPace } from './scanPace.ts';
import type { Follower, FollowOptions } from './types.ts';
import { lockedOutSentence } from './writing.ts';

/** How often the ledger is asked whether it changed, and the lease whether it is wanted, where no write of it is heard. */
const tickMs = 250;
/** Where it is: then it is asked after each write, and besides only to give and to miss signs of life. */
const hearingTickMs = 1_000;
const beatEveryMs = 1_000;

/** A look comes so long after a write was heard, for others often follow at once; while there are many, as often as where none is heard. */
const afterWriteMs = 40;

/** How often a ledger that could only be looked at is tried again. */
const reopenEveryMs = 60_000;

/** A full disk or a lock is given this long before everything is looked at again. */
const retryEveryMs = 5_000;

/** How often a configuration folder that is not there is looked for: nothing can watch it. */
const rootsEveryMs = 3_000;

/** After letting another process in, this long passes before the lease is asked for again. */
const pauseMs = 1_500;

/** Changes within this time are read together. */
const gatherMs = 30;

const dayMs = 24 * 60 * 60 * 1000;

/** What the follower waits by: the time of day may be set back by hours, and nothing would be looked at for as long. */
const clock = (): number => performance.now();

export class LedgerFollower implements Follower {
  private readonly engine: PayoffEngine;
  private readonly options: FollowOptions;
  private readonly changes: Changes;
  private readonly stopping = new AbortController();
  private readonly writes: LedgerWatch;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** When the last look was, and when the next one comes. */
  private tickedAtMs = -Infinity;
  private tickAtMs = Infinity;
  private readonly changed = new Set<string>();
  private gathering: ReturnType<typeof setTimeout> | null = null;
  private watcher: TranscriptWatcher | null = null;
  private polling = false;
  private watchedProjects = '';
  private revision: number | null = null;
  private beatAtMs = 0;
  private readonly scans = new ScanPace();
  private rootsAtMs = 0;
  private lookAtFileMs = 0;
  /** When a ledger that could only be looked at is next tried. */
  private reopenAtMs = clock() + reopenEveryMs;
  private pausedUntilMs = 0;
  /** The pass that is running, to end it early when another process wants to write. */
  private passing: AbortController | null = null;
  private paused = false;
  /** Whether the lease was held at the last look. */
  private holding = false;
  private readonly said = new Set<string>();

  constructor(engine: PayoffEngine, options: FollowOptions) {
    this.engine = engine;
    this.options = options;
    this.changes = new Changes(engine.ledger.database);
    this.writes = new LedgerWatch(engine.ledger.path, () => {
      // A process that has just given a sign of life hears that.
      if (clock() - this.beatAtMs > afterWriteMs) this.tickIn(Math.max(afterWriteMs, tickMs - (clock() - this.tickedAtMs)));
    });
    this.tick();
  }

  /** Whether what could not be watched is looked at once a minute instead. */
  get polls(): boolean {
    return this.polling;
  }

  refresh(): void {
    this.scans.askNow();
    this.pausedUntilMs = 0;
    this.tick();
  }

  pauseReading(paused: boolean): void {
    this.paused = paused;
    this.engine.pauseReading(paused);
    if (paused) this.passing?.abort();
    else this.scans.askNow();
    this.options.onChange();
    this.tick();
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.writes.close();
    if (this.gathering !== null) clearTimeout(this.gathering);
    this.stopping.abort();
    await this.unwatch();
  }

  /** Looks after so long, or when a look was to come before that. */
  private tickIn(waitMs: number): void {
    const atMs = clock() + waitMs;
    if (this.stopping.signal.aborted || this.tickAtMs <= atMs) return;
    clearTimeout(this.timer);
    this.tickAtMs = atMs;
    this.timer = setTimeout(() => this.tick(), waitMs);
  }

  private tick(): void {
    if (this.stopping.signal.aborted) return;
    this.tickAtMs = Infinity;
    this.tickedAtMs = clock();
    this.look();
    this.tickIn(this.writes.hears ? hearingTickMs : tickMs);
  }

  private look(): void {
    try {
      const now = clock();
      this.scans.tick(now, Date.now());
      if (this.hasToReopen(now)) return;
      this.tendLease(now);
      this.noticeChanges();
      if (!this.engine.lease.held || this.passing !== null || this.paused) return;
      if (this.scans.isDue(now)) void this.reconcile();
      else if (now >= this.rootsAtMs) void this.lookForRoots(now);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Whether the ledger has to be opened anew, which is then asked for: a file that is gone takes what is written to it along. */
  private hasToReopen(now: number): boolean {
    const { ledger, lease } = this.engine;
    if (this.options.onReopen === undefined || now < this.lookAtFileMs) return false;
    this.lookAtFileMs = now + beatEveryMs;
    if (!isReplaced(ledger) && !lease.outdated && !(now >= this.reopenAtMs && mayBeWritten(ledger))) return false;
    this.reopenAtMs = now + reopenEveryMs;
    this.options.onReopen({ suspect: false });
    return true;
  }

  private tendLease(now: number): void {
    const { lease, ledger } = this.engine;
    if (ledger.readOnly) return;
    if (!lease.held) this.holding = false;
    if (!lease.held && (now < this.pausedUntilMs || !lease.take())) {
      if (lease.lockedOut) this.report([lockedOutSentence(lease.last())]);
      return;
    }
    // Also where something else of this process took it, to read git or to forget.
    if (!this.holding) {
      this.holding = true;
      this.beatAtMs = now;
      this.scans.askNow();
      return;
    }
    if (lease.current()?.wanted === true) {
      if (this.passing !== null) {
        this.passing.abort();
        return;
      }
      lease.release();
      this.pausedUntilMs = now + pauseMs;
      void this.unwatch();
    } else if (now - this.beatAtMs >= beatEveryMs - afterWriteMs) {
      this.beatAtMs = now;
      if (!lease.beat()) void this.unwatch();
    }
  }

  private async lookForRoots(now: number): Promise<void> {
    this.rootsAtMs = now + rootsEveryMs;
    if (!(await this.engine.hasNewRoots())) return;
    this.scans.askNow();
    this.tickIn(0);
  }

  private noticeChanges(): void {
    const revision = this.changes.revision();
    const isOther = revision !== this.revision;
    if (this.revision !== null) this.writes.looked(isOther, clock());
    if (!isOther) return;
    this.revision = revision;
    this.options.onChange();
  }

  private async reconcile(): Promise<void> {
    const passing = new AbortController();
    this.passing = passing;
    this.scans.begin(clock(), this.watcher !== null && !this.polling);
    try {
      await this.engine.queued(async () => {
        const result = await this.engine.pass(AbortSignal.any([this.stopping.signal, passing.signal]), (progress) => {
          this.options.onProgress(progress.bytesRead < progress.bytes ? progress : null);
        });
        this.report(result.problems);
        // A pass that another process or the user ended is begun again by whoever ended it; what is left is a write that failed.
        if (!result.complete) this.scans.askBy(clock() + retryEveryMs);
        this.scans.end(clock(), result.bytesRead);
      });
      this.options.onProgress(null);
      this.noticeChanges();
      await this.watch();
    } catch (error) {
      this.fail(error);
    } finally {
      this.passing = null;
      // A watch that has just begun asks for one more.
      this.tickIn(tickMs);
    }
  }

  /** Starts watching after the first pass; what changed in between is found by one more, which costs one `stat` a file. */
  private async watch(): Promise<void> {
    if (this.stopping.signal.aborted || !this.engine.lease.held) return;
    const projects = this.engine.projectFolders();
    if (this.watcher !== null && this.watchedProjects !== projects.join('\0')) await this.unwatch();
    if (this.watcher === null) {
      this.watchedProjects = projects.join('\0');
      this.watcher = new TranscriptWatcher({
        projects,
        onChange: (path) => this.gather(path),
        onLost: () => void this.watchAnew(),
        onProblem: (sentence) => this.failWatching(sentence),
      });
      await this.watcher.ready;
      this.scans.watchBegan();
    }
    this.watcher.coverAgents(activeSessionFiles(this.engine.ledger.database, Date.now() - dayMs));
  }

  private failWatching(sentence: string): void {
    this.polling = true;
    this.scans.losesWatch(clock());
    this.options.onProblem(sentence);
  }

  private async unwatch(): Promise<void> {
    const watcher = this.watcher;
    this.watcher = null;
    this.polling = false;
    await watcher?.close();
  }

  /** Ends the watch and looks at everything, after which what is there then is watched. */
  private async watchAnew(): Promise<void> {
    await this.unwatch();
    this.scans.askNow();
    this.tickIn(tickMs);
  }

  private gather(path: string): void {
    this.changed.add(path);
    this.scans.hear(clock());
    this.watcher?.expectAgents(path);
    this.gathering ??= setTimeout(() => {
      this.gathering = null;
      void this.readChanged();
    }, gatherMs);
  }

  private async readChanged(): Promise<void> {
    if (!this.engine.lease.held || this.changed.size === 0) return;
    try {
      await this.engine.queued(async () => {
        const paths = [...this.changed];
        this.changed.clear();
        if (paths.length === 0 || !this.engine.lease.held) return;
        const result = await this.engine.readFiles(paths, this.stopping.signal);
        this.report(result.problems);
        if (!result.complete) this.scans.askBy(clock() + retryEveryMs);
      });
      this.noticeChanges();
    } catch (error) {
      this.fail(error);
    }
  }

  /** Each sentence once: a file that cannot be read would otherwise be reported every minute. */
  private report(problems: readonly string[]): void {
    for (const sentence of problems) {
      if (this.said.has(sentence)) continue;
      this.said.add(sentence);
      this.options.onProblem(sentence);
    }
  }

  private fail(error: unknown): void {
    if (error instanceof LeaseLost || this.stopping.signal.aborted) return;
    this.report([troubleSentence(error)]);
    this.scans.askBy(clock() + retryEveryMs);
    if (mayBeDamage(error)) this.options.onReopen?.({ suspect: true });
  }
}

/** Whether a ledger that was opened to be looked at only could be opened to be written now. */
function mayBeWritten({ path, readOnly }: Ledger): boolean {
  if (!readOnly) return false;
  const opened = openLedger({ path, nowMs: Date.now() });
  if (!opened.ok) return false;
  opened.ledger.database.close();
  return !opened.ledger.readOnly;
}
