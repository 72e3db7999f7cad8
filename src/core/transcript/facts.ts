/**
 * What a transcript says, as facts: numbers, times, names of branches and paths, and keyed hashes. No text of a prompt, an answer,
 * a file or a command is in any of them, so that none can reach the ledger.
 *
 * Facts are merged by the ledger with rules that do not depend on the order in which files or bytes are read: the smallest time,
 * the line with the most output, a flag that any line may set.
 */

/** Token counts of one response, as the Messages API names them; `input` excludes everything cached. */
export interface Tokens {
  readonly input: number;
  readonly output: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly cacheRead: number;
  readonly webSearches: number;
}

/** Where a record was written; each `''` is unknown. */
export interface Context {
  readonly cwd: string;
  readonly branch: string;
  readonly entrypoint: string;
  readonly version: string;
}

/** One API response, or an advisor's response inside one. */
export interface RequestFact {
  readonly kind: 'request';
  /** `message.id`; `uuid:` and the line's uuid where there is none; for an advisor `message.id#advisor` and its index. */
  readonly messageId: string;
  /** Time of the first line seen, in milliseconds UTC. */
  readonly atMs: number;
  /** Byte offset of the line that was kept: the one with the most output, the last of equals. */
  readonly lineOffset: number;
  readonly model: string;
  readonly tokens: Tokens;
  readonly fast: boolean;
  /** `inference_geo` as recorded; `''` when there is none. */
  readonly geography: string;
  /** Stop reason of the kept line, `''` when there is none. */
  readonly stopReason: string;
  /** Whether any line of the response has a stop reason: then its output count is final (TRANSCRIPTS 4.1). */
  readonly stopped: boolean;
  /** Characters of visible content over all lines; only counted while no line has a stop reason. */
  readonly visibleCharacters: number;
  readonly sidechain: boolean;
  /** Whether the long context window was asked for (`requestedModel` with `[1m]`; the response's own model never has it). */
  readonly longContext: boolean;
  /** Whether this file holds the response's own `api-request` record: forks do not copy it. */
  readonly requested: boolean;
  readonly context: Context;
}

/** One human prompt, or one slash command. */
export interface TurnFact {
  readonly kind: 'turn';
  readonly uuid: string;
  readonly atMs: number;
  /** One id per human turn from 2.1.91 on, else `''`. */
  readonly promptId: string;
  readonly command: boolean;
  /** Keyed hash of the text: equal prompts within 120 s are one retry (TRANSCRIPTS section 3). */
  readonly textHash: string;
  /** The permission mode in which it was asked, as recorded (`plan`, `default`, `acceptEdits`); `''` where the record has none. */
  readonly mode: string;
  readonly context: Context;
}

/** One successful result of Write, Edit, MultiEdit or NotebookEdit. */
export interface EditFact {
  readonly kind: 'edit';
  readonly toolUseId: string;
  /** The request that called the tool, `''` when its line was not seen. */
  readonly messageId: string;
  readonly atMs: number;
  readonly tool: string;
  /** Absolute path as recorded. */
  readonly path: string;
  readonly linesAdded: number;
  readonly linesRemoved: number;
  /** Keyed hashes of the added lines, 8 bytes each, in order; blank lines left out. */
  readonly addedHashes: Uint8Array;
  readonly removedHashes: Uint8Array;
  readonly context: Context;
}

/** A call that itself ran `git commit`, seen with its result. */
export interface CommitFact {
  readonly kind: 'commit';
  readonly toolUseId: string;
  /** Which of the call's `git commit` commands, from 0. */
  readonly index: number;
  readonly messageId: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** Null when nothing tells: another command of the call may have failed, or its outcome hides this one's. */
  readonly succeeded: true | null;
  readonly amend: boolean;
  /** Folder in which git ran, after `cd` and `-C`; `''` where the call does not show it (`cd "$ELSEWHERE"`). */
  readonly directory: string;
  /** Keyed hash of the subject line given by `-m`, a heredoc or `-F -`; `''` when the call does not show it. */
  readonly subjectHash: string;
  /** Commits that the call printed as `[branch sha] subject`. */
  readonly printed: readonly PrintedCommit[];
  /** `toolUseResult.gitOperation.commit`. */
  readonly operation: { readonly sha: string; readonly kind: string } | null;
  readonly context: Context;
}

export interface PrintedCommit {
  readonly branch: string;
  readonly sha: string;
  readonly subjectHash: string;
}

export interface PushFact {
  readonly kind: 'push';
  readonly toolUseId: string;
  readonly atMs: number;
  readonly branch: string;
  readonly context: Context;
}

/** A pull request that the session made, touched, or was linked to. */
export interface PullRequestFact {
  readonly kind: 'pullRequest';
  /** The call's id, or `link:` and the address for `pr-link` records. */
  readonly source: string;
  readonly atMs: number;
  readonly url: string;
  readonly number: number;
  readonly action: 'created' | 'edited' | 'commented' | 'linked';
  readonly context: Context;
}

/** A call that ran tests, a build, a linter or a type checker. */
export interface CheckFact {
  readonly kind: 'check';
  readonly toolUseId: string;
  readonly index: number;
  readonly atMs: number;
  readonly check: CheckKind;
  /** Null when the call's outcome does not tell this check's (`npm test | tail`). */
  readonly succeeded: boolean | null;
  readonly context: Context;
}

/** A call of a shell, with its result. What its command names is there as keyed hashes, see `shellFacts.ts`; nothing of its text. */
export interface ShellCallFact {
  readonly kind: 'shellCall';
  readonly toolUseId: string;
  /** When it ended. */
  readonly atMs: number;
  /** Null when its outcome is not known: it was started in the background. */
  readonly succeeded: boolean | null;
  /** Of the files that it names, 8 bytes each. */
  readonly fileHashes: Uint8Array;
  /** Of the first words of its programs, 8 bytes each. */
  readonly runHashes: Uint8Array;
  /**
   * Of its whole text, however it is spaced, 8 bytes: the same command is told by it. Empty where the call was held back or ended by somebody, which
   * says nothing of the command.
   */
  readonly commandHash: Uint8Array;
  /** Where it was called: its names are told from there. */
  readonly context: Context;
}

/** A call of Write, Edit, MultiEdit or NotebookEdit that was tried and failed. One that was refused or cancelled is none. */
export interface FailedEditFact {
  readonly kind: 'failedEdit';
  readonly toolUseId: string;
  readonly atMs: number;
  readonly tool: string;
  /** Absolute path as it was asked for. */
  readonly path: string;
  /** Keyed hash of the error, which names the text that was looked for, 8 bytes: the same edit that fails in the same way is told by it. */
  readonly errorHash: Uint8Array;
  readonly context: Context;
}

/** A result of Read with at least `largeReadCharacters`. Smaller ones are not kept. */
export interface LargeReadFact {
  readonly kind: 'largeRead';
  readonly toolUseId: string;
  readonly atMs: number;
  /** Absolute path as it was asked for. */
  readonly path: string;
  /** Of what was put into the context, line numbers included. */
  readonly characters: number;
  /** Whether no part of the file was asked for, but all of it. */
  readonly whole: boolean;
  readonly context: Context;
}

export type CheckKind = 'test' | 'build' | 'lint' | 'types';

export interface CompactionFact {
  readonly kind: 'compaction';
  readonly uuid: string;
  readonly atMs: number;
  readonly trigger: string;
  readonly tokensBefore: number;
  readonly context: Context;
}

/** The client's own running total of a session; the last of a file replaces the others. */
export interface CostStateFact {
  readonly kind: 'costState';
  /** Byte offset of the record: the largest is the last. */
  readonly offset: number;
  readonly models: readonly CostStateModel[];
  /** `totalCostUSD` in nanodollars, kept to be compared, never shown as the cost; null when absent. */
  readonly clientNanodollars: number | null;
  readonly hasUnknownModelCost: boolean;
}

export interface CostStateModel {
  readonly model: string;
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  /** Both lifetimes together. */
  readonly cacheWrite: number;
  readonly webSearches: number;
}

export type Fact =
  | RequestFact
  | TurnFact
  | EditFact
  | CommitFact
  | PushFact
  | PullRequestFact
  | CheckFact
  | ShellCallFact
  | FailedEditFact
  | LargeReadFact
  | CompactionFact
  | CostStateFact;
