/**
 * Looks in git, behind everything else, which lines of changes are still there: change after change, newest first, each between two readings of git
 * and in a short write of its own. What was looked at is not looked at again unless its commits, its lines or the default branch's history are others.
 */
import type { History } from '../core/attribution/history.ts';
import type { RepositoryOutcomes } from '../core/outcomes/outcome.ts';
import type { SurvivalRow } from '../core/outcomes/survival.ts';
import { FileHistory } from '../core/outcomes/survivalPaths.ts';
import { planSurvival } from '../core/outcomes/survivalPlan.ts';
import type { ChangePlan } from '../core/outcomes/survivalPlan.ts';
import type { GitOptions, GitProblem } from '../git/types.ts';
import { lineHash } from '../ingest/lineHash.ts';
import { isForeignKey, readHashKeys } from '../ledger/hashKey.ts';
import type { Ledger } from '../ledger/open.ts';
import { LeaseLost } from '../ledger/errors.ts';
import { readRepository } from '../ledger/repositories.ts';
import { readSurvival, writeSurvival } from '../ledger/survival.ts';
import type { GitFacts, KeptRepository } from './gitFacts.ts';
import { keysOfEdits } from './lineMatching.ts';
import { claimsOf, leftOutBy, linkedShas } from './survivalInput.ts';
import { lookAt } from './survivalLook.ts';
import type { LookInput, SurvivalGit } from './survivalLook.ts';

export interface SurvivalReaderOptions {
  readonly ledger: Ledger;
  readonly facts: GitFacts;
  readonly git: SurvivalGit;
  readonly environment: GitOptions['environment'];
  /** Runs after what git is asked by others, and before what they ask next. */
  readonly between: <T>(work: () => Promise<T>) => Promise<T>;
  /** Runs a change in one transaction under the lease; null when that cannot be had. */
  readonly writing: <T>(change: () => T) => Promise<{ readonly value: T } | null>;
}

export interface SurvivalQuery {
  readonly history: History;
  readonly outcomes: RepositoryOutcomes;
  readonly nowMs: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SurvivalProgress) => void;
}

export interface SurvivalProgress {
  readonly repository: string;
  readonly changes: number;
  readonly changesDone: number;
}

export interface SurvivalReading {
  /** Changes with lines of Claude's, and those that were looked at now. */
  readonly changes: number;
  readonly looked: number;
  /** Those that were asked for now and of which git cannot say it all: it has not their commits or contents. */
  readonly unreadable: number;
  /** Why it ended early, in a sentence; null when it did not. */
  readonly problem: string | null;
}

const nothing: SurvivalReading = { changes: 0, looked: 0, unreadable: 0, problem: null };

/** Problems of one change; after any other nothing can be asked. */
const ofOneChange: readonly GitProblem['reason'][] = ['damaged', 'timeout', 'failed'];

const endedEarly = 'Looking for lines that are still there was ended early. What was seen is kept; the rest follows the next time.';
const notWritten =
  'What git said of lines that are still there could not be kept: another process writes the ledger. It is tried again the next time.';

export class SurvivalReader {
  private readonly options: SurvivalReaderOptions;
  /** What this process asked of git, by change: what git could not say is not asked again. */
  private readonly asked = new Map<string, string>();

  constructor(options: SurvivalReaderOptions) {
    this.options = options;
  }

  /** Looks at what is not known yet of one repository. */
  async read(query: SurvivalQuery): Promise<SurvivalReading> {
    const { ledger, facts, git, environment, between } = this.options;
    const { outcomes, signal, onProgress } = query;
    const { repository } = outcomes;
    const stored = readRepository(ledger.database, repository);
    const kept = facts.get(repository);
    if (stored === null || kept === null || isForeignKey(stored.hashKey) || ledger.readOnly) return nothing;

    const plans = this.plan(query, stored.id, kept);
    const known = groupRows(readSurvival(ledger.database, stored.id));
    const planned = new Set(plans.map(({ outcome }) => outcome.change.sha));
    const gone = [...known.keys()].filter((sha) => !planned.has(sha));
    const waiting = plans.filter(
      (plan) => !isKnown(plan, known.get(shaOf(plan)) ?? []) && this.asked.get(keyOf(plan)) !== questionOf(plan),
    );
    const reading = { changes: plans.length, looked: 0, unreadable: 0 };
    const rowsOfGone = gone.map((sha) => [sha, []] as const);
    if (gone.length > 0 && !(await this.write(repository, stored.id, rowsOfGone))) return { ...reading, problem: notWritten };
    if (waiting.length === 0) return { ...reading, problem: null };

    const { commits } = kept.facts;
    const input: LookInput = {
      ...{ repository, git, files: new FileHistory(commits.values()), isLeftOut: leftOutBy(outcomes.settings) },
      gitOptions: { environment, ...(signal === undefined ? {} : { signal }) },
      hashes: new Map(readHashKeys(ledger.database).map(({ id, secret }) => [id, lineHash(secret)])),
      committedAtMs: (sha) => commits.get(sha)?.committerMs ?? 0,
    };
    for (const [index, plan] of waiting.entries()) {
      if (signal?.aborted === true) return { ...reading, problem: endedEarly };
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

  private plan({ history, outcomes, nowMs }: SurvivalQuery, id: number, kept: KeptRepository): readonly ChangePlan[] {
    const { database } = this.options.ledger;
    const edits = history.edits.filter(({ repository }) => repository === outcomes.repository);
    return planSurvival({
      ...{ outcomes, repository: kept.facts, squashes: history.squashes, nowMs },
      claims: claimsOf({ database, id, kept, edits, keys: keysOfEdits(database) }),
      linked: linkedShas(history),
      isLeftOut: leftOutBy(outcomes.settings),
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
