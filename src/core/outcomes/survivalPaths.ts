/** What became of files by name: where a file went, and which other files were changed along with it. */
import type { CommitRecord } from '../attribution/gitFacts.ts';

/** A commit with more files moved no lines from one to the other that anybody followed. */
const mostFiles = 50;

/** The files of a repository over its history. Paths are from the root of the working tree. */
export class FileHistory {
  readonly #renames = new Map<string, Set<string>>();
  readonly #touches = new Map<string, CommitRecord[]>();

  constructor(commits: Iterable<CommitRecord>) {
    for (const commit of commits)
      for (const { path, previousPath } of commit.files) {
        if (commit.files.length <= mostFiles)
          for (const each of previousPath === null ? [path] : [path, previousPath]) this.#touch(each, commit);
        if (previousPath === null) continue;
        const targets = this.#renames.get(previousPath);
        if (targets === undefined) this.#renames.set(previousPath, new Set([path]));
        else targets.add(path);
      }
  }

  /** What a file was called later, directly and further on, nearest first; without itself. */
  laterNames(path: string): readonly string[] {
    const names = new Set([path]);
    // A set is gone through in the order in which it grows.
    for (const name of names) for (const next of this.#renames.get(name) ?? []) names.add(next);
    return [...names].slice(1);
  }

  /** Other files that gained lines in commits that changed this one after a time and until another, milliseconds UTC; the first ones first. */
  changedWith(path: string, afterMs: number, untilMs: number): readonly string[] {
    const names = new Set([path, ...this.laterNames(path)]);
    const found = new Set<string>();
    for (const name of names)
      for (const { committerMs, files } of this.#touches.get(name) ?? [])
        if (committerMs > afterMs && committerMs <= untilMs)
          for (const file of files) if (!names.has(file.path) && (file.added ?? 0) > 0) found.add(file.path);
    return [...found];
  }

  #touch(path: string, commit: CommitRecord): void {
    const known = this.#touches.get(path);
    if (known === undefined) this.#touches.set(path, [commit]);
    else known.push(commit);
  }
}
