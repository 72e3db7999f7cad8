import type { CommitRecord } from './gitFacts.ts';

/** Groups of copies by the SHA of each member, earliest committed first; a commit without a copy is in none. */
export type Copies = ReadonlyMap<string, readonly CommitRecord[]>;

/**
 * Which commits are copies of one another: those with the same author, author time and subject (a rebase, a cherry-pick, an amend),
 * and those with the same author, author time, parents and a file of which only one is still on a ref, itself or as a copy (an amend
 * with another subject: the rewritten commit is left behind). Commits of one second with one subject that were each made for themselves
 * are none: they follow one another, or changed other files. What was found is remembered with `commits`, which never change.
 */
export function findCopies(commits: ReadonlyMap<string, CommitRecord>): Copies {
  let copies = found.get(commits);
  if (copies === undefined) found.set(commits, (copies = search(commits)));
  return copies;
}

const found = new WeakMap<ReadonlyMap<string, CommitRecord>, Copies>();

function search(commits: ReadonlyMap<string, CommitRecord>): Copies {
  const groups = new Groups();
  const authored = [...bucket(commits.values(), (commit) => `${commit.authorHash} ${String(commit.authorMs)}`)];
  for (const sameAuthor of authored) {
    if (sameAuthor.length === 1) continue;
    for (const sameSubject of bucket(sameAuthor, (commit) => commit.subjectHash)) {
      if (sameSubject.length === 1) continue;
      const depthOf = depths(sameSubject);
      for (const sameDepth of bucket(sameSubject, (commit) => String(depthOf(commit))))
        for (const same of madeOnce(sameDepth) ? [sameDepth] : bucket(sameDepth, pathsOf)) groups.join(same);
    }
  }
  const amends = authored.flatMap((sameAuthor) =>
    sameAuthor.length === 1
      ? []
      : [...bucket(sameAuthor, (commit) => commit.parents.join(' '))].map((siblings) => amended(siblings, groups)),
  );
  for (const amend of amends) groups.join(amend);
  const copies = new Map<string, readonly CommitRecord[]>();
  for (const group of groups.all()) {
    const sorted = [...group].sort(byCommitted);
    for (const { sha } of sorted) copies.set(sha, sorted);
  }
  return copies;
}

/** Of commits with one author, author time and parents those that an amend made of one another; none where it cannot be told. */
function amended(siblings: readonly CommitRecord[], groups: Groups): readonly CommitRecord[] {
  if (siblings.length < 2) return [];
  const sorted = [...siblings].sort(byCommitted);
  const kept = sorted.filter((commit) => groups.of(commit).some(({ reachable }) => reachable));
  const [first = sorted[0], ...others] = kept;
  // What became something else, too, was not left behind.
  if (first === undefined || others.some((commit) => !groups.of(first).includes(commit))) return [];
  return sorted.filter((commit) => commit === first || shareFile(commit, first));
}

function shareFile(left: CommitRecord, right: CommitRecord): boolean {
  if (left.files.length === 0 || right.files.length === 0) return true;
  const paths = new Set(left.files.map(({ path }) => path));
  return right.files.some(({ path }) => paths.has(path));
}

/** How many of the members each one stands on, one upon the other: the copies of a line of commits are another such line. */
function depths(members: readonly CommitRecord[]): (commit: CommitRecord) => number {
  const bySha = new Map(members.map((commit) => [commit.sha, commit]));
  const known = new Map<string, number>();
  for (const sha of [...bySha.keys()].sort()) {
    const line: string[] = [];
    for (let at = bySha.get(sha); at !== undefined && !known.has(at.sha); at = bySha.get(at.parents[0] ?? '')) {
      known.set(at.sha, 0);
      line.push(at.sha);
    }
    for (const each of line.reverse()) known.set(each, 1 + (known.get(bySha.get(each)?.parents[0] ?? '') ?? -1));
  }
  return ({ sha }) => known.get(sha) ?? 0;
}

/** Whether no two of them look as they were when they were made, with different files: two working trees in one second. */
function madeOnce(commits: readonly CommitRecord[]): boolean {
  return new Set(commits.filter(({ authorMs, committerMs }) => authorMs === committerMs).map(pathsOf)).size <= 1;
}

function pathsOf({ files }: CommitRecord): string {
  return files
    .map(({ path }) => path)
    .sort()
    .join('\0');
}

/** Earliest committed first: an original before its copies. */
export function byCommitted(left: CommitRecord, right: CommitRecord): number {
  return left.committerMs - right.committerMs || (left.sha < right.sha ? -1 : left.sha > right.sha ? 1 : 0);
}

/** A commit and its copies. */
export function withCopies(copies: Copies, commit: CommitRecord): readonly CommitRecord[] {
  return copies.get(commit.sha) ?? [commit];
}

function bucket(commits: Iterable<CommitRecord>, keyOf: (commit: CommitRecord) => string): Iterable<CommitRecord[]> {
  const buckets = new Map<string, CommitRecord[]>();
  for (const commit of commits) {
    const key = keyOf(commit);
    const known = buckets.get(key);
    if (known === undefined) buckets.set(key, [commit]);
    else known.push(commit);
  }
  return buckets.values();
}

/** Groups that grow together where they share a member. Groups are small: a commit has a handful of copies. */
class Groups {
  readonly #groupOf = new Map<CommitRecord, Set<CommitRecord>>();

  join(members: readonly CommitRecord[]): void {
    if (members.length < 2) return;
    const joined = new Set<CommitRecord>();
    for (const member of members) for (const known of this.#groupOf.get(member) ?? [member]) joined.add(known);
    for (const member of joined) this.#groupOf.set(member, joined);
  }

  /** A commit and those that are grouped with it so far. */
  of(commit: CommitRecord): readonly CommitRecord[] {
    return [...(this.#groupOf.get(commit) ?? [commit])];
  }

  all(): ReadonlySet<ReadonlySet<CommitRecord>> {
    return new Set(this.#groupOf.values());
  }
}
