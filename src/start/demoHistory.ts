/** The history of one made-up repository while it is written: branches, what is edited on them, and commits for `git fast-import`. */
import { editFile, newFile } from './demoFiles.ts';
import type { DemoFile, DemoHunk } from './demoFiles.ts';
import { commitId } from './demoObjects.ts';
import type { Chance } from './random.ts';

export const author = { name: 'Ada', email: 'ada@example.invalid' } as const;
export const mainBranch = 'main';

interface Branch {
  /** As they are edited, committed or not. */
  readonly files: Map<string, DemoFile>;
  /** Of those files the ones that were edited since the last commit, as they were then; null for a new one. */
  readonly edited: Map<string, DemoFile | null>;
  /** The files that it has changed since it was begun. */
  readonly own: Set<string>;
  /** Its last commit; null before the first. */
  tip: Tip | null;
  /** The files as that commit has them. */
  committed: ReadonlyMap<string, string>;
}

interface Tip {
  /** How the stream names it. */
  readonly mark: number;
  readonly sha: string;
}

interface MadeCommit {
  readonly sha: string;
  /** The files that it changed, before and after. */
  readonly changes: ReadonlyMap<string, { readonly before: DemoFile | null; readonly after: DemoFile }>;
}

export class DemoHistory {
  readonly #chance: Chance;
  readonly #branches = new Map<string, Branch>();
  readonly #commits = new Map<string, MadeCommit>();
  readonly #stream: string[] = [];
  #marks = 0;

  /** A repository whose first commit has the files. */
  constructor(files: readonly string[], atMs: number, chance: Chance) {
    this.#chance = chance;
    this.#branches.set(mainBranch, { files: new Map(), edited: new Map(), own: new Set(), tip: null, committed: new Map() });
    for (const file of files) this.edit(mainBranch, file);
    this.commit(mainBranch, 'Begin', atMs);
  }

  /** Everything so far, for `git fast-import`. */
  get stream(): string {
    return this.#stream.join('');
  }

  /** Files of a branch that are edited and not committed. */
  openFiles(name: string): ReadonlyMap<string, string> {
    const { files, edited } = this.#branch(name);
    return new Map([...edited.keys()].map((file) => [file, textOf(files.get(file) ?? [])]));
  }

  /** Edits a file of a branch, or makes it; what was changed, null for a file that is new. */
  edit(name: string, file: string): { readonly hunk: DemoHunk | null; readonly content: string } {
    const { files, edited } = this.#branch(name);
    const before = files.get(file) ?? null;
    if (!edited.has(file)) edited.set(file, before);
    const made = before === null ? { content: newFile(file, this.#chance), hunk: null } : editFile(file, before, this.#chance);
    files.set(file, made.content);
    return { hunk: made.hunk, content: textOf(made.content) };
  }

  /** Writes a file of a branch as it is given. */
  put(name: string, file: string, content: DemoFile): void {
    const { files, edited } = this.#branch(name);
    if (!edited.has(file)) edited.set(file, files.get(file) ?? null);
    files.set(file, content);
  }

  /** Commits what is edited on a branch; the commit's SHA. */
  commit(name: string, subject: string, atMs: number): string {
    const branch = this.#branch(name);
    const changes = new Map([...branch.edited].map(([file, before]) => [file, { before, after: branch.files.get(file) ?? [] }]));
    branch.edited.clear();
    for (const file of changes.keys()) branch.own.add(file);
    const { sha } = this.#write(name, { message: subject, atMs, parents: [branch.tip], files: [...changes.keys()] });
    this.#commits.set(subject, { sha, changes });
    return sha;
  }

  /** Takes back what is edited and not committed. */
  discard(name: string): void {
    const { files, edited } = this.#branch(name);
    for (const [file, before] of edited)
      if (before === null) files.delete(file);
      else files.set(file, before);
    edited.clear();
  }

  /** Merges a branch into main, and deletes it. */
  merge(name: string, message: string, atMs: number): void {
    const [main, branch] = [this.#branch(mainBranch), this.#branch(name)];
    for (const file of branch.own) main.files.set(file, branch.files.get(file) ?? []);
    this.#write(mainBranch, { message, atMs, parents: [main.tip, branch.tip], files: [...branch.own] });
    this.#stream.push(`reset refs/heads/${name}\nfrom ${'0'.repeat(40)}\n\n`);
    this.#branches.delete(name);
  }

  /** Brings a branch to main as one commit; the branch stays. */
  squash(name: string, message: string, atMs: number): void {
    const [main, branch] = [this.#branch(mainBranch), this.#branch(name)];
    for (const file of branch.own) main.files.set(file, branch.files.get(file) ?? []);
    this.#write(mainBranch, { message, atMs, parents: [main.tip], files: [...branch.own] });
  }

  /** Writes two of three lines that a commit added to main anew. */
  mend(mended: string, subject: string, atMs: number): void {
    const made = this.#made(mended);
    const main = this.#branch(mainBranch);
    for (const [file, { before, after }] of made.changes) {
      const added = new Set(after.filter((line, index) => index % 3 > 0 && before?.includes(line) !== true));
      const fresh = newFile(file, this.#chance);
      this.put(
        mainBranch,
        file,
        (main.files.get(file) ?? []).flatMap((line, index) => (added.has(line) ? (fresh[index % fresh.length] ?? line) : line)),
      );
    }
    this.commit(mainBranch, subject, atMs);
  }

  /** Takes the lines that a commit added out of main again. */
  revert(subject: string, atMs: number): void {
    const reverted = this.#made(subject);
    const main = this.#branch(mainBranch);
    for (const [file, { before, after }] of reverted.changes) {
      const added = new Set(after.filter((line) => before?.includes(line) !== true));
      const left = (main.files.get(file) ?? []).filter((line) => !added.has(line));
      main.files.set(file, left);
    }
    const message = `Revert "${subject}"\n\nThis reverts commit ${reverted.sha}.`;
    this.#write(mainBranch, { message, atMs, parents: [main.tip], files: [...reverted.changes.keys()] });
  }

  #made(subject: string): MadeCommit {
    const made = this.#commits.get(subject);
    if (made === undefined) throw new Error(`The demo names a commit that there is not: ${subject}`);
    return made;
  }

  /** A branch; a new one begins at main. */
  #branch(name: string): Branch {
    const known = this.#branches.get(name);
    if (known !== undefined) return known;
    const main = this.#branch(mainBranch);
    const branch: Branch = { ...main, files: new Map(main.files), edited: new Map(), own: new Set() };
    this.#branches.set(name, branch);
    return branch;
  }

  #write(
    name: string,
    { message, atMs, parents, files }: { message: string; atMs: number; parents: readonly (Tip | null)[]; files: readonly string[] },
  ): Tip {
    const branch = this.#branch(name);
    const [first = null, second = null] = parents;
    const person = `${author.name} <${author.email}> ${String(Math.floor(atMs / 1000))} +0000`;
    const changed = files.map((file): [string, string] => [file, textOf(branch.files.get(file) ?? [])]);
    branch.committed = new Map([...branch.committed, ...changed]);
    const made = { files: branch.committed, parents: parents.flatMap((tip) => tip?.sha ?? []), person, message: `${message}\n` };
    this.#marks += 1;
    branch.tip = { mark: this.#marks, sha: commitId(made) };
    this.#stream.push(
      `commit refs/heads/${name}\nmark :${String(this.#marks)}\nauthor ${person}\ncommitter ${person}\n${data(made.message)}`,
      first === null ? '' : `from :${String(first.mark)}\n`,
      second === null ? '' : `merge :${String(second.mark)}\n`,
      ...changed.map(([file, text]) => `M 100644 inline ${file}\n${data(text)}`),
      '\n',
    );
    return branch.tip;
  }
}

function textOf(content: DemoFile): string {
  return content.map((line) => `${line}\n`).join('');
}

function data(text: string): string {
  return `data ${String(Buffer.byteLength(text))}\n${text}\n`;
}
