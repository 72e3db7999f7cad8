/** A repository as it grows in memory: who wrote what a commit changes is known at any time. `importRepository.ts` makes it a real one. */
import type { Line } from './lines.ts';
import { changedLines, pathsChanged, replay } from './tree.ts';
import type { Tree } from './tree.ts';

export interface Person {
  readonly name: string;
  readonly address: string;
}

/** What a session has in a commit, by the lines that are its own. */
export interface Work {
  /** Lines that say something: added and taken away. */
  lines: number;
  /** Of those, lines that the transcript shows. */
  shown: number;
  /** Of those, lines that stand in the commit as the transcript shows them, in the file that it names. */
  plain: number;
}

/** Something that was committed once: a commit and all of its copies are one change. */
export class Change {
  readonly title: string;
  /** By session. */
  readonly work = new Map<string, Work>();
  readonly makers = new Set<string>();
  /** What happened to it, for the table of kinds. */
  readonly kinds = new Set<string>();
  /** Lines that say something, added and removed, by anybody. */
  lines = 0;
  /** Of a squash: what it holds. */
  readonly members: Change[] = [];
  private joined: Change | null = null;

  constructor(title: string) {
    this.title = title;
  }

  /** This one, or the one that it was folded into (`--amend`, `--autosquash`). */
  get root(): Change {
    return this.joined?.root ?? this;
  }

  foldInto(other: Change): void {
    this.joined = other;
    for (const kind of this.kinds) other.kinds.add(kind);
  }

  /** A session ran `git commit`: that is work on it, even without a line. */
  made(session: string): void {
    this.makers.add(session);
    this.workOf(session);
  }

  workOf(session: string): Work {
    const known = this.work.get(session);
    if (known !== undefined) return known;
    const none = { lines: 0, shown: 0, plain: 0 };
    this.work.set(session, none);
    return none;
  }
}

export interface Commit {
  readonly mark: number;
  readonly change: Change;
  readonly subject: string;
  readonly parents: readonly Commit[];
  readonly tree: Tree;
  readonly author: Person;
  readonly authorMs: number;
  readonly committerMs: number;
}

/** Who took a line away, in which working tree. */
export type Removals = Map<Line, string>;

/** A checkout with what is not committed yet. */
export interface WorkTree {
  readonly folder: string;
  readonly repository: Repository;
  branch: string;
  head: Commit;
  files: Map<string, readonly Line[]>;
  /** By session; a line that a person took away is not in it. */
  readonly removals: Removals;
}

export interface CommitChoices {
  readonly subject: string;
  readonly author: Person;
  readonly atMs: number;
  /** The author time that is kept, of an amend. */
  readonly authorMs?: number;
  readonly kinds?: readonly string[];
  /** The session that runs `git commit`. */
  readonly session?: string;
}

export class Repository {
  readonly path: string;
  readonly commits: Commit[] = [];
  /** Where each branch is; a deleted one is not in it. */
  readonly branches = new Map<string, Commit>();
  readonly workTrees: WorkTree[] = [];

  constructor(path: string, files: Tree, author: Person, atMs: number) {
    this.path = path;
    this.branches.set('main', this.add({ change: new Change('Begin'), subject: 'Begin', parents: [], tree: files, author, atMs }));
    this.checkOut(path, 'main');
  }

  tip(branch: string): Commit {
    const commit = this.branches.get(branch);
    if (commit === undefined) throw new Error(`There is no branch ${branch}.`);
    return commit;
  }

  checkOut(folder: string, branch: string): WorkTree {
    const head = this.tip(branch);
    const made: WorkTree = { folder, repository: this, branch, head, files: new Map(head.tree), removals: new Map() };
    this.workTrees.push(made);
    return made;
  }

  add(given: Omit<Commit, 'mark' | 'authorMs' | 'committerMs'> & { readonly atMs: number; readonly authorMs?: number }): Commit {
    const { atMs, authorMs = atMs, ...rest } = given;
    // git knows whole seconds.
    const whole = (ms: number): number => Math.floor(ms / 1000) * 1000;
    const commit = { ...rest, mark: this.commits.length + 1, authorMs: whole(authorMs), committerMs: whole(atMs) };
    this.commits.push(commit);
    return commit;
  }

  /** Commits a tree upon the working tree's branch; what the working tree has beyond it stays uncommitted. */
  commit(where: WorkTree, tree: Tree, { subject, author, atMs, kinds = [], session }: CommitChoices): Commit {
    const change = new Change(subject);
    for (const kind of kinds) change.kinds.add(kind);
    this.judge(change, where.head.tree, tree, where.removals);
    if (session !== undefined) change.made(session);
    return this.move(where, this.add({ change, subject, parents: [where.head], tree, author, atMs }));
  }

  /** Makes the last commit anew, with what a tree adds, and maybe another subject. */
  amend(where: WorkTree, tree: Tree, { subject, atMs, session }: Omit<CommitChoices, 'author'>): Commit {
    const { parents, change, author, authorMs } = where.head;
    change.kinds.add(subject === where.head.subject ? 'amended' : 'reworded');
    this.judge(change, parents[0]?.tree ?? new Map(), tree, where.removals);
    if (session !== undefined) change.made(session);
    return this.move(where, this.add({ change, subject, parents, tree, author, atMs, authorMs }));
  }

  /** The same change upon another commit: a rebase or a cherry-pick. */
  copy(commit: Commit, onto: Commit, atMs: number, tree = replay(commit.parents[0]?.tree ?? new Map(), commit.tree, onto.tree)): Commit {
    const { change, subject, author, authorMs } = commit;
    return this.add({ change, subject, parents: [onto], tree, author, authorMs, atMs });
  }

  /** Puts a working tree's branch on a commit, the uncommitted changes upon it. */
  move(where: WorkTree, to: Commit): Commit {
    where.files = new Map(replay(where.head.tree, where.files, to.tree));
    where.head = to;
    this.branches.set(where.branch, to);
    return to;
  }

  /** Commits of a branch that another does not have, oldest first. */
  own(branch: string, other: string): readonly Commit[] {
    const theirs = this.history(this.tip(other));
    return [...this.history(this.tip(branch))].filter((commit) => !theirs.has(commit)).sort((left, right) => left.mark - right.mark);
  }

  history(...from: readonly Commit[]): ReadonlySet<Commit> {
    const seen = new Set<Commit>();
    const open = [...from];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      open.push(...at.parents);
    }
    return seen;
  }

  /** What is on any branch. */
  reachable(): ReadonlySet<Commit> {
    return this.history(...this.branches.values());
  }

  /** Whose work a change is, by the lines that it adds and takes away. */
  judge(change: Change, before: Tree, after: Tree, removals: ReadonlyMap<Line, string>): void {
    const { added, removed } = changedLines(before, after);
    const pathOf = new Map(pathsChanged(before, after).flatMap((path) => (after.get(path) ?? []).map((line) => [line, path] as const)));
    change.lines = 0;
    change.work.clear();
    const count = (session: string, shown: boolean, plain: boolean): void => {
      const work = change.workOf(session);
      work.lines += 1;
      if (shown) work.shown += 1;
      if (plain) work.plain += 1;
    };
    const bare = (text: string): string => text.replace(/\s+/g, '');
    for (const line of added) {
      if (!line.telling) continue;
      change.lines += 1;
      if (line.writer === '') continue;
      const isPlain = line.shown && bare(line.text) === bare(line.first.text) && pathOf.get(line) === line.first.path;
      count(line.writer, line.shown, isPlain);
    }
    for (const line of removed) {
      if (!line.telling) continue;
      change.lines += 1;
      const session = removals.get(line);
      if (session !== undefined) count(session, true, true);
    }
    for (const session of change.makers) change.workOf(session);
  }
}
