/**
 * Hashes of the changed lines out of `git log -p -U0`. A hunk says how many lines it has, so that no line of a file, whatever it says, can be
 * taken for the beginning of another file or commit.
 */
import { hashLength } from '../core/transcript/hashedLine.ts';
import type { HashText } from '../core/transcript/hashedLine.ts';
import { packHashes } from '../core/transcript/hashedLine.ts';

/** The format whose commits `PatchParser` tells apart. */
export const patchFormat = '--format=tformat:%x00%H';

/** What a commit changed in one file; null where that is too much to be anybody's work by hand, and in a binary file. */
export interface ChangedLines {
  readonly added: Uint8Array;
  readonly removed: Uint8Array;
}

export interface CommitPatch {
  readonly sha: string;
  /** In git's order of files, the same as `--numstat` has. */
  readonly files: readonly (ChangedLines | null)[];
}

const [lineFeed, plus, minus, space, nul] = [0x0a, 0x2b, 0x2d, 0x20, 0x00];

/** Of a longer line no hash is made: nobody wrote it. */
const longestLine = 16 * 1024;

/** A file with more changed lines was generated, moved or imported. */
const mostLines = 20_000;

export class PatchParser {
  private readonly hash: HashText;
  private rest: Buffer = Buffer.alloc(0);
  /** In the middle of a line that is too long. */
  private skipping = false;
  private commit: { readonly sha: string; readonly files: (ChangedLines | null)[] } | null = null;
  private file: { readonly added: LineList; readonly removed: LineList } | null = null;
  private left = { added: 0, removed: 0 };

  constructor(hash: HashText) {
    this.hash = hash;
  }

  /** The commits that are complete: the last one is, once the next begins. */
  push(chunk: Buffer): CommitPatch[] {
    const done: CommitPatch[] = [];
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let from = 0;
    for (let to = bytes.indexOf(lineFeed); to >= 0; to = bytes.indexOf(lineFeed, from)) {
      this.readLine(bytes, from, this.skipping ? from : to, done);
      this.skipping = false;
      from = to + 1;
    }
    this.rest = bytes.subarray(from);
    if (this.rest.length > longestLine && !this.skipping) {
      // What it is (added, removed) is in its first byte.
      this.readLine(this.rest, 0, 1, done);
      this.skipping = true;
    }
    if (this.skipping) this.rest = Buffer.alloc(0);
    return done;
  }

  /** The last commit. */
  end(): CommitPatch[] {
    const { commit } = this;
    this.endFile();
    this.commit = null;
    return commit === null ? [] : [commit];
  }

  private readLine(bytes: Buffer, from: number, to: number, done: CommitPatch[]): void {
    if (this.skipping) return;
    const { left } = this;
    if (left.added > 0 || left.removed > 0) this.readChange(bytes, from, to);
    else if (bytes[from] === nul) {
      done.push(...this.end());
      this.commit = { sha: bytes.toString('latin1', from + 1, to), files: [] };
    } else if (startsWith(bytes, from, to, 'diff --git ')) {
      this.endFile();
      this.file = { added: new LineList(this.hash), removed: new LineList(this.hash) };
    } else if (startsWith(bytes, from, to, '@@ -')) {
      const counts = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(bytes.toString('latin1', from, Math.min(to, from + 100)));
      if (counts !== null) this.left = { removed: Number(counts[1] ?? 1), added: Number(counts[2] ?? 1) };
    }
  }

  private readChange(bytes: Buffer, from: number, to: number): void {
    const { left, file } = this;
    const sign = bytes[from];
    if (sign === plus || sign === space) left.added -= 1;
    if (sign === minus || sign === space) left.removed -= 1;
    // `\ No newline at end of file` counts for nothing.
    if (sign === plus) file?.added.add(bytes, from + 1, to);
    else if (sign === minus) file?.removed.add(bytes, from + 1, to);
  }

  private endFile(): void {
    const { file } = this;
    if (file === null) return;
    const [added, removed] = [file.added.packed(), file.removed.packed()];
    this.commit?.files.push(added === null || removed === null ? null : { added, removed });
    this.file = null;
  }
}

/** Hashes of lines one behind the other. */
class LineList {
  private readonly hash: HashText;
  private hashes = new Uint8Array(0);
  private used = 0;
  private lines = 0;

  constructor(hash: HashText) {
    this.hash = hash;
  }

  add(bytes: Buffer, from: number, to: number): void {
    this.lines += 1;
    if (this.lines > mostLines || to - from > longestLine) return;
    const packed = packHashes([bytes.toString('utf8', from, to)], this.hash);
    if (this.used + packed.length > this.hashes.length) {
      const larger = new Uint8Array(Math.max(64 * hashLength, 2 * this.hashes.length));
      larger.set(this.hashes);
      this.hashes = larger;
    }
    this.hashes.set(packed, this.used);
    this.used += packed.length;
  }

  /** Null when there were too many. */
  packed(): Uint8Array | null {
    return this.lines > mostLines ? null : this.hashes.slice(0, this.used);
  }
}

function startsWith(bytes: Buffer, from: number, to: number, text: string): boolean {
  return to - from >= text.length && bytes.toString('latin1', from, from + text.length) === text;
}
