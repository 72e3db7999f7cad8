/** Turns the records of an export into short writes: whole transcripts one after the other, merged by the rules of reading. */
import type { DatabaseSync } from 'node:sqlite';
import type { Context, Fact } from '../../core/transcript/facts.ts';
import { partSessions } from '../archivedTranscripts.ts';
import type { ArchivedTranscript } from '../batch.ts';
import { hasCursors } from '../cursors.ts';
import { keepHashKey } from '../hashKey.ts';
import type { FactFilter, LedgerWriter } from '../writer.ts';
import type { TransferRecord } from './format.ts';
import { foreignCalls, linkAnew, RepositoryImport } from './importRepositories.ts';
import type { RepositoryPart } from './importRepositories.ts';
import { factOf } from './toFact.ts';
import type { FactRecord } from './toFact.ts';

/** What this machine keeps out, known once the file's folders are in the ledger. */
export interface ImportRules {
  readonly writer: LedgerWriter;
  /** Whether a fact is kept: not excluded, and not forgotten. */
  readonly keeps: FactFilter['keeps'];
  /** From when on commits of a repository are kept; Infinity: nothing of it is. */
  readonly keptFromMs: (repository: string) => number;
}

export interface ImporterOptions {
  readonly database: DatabaseSync;
  /** Runs a change in one transaction under the lease. */
  readonly write: (change: () => void) => void;
  readonly rules: () => ImportRules;
}

export interface ImportCounts {
  readonly transcripts: number;
  readonly requests: number;
  readonly newRequests: number;
  /** Facts that this machine keeps out: of folders that are excluded or were forgotten here. */
  readonly leftOut: number;
}

/** Facts, or rows of git, of one step: a few tens of milliseconds. */
const factsAtOnce = 1_000;
/** A transaction ends after the step with which it has lasted so long: far below 250 ms, after which others would feel the lock. */
const transactionMs = 60;

interface OpenTranscript {
  readonly file: ArchivedTranscript;
  facts: { readonly fact: Fact; readonly key: number | null }[];
  inherited: Map<string, readonly string[]>;
  kept: boolean;
  leftOut: boolean;
}

export class Importer {
  private readonly options: ImporterOptions;
  private readonly steps: (() => void)[] = [];
  /** Records behind the steps that wait. */
  private waiting = 0;
  private readonly keys = new Map<number, number>();
  private readonly contexts = new Map<number, Context>();
  private readonly sessions = new Set<string>();
  /** Sessions that repeat a request that is kept out: their totals count it too. */
  private readonly heirs = new Set<string>();
  private readonly counts = { transcripts: 0, requests: 0, newRequests: 0, leftOut: 0 };
  private head: TransferRecord[] = [];
  private rules: ImportRules | null = null;
  private transcript: OpenTranscript | null = null;
  private repository: RepositoryImport | null = null;
  private parts: RepositoryPart[] = [];
  private callsBefore = 0;

  constructor(options: ImporterOptions) {
    this.options = options;
  }

  /** Takes what comes next of the file, and writes once there is enough of it. */
  take(records: readonly TransferRecord[]): void {
    for (const record of records) this.takeOne(record);
    if (this.waiting >= factsAtOnce || records.at(-1)?.type === 'end') this.write();
  }

  get result(): ImportCounts {
    return { ...this.counts };
  }

  private takeOne(record: TransferRecord): void {
    switch (record.type) {
      case 'payoff-ledger':
        break;
      case 'context': {
        const { id, cwd, branch, entrypoint, version } = record;
        this.contexts.set(id, { cwd, branch, entrypoint, version });
        break;
      }
      case 'hashKey':
      case 'exclusion':
      case 'forgotten':
      case 'folder':
        this.head.push(record);
        break;
      case 'transcript': {
        this.endTranscript();
        const { type: _type, ...file } = record;
        this.sessions.add(file.sessionId);
        this.transcript = { file, facts: [], inherited: new Map(), kept: false, leftOut: false };
        break;
      }
      case 'repository': {
        this.endTranscript();
        this.endRepository();
        const { keptFromMs } = this.ruled();
        const rules = { keptFromMs, keyOf: (key: number) => this.keys.get(key) ?? 0 };
        const repository = new RepositoryImport(this.options.database, record, rules, this.sessions);
        this.repository = repository.leftOut ? null : repository;
        if (!repository.leftOut) this.step(1, () => repository.begin());
        break;
      }
      case 'commit':
      case 'sessionMark':
      case 'link':
      case 'takenEdit':
      case 'undoing':
      case 'survival':
      case 'openPath':
        this.parts.push(record);
        if (this.parts.length >= factsAtOnce) this.flushParts();
        break;
      case 'end':
        this.endTranscript();
        this.endRepository();
        this.ruled();
        this.step(1, () => this.end());
        break;
      default:
        this.takeFact(record);
    }
  }

  private takeFact(record: FactRecord): void {
    const open = this.transcript;
    if (open === null) return;
    const context = 'context' in record ? this.contexts.get(record.context) : undefined;
    const fact = factOf(record, context ?? nowhere);
    if (fact.kind !== 'costState') {
      if (fact.kind === 'request') this.counts.requests += 1;
      if (!this.ruled().keeps(fact)) {
        this.counts.leftOut += 1;
        open.leftOut ||= fact.kind === 'request';
        if (record.type === 'request') this.partHeirs(record.inheritedBy);
        return;
      }
    } else if (open.leftOut) return; // it counts requests that are kept out
    if (record.type === 'request' && record.inheritedBy.length > 0) open.inherited.set(record.messageId, record.inheritedBy);
    open.facts.push({ fact, key: 'key' in record ? (this.keys.get(record.key) ?? 0) : null });
    open.kept = true;
    if (open.facts.length >= factsAtOnce) this.flushFacts(open, false);
  }

  /** Something is left out of these sessions: of those that are in the ledger already, and of those that follow. */
  private partHeirs(sessionIds: readonly string[]): void {
    const heirs = sessionIds.filter((sessionId) => !this.heirs.has(sessionId));
    if (heirs.length === 0) return;
    for (const heir of heirs) this.heirs.add(heir);
    this.step(1, () => partSessions(this.options.database, heirs));
  }

  private endTranscript(): void {
    const open = this.transcript;
    this.transcript = null;
    // Nothing is said of a file all of which is kept out.
    if (open === null || (open.leftOut && !open.kept)) return;
    this.counts.transcripts += 1;
    this.ruled();
    this.flushFacts(open, true);
  }

  /** Until its last facts are there, a transcript counts as one of which something was left out: its running total says nothing yet. */
  private flushFacts(open: OpenTranscript, last: boolean): void {
    const transcript = { ...open.file, partial: !last || open.file.partial || open.leftOut || this.heirs.has(open.file.sessionId) };
    const { facts, inherited } = open;
    open.facts = [];
    open.inherited = new Map();
    const { writer } = this.ruled();
    const used = new Set(facts.flatMap(({ key }) => (key === null ? [] : [key])));
    // What is not hashed goes with whatever key.
    const [first = 0] = used;
    const keys = used.size === 0 ? [first] : [...used];
    this.step(1 + facts.length, () => {
      for (const key of keys) {
        const some = keys.length === 1 ? facts : facts.filter((one) => (one.key ?? first) === key);
        this.counts.newRequests += writer.merge({ transcript, facts: some.map(({ fact }) => fact), key, inherited });
      }
    });
  }

  private step(records: number, step: () => void): void {
    this.waiting += records;
    this.steps.push(step);
  }

  private endRepository(): void {
    this.flushParts();
    this.repository = null;
  }

  private flushParts(): void {
    const { repository, parts } = this;
    this.parts = [];
    if (repository !== null && parts.length > 0) this.step(parts.length, () => repository.add(parts));
  }

  /** What is kept out here; the file's keys and folders are written before, for a folder's repository may have been forgotten. */
  private ruled(): ImportRules {
    if (this.rules !== null) return this.rules;
    const { database, write, rules } = this.options;
    const isNew = !hasCursors(database);
    this.callsBefore = foreignCalls(database);
    for (let from = 0; from < this.head.length; from += factsAtOnce)
      write(() => {
        for (const record of this.head.slice(from, from + factsAtOnce)) this.writeHead(record, isNew);
      });
    this.head = [];
    this.rules = rules();
    return this.rules;
  }

  private writeHead(record: TransferRecord, isNew: boolean): void {
    const { database } = this.options;
    if (record.type === 'hashKey') this.keys.set(record.id, keepHashKey(database, record.secret));
    else if (record.type === 'folder')
      database
        .prepare(
          `INSERT INTO folder VALUES (?, ?, ?, ?) ON CONFLICT (cwd) DO UPDATE SET repository = excluded.repository, worktree = excluded.worktree
           WHERE folder.repository = '' AND excluded.repository <> ''`,
        )
        .run(record.cwd, record.repository, record.worktree, record.checkedMs);
    // What another machine keeps out is its own affair; a ledger that moves to a new machine goes on as it was.
    else if (record.type === 'exclusion' && isNew) database.prepare('INSERT OR IGNORE INTO exclusion VALUES (?)').run(record.glob);
    else if (record.type === 'forgotten' && isNew)
      database
        .prepare('INSERT INTO forgotten VALUES (?, ?) ON CONFLICT (path) DO UPDATE SET before_ms = max(before_ms, excluded.before_ms)')
        .run(record.path, record.beforeMs);
  }

  private end(): void {
    const { database } = this.options;
    if (foreignCalls(database) > this.callsBefore) linkAnew(database);
  }

  private write(): void {
    this.waiting = 0;
    while (this.steps.length > 0)
      this.options.write(() => {
        const untilMs = performance.now() + transactionMs;
        let done = 0;
        for (const step of this.steps) {
          step();
          done += 1;
          if (performance.now() > untilMs) break;
        }
        // Only what is in the transaction that ends here is done: one that fails ends the import.
        this.steps.splice(0, done);
      });
  }
}

const nowhere: Context = { cwd: '', branch: '', entrypoint: '', version: '' };
