/** What the doctor's rules judge: facts about this machine, each as far as it could be found out. */
import type { Examined } from './finding.ts';

export interface DoctorFacts {
  readonly nowMs: number;
  /** Zone that days are counted in, and this machine's own. */
  readonly timezone: string;
  readonly hostTimezone: string;
  readonly home: string;
  readonly ledger: LedgerFacts;
  readonly lease: Examined<LeaseFacts>;
  readonly transcripts: TranscriptFacts;
  readonly prices: PriceFacts;
  readonly git: Examined<GitState>;
  readonly repositories: Examined<RepositoryFacts>;
  readonly watch: Examined<WatchFacts>;
  /** Whether this process follows the transcripts, and had to give up watching them. */
  readonly polls: boolean;
  /** How far the clock was set back while this process ran, milliseconds. */
  readonly clockSetBackMs: number;
}

export interface LedgerFacts {
  readonly path: string;
  /** Why it could not be opened; null when it was. */
  readonly problem: { readonly reason: 'newer' | 'foreign' | 'corrupt' | 'unreadable' | 'unwritable'; readonly sentence: string } | null;
  readonly readOnly: boolean;
  /** What its opener had to say. */
  readonly notice: string | null;
  /** Schema of the file, and of this Payoff; null where it was not opened. */
  readonly schema: { readonly stored: number; readonly known: number } | null;
  readonly place: Examined<LedgerPlace>;
  readonly disk: Examined<DiskFacts>;
  /** Kind of network file system that it lies on, `''` for none; null where this machine does not tell. */
  readonly network: Examined<string>;
  /** Journal mode that SQLite can have in its folder, tried with a file of its own; null where it was not tried. */
  readonly journal: string | null;
  /** What SQLite's own check says; `''` when it finds nothing, null where it was not opened. */
  readonly check: Examined<string>;
  readonly holds: Examined<{ readonly requests: number; readonly sessions: number; readonly firstAtMs: number | null }>;
}

export interface LedgerPlace {
  readonly file: 'none' | 'sqlite' | 'other' | 'unreadable';
  /** Schema that the file's header names, null without one; and this Payoff's. */
  readonly schema: number | null;
  readonly knownSchema: number;
  readonly writable: { readonly file: boolean; readonly folder: boolean; readonly home: boolean };
  /** Whether others of this machine may look into its folder or the file. */
  readonly tooOpen: boolean;
  readonly bytes: number;
  readonly walBytes: number;
  /** Damaged ledgers that were set aside, and copies from before an update of the schema. */
  readonly setAside: CopyFacts;
  readonly copies: CopyFacts;
}

export interface CopyFacts {
  readonly paths: readonly string[];
  readonly bytes: number;
}

export interface DiskFacts {
  readonly freeBytes: number;
  /** What reading on and the next update of the schema may need. */
  readonly neededBytes: number;
  /** Files that can still be made; null where the file system has no limit. */
  readonly freeFiles: number | null;
}

export interface LeaseFacts {
  /** `''` when nobody holds it. */
  readonly holder: string;
  readonly pid: number;
  readonly heartbeatAtMs: number;
  readonly wanted: boolean;
  /** Whether a process stays in the middle of a write. */
  readonly lockedOut: boolean;
  /** Whether a newer Payoff has changed the ledger since this process opened it. */
  readonly outdated: boolean;
  readonly expiryMs: number;
  /** What the holder's process does; null where that cannot be seen. */
  readonly process: 'runs' | 'stopped' | 'gone' | null;
}

export interface TranscriptFacts {
  readonly roots: readonly {
    readonly path: string;
    readonly found: boolean;
    readonly files: number;
    readonly bytes: number;
    readonly problem: string | null;
  }[];
  /** Whether the folders were named (a setting, an option, CLAUDE_CONFIG_DIR) and are not the usual ones. */
  readonly named: boolean;
  /** How a CLAUDE_CONFIG_DIR with a comma was taken; null without one. */
  readonly comma: 'folder' | 'list' | null;
  readonly survey: Examined<SurveyFacts>;
  readonly retention: Examined<RetentionFacts>;
  readonly ledger: Examined<RecordedFacts>;
}

/** What lies where transcripts lie and is not read. */
export interface SurveyFacts {
  readonly unreadable: readonly string[];
  readonly folders: readonly string[];
  readonly names: readonly string[];
  readonly notRegular: readonly string[];
  readonly loops: readonly string[];
}

export interface RetentionFacts {
  /** `cleanupPeriodDays`; null where it is not set. */
  readonly days: number | null;
  /** Last use of the transcript that goes first; null where there is none. */
  readonly oldestMs: number | null;
}

/** What the ledger says of the transcripts that it was filled from. */
export interface RecordedFacts {
  readonly skipped: readonly { readonly reason: string; readonly lines: number; readonly files: readonly string[] }[];
  /** Files that end within a line, by when they last changed. */
  readonly unfinished: readonly { readonly path: string; readonly modifiedMs: number }[];
  /** Files that are shorter now than what was read of them. */
  readonly shrank: readonly string[];
  readonly archive: { readonly files: number; readonly sessions: number; readonly days: number };
  readonly excluded: number;
  readonly forgotten: number;
  readonly unknownTypes: readonly { readonly type: string; readonly lines: number }[];
  readonly versions: readonly { readonly version: string; readonly requests: number }[];
  /** Requests with a time in the future, and from before Claude Code. */
  readonly future: number;
  readonly old: number;
}

export interface PriceFacts {
  readonly version: string;
  /** Day of the table, `2026-11-22`. */
  readonly asOf: string;
  readonly unpriced: readonly { readonly model: string; readonly requests: number }[];
  /** Sessions that left the client's own total, and those of them whose total differs; null without a ledger. */
  readonly client: Examined<{ readonly sessions: number; readonly differ: number }>;
}

export type GitState =
  | { readonly state: 'found'; readonly version: string }
  | { readonly state: 'missing' }
  | { readonly state: 'tooOld'; readonly version: string }
  | { readonly state: 'notRun' };

export interface RepositoryFacts {
  readonly known: number;
  readonly unread: readonly { readonly path: string; readonly problem: string }[];
  readonly gone: readonly string[];
  readonly shallow: readonly string[];
  /** How many have a `.payoff.json`, and what is wrong with it where something is. */
  readonly settings: number;
  readonly wrongSettings: readonly { readonly path: string; readonly problem: string }[];
}

export interface WatchFacts {
  /** Of all processes of this user. */
  readonly watches: number;
  readonly instances: number;
  readonly maxWatches: number;
  readonly maxInstances: number;
  /** Of this process. */
  readonly ownWatches: number;
}
