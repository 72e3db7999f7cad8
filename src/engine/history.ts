/**
 * The whole history with every request in its place, kept in memory. What changed in the ledger is read again, and only the sessions it
 * concerns are placed anew: a line that a live session writes does not cost what reading everything costs.
 */
import type { DatabaseSync } from 'node:sqlite';
import { placeHistory } from '../core/attribution/placeHistory.ts';
import type { PlaceInput } from '../core/attribution/placeHistory.ts';
import type { History } from '../core/attribution/history.ts';
import type { Rate, RatedUsage, Rating } from '../core/pricing/rating.ts';
import { Changes } from '../ledger/changes.ts';
import type { GitFacts } from './gitFacts.ts';
import { placedCalls } from './placedCalls.ts';
import type { Places } from './places.ts';
import { SessionFactsReader } from './sessionFacts.ts';
import type { SessionFacts } from './sessionFacts.ts';
import type { SideCalls } from './sideCallRows.ts';

/** Open work becomes something else with time alone; a kept history is placed anew after this. */
const staleAfterMs = 60 * 60_000;

export interface HistoryOptions {
  readonly database: DatabaseSync;
  readonly places: Places;
  readonly sideCalls: SideCalls;
  readonly rate: Rate;
  readonly git: GitFacts;
}

interface Kept {
  readonly history: History;
  readonly revision: number;
  readonly placedAtMs: number;
  readonly placesVersion: number;
}

export class HistoryKeeper {
  private readonly options: HistoryOptions;
  private readonly changes: Changes;
  private readonly sessions: SessionFactsReader;
  private readonly rate: Rate;
  private kept: Kept | null = null;
  private reading: Promise<History> | null = null;

  constructor(options: HistoryOptions) {
    const { database, places, rate } = options;
    this.options = options;
    this.changes = new Changes(database);
    this.sessions = new SessionFactsReader(database, places);
    this.rate = remembering(rate);
  }

  /** The history as the ledger has it now. */
  read(nowMs: number): Promise<History> {
    this.reading ??= this.readNow(nowMs).finally(() => (this.reading = null));
    return this.reading;
  }

  /** The history as it was last asked for, whatever came since; null before that. Costs nothing. */
  latest(): History | null {
    return this.kept?.history ?? null;
  }

  private async readNow(nowMs: number): Promise<History> {
    const { database, places } = this.options;
    await places.prepare(database);
    // Read before the facts: what another process writes meanwhile is read the next time.
    const revision = this.changes.revision();
    const stale = this.kept === null || Math.abs(nowMs - this.kept.placedAtMs) > staleAfterMs;
    const moved = this.kept?.placesVersion !== places.version;
    if (this.kept !== null && !stale && !moved && this.kept.revision === revision) return this.kept.history;

    const { sessions, changed } = this.sessions.refresh();
    this.options.git.refresh();
    const repositories = new Set([...this.options.git.takeChanged()].map((path) => places.map(path)));
    const before = this.kept === null || stale || moved ? null : this.kept;
    const whole = this.input(sessions, nowMs);
    const affected = before === null ? null : affectedSessions(before.history, whole, changed, repositories);
    const placed = placeHistory(affected === null ? whole : partOf(whole, affected));
    const history = before === null || affected === null ? placed : joined(before.history, placed, affected);
    this.kept = { history, revision, placedAtMs: before?.placedAtMs ?? nowMs, placesVersion: places.version };
    return history;
  }

  private input(sessions: ReadonlyMap<string, SessionFacts>, nowMs: number): PlaceInput {
    const { database, places, sideCalls, git } = this.options;
    const facts = [...sessions.values()];
    const repositories = git.calledHere(places);
    return {
      requests: facts.flatMap(({ requests }) => requests),
      edits: facts.flatMap(({ edits }) => edits),
      sideCalls: sideCalls.all().map((row) => places.apply(row)),
      rate: this.rate,
      commitCalls: placedCalls(database, places),
      pullRequests: facts.flatMap(({ pullRequests }) => pullRequests),
      checks: facts.flatMap(({ checks }) => checks),
      compactions: facts.flatMap(({ compactions }) => compactions),
      turns: new Map([...sessions].map(([id, { turns }]) => [id, turns.sort((left, right) => left.atMs - right.atMs)])),
      linked: {
        repositories: new Map(repositories.map(({ facts: of }) => [of.record.path, of])),
        links: repositories.flatMap(({ links }) => links),
      },
      nowMs,
    };
  }
}

/** The requests and edits of some sessions, beside all of what is little. */
function partOf(whole: PlaceInput, sessions: ReadonlySet<string>): PlaceInput {
  const isWanted = ({ sessionId }: { readonly sessionId: string }): boolean => sessions.has(sessionId);
  return { ...whole, requests: whole.requests.filter(isWanted), edits: whole.edits.filter(isWanted) };
}

/** Sessions whose requests may stand elsewhere now: their own facts changed, or those of a repository that they have to do with. */
function affectedSessions(
  before: History,
  { requests, edits, commitCalls, linked }: PlaceInput,
  changed: ReadonlySet<string>,
  repositories: ReadonlySet<string>,
): ReadonlySet<string> {
  const affected = new Set(changed);
  if (repositories.size === 0) return affected;
  for (const items of [before.requests, before.links, requests, edits, commitCalls, linked.links])
    for (const { sessionId, repository } of items) if (repositories.has(repository)) affected.add(sessionId);
  return affected;
}

/** A kept history with the sessions `affected` as they are placed now; everything but requests and edits is whole in `placed`. */
function joined(before: History, placed: History, affected: ReadonlySet<string>): History {
  const isKept = ({ sessionId }: { readonly sessionId: string }): boolean => !affected.has(sessionId);
  const takenEdits = new Map(before.takenEdits);
  for (const edit of before.edits) if (!isKept(edit)) takenEdits.delete(edit.toolUseId);
  for (const [edit, sha] of placed.takenEdits) takenEdits.set(edit, sha);
  return {
    ...placed,
    requests: merged(before.requests.filter(isKept), placed.requests, ({ messageId }) => messageId),
    edits: merged(before.edits.filter(isKept), placed.edits, ({ toolUseId }) => toolUseId),
    takenEdits,
  };
}

/** Two lists in order of time as one; equal times by id, as each list has them. */
function merged<T extends { readonly atMs: number }>(first: readonly T[], second: readonly T[], idOf: (item: T) => string): readonly T[] {
  const all: T[] = [];
  let at = 0;
  for (const item of second) {
    for (let other = first[at]; other !== undefined && comesBefore(other, item, idOf); other = first[at]) {
      all.push(other);
      at += 1;
    }
    all.push(item);
  }
  return all.concat(first.slice(at));
}

function comesBefore<T extends { readonly atMs: number }>(left: T, right: T, idOf: (item: T) => string): boolean {
  return left.atMs < right.atMs || (left.atMs === right.atMs && idOf(left) < idOf(right));
}

/** The same rating for the same row: rows of files that did not change stay the same objects. */
function remembering(rate: Rate): Rate {
  const known = new WeakMap<RatedUsage, Rating>();
  return (usage) => {
    let rating = known.get(usage);
    if (rating === undefined) known.set(usage, (rating = rate(usage)));
    return rating;
  };
}
