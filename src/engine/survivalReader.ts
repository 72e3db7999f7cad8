/**
 * Looks in git, behind everything else, which lines of changes are still there: change after change, newest first, each between two readings of git
 * and in a short write of its own. What was looked at is not looked at again unless its commits, its lines or the default branch's history are others.
 */
import { leftOut } from '../core/attribution/generatedFiles.ts';
import type { History } from '../core/attribution/history.ts';
import { lineKeys } from '../core/attribution/lineKeys.ts';
import { trivialLines } from '../core/attribution/trivialLines.ts';
import type { RepositoryOutcomes } from '../core/outcomes/outcome.ts';
import type { SurvivalRow } from '../core/outcomes/survival.ts';
import { costsOfChanges } from '../core/outcomes/survivalOfFile.ts';
import { FileHistory } from '../core/outcomes/survivalPaths.ts';
import { planSurvival } from '../core/outcomes/survivalPlan.ts';
import type { ChangePlan } from '../core/outcomes/survivalPlan.ts';
import { packHashes } from '../core/transcript/hashedLine.ts';
import { blameFile, fileIds, ignoredCommits, lineKeysOf } from '../git/blame.ts';
import type { GitOptions, GitProblem } from '../git/types.ts';
import { lineHash } from '../ingest/lineHash.ts';
import { isForeignKey, readHashKeys } from '../ledger/hashKey.ts';
import type { Ledger } from '../ledger/open.ts';
import { LeaseLost } from '../ledger/errors.ts';
import { readRepository } from '../ledger/repositories.ts';
import type { StoredRepository } from '../ledger/repositories.ts';
import { readSurvival, writeSurvival } from '../ledger/survival.ts';
import type { GitFacts, KeptRepository } from './gitFacts.ts';
import type { HistoryKeeper } from './history.ts';
import { keysOfEdits } from './lineMatching.ts';
import { claimsOf, linkedShas } from './survivalInput.ts';
import { lookAt } from './survivalLook.ts';
import type { LookInput, SurvivalGit } from './survivalLook.ts';
import { linesOfFile } from './survivalOfFile.ts';
import type { FileLines } from './survivalOfFile.ts';

export interface SurvivalReaderOptions {
  readonly ledger: Ledger;
  readonly history: HistoryKeeper;
  readonly facts: GitFacts;
  readonly git?: SurvivalGit;
  /** False: git is never run. */
  readonly allowed: boolean;
  readonly environment: GitOptions['environment'];
  readonly closing: AbortSignal;
  /** The repository of a folder, `''` for none. */
  readonly repositoryOf: (folder: string) => Promise<string>;
  /** Runs after what git is asked by others, and before what they ask next. */
  readonly between: <T>(work: () => Promise<T>) => Promise<T>;
  /** Resolves when nothing waits to be written: transcripts come first. */
  readonly settled: () => Promise<void>;
  /** Runs a change in one transaction under the lease; null when that cannot be had. */
  readonly writing: <T>(change: () => T) => Promise<{ readonly value: T } | null>;
}

export interface SurvivalQuery {
  /** Folders whose repositories are looked at; null: every one whose git was read. */
  readonly folders: readonly string[] | null;
  readonly nowMs: number;
  /** No change is begun later than this after the first; without it all are looked at. */
  readonly withinMs?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SurvivalProgress) => void;
}

/** Changes that are to be looked at in a repository, and how many of them were. */
export interface SurvivalProgress {
  readonly repository: string;
  readonly changes: number;
  readonly changesDone: number;
}

export interface SurvivalReading {
  readonly repository: string;
  /** Changes with lines of Claude's. */
  readonly changes: number;
  /** Those of them that were looked at now. */
  readonly looked: number;
  /** Those that git cannot say it all of: it has not their commits or contents. They are asked for once by a process. */
  readonly unreadable: number;
  /** Why it ended early, in a sentence; null when it did not. */
  readonly problem: string | null;
}

const realGit: SurvivalGit = { blameFile, fileIds, ignoredCommits, lineKeysOf };

/** Problems of one change; after any other nothing can be asked. */
const ofOneChange: readonly GitProblem['reason'][] = ['damaged', 'timeout', 'failed'];

const outOfTime = 'Not every change was looked at for lines that are still there. What was seen is kept; the rest follows the next time.';
const endedEarly = 'Looking for lines that are still there was ended early. What was seen is kept; the rest follows the next time.';
const notWritten =
  'What git said of lines that are still there could not be kept: another process writes the ledger. It is tried again the next time.';

interface Look extends SurvivalQuery {
  readonly signal: AbortSignal;
  /** By `performance.now()`. */
  readonly untilMs: number;
}

interface Found {
  readonly outcomes: RepositoryOutcomes;
  readonly stored: StoredRepository;
  readonly kept: KeptRepository;
}

interface PlanQuery {
  readonly history: History;
  readonly outcomes: RepositoryOutcomes;
  readonly id: number;
  readonly kept: KeptRepository;
  readonly nowMs: number;
}

export class SurvivalReader {
  private readonly options: SurvivalReaderOptions;
  /** What this process asked of git, by change: what git could not say is not asked again. */
  private readonly asked = new Map<string, string>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(options: SurvivalReaderOptions) {
    this.options = options;
  }

  /** Looks at what is not known yet, one repository after the other. Waits for a look that runs. */
  read(query: SurvivalQuery): Promise<readonly SurvivalReading[]> {
    const { closing } = this.options;
    const signal = query.signal === undefined ? closing : AbortSignal.any([query.signal, closing]);
    const result = this.turn.then(() => this.readNow({ ...query, signal, untilMs: performance.now() + (query.withinMs ?? Infinity) }));
    this.turn = result.catch(() => undefined);
    return result;
  }

  /**
   * Who wrote the lines of a file as the default branch has it, asked of git now; null where nothing is known of the repository, and a sentence
   * where git does not say.
   */
  async linesOfFile({
    repository,
    path,
    nowMs,
  }: {
    readonly repository: string;
    readonly path: string;
    readonly nowMs: number;
  }): Promise<FileLines | { readonly problem: string } | null> {
    const { allowed, history, between } = this.options;
    const placed = await history.read(nowMs);
    const found = this.find(repository, placed);
    if (!allowed || found === null) return null;
    const { stored, kept, outcomes } = found;
    const plans = this.plan({ history: placed, outcomes, id: stored.id, kept, nowMs });
    const costOf = costsOfChanges(placed, outcomes);
    const input = this.lookInput(found, this.options.closing);
    return between(() => linesOfFile({ path, headSha: stored.defaultSha, plans, costOf }, input));
  }

  /** Resolves when no look runs any more. */
  async settled(): Promise<void> {
    await this.turn;
  }

  private async readNow(query: Look): Promise<readonly SurvivalReading[]> {
    const { allowed, history, repositoryOf } = this.options;
    if (!allowed || query.signal.aborted) return [];
    const wanted = query.folders === null ? null : new Set(await Promise.all(query.folders.map(repositoryOf)));
    const readings: SurvivalReading[] = [];
    const { outcomes } = await history.read(query.nowMs);
    for (const path of [...outcomes.keys()].sort()) {
      if (wanted !== null && !wanted.has(path)) continue;
      const reading = await this.readOne(path, query);
      if (reading !== null) readings.push(reading);
    }
    return readings;
  }

  /** Null for a repository that is not here, or not any more. */
  private async readOne(repository: string, { nowMs, untilMs, signal, onProgress }: Look): Promise<SurvivalReading | null> {
    const { ledger, history, between, settled } = this.options;
    const placed = await history.read(nowMs);
    const found = this.find(repository, placed);
    if (found === null || ledger.readOnly) return null;
    const { outcomes, stored, kept } = found;

    const plans = this.plan({ history: placed, outcomes, id: stored.id, kept, nowMs });
    const known = groupRows(readSurvival(ledger.database, stored.id));
    const planned = new Set(plans.map(shaOf));
    const gone = [...known.keys()].filter((sha) => !planned.has(sha));
    const waiting = plans.filter(
      (plan) => !isKnown(plan, known.get(shaOf(plan)) ?? []) && this.asked.get(keyOf(plan)) !== questionOf(plan),
    );
    const reading = { repository, changes: plans.length, looked: 0, unreadable: 0 };
    const rowsOfGone = gone.map((sha) => [sha, []] as const);
    if (gone.length > 0 && !(await this.write(repository, stored.id, rowsOfGone))) return { ...reading, problem: notWritten };
    if (waiting.length === 0) return { ...reading, problem: null };

    const input = this.lookInput(found, signal);
    for (const [index, plan] of waiting.entries()) {
      await settled();
      if (signal.aborted) return { ...reading, problem: endedEarly };
      if (performance.now() > untilMs) return { ...reading, problem: outOfTime };
      const looked = await between(() => lookAt(plan, input));
      if (looked.ok) {
        if (!(await this.write(repository, stored.id, [[shaOf(plan), looked.rows]]))) return { ...reading, problem: notWritten };
        reading.looked += 1;
      } else if (looked.problem === null || ofOneChange.includes(looked.problem.reason)) reading.unreadable += 1;
      else return { ...reading, problem: looked.problem.reason === 'cancelled' ? endedEarly : looked.problem.sentence };
      this.asked.set(keyOf(plan), questionOf(plan));
      onProgress?.({ repository, changes: waiting.length, changesDone: index + 1 });
    }
    return { ...reading, problem: null };
  }

  private find(repository: string, { outcomes: all }: History): Found | null {
    const outcomes = all.get(repository);
    const stored = readRepository(this.options.ledger.database, repository);
    const kept = this.options.facts.get(repository);
    if (outcomes === undefined || stored === null || kept === null || isForeignKey(stored.hashKey)) return null;
    return { outcomes, stored, kept };
  }

  private lookInput({ outcomes, kept }: Found, signal: AbortSignal): LookInput {
    const { git = realGit, environment, ledger } = this.options;
    const { commits } = kept.facts;
    const hashes = new Map(readHashKeys(ledger.database).map(({ id, secret }) => [id, lineHash(secret)]));
    return {
      ...{ repository: outcomes.repository, git, files: new FileHistory(commits.values()), isLeftOut: leftOut(outcomes.settings) },
      gitOptions: { environment, signal },
      ...{ hashes, trivial: new Map([...hashes].map(([key, hash]) => [key, new Set(lineKeys(packHashes(trivialLines, hash)))])) },
      ignoreLists: new Map(),
      committedAtMs: (sha) => commits.get(sha)?.committerMs ?? 0,
    };
  }

  private plan({ history, outcomes, id, kept, nowMs }: PlanQuery): readonly ChangePlan[] {
    const { database } = this.options.ledger;
    const edits = history.edits.filter(({ repository }) => repository === outcomes.repository);
    return planSurvival({
      ...{ outcomes, repository: kept.facts, squashes: history.squashes, nowMs },
      claims: claimsOf({ database, id, kept, edits, keys: keysOfEdits(database) }),
      linked: linkedShas(history),
      isLeftOut: leftOut(outcomes.settings),
    });
  }

  /** False where it cannot be written: another process writes, or the repository was forgotten meanwhile. */
  private async write(repository: string, id: number, changes: readonly (readonly [string, readonly SurvivalRow[]])[]): Promise<boolean> {
    const { ledger, writing } = this.options;
    try {
      const written = await writing(() => {
        if (readRepository(ledger.database, repository)?.id !== id) return false;
        for (const [sha, rows] of changes) writeSurvival(ledger.database, id, sha, rows);
        return true;
      });
      return written?.value ?? false;
    } catch (error) {
      if (error instanceof LeaseLost) return false;
      throw error;
    }
  }
}

/** Whether everything that is to be known of a change is, from the commits that it is to be known from. */
function isKnown({ claims, landing, due }: ChangePlan, rows: readonly SurvivalRow[]): boolean {
  const committed = rows.filter(({ days }) => days === 0).reduce((sum, { lines }) => sum + lines, 0);
  const expected = new Map<number, string>([[0, landing], ...due.map(({ days, sha }) => [days, sha] as const)]);
  const seen = new Set(rows.map(({ days }) => days));
  return (
    committed === claims.reduce((sum, claim) => sum + claim.committed, 0) &&
    seen.size === expected.size &&
    rows.every(({ days, seenSha }) => expected.get(days) === seenSha)
  );
}

/** Differs where git is to be asked something else. */
function questionOf({ landing, claims, due }: ChangePlan): string {
  return JSON.stringify([landing, claims.map(({ path, committed }) => [path, committed]), due]);
}

function shaOf({ outcome }: ChangePlan): string {
  return outcome.change.sha;
}

function keyOf(plan: ChangePlan): string {
  return `${shaOf(plan)} ${plan.outcome.repository}`;
}

function groupRows(rows: readonly SurvivalRow[]): ReadonlyMap<string, readonly SurvivalRow[]> {
  const groups = new Map<string, SurvivalRow[]>();
  for (const row of rows) {
    const known = groups.get(row.changeSha);
    if (known === undefined) groups.set(row.changeSha, [row]);
    else known.push(row);
  }
  return groups;
}
