import type { DatabaseSync } from 'node:sqlite';
import { countPatchedShas, readPatchedShas } from '../ledger/commitLines.ts';
import type { HashKey } from '../ledger/hashKey.ts';
import { versionOf } from '../ledger/changes.ts';

/** SHAs of commits whose lines were read, of the repository that was asked last: read again once another process wrote, or some are gone. */
export class PatchedShas {
  readonly #database: DatabaseSync;
  #repository = 0;
  #version = -1;
  readonly #known = new Map<number, Set<string>>();
  /** Keys whose SHAs were compared with the ledger since a repository was asked for. */
  readonly #checked = new Set<number>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Those of a repository (its row) as they are now. */
  of(repository: number): this {
    const version = versionOf(this.#database);
    if (repository !== this.#repository || version !== this.#version) this.#known.clear();
    this.#checked.clear();
    [this.#repository, this.#version] = [repository, version];
    return this;
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
    // Whoever deletes them here deletes the commits: none comes in their place before this is asked again.
    if (known !== undefined && !this.#checked.has(key.id) && known.size !== countPatchedShas(this.#database, this.#repository, key))
      known = undefined;
    this.#checked.add(key.id);
    if (known === undefined) this.#known.set(key.id, (known = new Set(readPatchedShas(this.#database, this.#repository, key))));
    return known;
  }
}
