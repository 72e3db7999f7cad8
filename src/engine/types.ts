/** What the engine (ledger, ingest and reports together) offers to the CLI and, by messages, to the extension. */
import type { Machine } from '../core/report/doctor/bugReport.ts';
import type { Finding } from '../core/report/doctor/finding.ts';
import type { RepositoryRecord } from '../core/attribution/gitFacts.ts';
import type { GivenPrices } from '../core/pricing/modelPrices.ts';
import type { Grouping, Report, SessionRow } from '../core/report/report.ts';
import type { CommitRow, PullRequestRow } from '../core/report/commits.ts';
import type { ExportQuery } from '../core/report/exportQuery.ts';
import type { Explanation, ExplanationReference, NotFound, Receipt } from '../core/report/explanation.ts';
import type { Filter } from '../core/report/filter.ts';
import type { Holdings } from '../core/report/holdings.ts';
import type { LiveSnapshot } from '../core/report/live.ts';
import type { Overview, Today } from '../core/report/overview.ts';
import type { SessionList, SessionOrder, SessionPage } from '../core/report/sessionPage.ts';
import type { Standing } from '../core/report/standing.ts';
import type { AdviceViews } from './adviceViews.ts';
import type { MarkViews } from './markViews.ts';
import type { OutcomeViews } from './outcomeViews.ts';
import type { CompareAnswer, CompareOptions, CompareQuery } from './compareTypes.ts';
import type { SurvivalReader } from './survivalReader.ts';
import type { TeamReporter } from '../team/reporter.ts';
import type { TeamWeeks } from './teamWeeks.ts';
import type { Transfer } from './transfer.ts';

/** A path prefix that was recorded elsewhere, and the one it stands for here. Applied when read; facts keep what was recorded. */
export interface PathMapping {
  readonly from: string;
  readonly to: string;
}

export interface EngineOptions {
  /** Configuration folders or their `projects`; empty: where Claude Code keeps them by default. */
  readonly claudeDirectories: readonly string[];
  /** Ledger file; null: the default place. */
  readonly ledger: string | null;
  /** Globs of folders whose sessions are never read into the ledger, kept in it for every other process; null: those it holds. */
  readonly exclude: readonly string[] | null;
  /** IANA zone; empty: this machine's. */
  readonly timezone: string;
  readonly mappings: readonly PathMapping[];
  /** Addresses that are this user's beside those that git is configured with; `any` for everybody's. */
  readonly identities: readonly string[];
  /** Prices of the user's own, before those of this build; absent: none. */
  readonly prices?: GivenPrices;
  /** False: no process of git is ever run, as in Restricted Mode; absent is true. */
  readonly git?: boolean;
  /** Of reporting to a team: why the caller lets nothing be sent, in a sentence, null where it does; another file of managed settings, only to try one. */
  readonly team?: { readonly off?: () => string | null; readonly managedFile?: string };
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Home folder. */
  readonly home: string;
  /** Name of this process in the lease, as doctor shows it: `cli`, `vscode`. */
  readonly holder: string;
  /** Looks the whole ledger over first: something in it could not be read. A damaged one is set aside and begun anew. */
  readonly suspect?: boolean;
}

/** Why a ledger cannot be used; the sentence says what happened, what was kept and what to do. */
export interface LedgerProblem {
  readonly reason: 'newer' | 'foreign' | 'corrupt' | 'unreadable' | 'unwritable';
  readonly sentence: string;
}

export interface IngestProgress {
  readonly files: number;
  readonly filesDone: number;
  readonly bytes: number;
  readonly bytesRead: number;
  /** Whether everything that may hold requests of today has been read. */
  readonly todayExact: boolean;
}

export interface IngestResult {
  readonly files: number;
  readonly filesRead: number;
  readonly bytes: number;
  readonly bytesRead: number;
  readonly requests: number;
  readonly newRequests: number;
  readonly skippedLines: number;
  readonly durationMs: number;
  readonly peakRssBytes: number;
  /** False when another process holds the ledger's lease and could not be waited for, or when it was cancelled. */
  readonly complete: boolean;
  /** Sentences about what could not be read, each with what was kept. */
  readonly problems: readonly string[];
}

/** A period in milliseconds UTC, the end excluded; null is open. */
export interface Period {
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
}

/** How far git was read in one repository. */
export interface GitReading {
  /** Main working tree; `''` when the folder is in none. */
  readonly repository: string;
  readonly commits: number;
  readonly newCommits: number;
  /** Why it could not be read to its end, in a sentence with what was kept; null when it was. */
  readonly problem: string | null;
}

/** How far the reading of a repository is. */
export interface GitProgress {
  readonly repository: string;
  /** Commits that are new, so far. */
  readonly commits: number;
  /** Once they are all there: of how many commits the lines were read, and of how many they are to be. */
  readonly linesRead?: number;
  readonly linesMissing?: number;
}

export interface GitQuery {
  /** Folders whose repositories are read; null: every repository of the ledger that is still there. */
  readonly folders: readonly string[] | null;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: GitProgress) => void;
}

export interface CommitList {
  readonly total: number;
  /** Those that carry cost of what fits the filter: the commits that its standing counts. */
  readonly withCost: number;
  readonly rows: readonly CommitRow[];
  readonly pullRequests: readonly PullRequestRow[];
}

export interface RootFinding {
  readonly path: string;
  readonly found: boolean;
  readonly files: number;
  readonly bytes: number;
  /** Set when the folder exists and cannot be read. */
  readonly problem: string | null;
}

export interface DoctorLedger {
  readonly path: string;
  readonly bytes: number;
  readonly schemaVersion: number;
  readonly healthy: boolean;
  readonly readOnly: boolean;
  readonly requests: number;
  readonly sessions: number;
  /** Files that the ledger remembers and the disk no longer has. */
  readonly archivedFiles: number;
}

export interface DoctorAnswer {
  readonly roots: readonly RootFinding[];
  readonly files: number;
  readonly bytes: number;
  readonly versions: readonly { readonly version: string; readonly requests: number }[];
  readonly unknownRecordTypes: readonly { readonly type: string; readonly lines: number }[];
  readonly skippedLines: number;
  readonly skippedFiles: readonly { readonly path: string; readonly lines: number; readonly reason: string }[];
  readonly unpricedModels: readonly { readonly model: string; readonly requests: number }[];
  /** Every model, every type of record, and the reasons why lines were skipped. */
  readonly models: readonly { readonly model: string; readonly requests: number }[];
  readonly recordTypes: readonly { readonly type: string; readonly lines: number }[];
  readonly skippedReasons: readonly { readonly reason: string; readonly lines: number }[];
  readonly machine: Machine;
  /** Null where it cannot be used. */
  readonly ledger: DoctorLedger | null;
  readonly lease: { readonly holder: string; readonly pid: number; readonly heartbeatAtMs: number } | null;
  /** Everything that was looked at: problems first, then notices, then what is fine. */
  readonly states: readonly Finding[];
  /** The problems and notices of `states` as text, each with what to do; empty when all is well. */
  readonly findings: readonly string[];
}

/** What the doctor says of a ledger that is open. */
export type Doctor = DoctorAnswer & { readonly ledger: DoctorLedger };

/** Keeps a ledger up to date while a window is open: one process ingests and watches, the others notice its writes. */
export interface Follower {
  /** Looks at every file again now. */
  refresh(): void;
  /** Ends the pass over older history that is running and begins none until it is told to go on; what changes now is still read. */
  pauseReading(paused: boolean): void;
  stop(): Promise<void>;
}

export interface FollowOptions {
  /** The ledger changed, by whichever process. */
  readonly onChange: () => void;
  /** Null once everything is read. */
  readonly onProgress: (progress: IngestProgress | null) => void;
  /** A sentence for the log. */
  readonly onProblem: (sentence: string) => void;
  /**
   * The ledger has to be closed and opened anew: another file lies in its place, a newer Payoff changed it, it may be written again; or,
   * `suspect`, something in it could not be read.
   */
  readonly onReopen?: (why: { readonly suspect: boolean }) => void;
}

export interface IngestQuery {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: IngestProgress) => void;
}

/** As much of the engine as brings the ledger up to date. */
export interface LedgerUpkeep {
  ingest(query: IngestQuery): Promise<IngestResult>;
  close(): Promise<void>;
}

export interface Engine extends LedgerUpkeep {
  readonly timezone: string;
  follow(options: FollowOptions): Follower;
  /** With a repository only what went there, where it stands now, and what git said of it; null where git was not read. */
  report(query: Period & { readonly by: Grouping; readonly repository?: string | null }): Promise<
    Report & {
      readonly standing: Standing | null;
      readonly record?: RepositoryRecord | null;
      /** Whether git of a repository was not read, so that it cannot be told where a request went. */
      readonly gitUnread?: boolean;
    }
  >;
  /** Reads what is new of git and links it with the sessions. Runs git, so never for a folder that is not trusted. */
  readGit(query: GitQuery): Promise<readonly GitReading[]>;
  /** Looks in git, behind everything else, which lines of changes are still there. Runs git too. */
  readonly survival: Pick<SurvivalReader, 'read' | 'linesOfFile'>;
  /** The repository that a folder belongs to, as requests name it; `''` for none. */
  repositoryOf(folder: string): Promise<string>;
  overview(query: { readonly filter: Filter; readonly nowMs: number }): Promise<Overview>;
  /** What the spend of repositories became, a page about a quarter, one of a file, and what a repository could be set up with. */
  readonly outcomes: Pick<OutcomeViews, 'ofRepository' | 'review' | 'setup' | 'filePage'>;
  /** What is worth doing about the spend, and what the user dismissed of that. */
  readonly advice: Pick<AdviceViews, 'view' | 'dismiss' | 'restore'>;
  /** Linked commits and own ones, newest first; `limit` null is all. */
  commits(query: {
    readonly filter: Filter;
    readonly offset: number;
    readonly limit: number | null;
    readonly subjects: boolean;
  }): Promise<CommitList>;
  sessionList(query: {
    readonly filter: Filter;
    readonly search: string;
    readonly order: SessionOrder;
    readonly descending: boolean;
    readonly offset: number;
    readonly limit: number;
    readonly nowMs: number;
  }): Promise<SessionList>;
  /** Null when the ledger has no such session. */
  sessionPage(query: { readonly sessionId: string; readonly nowMs: number }): Promise<SessionPage | null>;
  /** Titles as the transcripts have them, read now and kept nowhere; null where there is none. */
  titles(sessionIds: readonly string[]): Promise<readonly (string | null)[]>;
  /** `reference` may be a SHA or its beginning, a session id or its beginning, a pull request's address, or a path. */
  explain(query: {
    readonly reference: string;
    readonly kind: ExplanationReference['kind'] | null;
    readonly folder: string | null;
  }): Promise<Explanation | NotFound>;
  receipt(query: { readonly reference: string; readonly folder: string }): Promise<Receipt | NotFound>;
  today(query: { readonly folders: readonly string[] | null; readonly nowMs: number }): Promise<Today>;
  holdings(): Promise<Holdings>;
  /** A view as a table; rejects where there is no such session. */
  exportTable(query: ExportQuery): Promise<string>;
  sessions(query: Period): Promise<readonly SessionRow[]>;
  /** The whole ledger as one file, and such a file merged into it. */
  readonly transfer: Pick<Transfer, 'exportHistory' | 'importHistory'>;
  /** Another figure beside ours, and why they differ; rejects where it is aborted. */
  compare(query: CompareQuery, options: CompareOptions): Promise<CompareAnswer>;
  doctor(): Promise<Doctor>;
  /** How the user's marks stand, who tells of them, and what the user estimates to have saved. */
  readonly marks: Pick<MarkViews, 'isReady' | 'states' | 'claim' | 'snooze' | 'timeSaved'>;
  /** What a team is told of the last weeks that are over, rounded as it leaves; who reports it is not in it. */
  readonly teamWeeks: TeamWeeks;
  /** Joining a team, showing and sending what it is told, withdrawing. Off until the user has joined one. */
  readonly team: TeamReporter;
  /** `folders`: whose live sessions are wanted; null: all of this machine's. */
  snapshot(query: { readonly folders: readonly string[] | null; readonly nowMs: number }): Promise<LiveSnapshot>;
  /**
   * Deletes what the ledger holds of the repository that `folder` belongs to; resolves to the number of sessions forgotten. Rejects
   * anything but the absolute path of a folder below a root.
   */
  forget(folder: string): Promise<{ readonly sessions: number; readonly requests: number }>;
  /** Deletes the ledger's facts, its backups and what it set aside. */
  deleteEverything(): Promise<void>;
}

/** What the doctor can say where the ledger cannot be used. */
export type ExamineWithoutLedger = (options: EngineOptions, problem: LedgerProblem) => Promise<DoctorAnswer>;

export type OpenUpkeep = (options: EngineOptions) => Promise<LedgerUpkeep | LedgerProblem>;

export type OpenEngine = (options: EngineOptions) => Promise<Engine | LedgerProblem>;
