/**
 * Which session wrote the lines that a commit changes. A written line is spent by the first commit (with its copies) that adds it, so that no
 * narrow limit of time is needed: that is how commits made by hand, hours after a session, are found.
 */
import { byCommitted, withCopies } from './copies.ts';
import type { Copies } from './copies.ts';
import type { CommitRecord } from './gitFacts.ts';
import { lineKeys } from './lineKeys.ts';
import type { LineKey } from './lineKeys.ts';

/** What one edit changed, as hashes of its lines. */
export interface WrittenLines {
  readonly toolUseId: string;
  readonly sessionId: string;
  readonly atMs: number;
  /** As the commits call it, see `FileNames`. */
  readonly file: string;
  readonly added: Uint8Array;
  readonly removed: Uint8Array;
}

/** What one commit changed, file by file, as hashes of its lines. */
export interface CommittedLines {
  readonly commit: CommitRecord;
  readonly files: readonly { readonly file: string; readonly added: Uint8Array; readonly removed: Uint8Array }[];
}

export interface MatchInput {
  /** Of one repository. */
  readonly edits: readonly WrittenLines[];
  /** Of the same one; those whose lines may be a session's: made by an identity of the clone, and no merges. */
  readonly commits: readonly CommittedLines[];
  readonly copies: Copies;
  /** Sessions that are known to have made a commit, by its SHA or that of a copy: they come before others that wrote the same line. */
  readonly recorded: ReadonlyMap<string, ReadonlySet<string>>;
  /** Lines that prove nothing wherever they stand: brackets, `else`, blank comments. */
  readonly trivial: ReadonlySet<LineKey>;
}

/** What a session has in a commit. */
export interface Match {
  /** The first of the copies: the one that carries the cost. */
  readonly sha: string;
  readonly sessionId: string;
  /** Lines that prove something, added and removed. */
  readonly lines: number;
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

/** A line that this many files of the repository have proves nothing: `return nil, err`. */
const commonFiles = 5;

/** git knows whole seconds: an edit of the same second may have come before. */
const secondMs = 999;

/** Everything that sessions have in commits, whatever it is worth as evidence. */
export function matchLines(input: MatchInput): LineMatches {
  const isCommon = commonLines(input);
  const written = { added: new Written(), removed: new Written() };
  for (const edit of [...input.edits].sort((left, right) => left.atMs - right.atMs || (left.toolUseId < right.toolUseId ? -1 : 1))) {
    written.added.write(edit, edit.added);
    written.removed.write(edit, edit.removed);
  }
  const found = new Found();
  for (const { commit, files } of [...input.commits].sort(inOrderOfAuthors)) {
    const copies = withCopies(input.copies, commit);
    const first = copies[0]?.sha ?? commit.sha;
    const owners = ownersOf(copies, input.recorded);
    for (const { file, added, removed } of files)
      for (const [lines, keys] of [
        [written.added, lineKeys(added)],
        [written.removed, lineKeys(removed)],
      ] as const)
        for (const key of keys) {
          const proves = !isCommon(key);
          // Copies change the same lines again.
          if (proves && first === commit.sha) found.change(first);
          const edit = lines.spend(file, key, commit, owners);
          if (edit !== null) found.take(first, edit, file, proves);
        }
  }
  return found.result();
}

/** Author time first: it survives a rebase, and tells which commit added a line first. */
function inOrderOfAuthors({ commit: left }: CommittedLines, { commit: right }: CommittedLines): number {
  return left.authorMs - right.authorMs || byCommitted(left, right);
}

function ownersOf(copies: readonly CommitRecord[], recorded: MatchInput['recorded']): ReadonlySet<string> {
  const owners = new Set<string>();
  for (const { sha } of copies) for (const sessionId of recorded.get(sha) ?? []) owners.add(sessionId);
  return owners;
}

function commonLines({ edits, commits, trivial }: MatchInput): (key: LineKey) => boolean {
  const filesOf = new Map<LineKey, Set<string>>();
  const count = (file: string, packed: Uint8Array): void => {
    for (const key of lineKeys(packed)) {
      const files = filesOf.get(key);
      if (files === undefined) filesOf.set(key, new Set([file]));
      else if (files.size < commonFiles) files.add(file);
    }
  };
  for (const { file, added } of edits) count(file, added);
  for (const { files } of commits) for (const { file, added } of files) count(file, added);
  return (key) => trivial.has(key) || (filesOf.get(key)?.size ?? 0) >= commonFiles;
}

/** Lines that edits wrote (or took away) and that no commit has spent, by file and line, each list in order of time. */
class Written {
  readonly #files = new Map<string, Map<LineKey, WrittenLines[]>>();

  write(edit: WrittenLines, packed: Uint8Array): void {
    const keys = lineKeys(packed);
    if (keys.length === 0) return;
    let lines = this.#files.get(edit.file);
    if (lines === undefined) this.#files.set(edit.file, (lines = new Map<LineKey, WrittenLines[]>()));
    for (const key of keys) {
      const known = lines.get(key);
      if (known === undefined) lines.set(key, [edit]);
      else known.push(edit);
    }
  }

  /** The edit whose line the commit has: the last before its author time, of its own sessions if they wrote it; else before it was committed (an amend). */
  spend(file: string, key: LineKey, { authorMs, committerMs }: CommitRecord, owners: ReadonlySet<string>): WrittenLines | null {
    const edits = this.#files.get(file)?.get(key);
    if (edits === undefined) return null;
    const isOwn = ({ sessionId }: WrittenLines): boolean => owners.has(sessionId);
    const isBefore =
      (ms: number) =>
      ({ atMs }: WrittenLines): boolean =>
        atMs <= ms + secondMs;
    for (const limitMs of committerMs > authorMs ? [authorMs, committerMs] : [authorMs]) {
      const inTime = isBefore(limitMs);
      let at = owners.size === 0 ? -1 : edits.findLastIndex((edit) => inTime(edit) && isOwn(edit));
      if (at < 0) at = edits.findLastIndex(inTime);
      if (at >= 0) return edits.splice(at, 1)[0] ?? null;
    }
    return null;
  }
}

/** What was found so far. */
class Found {
  readonly #changed = new Map<string, number>();
  readonly #matches = new Map<string, Map<string, { lines: number; files: Set<string>; lastEditMs: number }>>();
  readonly #taken = new Map<string, Map<string, number>>();

  change(sha: string): void {
    this.#changed.set(sha, (this.#changed.get(sha) ?? 0) + 1);
  }

  take(sha: string, { toolUseId, sessionId, atMs }: WrittenLines, file: string, proves: boolean): void {
    const taken = this.#taken.get(toolUseId) ?? new Map<string, number>();
    this.#taken.set(toolUseId, taken.set(sha, (taken.get(sha) ?? 0) + 1));
    if (!proves) return;
    const sessions = this.#matches.get(sha) ?? new Map<string, { lines: number; files: Set<string>; lastEditMs: number }>();
    this.#matches.set(sha, sessions);
    const match = sessions.get(sessionId) ?? { lines: 0, files: new Set<string>(), lastEditMs: atMs };
    sessions.set(sessionId, match);
    match.lines += 1;
    match.files.add(file);
    match.lastEditMs = Math.max(match.lastEditMs, atMs);
  }

  result(): LineMatches {
    const matches = [...this.#matches].flatMap(([sha, sessions]) => {
      const matchedLines = [...sessions.values()].reduce((sum, { lines }) => sum + lines, 0);
      // An amend adds lines that the first copy did not change.
      const changedLines = Math.max(this.#changed.get(sha) ?? 0, matchedLines);
      return [...sessions].map(([sessionId, { lines, files, lastEditMs }]): Match => {
        return { sha, sessionId, lines, matchedLines, changedLines, files: [...files].sort(), lastEditMs };
      });
    });
    matches.sort((left, right) => compare(left.sha, right.sha) || compare(left.sessionId, right.sessionId));
    return { matches, taken: this.#taken };
  }
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
