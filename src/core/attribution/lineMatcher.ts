/**
 * Matches the lines of a whole repository, and remembers what it found file by file: a line is only ever taken in its own file, so that a new
 * commit or edit costs what the files that it touches cost. What it says is what it would say of everything at once.
 */
import { withCopies } from './copies.ts';
import type { Copies } from './copies.ts';
import type { CommitRecord } from './gitFacts.ts';
import { LineCounts } from './lineCounts.ts';
import { lineKeys } from './lineKeys.ts';
import type { LineKey } from './lineKeys.ts';
import { matchFile } from './matchLines.ts';
import type { ChangedLines, CommittedFile, FileMatches, LineMatches, WrittenEdit, WrittenLines } from './matchLines.ts';
import { MatchSums } from './matchSums.ts';

/** A commit whose lines may be a session's: made by an identity of the clone, and no merge. */
export interface MatchedCommit {
  readonly commit: CommitRecord;
  /** What its files are called, by their position in it, see `FileNames`; null for one that is left out. */
  readonly files: readonly (string | null)[];
}

export interface MatchInput {
  /** Of one repository, each with lines. */
  readonly edits: readonly WrittenEdit[];
  /** Of the same one, each with lines. */
  readonly commits: readonly MatchedCommit[];
  readonly copies: Copies;
  /** Sessions that are known to have made a commit, by its SHA or that of a copy. */
  readonly recorded: ReadonlyMap<string, ReadonlySet<string>>;
  /** Commits whose squash is known: they keep their lines, and the squash has them again. */
  readonly squashed?: ReadonlySet<string>;
}

/** Where the lines come from; they never change. Asked file by file, so that not all of them are in memory. */
export interface LineSource {
  readonly ofEdit: (toolUseId: string) => ChangedLines;
  readonly ofCommit: (sha: string, position: number) => ChangedLines;
}

/** A line that this many files of the repository have proves nothing: `return nil, err`. */
const commonFiles = 5;

interface KnownCommit {
  readonly files: readonly (string | null)[];
  readonly first: string;
  readonly lost: boolean;
  readonly owners: ReadonlySet<string>;
}

interface KnownFile {
  /** Lines that were added in it, in order of their keys, each once: they count for how common a line is. */
  readonly added: Float64Array;
  /** Lines that were taken away: how common they are matters as well. */
  readonly removed: Float64Array;
  readonly matches: FileMatches;
}

/** What is known of one file: whose lines are asked of the source. */
interface Participants {
  readonly edits: WrittenEdit[];
  readonly commits: (KnownCommit & { readonly commit: CommitRecord; readonly position: number })[];
}

const noKeys = new Float64Array(0);
const noMatches = matchFile([], [], () => true);

export class LineMatcher {
  /** Lines that prove nothing wherever they stand: brackets, `else`, blank comments. */
  readonly #trivial: ReadonlySet<LineKey>;
  #edits: ReadonlyMap<string, WrittenEdit> = new Map();
  #commits: ReadonlyMap<string, KnownCommit> = new Map();
  readonly #files = new Map<string, KnownFile>();
  readonly #counts = new LineCounts();
  readonly #sums = new MatchSums();
  #lines = 0;

  constructor(trivial: ReadonlySet<LineKey>) {
    this.#trivial = trivial;
  }

  /** How many lines it remembers: each takes some thirty bytes. */
  get lines(): number {
    return this.#lines;
  }

  /**
   * Everything that sessions have in commits, whatever it is worth as evidence; what edits took holds until the next call. After an error it is of no
   * use any more.
   */
  match(input: MatchInput, source: LineSource): LineMatches {
    const known = knownCommits(input);
    const touched = this.#touchedBy(input, known);
    this.#edits = new Map(input.edits.map((edit) => [edit.toolUseId, edit]));
    this.#commits = known;
    const participants = participantsOf(touched, input, known);
    const turned = new Set<LineKey>();
    for (const file of touched) this.#count(file, participants.get(file), source, turned);
    const recounted = this.#filesWith(turned, touched);
    for (const [file, taking] of [...participants, ...participantsOf(recounted, input, known)]) this.#matchOne(file, taking, source);
    return this.#sums.sum();
  }

  /** Files of edits and commits that are new, gone, or not what they were. */
  #touchedBy({ edits, commits }: MatchInput, known: ReadonlyMap<string, KnownCommit>): ReadonlySet<string> {
    const touched = new Set<string>();
    const gone = new Set(this.#edits.keys());
    for (const edit of edits) {
      gone.delete(edit.toolUseId);
      const before = this.#edits.get(edit.toolUseId);
      if (before !== undefined && isSameEdit(before, edit)) continue;
      touched.add(edit.file);
      if (before !== undefined) touched.add(before.file);
    }
    for (const toolUseId of gone) touched.add(this.#edits.get(toolUseId)?.file ?? '');
    const touch = ({ files }: KnownCommit): void => {
      for (const file of files) if (file !== null) touched.add(file);
    };
    for (const { commit } of commits) {
      const [before, now] = [this.#commits.get(commit.sha), known.get(commit.sha)];
      if (now === undefined || (before !== undefined && isSameCommit(before, now))) continue;
      touch(now);
      if (before !== undefined) touch(before);
    }
    for (const [sha, before] of this.#commits) if (!known.has(sha)) touch(before);
    return touched;
  }

  /** Counts the lines that a file has now; adds those that became common by it, or are so no more, to `turned`. */
  #count(file: string, participants: Participants | undefined, source: LineSource, turned: Set<LineKey>): void {
    const before = this.#files.get(file);
    const [added, removed] = participants === undefined ? [noKeys, noKeys] : keysOf(participants, source);
    const gone = (key: LineKey): void => {
      if (this.#counts.add(key, -1) === commonFiles - 1) turned.add(key);
    };
    const came = (key: LineKey): void => {
      if (this.#counts.add(key, 1) === commonFiles) turned.add(key);
    };
    inOnlyOne(before?.added ?? noKeys, added, gone, came);
    if (before !== undefined) this.#sums.remove(file, before.matches);
    this.#lines += added.length + removed.length - (before === undefined ? 0 : before.added.length + before.removed.length);
    if (participants === undefined) this.#files.delete(file);
    else this.#files.set(file, { added, removed, matches: noMatches });
  }

  #filesWith(turned: ReadonlySet<LineKey>, but: ReadonlySet<string>): ReadonlySet<string> {
    const files = new Set<string>();
    if (turned.size === 0) return files;
    const sorted = Float64Array.from(turned).sort();
    for (const [file, { added, removed }] of this.#files)
      if (!but.has(file) && (haveCommon(sorted, added) || haveCommon(sorted, removed))) files.add(file);
    return files;
  }

  #matchOne(file: string, { edits, commits }: Participants, source: LineSource): void {
    const written = edits.map((edit): WrittenLines => ({ ...edit, ...source.ofEdit(edit.toolUseId) }));
    const committed = commits.map(({ commit, position, first, lost, owners }): CommittedFile => {
      return { commit, first, lost, owners, ...source.ofCommit(commit.sha, position) };
    });
    const isCommon = (key: LineKey): boolean => this.#trivial.has(key) || this.#counts.of(key) >= commonFiles;
    const known = this.#files.get(file) ?? { added: noKeys, removed: noKeys, matches: noMatches };
    const matches = matchFile(written, committed, isCommon);
    this.#sums.remove(file, known.matches);
    this.#sums.add(file, matches);
    this.#files.set(file, { ...known, matches });
  }
}

const nothing: ReadonlySet<string> = new Set();

function knownCommits({ commits, copies, recorded, squashed = nothing }: MatchInput): ReadonlyMap<string, KnownCommit> {
  return new Map(
    commits.map(({ commit, files }) => {
      const all = withCopies(copies, commit);
      const owners = new Set(all.flatMap(({ sha }) => [...(recorded.get(sha) ?? [])]));
      const lost = !all.some(({ sha, reachable }) => reachable || squashed.has(sha));
      return [commit.sha, { files, owners, first: all[0]?.sha ?? commit.sha, lost }];
    }),
  );
}

function participantsOf(
  wanted: ReadonlySet<string>,
  { edits, commits }: MatchInput,
  known: ReadonlyMap<string, KnownCommit>,
): ReadonlyMap<string, Participants> {
  const participants = new Map<string, Participants>();
  if (wanted.size === 0) return participants;
  const of = (file: string): Participants => {
    let found = participants.get(file);
    if (found === undefined) participants.set(file, (found = { edits: [], commits: [] }));
    return found;
  };
  for (const edit of edits) if (wanted.has(edit.file)) of(edit.file).edits.push(edit);
  for (const { commit, files } of commits) {
    const own = known.get(commit.sha);
    if (own === undefined) continue;
    for (const [position, file] of files.entries())
      if (file !== null && wanted.has(file)) of(file).commits.push({ ...own, commit, position });
  }
  return participants;
}

/** Lines that were added in a file and those that were taken away, in order of their keys, each once. */
function keysOf({ edits, commits }: Participants, source: LineSource): readonly [added: Float64Array, removed: Float64Array] {
  const changes = edits.map(({ toolUseId }) => source.ofEdit(toolUseId));
  for (const { commit, position } of commits) changes.push(source.ofCommit(commit.sha, position));
  return [distinct(changes.map(({ added }) => added)), distinct(changes.map(({ removed }) => removed))];
}

function distinct(packed: readonly Uint8Array[]): Float64Array {
  const all = Float64Array.from(packed.flatMap((lines) => lineKeys(lines))).sort();
  return all.filter((key, index) => index === 0 || key !== all[index - 1]);
}

function isSameEdit(before: WrittenEdit, now: WrittenEdit): boolean {
  return before.file === now.file && before.sessionId === now.sessionId && before.atMs === now.atMs;
}

function isSameCommit(before: KnownCommit, now: KnownCommit): boolean {
  return (
    before.first === now.first &&
    before.lost === now.lost &&
    before.owners.size === now.owners.size &&
    [...before.owners].every((owner) => now.owners.has(owner)) &&
    before.files.length === now.files.length &&
    before.files.every((file, position) => file === now.files[position])
  );
}

/** Calls back for each number that only one of two ordered lists has. */
function inOnlyOne(left: Float64Array, right: Float64Array, onlyLeft: (key: number) => void, onlyRight: (key: number) => void): void {
  let [from, to] = [0, 0];
  while (from < left.length || to < right.length) {
    const [first = Infinity, second = Infinity] = [left[from], right[to]];
    if (first <= second) from += 1;
    if (second <= first) to += 1;
    if (first < second) onlyLeft(first);
    else if (second < first) onlyRight(second);
  }
}

/** Whether a short ordered list has a number of a long one. */
function haveCommon(few: Float64Array, many: Float64Array): boolean {
  let from = 0;
  for (const key of few) {
    let to = many.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((many[middle] ?? Infinity) < key) from = middle + 1;
      else to = middle;
    }
    if (many[from] === key) return true;
  }
  return false;
}
