/** What the engine (ledger, ingest and reports together) offers to the CLI and, by messages, to the extension. */
import type { Grouping, Report, SessionRow } from '../core/report/report.ts';
import type { LiveSnapshot } from '../core/report/live.ts';

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
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Home folder. */
  readonly home: string;
  /** Name of this process in the lease, as doctor shows it: `cli`, `vscode`. */
  readonly holder: string;
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

export interface RootFinding {
  readonly path: string;
  readonly found: boolean;
  readonly files: number;
  readonly bytes: number;
  /** Set when the folder exists and cannot be read. */
  readonly problem: string | null;
}

export interface Doctor {
  readonly roots: readonly RootFinding[];
  readonly files: number;
  readonly bytes: number;
  readonly versions: readonly { readonly version: string; readonly requests: number }[];
  readonly unknownRecordTypes: readonly { readonly type: string; readonly lines: number }[];
  readonly skippedLines: number;
  readonly skippedFiles: readonly { readonly path: string; readonly lines: number; readonly reason: string }[];
  readonly unpricedModels: readonly { readonly model: string; readonly requests: number }[];
  readonly ledger: {
    readonly path: string;
    readonly bytes: number;
    readonly schemaVersion: number;
    readonly healthy: boolean;
    readonly readOnly: boolean;
    readonly requests: number;
    readonly sessions: number;
    /** Files that the ledger remembers and the disk no longer has. */
    readonly archivedFiles: number;
  };
  readonly lease: { readonly holder: string; readonly pid: number; readonly heartbeatAtMs: number } | null;
  /** One sentence a finding, with what to do; empty when all is well. */
  readonly findings: readonly string[];
}

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
}

export interface Engine {
  readonly timezone: string;
  ingest(options: { readonly signal?: AbortSignal; readonly onProgress?: (progress: IngestProgress) => void }): Promise<IngestResult>;
  follow(options: FollowOptions): Follower;
  report(query: Period & { readonly by: Grouping }): Promise<Report>;
  sessions(query: Period): Promise<readonly SessionRow[]>;
  doctor(): Promise<Doctor>;
  /** `folders`: whose live sessions are wanted; null: all of this machine's. */
  snapshot(query: { readonly folders: readonly string[] | null; readonly nowMs: number }): Promise<LiveSnapshot>;
  /** Deletes what the ledger holds of the repository that `folder` belongs to; resolves to the number of sessions forgotten. */
  forget(folder: string): Promise<{ readonly sessions: number; readonly requests: number }>;
  /** Deletes the ledger's facts, its backups and what it set aside. */
  deleteEverything(): Promise<void>;
  close(): Promise<void>;
}

export type OpenEngine = (options: EngineOptions) => Promise<Engine | LedgerProblem>;
