/** What later arrivals on the default branch took back of a change, by lines. */
import type { LineKey } from '../attribution/lineKeys.ts';
import type { Change } from './changes.ts';
import type { NetLines } from './netLines.ts';

/** How many provable lines a change added and removed, and what of that one later arrival took back. */
export interface UndoneLines {
  readonly added: number;
  readonly addedGone: number;
  readonly removed: number;
  readonly removedBack: number;
}

export interface Undoing extends UndoneLines {
  /** As `Change.sha`, of the change and of what came later. */
  readonly changeSha: string;
  readonly laterSha: string;
}

export interface UndoingInput {
  /** Everything that arrived, in order. */
  readonly units: readonly Change[];
  /** What a unit changed; asked for one unit after the other, in order. */
  readonly linesOf: (unit: Change) => NetLines;
  /** The files that a unit changed, as its lines name them, at least: what shares none with what is new is not read. */
  readonly filesOf: (unit: Change) => readonly string[];
  /** Whether what becomes of a unit is to be known. */
  readonly matters: (unit: Change) => boolean;
  /** How many of the first units were looked at before, and what was found then. */
  readonly done: { readonly units: number; readonly undoings: readonly Undoing[] };
}

const dayMs = 24 * 60 * 60_000;

/** So long after it arrived a change is watched by lines: all windows are over by then, and what goes later is grown over. */
export const watchedMs = 90 * dayMs;

/** Lines that went without a revert are kept as evidence of a hotfix so long: as a setting allows it at the most. */
export const mendedWithinMs = 30 * dayMs;

/** This share of the lines has to be taken back for a revert (DESIGN section 6). */
const revertShare = 0.8;

/**
 * What was taken back, in order of arrival. What is found of a change and an arrival depends on those two alone, so that it is the same however
 * often it is looked. Reverts are watched as changes are: what lands again takes them back. Only the lines of units that matter are held,
 * and only as long as they are watched.
 */
export function findUndoings({ units, linesOf, filesOf, matters, done }: UndoingInput): readonly Undoing[] {
  const found = [...done.undoings];
  const reverts = new Set(found.filter(takesBack).map(({ laterSha }) => laterSha));
  const index = new WatchedUnits();
  const fresh = units.slice(done.units);
  const firstMs = fresh.reduce((first, { shippedAtMs }) => Math.min(first, shippedAtMs), Infinity);
  const files = new Set(fresh.flatMap(filesOf));
  for (const [at, unit] of units.entries()) {
    const isNew = at >= done.units;
    const isWatched = matters(unit) || reverts.has(unit.sha) || unit.commits.some((commit) => commit.reverts.length > 0);
    if (!isNew && (!isWatched || unit.shippedAtMs < firstMs - watchedMs || !filesOf(unit).some((file) => files.has(file)))) continue;
    const lines = linesOf(unit);
    let isRevert = false;
    if (isNew)
      for (const undoing of index.takenBackBy(unit, lines)) {
        found.push(undoing);
        isRevert ||= takesBack(undoing);
      }
    if (isWatched || isRevert) index.add(unit, lines);
  }
  return found;
}

/** Whether so much of a change's lines is taken back that it is a revert. */
export function takesBack({ added, addedGone, removed, removedBack }: UndoneLines): boolean {
  return added + removed > 0 && addedGone >= revertShare * added && removedBack >= revertShare * removed;
}

interface Watched {
  readonly unit: Change;
  readonly lines: NetLines;
  readonly added: number;
  readonly removed: number;
}

class WatchedUnits {
  readonly #byFile = new Map<string, Watched[]>();
  #lastMs = -Infinity;

  add(unit: Change, lines: NetLines): void {
    if (lines.size === 0) return;
    let [added, removed] = [0, 0];
    for (const file of lines.values()) {
      added += total(file.added);
      removed += total(file.removed);
    }
    const watched = { unit, lines, added, removed };
    for (const file of lines.keys()) {
      const known = this.#byFile.get(file);
      if (known === undefined) this.#byFile.set(file, [watched]);
      else known.push(watched);
    }
  }

  takenBackBy(later: Change, lines: NetLines): readonly Undoing[] {
    const sums = new Map<Watched, { addedGone: number; removedBack: number }>();
    // One commit with a clock that is wrong ends nobody's watch.
    const sureMs = Math.min(this.#lastMs, later.shippedAtMs);
    this.#lastMs = later.shippedAtMs;
    const all = addedIn(lines);
    for (const [file, { added, removed }] of lines) {
      const watching = (this.#byFile.get(file) ?? []).filter(({ unit }) => sureMs - unit.shippedAtMs <= watchedMs);
      this.#byFile.set(file, watching);
      for (const watched of watching) {
        if (later.shippedAtMs - watched.unit.shippedAtMs > watchedMs) continue;
        const own = watched.lines.get(file);
        if (own === undefined) continue;
        const sum = sums.get(watched) ?? { addedGone: 0, removedBack: 0 };
        sums.set(watched, sum);
        sum.addedGone += common(own.added, removed, (key) => (takesFrom(watched.lines, key) ? 0 : (all.get(key) ?? 0)));
        sum.removedBack += common(own.removed, added);
      }
    }
    return [...sums].flatMap(([{ unit, added, removed }, sum]) => {
      const undoing = { changeSha: unit.sha, laterSha: later.sha, added, removed, ...sum };
      const mayMend = sum.addedGone > 0 && later.shippedAtMs - unit.shippedAtMs <= mendedWithinMs;
      return mayMend || takesBack(undoing) ? [undoing] : [];
    });
  }
}

function total(lines: ReadonlyMap<unknown, number>): number {
  let sum = 0;
  for (const times of lines.values()) sum += times;
  return sum;
}

/** How many lines both have; of one that is elsewhere, as many less. */
function common<Key>(left: ReadonlyMap<Key, number>, right: ReadonlyMap<Key, number>, elsewhere: (key: Key) => number = () => 0): number {
  const [few, many] = left.size <= right.size ? [left, right] : [right, left];
  let sum = 0;
  for (const [key, times] of few) {
    const both = Math.min(times, many.get(key) ?? 0);
    if (both > 0) sum += Math.max(0, both - elsewhere(key));
  }
  return sum;
}

/** What a unit adds, whatever the file: a line that it takes from one file and puts into another is moved, and not gone. */
function addedIn(lines: NetLines): ReadonlyMap<LineKey, number> {
  const all = new Map<LineKey, number>();
  for (const { added } of lines.values()) for (const [key, times] of added) all.set(key, (all.get(key) ?? 0) + times);
  return all;
}

/** Whether a change itself took a line from a file: who puts it back there takes that back. */
function takesFrom(lines: NetLines, key: LineKey): boolean {
  for (const { removed } of lines.values()) if (removed.has(key)) return true;
  return false;
}
