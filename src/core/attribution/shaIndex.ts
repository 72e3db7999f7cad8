import type { CommitRecord } from './gitFacts.ts';

/** git's shortest. */
const leastLength = 4;

/** Finds commits by the beginning of their SHA. */
export class ShaIndex {
  readonly #commits: ReadonlyMap<string, CommitRecord>;
  readonly #sorted: readonly string[];

  /** @param beginnings all that will be asked for, where that is known: of a long history few commits begin so */
  constructor(commits: ReadonlyMap<string, CommitRecord>, beginnings: readonly string[] | null = null) {
    this.#commits = commits;
    if (beginnings === null) {
      this.#sorted = [...commits.keys()].sort();
      return;
    }
    const asked = beginnings.filter(({ length }) => length >= leastLength);
    const length = asked.reduce((least, each) => Math.min(least, each.length), Infinity);
    const short = new Set(asked.map((each) => each.slice(0, length).toLowerCase()));
    this.#sorted = short.size === 0 ? [] : [...commits.keys()].filter((sha) => short.has(sha.slice(0, length))).sort();
  }

  /** All whose SHA begins so, in its order; none for an empty or hardly distinctive beginning. */
  startingWith(beginning: string): readonly CommitRecord[] {
    if (beginning.length < leastLength) return [];
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
