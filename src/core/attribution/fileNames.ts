import type { CommitRecord, EditCall } from './gitFacts.ts';

/** The names of a history. What was found is remembered with `commits`, which never change. */
export function fileNamesOf(commits: ReadonlyMap<string, CommitRecord>): FileNames {
  let names = found.get(commits);
  if (names === undefined) found.set(commits, (names = new FileNames(commits.values())));
  return names;
}

/** What the commits of a repository call its files, so that an edit's file and a commit's can be told to be the same. */
export class FileNames {
  /** Every path of the history, and the first name that the file had. */
  readonly #firstName = new Map<string, string>();
  /** The one file that has a name, in whatever folder; null where several have it. */
  readonly #onlyOne = new Map<string, string | null>();

  constructor(commits: Iterable<Pick<CommitRecord, 'files'>>) {
    for (const { files } of commits) for (const { path, previousPath } of files) this.#join(path, previousPath);
    for (const path of this.#firstName.keys()) {
      const [own, name] = [lastOf(path), this.nameOf(path)];
      const known = this.#onlyOne.get(own);
      this.#onlyOne.set(own, known === undefined || known === name ? name : null);
    }
  }

  /** One name for a file whatever it was called in its history; a path that no commit has stands for itself. */
  nameOf(path: string): string {
    let name = path;
    // Short: a file is renamed a handful of times.
    for (let before = this.#firstName.get(name); before !== undefined && before !== name; before = this.#firstName.get(name)) name = before;
    return name;
  }

  /**
   * What commits call the file of an edit, where its lines tell whether it is the same. One that none of them has under its path in the working
   * tree is looked for by the longest end of its whole path (a working tree inside another that is gone by now was taken for a folder of that), then
   * by its own name (it went to another folder before it was committed). Null where nothing is known.
   */
  ofEdit({ path, file }: Pick<EditCall, 'path' | 'file'>): string | null {
    if (this.#firstName.has(file)) return this.nameOf(file);
    return this.ofAbsolute(path) ?? this.#onlyOne.get(lastOf(path)) ?? (file === '' ? null : file);
  }

  /** The longest end of an absolute path that a commit knows, as `nameOf` gives it; null when none does. */
  ofAbsolute(path: string): string | null {
    const names = path.split(/[\\/]/);
    for (let from = 0; from < names.length; from += 1) {
      const suffix = names.slice(from).join('/');
      if (this.#firstName.has(suffix)) return this.nameOf(suffix);
    }
    return null;
  }

  #join(path: string, previousPath: string | null): void {
    const name = this.nameOf(path);
    if (!this.#firstName.has(path)) this.#firstName.set(path, path);
    if (previousPath === null) return;
    const before = this.nameOf(previousPath);
    if (!this.#firstName.has(previousPath)) this.#firstName.set(previousPath, previousPath);
    if (before !== name) this.#firstName.set(name, before);
  }
}

function lastOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

const found = new WeakMap<ReadonlyMap<string, CommitRecord>, FileNames>();
