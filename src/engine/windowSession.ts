/** The worker's side of one window: the engine opened with the window's settings, followed, and shown as snapshots. */
import { isDeepStrictEqual } from 'node:util';
import { configureDisplay } from '../core/l10n/display.ts';
import type { LiveSnapshot, Reading } from '../core/report/live.ts';
import { applyPlanSetting } from '../core/plan/planSetting.ts';
import { mayBeDamage } from '../ledger/errors.ts';
import { createPace } from '../protocol/pace.ts';
import type { Clock, Pace } from '../protocol/pace.ts';
import type { LedgerProblemMessage, WorkerContract, WorkerOptions } from '../protocol/messages.ts';
import type { Handlers } from '../protocol/rpc.ts';
import { compareFor } from './compareFor.ts';
import { dataHandlers } from './dataHandlers.ts';
import { nextChangeMs } from './nextChange.ts';
import { periodOf } from './periodOf.ts';
import { reviewFor } from './reviewFor.ts';
import { setupFor } from './setupFor.ts';
import type { DoctorAnswer, Engine, EngineOptions, ExamineWithoutLedger, Follower, IngestProgress, OpenEngine, Period } from './types.ts';
import type { PeriodMessage } from '../protocol/filterSchemas.ts';
import { WindowGit } from './windowGit.ts';
import { marksSectionOf, withMarks } from './windowMarks.ts';
import { WindowTeam } from './windowTeam.ts';
import type { TokenKeeper } from './windowTeam.ts';
import type { RecordedCommit } from './windowGit.ts';

/** The bar changes at most this often. */
const paceMs = 2000;
/** A ledger that changes without a change for this window is looked at this often. */
const restMs = 250;
/** How long the first snapshot waits for word of what is being read, so that the bar does not show a figure and take it back. */
const firstWordMs = 500;
/** A timer may fire a moment early; the snapshot after it shall see the change. */
const marginMs = 50;
const retryMs = 60_000;
/** A ledger that cannot be used (a full disk, a lock, no permission) is tried again this often. */
const openAgainMs = 10_000;

export interface WindowSessionOptions {
  readonly openEngine: OpenEngine;
  readonly examineWithoutLedger: ExamineWithoutLedger;
  readonly repositoryOf: (folder: string) => Promise<{ readonly repository: string }>;
  readonly environment: EngineOptions['environment'];
  readonly home: string;
  readonly clock: Clock;
  readonly onSnapshot: (snapshot: LiveSnapshot) => void;
  readonly onProblem: (problem: LedgerProblemMessage | null) => void;
  readonly onHistoryChanged: () => void;
  readonly onCommit: (commit: RecordedCommit) => void;
  readonly gitStamp: (repository: string) => Promise<string | null>;
  readonly onLog: (level: 'debug' | 'info' | 'warn' | 'error', sentence: string) => void;
  /** Keeps a team's token; absent: no team can be joined. */
  readonly tokenKeeper?: TokenKeeper;
}

interface Opened {
  readonly engine: Engine;
  readonly follower: Follower;
}

export class WindowSession {
  readonly #given: WindowSessionOptions;
  readonly #pace: Pace;
  /** That the history changed is said as often as a snapshot may be. */
  readonly #history: Pace;
  readonly #git: WindowGit;
  readonly #team: WindowTeam;
  #wanted: WorkerOptions | null = null;
  #opened: Opened | null = null;
  #problem: LedgerProblemMessage | null = null;
  #progress: IngestProgress | null = null;
  #shown: LiveSnapshot | null = null;
  /** Whether the time alone has made what is shown old. */
  #outdated = false;
  #callOffTick: () => void = () => undefined;
  /** When the whole ledger was last looked over because something in it could not be read. */
  #lookedOverAtMs = -Infinity;
  /** Opening, closing and deleting happen one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(given: WindowSessionOptions) {
    this.#given = given;
    const { clock, gitStamp, onCommit, onHistoryChanged, onLog } = given;
    this.#pace = createPace({ intervalMs: paceMs, restMs, look: () => this.#push(), clock });
    const sayChanged = (): Promise<boolean> => {
      if (this.#opened !== null) onHistoryChanged();
      return Promise.resolve(true);
    };
    this.#history = createPace({ intervalMs: paceMs, restMs: paceMs, look: sayChanged, clock });
    this.#team = new WindowTeam({
      clock,
      onLog,
      repositoryOf: given.repositoryOf,
      ...(given.tokenKeeper === undefined ? {} : { keeper: given.tokenKeeper }),
    });
    this.handlers = { ...this.#own, ...this.#team.handlers };
    this.#git = new WindowGit({ clock, stampOf: gitStamp, onCommit, onRead: () => this.#history.ask(), onLog });
  }

  readonly #data = dataHandlers({
    engine: () => this.#engine(),
    nowMs: () => this.#given.clock.now(),
    folders: () => this.#wanted?.folders ?? null,
    git: () => this.#wanted?.git === true,
    marks: () => marksSectionOf(this.#engine(), this.#wanted?.marks, { snapshot: this.#shown, nowMs: this.#given.clock.now() }),
  });

  readonly handlers: Handlers<WorkerContract>;

  readonly #own: Omit<Handlers<WorkerContract>, keyof WindowTeam['handlers']> = {
    ...this.#data,
    overview: async (query, signal) => {
      const overview = await this.#data.overview(query, signal);
      const unread = overview.choices.repositories.filter(({ read }) => !read);
      if (query.filter.repository === null) this.#git.wantOthers(unread.map(({ repository }) => repository));
      return overview;
    },
    readGit: async ({ folders }, signal) => (this.#wanted?.git === true ? this.#engine().readGit({ folders, signal }) : []),
    open: (options) => this.#inTurn(() => this.#configure(options)),
    reconfigure: (options) => this.#inTurn(() => this.#configure(options)),
    show: (display) => {
      configureDisplay(display);
      this.#showAnew();
      return Promise.resolve(null);
    },
    report: async ({ period, by }) => this.#engine().report({ ...this.#period(period), by }),
    sessions: async ({ period }) => this.#engine().sessions(this.#period(period)),
    doctor: () => this.#doctor(),
    compare: ({ period, ...query }, signal) => compareFor(this.#engine(), query, this.#period(period), signal),
    review: ({ quarter, repository }) => reviewFor(this.#engine(), quarter, repository, this.#given.clock.now()),
    setup: async ({ folder }, signal) =>
      setupFor(this.#engine(), { folders: [folder], signal }, { git: this.#wanted?.git === true, nowMs: this.#given.clock.now() }),
    claimNotice: ({ keys }) => Promise.resolve(this.#engine().marks.claim(keys, this.#given.clock.now())),
    snoozeMark: ({ key, untilMs }) => {
      this.#engine().marks.snooze(key, untilMs, this.#given.clock.now());
      this.#showAnew();
      return Promise.resolve(null);
    },
    refresh: () => this.#inTurn(() => this.#refresh()),
    pauseReading: ({ paused }) => this.#inTurn(() => this.#pauseReading(paused)),
    repositories: ({ folders }) => Promise.all(folders.map(async (folder) => (await this.#given.repositoryOf(folder)).repository)),
    forget: ({ folder }) => this.#inTurn(() => this.#changed(this.#engine().forget(folder))),
    deleteEverything: () =>
      this.#inTurn(() =>
        this.#changed(
          this.#engine()
            .deleteEverything()
            .then(() => null),
        ),
      ),
    close: () => this.#inTurn(() => this.#close()),
  };

  /** Also where the ledger cannot be used, and most of all then. */
  #doctor(): Promise<DoctorAnswer> {
    const { environment, home, examineWithoutLedger } = this.#given;
    if (this.#opened !== null || this.#wanted === null || this.#problem === null)
      return Promise.resolve().then(() => this.#engine().doctor());
    return examineWithoutLedger({ ...engineSettings(this.#wanted), environment, home, holder: 'vscode' }, this.#problem);
  }

  #inTurn<Value>(task: () => Promise<Value>): Promise<Value> {
    const result = this.#turn.then(task);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #configure(options: WorkerOptions): Promise<LedgerProblemMessage | null> {
    const before = this.#wanted;
    this.#wanted = options;
    this.#team.configure(options.reporting ?? 'restricted');
    const sameEngine = before !== null && isDeepStrictEqual(engineSettings(before), engineSettings(options));
    if (sameEngine && this.#opened !== null) {
      if (!isDeepStrictEqual(before.folders, options.folders)) {
        this.#beginGit(this.#opened.engine, options);
        if (this.#progress === null) this.#git.ask();
      }
      this.#pace.ask();
      return null;
    }
    await this.#closeEngine();
    return this.#openEngine(options);
  }

  async #openEngine(options: WorkerOptions, suspect = false): Promise<LedgerProblemMessage | null> {
    const { environment, home, clock, onLog } = this.#given;
    const startedMs = clock.now();
    const { off } = this.#team;
    const engine = await this.#given.openEngine({
      ...engineSettings(options),
      environment,
      home,
      holder: 'vscode',
      suspect,
      team: { off },
    });
    if ('reason' in engine) {
      if (engine.sentence !== this.#problem?.sentence) onLog('warn', engine.sentence);
      this.#setProblem({ reason: engine.reason, sentence: engine.sentence });
      this.#callOffTick();
      this.#callOffTick = clock.after(openAgainMs, () => void this.#inTurn(() => this.#openAgain()));
      return this.#problem;
    }
    this.#setProblem(null);
    let begun = false;
    const begin = (): void => {
      begun = true;
      this.#pace.ask();
    };
    const follower = engine.follow({
      onChange: () => {
        this.#history.ask();
        if (begun) this.#pace.ask();
        if (this.#progress === null) this.#git.ask();
      },
      onProgress: (progress) => {
        if (progress === null && this.#progress !== null) onLog('info', readSentence(this.#progress, clock.now() - startedMs));
        this.#progress = progress;
        begin();
        if (progress === null) this.#git.ask();
      },
      onProblem: (sentence) => onLog('warn', sentence),
      onReopen: ({ suspect: damaged }) => this.#wantReopen(damaged),
    });
    this.#opened = { engine, follower };
    this.#team.begin(engine);
    this.#beginGit(engine, options);
    this.#callOffTick();
    this.#callOffTick = clock.after(firstWordMs, () => {
      begin();
      if (this.#progress === null) this.#git.ask();
    });
    onLog('info', `Opened the ledger in ${clock.now() - startedMs} ms.`);
    return null;
  }

  async #openAgain(): Promise<null> {
    if (this.#opened === null && this.#wanted !== null) await this.#openEngine(this.#wanted);
    return null;
  }

  /** Closes the ledger and opens what lies in its place now. One that only may be damaged is looked over once a minute at most. */
  #wantReopen(suspect: boolean): void {
    const opened = this.#opened;
    const nowMs = this.#given.clock.now();
    if (opened === null || (suspect && Math.abs(nowMs - this.#lookedOverAtMs) < retryMs)) return;
    if (suspect) this.#lookedOverAtMs = nowMs;
    void this.#inTurn(async () => {
      const wanted = this.#wanted;
      if (wanted === null || this.#opened !== opened) return;
      await this.#closeEngine();
      await this.#openEngine(wanted, suspect);
    });
  }

  /** Whatever a question failed by, a damaged ledger may be behind it. */
  questionFailed(error: unknown): void {
    if (mayBeDamage(error)) this.#wantReopen(true);
  }

  /** git is read once the transcripts are, so that a commit finds its session. */
  #beginGit(engine: Engine, { git, folders }: WorkerOptions): void {
    this.#git.end();
    if (git) this.#git.begin(engine, folders ?? []);
  }

  async #refresh(): Promise<null> {
    // A ledger that could not be used may be usable by now.
    if (this.#opened === null && this.#wanted !== null) await this.#openEngine(this.#wanted);
    else {
      // Who asks for every file asks for the older history too.
      this.#opened?.follower.pauseReading(false);
      this.#opened?.follower.refresh();
    }
    this.#pace.ask();
    return null;
  }

  #pauseReading(paused: boolean): Promise<null> {
    this.#opened?.follower.pauseReading(paused);
    this.#pace.ask();
    return Promise.resolve(null);
  }

  async #changed<Value>(deletion: Promise<Value>): Promise<Value> {
    const result = await deletion;
    this.#pace.ask();
    return result;
  }

  /** Whether there was something new to show. */
  async #push(): Promise<boolean> {
    const opened = this.#opened;
    const wanted = this.#wanted;
    if (opened === null || wanted === null) return false;
    const { clock, onSnapshot, onLog } = this.#given;
    const nowMs = clock.now();
    try {
      const snapshot = await opened.engine.snapshot({ folders: wanted.folders, nowMs });
      if (this.#opened !== opened) return false; // closed meanwhile
      const unmarked = {
        ...snapshot,
        plan: applyPlanSetting(snapshot.plan, wanted.plan),
        reading: snapshot.reading ?? reading(this.#progress),
      };
      const marking = { engine: opened.engine, settings: wanted.marks, onReady: () => this.#pace.ask() };
      const shown = await withMarks(unmarked, marking);
      if (this.#opened !== opened) return false;
      this.#callOffTick();
      this.#callOffTick = clock.after(nextChangeMs(shown, nowMs) + marginMs - clock.now(), () => this.#showAnew());
      const before = this.#shown;
      const outdated = this.#outdated;
      this.#shown = shown;
      this.#outdated = false;
      if (before !== null && !outdated && isDeepStrictEqual({ ...before, atMs: nowMs }, shown)) return false;
      onSnapshot(shown);
      // A figure that comes a moment later does not wait for what only the tooltip said.
      return before === null || !isDeepStrictEqual(figures(before, nowMs), figures(shown, nowMs));
    } catch (error) {
      if (this.#opened !== opened) return false;
      // One question that failed is a line in the log; the next change or the next minute asks again.
      onLog('error', `The snapshot failed: ${error instanceof Error ? error.message : String(error)}`);
      this.questionFailed(error);
      this.#callOffTick();
      this.#callOffTick = clock.after(retryMs, () => this.#showAnew());
      return false;
    }
  }

  /** The time alone changes what is shown: an age, a session that has ended. */
  #showAnew(): void {
    this.#outdated = true;
    this.#pace.ask();
  }

  #setProblem(problem: LedgerProblemMessage | null): void {
    if (isDeepStrictEqual(problem, this.#problem)) return;
    this.#problem = problem;
    this.#given.onProblem(problem);
  }

  #engine(): Engine {
    if (this.#opened === null) throw new Error(this.#problem?.sentence ?? 'The ledger is not open.');
    return this.#opened.engine;
  }

  #period(period: PeriodMessage): Period {
    return periodOf(period, this.#engine().timezone, this.#given.clock.now());
  }

  async #close(): Promise<null> {
    this.#pace.stop();
    this.#history.stop();
    this.#git.stop();
    await this.#closeEngine();
    return null;
  }

  async #closeEngine(): Promise<void> {
    const opened = this.#opened;
    this.#opened = null;
    this.#team.end();
    this.#shown = null;
    this.#progress = null;
    this.#callOffTick();
    this.#git.end();
    if (opened === null) return;
    await opened.follower.stop();
    await opened.engine.close();
  }
}

/** What the bar's text may say of a snapshot. */
function figures(snapshot: LiveSnapshot, atMs: number): LiveSnapshot {
  return { ...snapshot, atMs, became: null, advice: null, marks: { states: [], problems: [] } };
}

/** The settings that the engine is opened with; the others change only what is shown. */
function engineSettings({
  claudeDirectories,
  ledger,
  exclude,
  timezone,
  mappings,
  git,
  identities,
}: WorkerOptions): Omit<EngineOptions, 'environment' | 'home' | 'holder'> {
  return { claudeDirectories, ledger, exclude, timezone, mappings, git, identities };
}

function reading(progress: IngestProgress | null): Reading | null {
  return progress === null ? null : { bytesRead: progress.bytesRead, bytes: progress.bytes, todayExact: progress.todayExact };
}

function readSentence({ filesDone, bytesRead }: IngestProgress, ms: number): string {
  return `Read ${filesDone} files, ${(bytesRead / 1e6).toFixed(1)} MB, in ${ms} ms.`;
}
