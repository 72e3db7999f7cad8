import type { DatabaseSync } from 'node:sqlite';
import { readPatchedShas } from '../ledger/commitLines.ts';
import type { HashKey } from '../ledger/hashKey.ts';

/** SHAs of a repository's commits whose lines were read, by the key: asked of the ledger once in a pass. */
export class PatchedShas {
  readonly #database: DatabaseSync;
  readonly #repository: number;
  readonly #known = new Map<number, Set<string>>();

  constructor(database: DatabaseSync, repository: number) {
    this.#database = database;
    this.#repository = repository;
  }

  under(key: HashKey): ReadonlySet<string> {
    return this.#under(key);
  }

  /** Lines of these were read meanwhile. */
  add(key: HashKey, shas: Iterable<string>): void {
    const known = this.#under(key);
    for (const sha of shas) known.add(sha);
  }

  #under(key: HashKey): Set<string> {
    let known = this.#known.get(key.id);
    if (known === undefined) this.#known.set(key.id, (known = new Set(readPatchedShas(this.#database, this.#repository, key))));
    return known;
  }
}
