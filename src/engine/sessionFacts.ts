/** The facts of every session, kept by transcript: only those of transcripts whose rows changed are read from the ledger again. */
import type { DatabaseSync } from 'node:sqlite';
import type { CheckCall, EditCall } from '../core/attribution/gitFacts.ts';
import type { History, HistoryTurn } from '../core/attribution/history.ts';
import type { CommandTry, FailedEdit, LargeRead, Repetition } from '../core/attribution/repetition.ts';
import type { RequestRow, SideCallRow } from '../core/report/rows.ts';
import { readTranscriptFacts, readTranscriptStamps } from '../ledger/transcriptFacts.ts';
import type { TranscriptFacts, TranscriptStamp } from '../ledger/transcriptFacts.ts';
import type { Places } from './places.ts';
import type { OwnRequests } from './sideCallRows.ts';
import { TokenSum } from './tokenSum.ts';

interface Kept {
  readonly stamp: TranscriptStamp;
  readonly facts: TranscriptFacts;
  /** Each with its owner and place, in the order of the facts. */
  edits: readonly EditCall[];
  /** Worked out when first asked for. */
  sum: TokenSum | null;
}

export class SessionFacts {
  private readonly database: DatabaseSync;
  private readonly places: Places;
  private readonly kept = new Map<number, Kept>();
  /** By `messageId`: whose an edit is follows from the request that made it. */
  private readonly requests = new Map<string, RequestRow>();
  private placesVersion = -1;
  private placesMoved = -1;

  constructor(database: DatabaseSync, places: Places) {
    this.database = database;
    this.places = places;
  }

  /** Reads what changed; returns the sessions whose facts are others now. `places` is prepared. */
  refresh(): ReadonlySet<string> {
    const changed = new Set<string>();
    if (this.places.moved !== this.placesMoved) for (const id of this.kept.keys()) this.drop(id, changed);
    this.placesMoved = this.places.moved;
    this.readChanged(changed);
    const replaced = this.places.version !== this.placesVersion;
    this.placesVersion = this.places.version;
    for (const kept of this.kept.values()) this.placeEdits(kept, replaced, changed);
    return changed;
  }

  /** Requests and edits of the given sessions; null: of all. */
  of(sessions: ReadonlySet<string> | null): { readonly requests: readonly RequestRow[]; readonly edits: readonly EditCall[] } {
    const requests: RequestRow[] = [];
    const edits: EditCall[] = [];
    for (const { stamp, facts, edits: placed } of this.kept.values()) {
      // Not spread into one call: a transcript may hold more requests than a call takes arguments.
      if (sessions?.has(stamp.sessionId) ?? true) for (const request of facts.requests) requests.push(request);
      for (const edit of placed) if (sessions?.has(edit.sessionId) ?? true) edits.push(edit);
    }
    // In order of time already: what sorts them after this has little to do.
    requests.sort(byTime);
    return { requests, edits: edits.sort(byTime) };
  }

  /** What is little, of every session. */
  others(): {
    readonly checks: readonly CheckCall[];
    readonly compactions: History['compactions'];
    readonly turns: History['turns'];
    readonly repetition: Repetition;
  } {
    const checks: CheckCall[] = [];
    const compactions: History['compactions'][number][] = [];
    const turns = new Map<string, HistoryTurn[]>();
    const commandTries: CommandTry[] = [];
    const failedEdits: FailedEdit[] = [];
    const largeReads: LargeRead[] = [];
    for (const { stamp, facts } of this.kept.values()) {
      const { sessionId, agentId } = stamp;
      for (const check of facts.checks) checks.push({ sessionId, ...check });
      for (const compaction of facts.compactions) compactions.push({ sessionId, ...compaction });
      for (const each of facts.commandTries) commandTries.push({ sessionId, agentId, ...each });
      for (const each of facts.failedEdits) failedEdits.push({ sessionId, agentId, ...each, ...this.places.ofFile(each.path) });
      for (const each of facts.largeReads) largeReads.push({ sessionId, agentId, ...each, ...this.places.ofFile(each.path) });
      const known = turns.get(sessionId);
      if (known === undefined) turns.set(sessionId, [...facts.turns]);
      else for (const turn of facts.turns) known.push(turn);
    }
    for (const list of turns.values()) list.sort(byTime);
    return { checks, compactions, turns, repetition: { commandTries, failedEdits, largeReads } };
  }

  /** What the requests of each session used, and the last of them. */
  ownRequests(): OwnRequests {
    const sums = new Map<string, TokenSum>();
    for (const kept of this.kept.values()) {
      if (kept.facts.requests.length === 0) continue;
      kept.sum ??= TokenSum.of(kept.facts.requests);
      const { sessionId } = kept.stamp;
      let sum = sums.get(sessionId);
      if (sum === undefined) sums.set(sessionId, (sum = new TokenSum()));
      sum.addAll(kept.sum);
    }
    return {
      own: () => new Map([...sums].map(([sessionId, sum]) => [sessionId, sum.byModel()])),
      places: new Map([...sums].flatMap(([sessionId, { last }]) => (last === null ? [] : [[sessionId, placeOf(last)]]))),
    };
  }

  private readChanged(changed: Set<string>): void {
    const stamps = readTranscriptStamps(this.database);
    const wanted = stamps.filter((stamp) => !isSame(this.kept.get(stamp.id)?.stamp, stamp));
    const ids = new Set(stamps.map(({ id }) => id));
    for (const id of this.kept.keys()) if (!ids.has(id)) this.drop(id, changed);
    for (const { id } of wanted) this.drop(id, changed);
    if (wanted.length === 0) return;
    const all = wanted.length === stamps.length;
    const facts = readTranscriptFacts(this.database, { stamps: wanted, all, placeOf: (cwd) => this.places.ofFolder(cwd) });
    for (const stamp of wanted) {
      const own = facts.get(stamp.id);
      if (own === undefined) continue;
      this.kept.set(stamp.id, { stamp, facts: own, edits: [], sum: null });
      for (const request of own.requests) this.requests.set(request.messageId, request);
      changed.add(stamp.sessionId);
    }
  }

  private drop(id: number, changed: Set<string>): void {
    const kept = this.kept.get(id);
    if (kept === undefined) return;
    this.kept.delete(id);
    for (const { messageId } of kept.facts.requests) this.requests.delete(messageId);
    changed.add(kept.stamp.sessionId);
    for (const { sessionId } of kept.edits) changed.add(sessionId);
  }

  /** Gives edits their owner and place where they have none yet, or others than before. */
  private placeEdits(kept: Kept, replaced: boolean, changed: Set<string>): void {
    const { stamp, facts, edits } = kept;
    const ownerOf = (messageId: string): Pick<EditCall, 'sessionId' | 'agentId'> => this.requests.get(messageId) ?? stamp;
    const isRight = (edit: EditCall): boolean => {
      const { sessionId, agentId } = ownerOf(edit.messageId);
      return edit.sessionId === sessionId && edit.agentId === agentId;
    };
    if (!replaced && edits.length === facts.edits.length && edits.every(isRight)) return;
    for (const { sessionId } of edits) changed.add(sessionId);
    kept.edits = facts.edits.map((edit) => {
      const { sessionId, agentId } = ownerOf(edit.messageId);
      changed.add(sessionId);
      return { ...edit, sessionId, agentId, ...this.places.ofFile(edit.path) };
    });
  }
}

function placeOf({ sessionId, atMs, cwd, branch, repository }: RequestRow): Omit<SideCallRow, 'models'> {
  return { sessionId, atMs, cwd, branch, repository };
}

function byTime(left: { readonly atMs: number }, right: { readonly atMs: number }): number {
  return left.atMs - right.atMs;
}

function isSame(first: TranscriptStamp | undefined, second: TranscriptStamp): boolean {
  return first?.changed === second.changed && first.sessionId === second.sessionId && first.agentId === second.agentId;
}
