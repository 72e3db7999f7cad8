/** Whose lines a commit has in one file, where several sessions wrote the same ones. */
import type { CommitRecord } from './gitFacts.ts';
import { lineKeys } from './lineKeys.ts';
import type { LineKey } from './lineKeys.ts';
import type { WrittenLines } from './matchLines.ts';

/** A line that an edit wrote or took away. */
interface WrittenLine {
  readonly edit: WrittenLines;
  /** Whether a commit has it. */
  isSpent: boolean;
}

/** A line of a commit with the edit that it is of. */
export interface Claim {
  readonly edit: WrittenLines;
  /** Added, or taken away. */
  readonly isAdded: boolean;
  /** Whether it proves something: it is not common. */
  readonly proves: boolean;
  /** No other session wrote it. */
  readonly isAlone: boolean;
}

/** A line of a commit that proves something, with the lines of each session that it may be. */
interface Open {
  readonly isAdded: boolean;
  /** How often the commit has it. */
  readonly times: number;
  readonly bySession: ReadonlyMap<string, readonly WrittenLine[]>;
}

export interface Claimant {
  readonly added: readonly LineKey[];
  readonly removed: readonly LineKey[];
  readonly commit: Pick<CommitRecord, 'authorMs' | 'committerMs'>;
  /** Sessions that are known to have made the commit: they come before others. */
  readonly owners: ReadonlySet<string>;
  readonly isCommon: (key: LineKey) => boolean;
}

/** git knows whole seconds: an edit of the same second may have come before. */
const secondMs = 999;

/** The lines that edits of one file wrote and took away. */
export class FileClaims {
  readonly #added: WrittenByKey = new Map();
  readonly #removed: WrittenByKey = new Map();

  /** @param edits in order of time */
  constructor(edits: readonly WrittenLines[]) {
    for (const edit of edits) {
      note(this.#added, edit, edit.added);
      note(this.#removed, edit, edit.removed);
    }
  }

  /**
   * The lines of a commit that edits wrote and no commit before it had. The session that can have written most of them is asked first, then the
   * one that can have written most of the rest: two that worked side by side wrote some lines alike, and only one of them wrote them all. Of a
   * session whose line is in a commit already nothing is taken: this one has it again (a squash, a revert that was reverted).
   */
  take({ commit, owners, isCommon, added, removed }: Claimant): readonly Claim[] {
    const { authorMs, committerMs } = commit;
    // What an amend adds was written after the author time. A rebase adds nothing: what it takes away is in its base.
    const limits = committerMs > authorMs ? [authorMs, committerMs] : [authorMs];
    const claims: Claim[] = [];
    const open: Open[] = [];
    for (const [keys, lines, inTime, isAdded] of [
      [added, this.#added, limits, true],
      [removed, this.#removed, [authorMs], false],
    ] as const)
      for (const [key, times] of timesOf(keys)) {
        const written = writtenBefore(lines.get(key), inTime);
        if (written.length === 0) continue;
        if (!isCommon(key)) open.push({ isAdded, times, bySession: bySession(written) });
        else {
          const own = written.filter(({ edit }) => owners.has(edit.sessionId));
          const spent = spend(own, times);
          for (const edit of [...spent, ...spend(written, times - spent.length)])
            claims.push({ edit, isAdded, proves: false, isAlone: false });
        }
      }
    return [...claims, ...takeInTurn(open, owners)];
  }
}

type WrittenByKey = Map<LineKey, WrittenLine[]>;

function note(lines: WrittenByKey, edit: WrittenLines, packed: Uint8Array): void {
  for (const key of lineKeys(packed)) {
    const known = lines.get(key);
    if (known === undefined) lines.set(key, [{ edit, isSpent: false }]);
    else known.push({ edit, isSpent: false });
  }
}

/** Of a line that was written again and again the last times are looked at: more would tell no more, and take as long as all of them together. */
const mostTimes = 32;

/** Those that were written before the first of the limits that any was written before, in order of time. */
function writtenBefore(written: WrittenLine[] | undefined, limits: readonly number[]): readonly WrittenLine[] {
  if (written === undefined) return [];
  for (const limitMs of limits) {
    const end = firstAfter(written, limitMs + secondMs);
    if (end > 0) return end <= mostTimes ? written.slice(0, end) : lastOf(written, end);
  }
  return [];
}

/** The last ones in order of time; those that a commit has are forgotten soon. */
function lastOf(written: WrittenLine[], end: number): readonly WrittenLine[] {
  const last: WrittenLine[] = [];
  for (let at = end - 1; at >= 0 && last.length < mostTimes; at -= 1) {
    const line = written[at];
    if (line === undefined) continue;
    if (line.isSpent && end - at > mostTimes / 2) written.splice(at, 1);
    else last.push(line);
  }
  return last.reverse();
}

function firstAfter(written: readonly WrittenLine[], ms: number): number {
  let [low, high] = [0, written.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((written[middle]?.edit.atMs ?? Infinity) <= ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

function bySession(written: readonly WrittenLine[]): ReadonlyMap<string, readonly WrittenLine[]> {
  const sessions = new Map<string, WrittenLine[]>();
  for (const line of written) {
    const known = sessions.get(line.edit.sessionId);
    if (known === undefined) sessions.set(line.edit.sessionId, [line]);
    else known.push(line);
  }
  return sessions;
}

function timesOf(keys: readonly LineKey[]): ReadonlyMap<LineKey, number> {
  const times = new Map<LineKey, number>();
  for (const key of keys) times.set(key, (times.get(key) ?? 0) + 1);
  return times;
}

/** Spends as many as are wanted of those that no commit has, the last written first; whose they are. */
function spend(written: readonly WrittenLine[], wanted: number): readonly WrittenLines[] {
  const edits: WrittenLines[] = [];
  for (let at = written.length - 1; at >= 0 && edits.length < wanted; at -= 1) {
    const line = written[at];
    if (line === undefined || line.isSpent) continue;
    line.isSpent = true;
    edits.push(line.edit);
  }
  return edits;
}

/** One session after the other takes what it can have written. */
function takeInTurn(lines: readonly Open[], owners: ReadonlySet<string>): readonly Claim[] {
  const claims: Claim[] = [];
  for (let open = lines; open.length > 0;) {
    const sessionId = likeliest(open, owners);
    const left: Open[] = [];
    for (const line of open) {
      const { isAdded, times, bySession: sessions } = line;
      const own = sessions.get(sessionId);
      for (const edit of spend(own ?? [], times)) claims.push({ edit, isAdded, proves: true, isAlone: sessions.size === 1 });
      const others = new Map([...sessions].filter(([id]) => id !== sessionId));
      const rest = times - Math.min(times, own?.length ?? 0);
      if (own === undefined) left.push(line);
      else if (rest > 0 && others.size > 0) left.push({ isAdded, times: rest, bySession: others });
    }
    open = left;
  }
  return claims;
}

interface Rank {
  readonly isOwner: boolean;
  lines: number;
  /** Of those, the ones that no commit has. */
  free: number;
  lastMs: number;
}

/** The session that can have written most of the lines; of equals the one with more that are in no commit yet, then the last to write. */
function likeliest(open: readonly Open[], owners: ReadonlySet<string>): string {
  const ranks = new Map<string, Rank>();
  for (const { times, bySession: sessions } of open)
    for (const [sessionId, written] of sessions) {
      const rank = ranks.get(sessionId) ?? { isOwner: owners.has(sessionId), lines: 0, free: 0, lastMs: 0 };
      ranks.set(sessionId, rank);
      const free = written.filter(({ isSpent }) => !isSpent);
      rank.lines += Math.min(times, written.length);
      rank.free += Math.min(times, free.length);
      rank.lastMs = Math.max(rank.lastMs, (free.at(-1) ?? written.at(-1))?.edit.atMs ?? 0);
    }
  let [best, most]: [string, Rank | null] = ['', null];
  for (const [sessionId, rank] of ranks) if (most === null || compareRanks(rank, most) > 0) [best, most] = [sessionId, rank];
  return best;
}

function compareRanks(left: Rank, right: Rank): number {
  return Number(left.isOwner) - Number(right.isOwner) || left.lines - right.lines || left.free - right.free || left.lastMs - right.lastMs;
}
