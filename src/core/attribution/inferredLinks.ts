/**
 * Tier 6: the session that a commit likely came from where no call, no mark and no line says so. Commands write files too (`cat > file`, `sed -i`,
 * generators), and a line that somebody wrote over is nobody's.
 *
 * A session's work on a file is spent by the first commit after it that has the file: what was committed before says nothing of a later commit.
 */
import { byCommitted, withCopies } from './copies.ts';
import type { Copies } from './copies.ts';
import type { CommitRecord, RepositoryFacts } from './gitFacts.ts';
import { withoutCall } from './link.ts';
import type { Link } from './link.ts';

/** What a session did with one file, at one time. */
export interface FileWork {
  readonly sessionId: string;
  readonly agentId: string;
  readonly atMs: number;
  /** As the commits call it, see `FileNames`. */
  readonly file: string;
  /** Whether an edit or a command changed it, or may have; else a command only read it. */
  readonly changes: boolean;
}

export interface InferredLinkInput {
  readonly repository: RepositoryFacts;
  readonly copies: Copies;
  /** Of tiers 1 to 5. */
  readonly links: readonly Link[];
  /** What linked commits became together with others. Asked for only where a link was found. */
  readonly squashes: () => ReadonlySet<string>;
  /** Of every session, on files of the repository. */
  readonly work: readonly FileWork[];
  readonly nameOf: (path: string) => string;
  /** Files that programs write, or that the repository leaves out. */
  readonly isLeftOut: (path: string) => boolean;
}

/** How long after a session's last work on its files a commit may come. */
export const inferredWithinMs = 12 * 60 * 60_000;

/** The same where the session only read them: what it changed is not known, so that time has to say more. */
export const readWithinMs = 60 * 60_000;

/** A session has to have worked on this share of a commit's files. */
const leastShare = 0.5;

/** A file that was only read says this much. */
const readWeight = 0.5;

const namedFiles = 5;

/** git knows whole seconds: work of the same second may have come before. */
const secondMs = 999;

/**
 * At most one link a commit (with its copies): commits of an identity of the clone that nothing links, no merges, reverts, or a program's, with
 * the session that worked last on most of their files in the twelve hours before. In order of the commits.
 */
export function inferredLinks(input: InferredLinkInput): readonly Link[] {
  if (input.work.length === 0) return [];
  const workOf = new Map<string, FileWork[]>();
  for (const work of input.work) {
    const known = workOf.get(work.file);
    if (known === undefined) workOf.set(work.file, [work]);
    else known.push(work);
  }
  for (const list of workOf.values()) list.sort((left, right) => left.atMs - right.atMs);
  const groups = groupsOf(input, (file) => workOf.has(file));
  const commitsOf = new Map<string, number[]>();
  for (const { commit, files } of groups)
    for (const file of files) {
      const times = commitsOf.get(file);
      if (times === undefined) commitsOf.set(file, [commit.authorMs]);
      else times.push(commit.authorMs);
    }
  const found = groups.flatMap((group): readonly (readonly [Group, Link])[] => {
    if (!group.mayBeLinked) return [];
    const session = likeliest(group, (file) => unspent(workOf.get(file) ?? [], commitsOf.get(file) ?? [], group.commit.authorMs));
    return session === null ? [] : [[group, linkOf(input.repository.record.path, group, session)]];
  });
  if (found.length === 0) return [];
  const squashes = input.squashes();
  return found.flatMap(([{ commit }, link]) => (withCopies(input.copies, commit).some(({ sha }) => squashes.has(sha)) ? [] : [link]));
}

/** A commit of the user's, for all of its copies. */
interface Group {
  /** The first of them. */
  readonly commit: CommitRecord;
  /** The one that a link names: the first that is there. */
  readonly sha: string;
  /** As `FileWork` names them. */
  readonly files: ReadonlySet<string>;
  readonly mayBeLinked: boolean;
}

/** The user's commits of files that somebody worked on, as far as they are there or linked; the first authored first. */
function groupsOf(
  { repository, copies, links, nameOf, isLeftOut }: InferredLinkInput,
  isWorkedOn: (file: string) => boolean,
): readonly Group[] {
  const own = new Set(repository.record.identityHashes);
  const linked = new Set(links.map(({ sha }) => sha));
  const groups: Group[] = [];
  for (const commit of repository.commits.values()) {
    if (!own.has(commit.authorHash) || commit.parents.length > 1) continue;
    const members = withCopies(copies, commit);
    if (members[0]?.sha !== commit.sha) continue;
    const there = members.find(({ reachable, parents }) => reachable && parents.length < 2);
    const isLinked = members.some(({ sha }) => linked.has(sha));
    if (there === undefined && !isLinked) continue;
    const names = (there ?? commit).files.map(({ path }) => nameOf(path));
    if (!names.some(isWorkedOn)) continue;
    const kept = (there ?? commit).files.filter(({ path }) => !isLeftOut(path)).map(({ path }) => nameOf(path));
    const isOther = members.some(({ reverts, hints }) => reverts.length > 0 || hints?.bot === true);
    groups.push({ commit, sha: (there ?? commit).sha, files: new Set(kept), mayBeLinked: !isLinked && !isOther });
  }
  return groups.sort((left, right) => left.commit.authorMs - right.commit.authorMs || byCommitted(left.commit, right.commit));
}

/** Work on a file that came before a commit of it, and after every other. Both are in order of time; `times` are those of the file's commits. */
function unspent(work: readonly FileWork[], times: readonly number[], authorMs: number): readonly FileWork[] {
  const fromMs = authorMs - inferredWithinMs;
  // A history is long, and what matters of it short.
  let first = work.findLastIndex(({ atMs }) => atMs < fromMs) + 1;
  const last = work.findLastIndex(({ atMs }) => atMs <= authorMs + secondMs);
  if (first > last) return [];
  const before = times.findLast((ms) => ms < authorMs) ?? -Infinity;
  while (first <= last && (work[first]?.atMs ?? 0) <= before + secondMs) first += 1;
  return work.slice(first, last + 1);
}

/** What a session has of one commit. */
interface Candidate {
  readonly sessionId: string;
  /** Files that it worked on; whether it changed them. */
  readonly files: Map<string, boolean>;
  last: FileWork;
  weight: number;
}

/** The session with most of the commit's files; of equals the one that worked on them last. Null where none has enough. */
function likeliest({ commit, files }: Group, workOn: (file: string) => readonly FileWork[]): Candidate | null {
  const candidates = new Map<string, Candidate>();
  for (const file of files) {
    const here = new Map<string, boolean>();
    for (const work of workOn(file)) {
      here.set(work.sessionId, work.changes || here.get(work.sessionId) === true);
      const known = candidates.get(work.sessionId);
      if (known === undefined) candidates.set(work.sessionId, { sessionId: work.sessionId, files: new Map(), last: work, weight: 0 });
      else if (isLater(work, known.last)) known.last = work;
    }
    // What many sessions worked on tells less which of them it was.
    for (const [sessionId, changes] of here) {
      const candidate = candidates.get(sessionId);
      if (candidate === undefined) continue;
      candidate.files.set(file, changes);
      candidate.weight += (changes ? 1 : readWeight) / here.size;
    }
  }
  let best: Candidate | null = null;
  for (const candidate of candidates.values())
    if (isEnough(candidate, files.size, commit) && (best === null || isBetter(candidate, best))) best = candidate;
  return best;
}

function isEnough({ files, last }: Candidate, all: number, { authorMs, hints }: CommitRecord): boolean {
  const changed = [...files.values()].some((changes) => changes);
  if (!changed && authorMs - last.atMs > readWithinMs) return false;
  // A commit that says that Claude helped needs less.
  return hints?.withClaude === true || files.size >= leastShare * all;
}

function isBetter(left: Candidate, right: Candidate): boolean {
  if (left.weight !== right.weight) return left.weight > right.weight;
  if (left.last.atMs !== right.last.atMs) return left.last.atMs > right.last.atMs;
  return left.sessionId < right.sessionId;
}

/** In an order that does not depend on how the work was given. */
function isLater(left: FileWork, right: FileWork): boolean {
  return left.atMs > right.atMs || (left.atMs === right.atMs && left.agentId < right.agentId);
}

function linkOf(repository: string, { sha }: Group, { sessionId, files, last }: Candidate): Link {
  const names = [...files.keys()].sort();
  const matched = { lines: 0, changedLines: 0, files: names.slice(0, namedFiles), fileCount: names.length, lastEditAtMs: last.atMs };
  return { sessionId, repository, sha, tier: 6, evidence: { ...withoutCall('files'), agentId: last.agentId, matched } };
}
