/**
 * Writes batches of facts. Every merge rule is independent of order: any order of files and passes gives the same ledger, as long as an id names one
 * call in a file. Of two that a file gives one id, which no client does, reading keeps the later, and an import what is there already.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import type { CostStateFact, Fact, PullRequestFact, RequestFact } from '../core/transcript/facts.ts';
import { mergeTranscript } from './archivedTranscripts.ts';
import { folderSql } from './contexts.ts';
import { costStateOf, isLaterCostState } from './costStates.ts';
import { factsVersion } from './cursors.ts';
import type { ArchivedBatch, Batch, FolderIdentity, TranscriptFile } from './batch.ts';
import { LedgerDefect } from './errors.ts';
import { factRow, factTables } from './factRows.ts';
import type { FactTable } from './factRows.ts';
import { mergeRequests, outranks } from './merge.ts';
import type { OwnerRank } from './merge.ts';
import type { HashKey } from './hashKey.ts';
import { Names } from './names.ts';
import { NewRows } from './newRows.ts';
import type { Value } from './newRows.ts';
import { newRequestRow, newRequests, RequestTable } from './requestTable.ts';
import type { StoredRequest } from './requestTable.ts';
import type { Row } from './values.ts';
import { integer, integerOrNull, text } from './values.ts';

interface Owner {
  readonly transcript: number;
  readonly session: number;
  readonly rank: OwnerRank;
}

/** A request, and where it was found. */
interface FoundRequest {
  readonly fact: RequestFact;
  readonly owner: Owner;
  readonly context: number;
}

/** Another fact as a row, and where it was found. */
interface FoundRow {
  readonly values: readonly Value[];
  readonly owner: Owner;
  readonly renews: boolean;
}

/** How a table of facts is written. */
interface TableStatements {
  readonly rows: NewRows<FoundRow>;
  readonly select: StatementSync;
  readonly replace: StatementSync;
}

/** Of so many files it is remembered who owns their facts; the ledger knows it of all. */
const mostRanks = 4096;

export interface FactFilter {
  /** Whether a fact is kept at all. */
  keeps(fact: Exclude<Fact, CostStateFact>): boolean;
}

export class LedgerWriter {
  private readonly database: DatabaseSync;
  private readonly hashKey: HashKey;
  private readonly names: Names;
  private readonly ranks = new Map<number, Owner>();
  private readonly requests: RequestTable;
  private readonly newRequests: NewRows<FoundRequest>;
  /** Requests that were new since `finish` was last called. */
  private added = 0;
  private readonly statements = new Map<string, StatementSync>();
  private readonly tables = new Map<FactTable, TableStatements>();
  /** Other files' rows that the batch changed: whoever remembers those files has to read them again. */
  private readonly touched = new Set<number>();

  constructor(database: DatabaseSync, hashKey: HashKey) {
    this.database = database;
    this.hashKey = hashKey;
    this.names = new Names(database);
    this.requests = new RequestTable(database);
    this.newRequests = newRequests(database, (found) => {
      this.mergeRequest(found);
    });
  }

  /** Writes one batch; call inside a transaction, and `finish` at its end. */
  apply(batch: Batch, filter: FactFilter): void {
    const session = this.names.sessionId(batch.transcript.sessionId);
    const owner = this.ownerFrom(this.writeTranscript(batch.transcript, session), batch.transcript, session);
    const { transcript } = owner;
    const together = true;
    let leftOut = false;
    let costState: CostStateFact | null = null;
    for (const fact of batch.facts) {
      if (fact.kind === 'costState') {
        if (costState === null || isLaterCostState(fact, costState)) costState = fact;
      } else if (!filter.keeps(fact)) leftOut ||= fact.kind === 'request';
      else if (fact.kind === 'request') this.writeRequest(fact, owner, together);
      else this.writeEvent(fact, owner, { key: this.hashKey.id, renews: true, together });
    }
    if (costState !== null) this.writeCostState(costState, transcript);
    if (leftOut) this.run('UPDATE transcript SET partial = 1 WHERE id = ?', [transcript]);
    // Its own row says so already.
    this.touched.delete(transcript);
  }

  /** Writes what of the batches still waits; call at the end of the transaction. Returns how many requests of them were new. */
  finish(): number {
    this.added += this.newRequests.addWaiting();
    for (const { rows } of this.tables.values()) rows.addWaiting();
    this.markTouched();
    const { added } = this;
    this.added = 0;
    return added;
  }

  /**
   * Adds what was kept elsewhere of one file, by the same rules as if it had been read here; call inside a transaction. A cursor of this
   * disk stays as it is, and facts that are there already stay under the key they have. Returns how many requests were new.
   */
  merge({ transcript: file, facts, key, inherited }: ArchivedBatch): number {
    const row = mergeTranscript(this.database, file, this.names.sessionId(file.sessionId));
    const owner = this.ownerFrom(row.values, { ...file, sessionId: row.sessionId }, row.session);
    if (row.changed) this.touched.add(owner.transcript);
    const together = false;
    let added = 0;
    for (const fact of facts) {
      if (fact.kind === 'costState') this.writeCostState(fact, owner.transcript);
      else if (fact.kind === 'request') {
        added += this.writeRequest(fact, owner, together);
        for (const heir of inherited.get(fact.messageId) ?? []) this.inherit(fact.messageId, heir);
      } else this.writeEvent(fact, owner, { key, renews: false, together });
    }
    if (added > 0) this.touched.add(owner.transcript);
    this.markTouched();
    return added;
  }

  writeFolder(cwd: string, folder: FolderIdentity, nowMs: number): void {
    this.run(folderSql, [cwd, folder.repository, folder.worktree, nowMs]);
  }

  markGone(paths: readonly string[]): void {
    for (const path of paths) this.run('UPDATE transcript SET gone = 1 WHERE path = ?', [path]);
  }

  private ownerFrom(row: Row, { sessionId, path }: Pick<TranscriptFile, 'sessionId' | 'path'>, session: number): Owner {
    const transcript = integer(row, 'id');
    const owner: Owner = { transcript, session, rank: rankOf(row, sessionId, path) };
    this.remember(owner);
    return owner;
  }

  private remember(owner: Owner): void {
    if (this.ranks.size >= mostRanks) this.ranks.clear();
    this.ranks.set(owner.transcript, owner);
  }

  private markTouched(): void {
    for (const other of this.touched) this.run(touchedSql, [other]);
    this.touched.clear();
  }

  private writeTranscript(file: TranscriptFile, session: number): Row {
    // prettier-ignore
    const row = this.prepared(transcriptSql).get(
      file.path, session, file.agentId, file.identity, file.birthMs, file.size, file.modifiedMs, file.offset, file.digest, file.state,
      file.firstRecordMs, file.lastRecordMs, JSON.stringify(file.recordTypes), JSON.stringify(file.skipped), Number(file.partial),
    );
    if (row === undefined) throw new Error('The ledger returned no id for a transcript.');
    return row;
  }

  /** Returns how many requests are known to be new now. */
  private writeRequest(fact: RequestFact, owner: Owner, together: boolean): number {
    const context = this.names.contextId(fact.context);
    const row = newRequestRow(fact, owner.transcript, context);
    if (together) {
      this.added += this.newRequests.add(row, { fact, owner, context });
      return 0;
    }
    if (this.newRequests.addNow(row)) return 1;
    this.mergeRequest({ fact, owner, context });
    return 0;
  }

  /** Nothing changes where the request that is stored is this one. */
  private mergeRequest({ fact, owner, context }: FoundRequest): void {
    const stored = this.requests.find(fact.messageId);
    const merged = mergeRequests(stored.fact, fact);
    if (stored.transcript === owner.transcript) {
      // A later pass over the same file: the place stays that of the first line.
      this.updateRequest(stored, { ...merged, requested: stored.fact.requested || fact.requested });
      return;
    }
    const storedOwner = this.ownerOf(stored.transcript);
    const takes = outranks({ ...owner.rank, requested: fact.requested }, { ...storedOwner.rank, requested: stored.fact.requested });
    if (takes) {
      this.requests.update(stored.id, { ...merged, requested: fact.requested, sidechain: fact.sidechain }, owner.transcript, context);
      this.touched.add(stored.transcript).add(owner.transcript);
    } else this.updateRequest(stored, merged);
    if (storedOwner.session !== owner.session) {
      const [from, to] = takes ? [storedOwner.session, owner.session] : [owner.session, storedOwner.session];
      this.run('INSERT OR IGNORE INTO inherited VALUES (?, ?)', [from, stored.id]);
      this.run('DELETE FROM inherited WHERE session = ? AND request = ?', [to, stored.id]);
    }
  }

  /** The request as it is to be from now on, where it is; one that says nothing new is not written again. */
  private updateRequest({ id, transcript, context, fact }: StoredRequest, merged: RequestFact): void {
    if (isDeepStrictEqual(fact, { ...merged, context: fact.context })) return;
    this.requests.update(id, merged, transcript, context);
    this.touched.add(transcript);
  }

  /** A session repeats a request in its own files: its total counts it too, unless the request is its own. */
  private inherit(messageId: string, sessionId: string): void {
    const heir = this.names.sessionId(sessionId);
    const { id, transcript } = this.requests.find(messageId);
    if (this.ownerOf(transcript).session !== heir) this.run('INSERT OR IGNORE INTO inherited VALUES (?, ?)', [heir, id]);
  }

  /** Facts other than requests: the first file of the order owns one that several repeat. */
  private writeEvent(fact: Exclude<Fact, RequestFact | CostStateFact>, owner: Owner, how: Writing): void {
    const context = this.names.contextId(fact.context);
    const place = { transcript: owner.transcript, context, key: how.key };
    if (fact.kind === 'pullRequest') this.writePullRequest(fact, owner, context);
    else this.keep(factTables[fact.kind], factRow(fact, place), owner, how);
  }

  /** The record is repeated after every turn: the earliest says when the session was linked (TRANSCRIPTS section 7). */
  private writePullRequest(fact: PullRequestFact, owner: Owner, context: number): void {
    const { source, atMs, url, number, action } = fact;
    const { transcript, session } = owner;
    const row = this.prepared('SELECT transcript, at_ms, url, number, action FROM pull_request WHERE source = ? AND session = ?').get(
      source,
      session,
    );
    if (row === undefined) {
      this.run('INSERT INTO pull_request VALUES (?, ?, ?, ?, ?, ?, ?, ?)', [
        source,
        session,
        transcript,
        context,
        atMs,
        url,
        number,
        action,
      ]);
      return void this.touched.add(transcript);
    }
    const saysTheSame = atMs >= integer(row, 'at_ms') && url === row.url && number === row.number && action === row.action;
    if (!saysTheSame)
      this.run(
        `UPDATE pull_request SET at_ms = min(at_ms, ?), url = min(url, ?), number = max(number, ?), action = min(action, ?)
         WHERE source = ? AND session = ?`,
        [atMs, url, number, action, source, session],
      );
    const stored = integer(row, 'transcript');
    if (stored === transcript || !outranks(owner.rank, this.ownerOf(stored).rank)) return;
    this.run('UPDATE pull_request SET transcript = ?, context = ? WHERE source = ? AND session = ?', [
      transcript,
      context,
      source,
      session,
    ]);
  }

  private keep(table: FactTable, values: readonly Value[], owner: Owner, how: Writing): void {
    const statements = this.tableOf(table);
    const found = { values, owner, renews: how.renews };
    // Nearly every fact is new; only one that is there already has to be looked at.
    if (how.together) statements.rows.add(values, found);
    else if (statements.rows.addNow(values)) this.touched.add(owner.transcript);
    else this.mergeRow(table, statements, found);
  }

  private mergeRow({ name, key }: FactTable, { select, replace }: TableStatements, { values, owner, renews }: FoundRow): void {
    const row = select.get(...values.slice(0, key.length));
    if (row === undefined) throw new LedgerDefect(`The ledger lost a row of ${name} that it has just refused to add twice.`);
    const stored = integer(row, 'transcript');
    // The same file again says the same, or more once a result follows its call; another file only when it comes first.
    if (stored === owner.transcript ? !renews : !outranks(owner.rank, this.ownerOf(stored).rank)) return;
    replace.run(...values);
    if (stored !== owner.transcript) this.touched.add(stored).add(owner.transcript);
  }

  private tableOf(table: FactTable): TableStatements {
    const known = this.tables.get(table);
    if (known !== undefined) return known;
    const { name, columns, key } = table;
    const values = Array.from({ length: columns }, () => '?').join(', ');
    const statements: TableStatements = {
      rows: new NewRows(this.database, name, columns, (found) => {
        this.mergeRow(table, statements, found);
      }),
      select: this.database.prepare(`SELECT transcript FROM ${name} WHERE ${key.map((column) => `${column} = ?`).join(' AND ')}`),
      replace: this.database.prepare(`INSERT OR REPLACE INTO ${name} VALUES (${values})`),
    };
    this.tables.set(table, statements);
    return statements;
  }

  private writeCostState(fact: CostStateFact, transcript: number): void {
    const stored = this.prepared('SELECT * FROM cost_state WHERE transcript = ?').get(transcript);
    if (stored !== undefined && !isLaterCostState(fact, costStateOf(stored))) return;
    this.run('INSERT OR REPLACE INTO cost_state VALUES (?, ?, ?, ?, ?)', [
      ...[transcript, fact.offset, JSON.stringify(fact.models)],
      ...[fact.clientNanodollars, Number(fact.hasUnknownModelCost)],
    ]);
  }

  private ownerOf(transcript: number): Owner {
    const known = this.ranks.get(transcript);
    if (known !== undefined) return known;
    const row = this.prepared(
      'SELECT path, session, first_record_ms, birth_ms, session_id FROM transcript JOIN session ON session.id = session WHERE transcript.id = ?',
    ).get(transcript);
    if (row === undefined) throw new LedgerDefect('A fact of the ledger names a transcript that it does not hold.');
    const owner: Owner = { transcript, session: integer(row, 'session'), rank: rankOf(row, text(row, 'session_id'), text(row, 'path')) };
    this.remember(owner);
    return owner;
  }

  private run(sql: string, values: readonly Value[]): void {
    this.prepared(sql).run(...values);
  }

  private prepared(sql: string): StatementSync {
    const known = this.statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.database.prepare(sql);
    this.statements.set(sql, statement);
    return statement;
  }
}

/** How a fact beside requests is written. */
interface Writing {
  /** Row of the key it was hashed under. */
  readonly key: number;
  /** Whether it replaces what the same file said before: a later reading says the same, or more. */
  readonly renews: boolean;
  /** Whether its row may wait for others until `finish`. */
  readonly together: boolean;
}

function rankOf(row: Row, sessionId: string, path: string): OwnerRank {
  const firstRecordMs = integerOrNull(row, 'first_record_ms') ?? Number.MAX_SAFE_INTEGER;
  return { requested: false, firstRecordMs, birthMs: integer(row, 'birth_ms'), sessionId, path };
}

/** The number that the ledger's revision will have after this write. */
const thisWrite = '(SELECT revision + 1 FROM lease)';

const touchedSql = `UPDATE transcript SET changed = ${thisWrite} WHERE id = ?`;

const transcriptSql = `INSERT INTO transcript (path, session, agent, identity, birth_ms, size, modified_ms, offset, digest, state, first_record_ms,
    last_record_ms, record_types, skipped, gone, partial, changed, facts)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ${thisWrite}, ${factsVersion})
  ON CONFLICT (path) DO UPDATE SET session = excluded.session, agent = excluded.agent, identity = excluded.identity,
    birth_ms = min(transcript.birth_ms, excluded.birth_ms), size = excluded.size, modified_ms = excluded.modified_ms, offset = excluded.offset,
    digest = excluded.digest, state = excluded.state,
    first_record_ms = coalesce(min(transcript.first_record_ms, excluded.first_record_ms), transcript.first_record_ms, excluded.first_record_ms),
    last_record_ms = excluded.last_record_ms, record_types = excluded.record_types, skipped = excluded.skipped, gone = 0,
    partial = max(transcript.partial, excluded.partial), changed = excluded.changed, facts = excluded.facts
  RETURNING id, first_record_ms, birth_ms`;

/** When a fact happened, milliseconds UTC. */
export function timeOf(fact: Exclude<Fact, CostStateFact>): number {
  return fact.kind === 'commit' ? fact.endedAtMs : fact.atMs;
}
