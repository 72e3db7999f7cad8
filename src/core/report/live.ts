/** What is running now, as the status bar, its tooltip and the status line show it. */
import type { MarkState } from '../marks/judge.ts';

/** An amount as it may be shown: exact, at least, or with requests that have no price yet. */
export interface Money {
  readonly nanodollars: number;
  readonly unpricedRequests: number;
  readonly lowerBound: boolean;
}

export interface ModelShare {
  /** Canonical model, as the reports' keys. */
  readonly model: string;
  readonly money: Money;
}

/** What the next turn begins with: the same context read from the cache, or written again once it has expired. */
export interface CacheState {
  /** Milliseconds UTC until when the newest cache entry lives; in the past when it is cold. */
  readonly warmUntilMs: number;
  readonly nextTurnWarmNanodollars: number;
  readonly nextTurnColdNanodollars: number;
}

export interface LiveSession {
  readonly sessionId: string;
  readonly money: Money;
  readonly startedAtMs: number;
  readonly lastRequestAtMs: number;
  readonly models: readonly ModelShare[];
  /** Prompt tokens of the main thread's last request. */
  readonly contextTokens: number;
  /** Null when this model's window is not known. */
  readonly contextWindow: number | null;
  readonly branch: string;
  readonly cwd: string;
  readonly repository: string;
  /** Null when nothing was cached or the model has no price. */
  readonly cache: CacheState | null;
}

/** A session that is no longer live but whose context is still cached. */
export type RestingSession = Pick<LiveSession, 'sessionId' | 'branch' | 'cwd' | 'repository'> & { readonly cache: CacheState };

export interface LimitWindow {
  /** `five_hour`, `seven_day`, or `seven_day_` and a model's name. */
  readonly kind: string;
  readonly percent: number;
  /** Milliseconds UTC, null when the reading does not say. */
  readonly resetsAtMs: number | null;
}

/** What was read about the plan; every part that is absent stays absent. */
export interface PlanReading {
  /** `pro`, `max`, `team`, `enterprise`, or `api` where tokens are paid one by one; null when nothing says. */
  readonly plan: Plan | null;
  /** `5x`, `20x`, or null. */
  readonly tier: string | null;
  readonly windows: readonly LimitWindow[];
  /** When the client fetched the limits, milliseconds UTC; null without windows. */
  readonly fetchedAtMs: number | null;
}

export type Plan = 'pro' | 'max' | 'team' | 'enterprise' | 'api';

export interface RepositoryShare {
  readonly repository: string;
  readonly cwd: string;
  readonly money: Money;
}

export interface LiveSnapshot {
  readonly atMs: number;
  readonly timezone: string;
  /** Live sessions of the asked scope, newest request first. */
  readonly live: readonly LiveSession[];
  /** Others of the asked scope whose cache is still warm, newest request first; absent is none. */
  readonly resting?: readonly RestingSession[];
  readonly today: Money;
  readonly todayByRepository: readonly RepositoryShare[];
  /** Older history that is still being read; null when all is read. */
  readonly reading: Reading | null;
  readonly plan: PlanReading | null;
  /** No transcript was ever seen: the first-use state. */
  readonly empty: boolean;
  /** What the last seven days became here; absent or null where git was not read. */
  readonly became?: Became | null;
  /** What may be worth knowing while the newest session runs; absent or null where there is nothing to say. */
  readonly advice?: LiveAdvice | null;
  /** How the user's marks stand; absent where there are none, and before they are reckoned. */
  readonly marks?: MarksNow;
}

/** One sentence about a session that runs. */
export interface LiveAdvice {
  readonly sessionId: string;
  readonly sentence: string;
}

export interface MarksNow {
  readonly states: readonly MarkState[];
  /** What is wrong with the settings of marks, a sentence each; the others hold. */
  readonly problems: readonly string[];
}

/** What the work of some days became in the repositories of a window. */
export interface Became {
  readonly money: Money;
  /** The part of it that is on the default branch. */
  readonly onDefaultBranch: Money;
  readonly commits: number;
  /** Its name, or `the default branch` for several. */
  readonly defaultBranch: string;
}

export interface Reading {
  readonly bytesRead: number;
  readonly bytes: number;
  /** Whether everything of today is already in the ledger. */
  readonly todayExact: boolean;
  /** Set while the user has stopped it. */
  readonly paused?: boolean;
}
