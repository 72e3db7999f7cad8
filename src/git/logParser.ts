/**
 * Commits out of the tokens of `git log -z` with `--numstat` or `--raw`. A record is a fixed number of fields and then its files; fields and names are taken by
 * their count, so that nothing that stands in them can be taken for the beginning of another.
 */
import type { CommitFile } from '../core/attribution/gitFacts.ts';
import type { HashText } from '../core/transcript/hashedLine.ts';
import { hexOf } from '../core/transcript/hex.ts';
import { hintsOf } from './hints.ts';
import { pullNumberOf, revertsOf, sessionsOf } from './message.ts';
import type { ReadCommit } from './types.ts';

const fields = ['%H', '%P', '%T', '%at', '%ct', '%ae', '%an', '%s', '%b'];

/** The format whose records `LogParser` reads; every field ends with NUL. */
export const logFormat = `--format=tformat:${fields.map((each) => `${each}%x00`).join('')}`;

export class LogParser {
  private readonly hash: HashText;
  private readonly hashes = new Map<string, string>();
  private header: string[] = [];
  private files: CommitFile[] = [];
  private blobs: string[] = [];
  /** A file whose names follow in tokens of their own; two for a renamed one, the old and the new. */
  private named: {
    readonly added: number | null;
    readonly removed: number | null;
    readonly names: string[];
    readonly wanted: number;
  } | null = null;
  /** With `--raw`: the blobs that a commit's lines would be counted from, by SHA. Taken away by who uses them. */
  readonly blobsBySha = new Map<string, readonly string[]>();

  constructor(hash: HashText) {
    this.hash = hash;
  }

  /** The commit whose files are being read; `''` for none. */
  get openSha(): string {
    return this.header[0] ?? '';
  }

  /** One that hashes alike and has read nothing. */
  anew(): LogParser {
    return new LogParser(this.hash);
  }

  /** The commits that are complete: the last one is, once the next begins. */
  push(tokens: readonly string[]): ReadCommit[] {
    const done: ReadCommit[] = [];
    for (const token of tokens) {
      if (this.header.length > 0 && this.header.length < fields.length) this.header.push(token);
      else if (this.named !== null) this.readName(this.named, token);
      else if (token !== '' && !this.readCounts(token) && !this.readRaw(token)) {
        done.push(...this.end());
        this.header = [token];
      }
    }
    return done;
  }

  /** The last commit. */
  end(): ReadCommit[] {
    if (this.header.length < fields.length) return [];
    const [
      sha = '',
      parents = '',
      tree = '',
      authorSeconds,
      committerSeconds,
      authorAddress = '',
      authorName = '',
      subject = '',
      body = '',
    ] = this.header;
    const { files } = this;
    if (this.blobs.length > 0) this.blobsBySha.set(sha, this.blobs);
    this.header = [];
    this.files = [];
    this.blobs = [];
    return [
      {
        sha,
        parents: parents === '' ? [] : parents.split(' '),
        tree,
        authorMs: milliseconds(authorSeconds),
        committerMs: milliseconds(committerSeconds),
        authorHash: this.addressHash(authorAddress),
        subjectHash: subject.trim() === '' ? '' : hexOf(this.hash(subject.trim())),
        files,
        sessionMarks: sessionsOf(body),
        reverts: revertsOf(body),
        pullNumber: pullNumberOf(subject.trim(), body),
        hints: hintsOf({ authorName, authorAddress, subject: subject.trim(), body }),
      },
    ];
  }

  /** `added TAB removed TAB path`, without a path where two names follow; false for what begins a record. */
  private readCounts(token: string): boolean {
    const counts = /^\n?(\d+|-)\t(\d+|-)\t([^]*)$/.exec(token);
    if (counts === null) return false;
    const [, added = '-', removed = '-', path = ''] = counts;
    if (path === '') this.named = { added: count(added), removed: count(removed), names: [], wanted: 2 };
    else this.files.push({ path, previousPath: null, added: count(added), removed: count(removed) });
    return true;
  }

  /** `:mode mode blob blob status`, whose names follow; without counts. */
  private readRaw(token: string): boolean {
    const found = /^\n?:\d+ \d+ ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*$/.exec(token);
    if (found === null) return false;
    const [, before = '', after = '', status] = found;
    const isMove = status === 'R' || status === 'C';
    // Of a file that was only moved no line has to be counted.
    if (before !== after) this.blobs.push(...[before, after].filter((id) => !/^0+$/.test(id)));
    this.named = { added: before === after ? 0 : null, removed: before === after ? 0 : null, names: [], wanted: isMove ? 2 : 1 };
    return true;
  }

  private readName(named: NonNullable<LogParser['named']>, token: string): void {
    named.names.push(token);
    if (named.names.length < named.wanted) return;
    const previousPath = named.wanted === 2 ? (named.names[0] ?? null) : null;
    this.files.push({ path: token, previousPath, added: named.added, removed: named.removed });
    this.named = null;
  }

  /** Remembered, because a history has many commits and few authors. */
  private addressHash(address: string): string {
    const normal = normalAddress(address);
    if (normal === '') return '';
    const before = this.hashes.get(normal);
    if (before !== undefined) return before;
    const hashed = hexOf(this.hash(normal));
    if (this.hashes.size < 10_000) this.hashes.set(normal, hashed);
    return hashed;
  }
}

/** An address as it is hashed. */
export function normalAddress(address: string): string {
  return address.trim().toLowerCase();
}

function count(text: string): number | null {
  return text === '-' ? null : Number(text);
}

/** git shows a time that is none as nothing. */
function milliseconds(seconds: string | undefined): number {
  const parsed = Number(seconds);
  return Number.isSafeInteger(parsed * 1000) ? parsed * 1000 : 0;
}
