/** Which lines of a commit sessions wrote: the base of everything that is said of lines that shipped or are still there. */
import { lineKeys } from '../attribution/lineKeys.ts';
import type { LineKey } from '../attribution/lineKeys.ts';
import type { CommitRecord } from '../attribution/gitFacts.ts';

/** An edit and what it added, as hashes of its lines. */
export interface ClaimingEdit {
  readonly toolUseId: string;
  readonly sessionId: string;
  readonly atMs: number;
  /** One name for the file over its history, see `FileNames`. */
  readonly file: string;
  readonly added: Uint8Array;
  /** The commits that took lines of it, by the SHA under which they are linked. */
  readonly takers: readonly string[];
}

/** A commit and what it added, file by file. */
export interface ClaimedCommit {
  readonly commit: Pick<CommitRecord, 'sha' | 'authorMs' | 'committerMs'>;
  readonly files: readonly {
    /** As the commit calls it. */
    readonly path: string;
    /** Its one name, as edits have it. */
    readonly file: string;
    readonly added: Uint8Array;
  }[];
}

/** A line of a commit that a session wrote. */
export interface ClaimedLine {
  readonly key: LineKey;
  readonly sessionId: string;
}

/** Lines of sessions by the commit that took them, then by the path that it calls their file, each list in the order of the commit. */
export type Claims = ReadonlyMap<string, ReadonlyMap<string, readonly ClaimedLine[]>>;

/**
 * The added lines that commits took of the edits whose takers they are. Each written line is given once: to the commit that was authored
 * first, and the last edit that wrote it owns it.
 */
export function claimLines(edits: readonly ClaimingEdit[], commits: readonly ClaimedCommit[]): Claims {
  const editsOf = new Map<string, ClaimingEdit[]>();
  for (const edit of edits) for (const sha of edit.takers) editsOf.set(sha, [...(editsOf.get(sha) ?? []), edit]);
  const left = new Map<ClaimingEdit, Map<LineKey, number>>();
  const claims = new Map<string, ReadonlyMap<string, readonly ClaimedLine[]>>();
  for (const { commit, files } of [...commits].sort(inOrderOfAuthors)) {
    const latestFirst = (editsOf.get(commit.sha) ?? []).sort(latest);
    const claimed = new Map<string, readonly ClaimedLine[]>();
    for (const { path, file, added } of files) {
      const writers = latestFirst.filter((edit) => edit.file === file).map((edit) => ({ edit, lines: linesLeft(left, edit) }));
      if (writers.length === 0) continue;
      const lines = lineKeys(added).flatMap((key): readonly ClaimedLine[] => {
        const writer = writers.find(({ lines }) => (lines.get(key) ?? 0) > 0);
        if (writer === undefined) return [];
        writer.lines.set(key, (writer.lines.get(key) ?? 0) - 1);
        return [{ key, sessionId: writer.edit.sessionId }];
      });
      if (lines.length > 0) claimed.set(path, lines);
    }
    if (claimed.size > 0) claims.set(commit.sha, claimed);
  }
  return claims;
}

/** How often each line of an edit is not given yet. */
function linesLeft(left: Map<ClaimingEdit, Map<LineKey, number>>, edit: ClaimingEdit): Map<LineKey, number> {
  let lines = left.get(edit);
  if (lines === undefined) left.set(edit, (lines = countKeys(lineKeys(edit.added))));
  return lines;
}

/** How often each key is there. */
export function countKeys(keys: Iterable<LineKey>): Map<LineKey, number> {
  const counts = new Map<LineKey, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function inOrderOfAuthors({ commit: left }: ClaimedCommit, { commit: right }: ClaimedCommit): number {
  return left.authorMs - right.authorMs || left.committerMs - right.committerMs || (left.sha < right.sha ? -1 : 1);
}

function latest(left: ClaimingEdit, right: ClaimingEdit): number {
  return right.atMs - left.atMs || (left.toolUseId < right.toolUseId ? 1 : -1);
}
