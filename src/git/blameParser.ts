/**
 * Where each line of a file comes from, out of `git blame --porcelain`. The names and addresses in it are passed over, and of a line's text only its
 * hash is kept.
 */
import { lineKeys } from '../core/attribution/lineKeys.ts';
import type { LineKey } from '../core/attribution/lineKeys.ts';
import { packHashes } from '../core/transcript/hashedLine.ts';
import type { HashText } from '../core/transcript/hashedLine.ts';

/** Where lines come from: a commit, and what the file was called there. */
export interface BlamedOrigin {
  readonly sha: string;
  /** As git writes it: a name with a quote or a line break in it is quoted. */
  readonly file: string;
  /** From before the history that was looked at: the commit is only where the looking ended. */
  readonly before: boolean;
}

export interface BlamedLine {
  readonly origin: BlamedOrigin;
  /** Of the origin's file, from 1. */
  readonly line: number;
  /** The line without its white space; null of a blank or overlong one, and where no hash was asked for. */
  readonly key: LineKey | null;
}

/** Of a longer line no hash is made: nobody wrote it. */
const longestLine = 16 * 1024;

const [lineFeed, tab] = [0x0a, 0x09];

const entry = /^([0-9a-f]{40,64}) (\d+) \d+(?: \d+)?$/;

export class BlameParser {
  /** In the order of the file. */
  readonly lines: BlamedLine[] = [];
  /** A line with a NUL was met: this is no text. */
  isBinary = false;
  private readonly hash: HashText | null;
  private readonly commits = new Map<string, { file: string; before: boolean; origin: BlamedOrigin | null }>();
  private rest: Buffer = Buffer.alloc(0);
  private open: { readonly sha: string; readonly line: number } | null = null;
  /** In the middle of a line of which no more is wanted. */
  private skipping = false;

  constructor(hash: HashText | null) {
    this.hash = hash;
  }

  push(chunk: Buffer): void {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let from = 0;
    for (let to = bytes.indexOf(lineFeed); to >= 0; to = bytes.indexOf(lineFeed, from)) {
      if (!this.skipping) this.readLine(bytes.subarray(from, to));
      this.skipping = false;
      from = to + 1;
    }
    this.rest = this.skipping ? Buffer.alloc(0) : bytes.subarray(from);
    if (this.rest.length <= longestLine + 1) return;
    this.readLine(this.rest);
    this.skipping = true;
    this.rest = Buffer.alloc(0);
  }

  private readLine(bytes: Buffer): void {
    if (bytes[0] === tab) {
      this.readContent(bytes.subarray(1));
      return;
    }
    const text = bytes.toString('utf8');
    const [, sha, line] = entry.exec(text) ?? [];
    if (sha !== undefined) {
      this.open = { sha, line: Number(line) };
      return;
    }
    const commit = this.open === null ? null : this.commitOf(this.open.sha);
    if (commit === null) return;
    if (text === 'boundary') commit.before = true;
    else if (text.startsWith('filename ')) [commit.file, commit.origin] = [text.slice('filename '.length), null];
  }

  private readContent(content: Buffer): void {
    const { open } = this;
    if (open === null) return;
    if (content.includes(0)) this.isBinary = true;
    const commit = this.commitOf(open.sha);
    commit.origin ??= { sha: open.sha, file: commit.file, before: commit.before };
    this.lines.push({ origin: commit.origin, line: open.line, key: this.keyOf(content) });
  }

  private keyOf(content: Buffer): LineKey | null {
    if (this.hash === null || content.length > longestLine) return null;
    return lineKeys(packHashes([content.toString('utf8')], this.hash))[0] ?? null;
  }

  /** What was said of a commit holds for each of its lines; its file until another is named. */
  private commitOf(sha: string): { file: string; before: boolean; origin: BlamedOrigin | null } {
    let commit = this.commits.get(sha);
    if (commit === undefined) this.commits.set(sha, (commit = { file: '', before: false, origin: null }));
    return commit;
  }
}
