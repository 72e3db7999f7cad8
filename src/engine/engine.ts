/** The ledger, its ingest and its reports as one thing, for the command line and for the worker beside a window. */
import { loadRate, pricesOf } from '../core/pricing/rate.ts';
import type { Rate } from '../core/pricing/rating.ts';
import { buildReport, isByPlace } from '../core/report/buildReport.ts';
import { buildSessions } from '../core/report/buildSessions.ts';
import type { Explanation, NotFound, Receipt } from '../core/report/explanation.ts';
import type { Holdings } from '../core/report/holdings.ts';
import type { LiveSnapshot } from '../core/report/live.ts';
import type { Overview, Today } from '../core/report/overview.ts';
import type { SessionRow } from '../core/report/report.ts';
import type { RequestRow } from '../core/report/rows.ts';
import type { SessionList, SessionPage } from '../core/report/sessionPage.ts';
import { repositoryOf } from '../git/identity.ts';
import { busySessions } from '../ingest/liveSessions.ts';
import { forgetEverything, forgetFolders } from '../ledger/forget.ts';
import type { Forgotten } from '../ledger/forget.ts';
import { deleteKeptCopies } from '../ledger/health.ts';
import type { Ledger } from '../ledger/open.ts';
import { requestsOfPeriod } from '../ledger/requestRows.ts';
import { readSessionFacts } from '../ledger/sessionFacts.ts';
import { AdviceViews } from './adviceViews.ts';
import { comparing } from './compare.ts';
import { examine } from './doctor.ts';
import { FileCheck } from './doctor/fileCheck.ts';
import { findLease } from './doctor/leaseState.ts';
import type { FoundLease } from './doctor/leaseState.ts';
import { WallClock } from './doctor/wallClock.ts';
import { LedgerFollower } from './follower.ts';
import { pathToForget, placeToForget, whatToForget } from './foldersToForget.ts';
import { Answers } from './answers.ts';
import { GitFacts } from './gitFacts.ts';
import { GitQuestions } from './gitQuestions.ts';
import { GitReader } from './gitReader.ts';
import { HistoryKeeper } from './history.ts';
import { holdingsOf } from './holdings.ts';
import { MarkNotes } from './markNotes.ts';
import { MarkViews } from './markViews.ts';
import { OutcomeViews } from './outcomeViews.ts';
import { overviewNotes } from './overviewNotes.ts';
import { Places } from './places.ts';
import { realGit } from './realGit.ts';
import { RepositoryFinder } from './repositories.ts';
import { Snapshots } from './snapshots.ts';
import { teamReporting } from './teamReporting.ts';
import { teamKeysOf, teamWeeksOf } from './teamWeeks.ts';
import { readTitles } from './titles.ts';
import { SideCalls } from './sideCallRows.ts';
import { SurvivalReader } from './survivalReader.ts';
import { Transfer } from './transfer.ts';
import { openForEngine, Upkeep } from './upkeep.ts';
import { Views } from './views.ts';
import type {
  CommitList,
  Engine,
  EngineOptions,
  Follower,
  FollowOptions,
  GitQuery,
  GitReading,
  LedgerProblem,
  Doctor,
  Period,
} from './types.ts';

/** Opens the ledger and everything around it, or says in a sentence why that cannot be. */
export async function openEngine(options: EngineOptions): Promise<Engine | LedgerProblem> {
  const ledger = openForEngine(options);
  if ('sentence' in ledger) return ledger;
  const engine = new PayoffEngine(options, ledger, await loadRate(options.prices?.models));
  await engine.noteHolder();
  return engine;
}

export class PayoffEngine extends Upkeep implements Engine {
  readonly transfer: Transfer;
  private readonly rate: Rate;
  private readonly paths: Places;
  private readonly sideCalls: SideCalls;
  private readonly git: GitReader;
  readonly survival: SurvivalReader;
  private readonly views: Views;
  private readonly answers: Answers;
  readonly compare: Engine['compare'];
  readonly outcomes: OutcomeViews;
  readonly marks: MarkViews;
  readonly advice: AdviceViews;
  readonly teamWeeks: Engine['teamWeeks'];
  readonly team: Engine['team'];
  private readonly snapshots: Snapshots;
  private readonly repositories: RepositoryFinder;
  /** Readings of git that run: the ledger is closed after them. */
  private readonly readings = new Set<Promise<unknown>>();
  private follower: LedgerFollower | null = null;
  private leaseFound: FoundLease | null = null;
  private check: FileCheck | null = null;
  private readonly clock = new WallClock();

  constructor(options: EngineOptions, ledger: Ledger, rate: Rate) {
    super(options, ledger);
    this.rate = rate;
    const { database } = ledger;
    const { timezone } = this;
    const allowed = options.git !== false;
    this.transfer = new Transfer({
      ...this.written,
      writing: this.writing,
      closing: this.closing.signal,
      onImported: () => this.ingestor.forgetMemory(),
    });
    this.paths = new Places(options.mappings, repositoryOf);
    this.repositories = new RepositoryFinder(database, this.paths);
    this.sideCalls = new SideCalls(database);
    const { paths: places, repositories, sideCalls, writing } = this;
    const facts = new GitFacts(database, options.identities);
    const history = new HistoryKeeper({ database, places, sideCalls, rate, git: facts });
    const reading = {
      ...{ ledger, facts, environment: options.environment, allowed },
      repositoryOf: (folder: string) => repositories.ofFolder(folder),
      writing: <T>(change: () => T) => writing.run(() => Promise.resolve({ value: this.lease.write(change) })),
    };
    const noLease = (): string => writing.refusal();
    this.git = new GitReader({ ...reading, places, now: Date.now, git: realGit, identify: repositoryOf, noLease });
    this.survival = new SurvivalReader({
      ...{ ...reading, history, closing: this.closing.signal },
      between: (work) => this.git.between(work),
      settled: () => writing.settled(),
    });
    const questions = new GitQuestions({ environment: options.environment, allowed, closing: this.closing.signal });
    const shared = { history, rate, prices: pricesOf(options), timezone, questions, database, repositories };
    this.views = new Views({
      ...{ ...shared, busy: () => this.busy() },
      notes: () => overviewNotes({ reading: this.readingNow(), gitAllowed: allowed, notice: ledger.notice }),
    });
    this.outcomes = new OutcomeViews({ ...shared, survival: this.survival });
    this.advice = new AdviceViews({ ...shared, writing: reading.writing, refusal: noLease });
    this.marks = new MarkViews({ ...shared, places, notes: new MarkNotes(ledger.path) });
    this.teamWeeks = teamWeeksOf(shared);
    this.team = teamReporting(options, { ledger, compose: this.teamWeeks, nameKeys: teamKeysOf(shared), timezone });
    this.answers = new Answers(shared);
    this.compare = comparing(options, { database, rate, sideCalls, timezone, closing: this.closing.signal, busy: () => this.busy() });
    this.snapshots = new Snapshots({ ...shared, environment: options.environment, places, views: this.views });
  }

  follow(options: FollowOptions): Follower {
    this.follower = new LedgerFollower(this, options);
    if (this.ledger.notice !== null) options.onProblem(this.ledger.notice);
    return this.follower;
  }

  readGit(query: GitQuery): Promise<readonly GitReading[]> {
    const signal = query.signal === undefined ? this.closing.signal : AbortSignal.any([query.signal, this.closing.signal]);
    const reading = this.git.read({ ...query, signal });
    this.readings.add(reading);
    return reading.finally(() => this.readings.delete(reading));
  }

  repositoryOf(folder: string): Promise<string> {
    return this.repositories.ofFolder(folder);
  }

  async report(query: Parameters<Engine['report']>[0]): ReturnType<Engine['report']> {
    const { repository = null, by } = query;
    // Where requests went is asked of the whole history; everything else of the period alone.
    if (repository !== null || isByPlace(by)) return this.views.report(query, Date.now());
    await this.paths.prepare(this.ledger.database);
    const rows = { requests: this.requestsOf(query), sideCalls: this.sideCallsOf(query) };
    const report = buildReport({ ...rows, by, timezone: this.timezone, rate: this.rate, prices: pricesOf(this.options) });
    return { ...report, standing: null };
  }

  overview(query: Parameters<Engine['overview']>[0]): Promise<Overview> {
    return this.views.overview(query);
  }

  commits(query: Parameters<Engine['commits']>[0]): Promise<CommitList> {
    return this.views.commits(query, Date.now());
  }

  sessionList(query: Parameters<Engine['sessionList']>[0]): Promise<SessionList> {
    return this.views.sessionList(query);
  }

  sessionPage(query: Parameters<Engine['sessionPage']>[0]): Promise<SessionPage | null> {
    return this.views.sessionPage(query);
  }

  titles(sessionIds: readonly string[]): Promise<readonly (string | null)[]> {
    return Promise.resolve(readTitles(this.ledger.database, sessionIds));
  }

  explain(query: Parameters<Engine['explain']>[0]): Promise<Explanation | NotFound> {
    return this.answers.explain(query, Date.now());
  }

  receipt(query: Parameters<Engine['receipt']>[0]): Promise<Receipt | NotFound> {
    return this.answers.receipt(query, Date.now());
  }

  async today({ folders, nowMs }: Parameters<Engine['today']>[0]): Promise<Today> {
    return this.views.today(await this.repositories.ofFolders(folders), nowMs);
  }

  async holdings(): Promise<Holdings> {
    await this.paths.prepare(this.ledger.database);
    return holdingsOf(this.ledger, this.paths);
  }

  exportTable(query: Parameters<Engine['exportTable']>[0]): Promise<string> {
    return this.views.exportTable(query);
  }

  async sessions(query: Period): Promise<readonly SessionRow[]> {
    await this.paths.prepare(this.ledger.database);
    return buildSessions({
      requests: this.requestsOf(query),
      sideCalls: this.sideCallsOf(query),
      facts: readSessionFacts(this.ledger.database, query.sinceMs, query.untilMs),
      rate: this.rate,
    });
  }

  /** Remembers who keeps the ledger up to date, before this process takes its turn: the doctor tells. */
  async noteHolder(): Promise<void> {
    this.leaseFound = await findLease(this.lease);
  }

  doctor(): Promise<Doctor> {
    const { options, ledger, lease, leaseFound, rate, sideCalls, timezone, clock } = this;
    const check = (this.check ??= new FileCheck(ledger.database, ledger.path));
    const polls = this.follower?.polls === true;
    return examine({
      ...{ options, ledger, lease, leaseFound, rate, sideCalls, timezone, check, polls },
      clockSetBackMs: clock.setBackMs(),
    });
  }

  async snapshot({ folders, nowMs }: Parameters<Engine['snapshot']>[0]): Promise<LiveSnapshot> {
    const reading = this.readingShown();
    return this.snapshots.take({ folders, nowMs, configurations: await this.configurations(), reading });
  }

  async forget(folder: string): Promise<Forgotten> {
    const path = pathToForget(folder);
    const { database } = this.ledger;
    const place = await placeToForget(database, path);
    const { paths: places } = this;
    const forgotten = await this.writing.run(async () => {
      await places.prepare(database);
      const what = whatToForget(database, place, { places, mappings: this.options.mappings });
      return this.lease.write(() => forgetFolders(database, what, Date.now()));
    });
    if (forgotten === null) throw new Error(this.writing.refusal());
    this.ingestor.forgetMemory();
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return forgotten;
  }

  async deleteEverything(): Promise<void> {
    const { database, path } = this.ledger;
    const done = await this.writing.run(() => {
      this.lease.write(() => forgetEverything(database, Date.now()));
      return Promise.resolve(true);
    });
    if (done === null) throw new Error(this.writing.refusal());
    this.ingestor.forgetMemory();
    database.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
    deleteKeptCopies(path);
    this.marks.forget();
  }

  protected override keepsLease(): boolean {
    return this.follower !== null;
  }

  protected override async beforeClosing(): Promise<void> {
    await this.follower?.stop();
    await Promise.allSettled([...this.readings, this.survival.settled()]);
  }

  private requestsOf({ sinceMs, untilMs }: Period): Iterable<RequestRow> {
    return this.paths.all(requestsOfPeriod(this.ledger.database, sinceMs, untilMs));
  }

  private sideCallsOf({ sinceMs, untilMs }: Period): ReturnType<SideCalls['all']> {
    const inPeriod = this.sideCalls
      .all()
      .filter(({ atMs }) => (sinceMs === null || atMs >= sinceMs) && (untilMs === null || atMs < untilMs));
    return inPeriod.map((row) => this.paths.apply(row));
  }

  private async busy(): Promise<ReadonlySet<string>> {
    return new Set((await busySessions(await this.configurations())).map(({ sessionId }) => sessionId));
  }
}
