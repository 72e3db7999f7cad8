/**
 * Commit calls and edits of every session, each with its owner and place, kept in memory while git is read again and again: only what a
 * later write of the ledger, by whomever, may have changed is read again.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { CommitCall, EditCall } from '../core/attribution/gitFacts.ts';
import { readOwnedCalls, readOwnedEdits } from '../ledger/calls.ts';
import type { Owned, SomeCalls } from '../ledger/calls.ts';
import { readTranscriptStamps } from '../ledger/transcriptFacts.ts';
import type { TranscriptStamp } from '../ledger/transcriptFacts.ts';
import { placedCall } from './placedCalls.ts';
import type { Places } from './places.ts';

/** An edit with its place, and the key that its lines are hashed under. */
export type PlacedEdit = EditCall & { readonly hashKey: number };

const idleMs = 20 * 60_000;

export class KeptCalls {
  readonly #database: DatabaseSync;
  readonly #places: Places;
  readonly #calls: KeptRows<CommitCall>;
  readonly #edits: KeptRows<PlacedEdit>;
  #stamps: ReadonlyMap<number, TranscriptStamp> = new Map();
  /** Files and folders may lie elsewhere once this is another. */
  #placesVersion = -1;
  #dropping: NodeJS.Timeout | null = null;

  constructor(database: DatabaseSync, places: Places) {
    this.#database = database;
    this.#places = places;
    this.#calls = new KeptRows(
      (some) => readOwnedCalls(database, some).map((row) => ({ ...row, recorded: placedCall(row.recorded, places) })),
      (left, right) => left.startedAtMs - right.startedAtMs || compare(left.toolUseId, right.toolUseId) || left.position - right.position,
    );
    this.#edits = new KeptRows(
      (some) =>
        readOwnedEdits(database, some).map((row) => ({ ...row, recorded: { ...row.recorded, ...places.ofFile(row.recorded.path) } })),
      (left, right) => left.atMs - right.atMs || compare(left.toolUseId, right.toolUseId),
    );
  }

  /** Every commit call with its repository, in order of time. The places are prepared. */
  calls(): readonly CommitCall[] {
    this.#refresh();
    return this.#calls.all;
  }

  /** Edits of a repository that were made before a moment, milliseconds UTC, in order of time. The places are prepared. */
  edits(repository: string, beforeMs: number): readonly PlacedEdit[] {
    this.#refresh();
    const edits = this.#edits.of(repository);
    const end = edits.findLastIndex(({ atMs }) => atMs < beforeMs) + 1;
    return end === edits.length ? edits : edits.slice(0, end);
  }

  /** Rows became others without their transcripts: everything is read anew. */
  drop(): void {
    this.#stamps = new Map();
    this.#calls.clear();
    this.#edits.clear();
  }

  #refresh(): void {
    this.#dropWhenIdle();
    if (this.#places.version !== this.#placesVersion) this.drop();
    this.#placesVersion = this.#places.version;
    // Read before the rows: what another process writes meanwhile is read the next time.
    const stamps = new Map(readTranscriptStamps(this.#database).map((stamp) => [stamp.id, stamp]));
    const changed = new Set<number>();
    for (const [id, stamp] of stamps) if (!isSame(this.#stamps.get(id), stamp)) changed.add(id);
    for (const id of this.#stamps.keys()) if (!stamps.has(id)) changed.add(id);
    if (changed.size === 0) return;
    const everything = this.#stamps.size === 0;
    this.#calls.renew(everything ? null : changed);
    this.#edits.renew(everything ? null : changed);
    this.#stamps = stamps;
  }

  #dropWhenIdle(): void {
    this.#dropping ??= setTimeout(() => {
      this.drop();
      this.#dropping = null;
    }, idleMs).unref();
    this.#dropping.refresh();
  }
}

class KeptRows<Placed extends { readonly toolUseId: string; readonly repository: string }> {
  readonly #read: (some: SomeCalls | null) => readonly Owned<Placed>[];
  readonly #compare: (left: Placed, right: Placed) => number;
  #rows: readonly Owned<Placed>[] = [];
  /** As they are asked for, until they change. */
  #all: readonly Placed[] = [];
  readonly #byRepository = new Map<string, readonly Placed[]>();

  constructor(read: (some: SomeCalls | null) => readonly Owned<Placed>[], order: (left: Placed, right: Placed) => number) {
    this.#read = read;
    this.#compare = order;
  }

  get all(): readonly Placed[] {
    return this.#all;
  }

  of(repository: string): readonly Placed[] {
    let rows = this.#byRepository.get(repository);
    if (rows === undefined) this.#byRepository.set(repository, (rows = this.#all.filter((row) => row.repository === repository)));
    return rows;
  }

  clear(): void {
    this.#keep([]);
  }

  /** Reads again what belongs to some transcripts, or came to; null: everything. */
  renew(transcripts: ReadonlySet<number> | null): void {
    if (transcripts === null) {
      this.#keep(this.#read(null));
      return;
    }
    // A request may go from one transcript to another, or come after its edit: the transcript that the edit is in knows nothing of that.
    const rests = ({ transcript, madeBy }: Owned<Placed>): boolean =>
      !transcripts.has(transcript) && madeBy !== null && !transcripts.has(madeBy);
    const again = new Set(this.#rows.flatMap((row) => (rests(row) ? [] : [row.recorded.toolUseId])));
    const kept = this.#rows.filter(({ recorded }) => !again.has(recorded.toolUseId));
    const fresh = this.#read({ transcripts: [...transcripts], toolUseIds: [...again] });
    if (kept.length === this.#rows.length && fresh.length === 0) return;
    this.#keep([...kept, ...fresh].sort((left, right) => this.#compare(left.recorded, right.recorded)));
  }

  #keep(rows: readonly Owned<Placed>[]): void {
    this.#rows = rows;
    this.#all = rows.map(({ recorded }) => recorded);
    this.#byRepository.clear();
  }
}

function isSame(first: TranscriptStamp | undefined, second: TranscriptStamp): boolean {
  return first?.changed === second.changed && first.sessionId === second.sessionId && first.agentId === second.agentId;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
