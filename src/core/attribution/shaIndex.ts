import type { CommitRecord } from './gitFacts.ts';

/** Finds commits by the beginning of their SHA. */
export class ShaIndex {
  readonly #commits: ReadonlyMap<string, CommitRecord>;
  readonly #sorted: readonly string[];

  constructor(commits: ReadonlyMap<string, CommitRecord>) {
    this.#commits = commits;
    this.#sorted = [...commits.keys()].sort();
  }

  /** All whose SHA begins so, in its order; none for an empty or hardly distinctive beginning (git's shortest is four). */
  startingWith(beginning: string): readonly CommitRecord[] {
    if (beginning.length < 4) return [];
    const prefix = beginning.toLowerCase();
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#sorted[middle] ?? '') < prefix) low = middle + 1;
      else high = middle;
    }
    const found: CommitRecord[] = [];
    for (let index = low; this.#sorted[index]?.startsWith(prefix) === true; index += 1) {
      const commit = this.#commits.get(this.#sorted[index] ?? '');
      if (commit !== undefined) found.push(commit);
    }
    return found;
  }
}
