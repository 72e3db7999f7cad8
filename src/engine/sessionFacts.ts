/** The facts of every session, kept by transcript: only those of transcripts whose rows changed are read from the ledger again. */
import type { DatabaseSync } from 'node:sqlite';
import type { CheckCall, EditCall, PullRequestCall } from '../core/attribution/gitFacts.ts';
import type { HistoryTurn } from '../core/attribution/history.ts';
import type { RequestRow } from '../core/report/rows.ts';
import { readPullRequests } from '../ledger/pullRequests.ts';
import { readTranscriptFacts, readTranscriptStamps } from '../ledger/transcriptFacts.ts';
import type { TranscriptFacts, TranscriptStamp } from '../ledger/transcriptFacts.ts';
import type { Places } from './places.ts';

/** What attribution needs of one session. */
export interface SessionFacts {
  readonly requests: RequestRow[];
  readonly edits: EditCall[];
  readonly pullRequests: PullRequestCall[];
  readonly checks: CheckCall[];
  readonly compactions: { readonly sessionId: string; readonly atMs: number; readonly tokensBefore: number }[];
  readonly turns: HistoryTurn[];
}

interface Kept {
  readonly stamp: TranscriptStamp;
  readonly facts: TranscriptFacts;
}

export class SessionFactsReader {
  private readonly database: DatabaseSync;
  private readonly places: Places;
  private kept = new Map<number, Kept>();
  private placesMoved = -1;

  constructor(database: DatabaseSync, places: Places) {
    this.database = database;
    this.places = places;
  }

  /** Reads what changed; returns the sessions whose facts may be others now. `places` is prepared. */
  refresh(): { readonly sessions: ReadonlyMap<string, SessionFacts>; readonly changed: ReadonlySet<string> } {
    const { changed, read } = this.readChanged();
    const sessions = new Map<string, SessionFacts>();
    const of = (sessionId: string): SessionFacts => {
      let facts = sessions.get(sessionId);
      if (facts === undefined) {
        facts = { requests: [], edits: [], pullRequests: [], checks: [], compactions: [], turns: [] };
        sessions.set(sessionId, facts);
      }
      return facts;
    };
    const threads = new Map<string, RequestRow>();
    for (const { stamp, facts } of this.kept.values()) {
      const session = of(stamp.sessionId);
      for (const request of facts.requests) {
        session.requests.push(request);
        threads.set(request.messageId, request);
      }
      for (const check of facts.checks) session.checks.push({ sessionId: stamp.sessionId, ...check });
      for (const compaction of facts.compactions) session.compactions.push({ sessionId: stamp.sessionId, ...compaction });
      session.turns.push(...facts.turns);
    }
    for (const [id, { stamp, facts }] of this.kept) {
      const isNew = read.has(id);
      // What several files repeat belongs to the session and thread of the request that made it.
      for (const { messageId, ...edit } of facts.edits) {
        const { sessionId, agentId } = threads.get(messageId) ?? stamp;
        if (isNew) changed.add(sessionId);
        of(sessionId).edits.push({ ...edit, messageId, sessionId, agentId, ...this.places.ofFile(edit.path) });
      }
    }
    for (const { cwd, ...pull } of readPullRequests(this.database))
      of(pull.sessionId).pullRequests.push({ ...pull, repository: this.places.ofFolder(cwd).repository });
    return { sessions, changed };
  }

  private readChanged(): { readonly changed: Set<string>; readonly read: ReadonlySet<number> } {
    if (this.places.moved !== this.placesMoved) this.kept = new Map();
    this.placesMoved = this.places.moved;
    const stamps = readTranscriptStamps(this.database);
    const changed = new Set<string>();
    const wanted = stamps.filter((stamp) => !isSame(this.kept.get(stamp.id)?.stamp, stamp));
    const ids = new Set(stamps.map(({ id }) => id));
    for (const [id, { stamp }] of this.kept) {
      if (ids.has(id)) continue;
      this.kept.delete(id);
      changed.add(stamp.sessionId);
    }
    const read = new Set(wanted.map(({ id }) => id));
    if (wanted.length === 0) return { changed, read };
    const facts = readTranscriptFacts(this.database, {
      stamps: wanted,
      all: wanted.length === stamps.length,
      placeOf: (cwd) => this.places.ofFolder(cwd),
    });
    for (const stamp of wanted) {
      const before = this.kept.get(stamp.id)?.stamp;
      if (before !== undefined) changed.add(before.sessionId);
      changed.add(stamp.sessionId);
      const own = facts.get(stamp.id);
      if (own === undefined) continue;
      this.kept.set(stamp.id, { stamp, facts: own });
    }
    return { changed, read };
  }
}

function isSame(first: TranscriptStamp | undefined, second: TranscriptStamp): boolean {
  return first?.changed === second.changed && first.sessionId === second.sessionId && first.agentId === second.agentId;
}
