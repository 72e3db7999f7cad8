/**
 * Which session wrote the lines that a commit changes. A written line is spent by the first commit (with its copies) that adds it, so that no
 * narrow limit of time is needed: that is how commits made by hand, hours after a session, are found.
 */
import { FileClaims } from './claims.ts';
import type { Claim } from './claims.ts';
import { byCommitted } from './copies.ts';
import type { CommitRecord } from './gitFacts.ts';
import { lineKeys } from './lineKeys.ts';
import type { LineKey } from './lineKeys.ts';

/** An edit of a file. */
export interface WrittenEdit {
  readonly toolUseId: string;
  readonly sessionId: string;
  readonly atMs: number;
  /** As the commits call it, see `FileNames`. */
  readonly file: string;
}

/** Hashes of the lines that were added and removed. */
export interface ChangedLines {
  readonly added: Uint8Array;
  readonly removed: Uint8Array;
}

/** What one edit changed. */
export type WrittenLines = WrittenEdit & ChangedLines;

/** What one commit changed, file by file. */
export interface CommittedLines {
  readonly commit: CommitRecord;
  readonly files: readonly ({ readonly file: string } & ChangedLines)[];
}

/** What one commit changed in a file; of a file that it knows by two names there are two. */
export interface CommittedFile extends ChangedLines {
  readonly commit: CommitRecord;
  /** SHA of the first of the commit's copies: the one that carries the cost. */
  readonly first: string;
  /** No ref holds it, a copy of it or its squash: it takes what nothing that is there has taken. */
  readonly lost: boolean;
  /** Sessions that are known to have made it or a copy: they come before others that wrote the same line. */
  readonly owners: ReadonlySet<string>;
}

/** What a session has in a commit. */
export interface Match {
  /** The first of the copies: the one that carries the cost. */
  readonly sha: string;
  readonly sessionId: string;
  /** Lines that prove something, added and removed. */
  readonly lines: number;
  /** Of those, the ones that it added. */
  readonly addedLines: number;
  /** Of those, the ones that no other session wrote. */
  readonly ownLines: number;
  /** Those that all sessions have in it, and those that the commit changes at all. */
  readonly matchedLines: number;
  readonly changedLines: number;
  /** Files in which they are, in order. */
  readonly files: readonly string[];
  /** Of the last of the edits that wrote them, milliseconds UTC. */
  readonly lastEditMs: number;
}

export interface LineMatches {
  /** In order of SHA and session. */
  readonly matches: readonly Match[];
  /** How many lines of an edit each commit took, common ones too; by `toolUseId`, then by SHA of the first copy. */
  readonly taken: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** What commits have of the lines that were written in one file. */
export interface FileMatches {
  /** Provable lines that each commit changes, by SHA. */
  readonly changed: ReadonlyMap<string, number>;
  /** Provable lines of each session in them, by SHA of the first copy, then by session. */
  readonly matched: ReadonlyMap<string, ReadonlyMap<string, Readonly<SessionLines>>>;
  /** See `LineMatches`. */
  readonly taken: LineMatches['taken'];
}

/** Provable lines of one session in one commit, and in one file or in all. */
export interface SessionLines {
  lines: number;
  addedLines: number;
  ownLines: number;
  lastEditMs: number;
}

/**
 * Which commits took the lines of one file: those that it was written in, in whatever order, and whatever they are worth as evidence.
 * @param isCommon whether a line proves nothing, because it stands in many files
 */
export function matchFile(
  edits: readonly WrittenLines[],
  commits: readonly CommittedFile[],
  isCommon: (key: LineKey) => boolean,
): FileMatches {
  const lines = new FileClaims([...edits].sort((left, right) => left.atMs - right.atMs || compare(left.toolUseId, right.toolUseId)));
  const found = new Found();
  const copied = new Map<string, CopiedLines>();
  for (const { commit, first, owners, added, removed } of [...commits].sort(inOrderOfAuthors)) {
    if (first === commit.sha) for (const key of [...lineKeys(added), ...lineKeys(removed)]) if (!isCommon(key)) found.change(first);
    const before = copied.get(first) ?? new CopiedLines();
    copied.set(first, before);
    const open = { added: before.added.without(lineKeys(added)), removed: before.removed.without(lineKeys(removed)) };
    for (const claim of lines.take({ commit, owners, isCommon, ...open })) found.take(first, claim);
  }
  return found;
}

/**
 * Author time first: it survives a rebase, and tells which commit added a line first. What was given up (reset and committed otherwise, an amend
 * by another author time) comes last, for the lines are where they are now.
 */
function inOrderOfAuthors(left: CommittedFile, right: CommittedFile): number {
  return Number(left.lost) - Number(right.lost) || left.commit.authorMs - right.commit.authorMs || byCommitted(left.commit, right.commit);
}

/** Lines that the copies of a commit have had so far: each changes the same ones again. */
class CopiedLines {
  readonly added = new Had();
  readonly removed = new Had();
}

class Had {
  readonly #times = new Map<LineKey, number>();

  /** The lines that come more often than before; they are had then. */
  without(keys: readonly LineKey[]): readonly LineKey[] {
    const now = new Map<LineKey, number>();
    return keys.filter((key) => {
      const times = (now.get(key) ?? 0) + 1;
      now.set(key, times);
      if (times <= (this.#times.get(key) ?? 0)) return false;
      this.#times.set(key, times);
      return true;
    });
  }
}

/** What was found so far. */
class Found implements FileMatches {
  readonly changed = new Map<string, number>();
  readonly matched = new Map<string, Map<string, SessionLines>>();
  readonly taken = new Map<string, Map<string, number>>();

  change(sha: string): void {
    this.changed.set(sha, (this.changed.get(sha) ?? 0) + 1);
  }

  take(sha: string, { edit: { toolUseId, sessionId, atMs }, proves, isAdded, isAlone }: Claim): void {
    const taken = this.taken.get(toolUseId) ?? new Map<string, number>();
    this.taken.set(toolUseId, taken.set(sha, (taken.get(sha) ?? 0) + 1));
    if (!proves) return;
    const sessions = this.matched.get(sha) ?? new Map<string, SessionLines>();
    this.matched.set(sha, sessions);
    const match = sessions.get(sessionId) ?? { lines: 0, addedLines: 0, ownLines: 0, lastEditMs: atMs };
    sessions.set(sessionId, match);
    match.lines += 1;
    if (isAdded) match.addedLines += 1;
    if (isAlone) match.ownLines += 1;
    match.lastEditMs = Math.max(match.lastEditMs, atMs);
  }
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
