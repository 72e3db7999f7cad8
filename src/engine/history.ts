/**
 * The whole history with every request in its place, kept in memory. What changed in the ledger is read again, and only the sessions it
 * concerns are placed anew: a line that a live session writes does not cost what reading everything costs.
 */
import type { DatabaseSync } from 'node:sqlite';
import { placeHistory } from '../core/attribution/placeHistory.ts';
import type { PlaceInput } from '../core/attribution/placeHistory.ts';
import type { History } from '../core/attribution/history.ts';
import { linksInOwnClone } from '../core/attribution/ownClone.ts';
import type { WorksIn } from '../core/attribution/ownClone.ts';
import type { Linked } from '../core/attribution/placement.ts';
import type { Rate, RatedUsage, Rating } from '../core/pricing/rating.ts';
import { Changes } from '../ledger/changes.ts';
import { affectedSessions, movedSessions } from './affectedSessions.ts';
import type { GitFacts } from './gitFacts.ts';
import { OutcomesKeeper } from './outcomesKeeper.ts';
import { placedPullRequests } from './knownSquashes.ts';
import { placedCalls } from './placedCalls.ts';
import type { Places } from './places.ts';
import { SessionFacts } from './sessionFacts.ts';
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
  private readonly sessions: SessionFacts;
  private readonly rate: Rate;
  private readonly outcomes = new OutcomesKeeper();
  private kept: Kept | null = null;
  private reading: Promise<History> | null = null;

  constructor(options: HistoryOptions) {
    const { database, places, rate } = options;
    this.options = options;
    this.changes = new Changes(database);
    this.sessions = new SessionFacts(database, places);
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
    const { database, places, git } = this.options;
    await places.prepare(database);
    // Read before the facts: what another process writes meanwhile is read the next time.
    const revision = this.changes.revision();
    const stale = this.kept === null || Math.abs(nowMs - this.kept.placedAtMs) > staleAfterMs;
    const moved = this.kept?.placesVersion !== places.version;
    const judged = this.outcomes.isCurrent(nowMs);
    if (this.kept !== null && !stale && !moved && judged && this.kept.revision === revision) return this.kept.history;

    const changed = this.sessions.refresh();
    git.refresh();
    const repositories = new Set([...git.takeChanged()].map((path) => places.map(path)));
    const before = this.kept === null || stale || moved ? null : this.kept;
    const linked = this.linked();
    const affected = before === null ? null : new Set([...changed, ...affectedSessions(before.history, linked, repositories)]);
    const others = this.others();
    const judge = this.outcomes.judge;
    const place = (): History => placeHistory({ ...this.sessions.of(affected), ...others, linked, rate: this.rate, nowMs, judge });
    let placed = place();
    if (before !== null && affected !== null) {
      // One session's pull request or hotfix, a colleague's revert, or time alone may say what became of another's commits.
      const elsewhere = [...movedSessions(before.history, placed)].filter((sessionId) => !affected.has(sessionId));
      for (const sessionId of elsewhere) affected.add(sessionId);
      if (elsewhere.length > 0) placed = place();
    }
    this.outcomes.keepOnly(placed.outcomes);
    const history = before === null || affected === null ? placed : joined(before.history, placed, affected);
    this.kept = { history, revision, placedAtMs: before?.placedAtMs ?? nowMs, placesVersion: places.version };
    return history;
  }

  private linked(): Linked {
    const repositories = this.options.git.calledHere(this.options.places);
    return {
      repositories: new Map(repositories.map(({ facts }) => [facts.record.path, facts])),
      links: linksInOwnClone(
        repositories.flatMap(({ links }) => links),
        (sessionIds) => this.worksIn(sessionIds),
      ),
      takenLines: new Map(repositories.flatMap(({ takenLines }) => [...takenLines])),
      undoings: new Map(repositories.map(({ facts, undoings }) => [facts.record.path, undoings])),
      survival: new Map(repositories.map(({ facts, survival }) => [facts.record.path, survival])),
    };
  }

  private worksIn(sessionIds: ReadonlySet<string>): WorksIn {
    const { requests, edits } = this.sessions.of(sessionIds);
    const places = new Set([...requests, ...edits].map(({ sessionId, repository }) => `${sessionId} ${repository}`));
    return (sessionId, repository) => places.has(`${sessionId} ${repository}`);
  }

  /** What is little enough to be placed whole each time. */
  private others(): Pick<PlaceInput, 'sideCalls' | 'commitCalls' | 'pullRequests' | 'checks' | 'compactions' | 'turns' | 'repetition'> {
    const { database, places, sideCalls } = this.options;
    return {
      ...this.sessions.others(),
      sideCalls: sideCalls.from(this.sessions.ownRequests()),
      commitCalls: placedCalls(database, places),
      pullRequests: placedPullRequests(database, places),
    };
  }
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
