/** Which repository a folder or a file belongs to: as it was recorded, as it is mapped, and as the disk says now. */
import { existsSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { repositoryOf } from '../git/identity.ts';
import type { FilePlace, Places } from './places.ts';

export class RepositoryFinder {
  private readonly database: DatabaseSync;
  private readonly places: Places;

  constructor(database: DatabaseSync, places: Places) {
    this.database = database;
    this.places = places;
  }

  /** The repository of a folder, as requests name it; `''` for none. */
  async ofFolder(folder: string): Promise<string> {
    await this.places.prepare(this.database);
    const here = this.places.map(folder);
    // What was recorded while the folder was there is worth more than what its parent is part of.
    const recorded = this.places.ofFolder(folder).repository;
    if (recorded !== '' && !existsSync(here)) return recorded;
    return (await repositoryOf(here)).repository || recorded;
  }

  /** The repositories of some folders; null for null, which is everywhere. */
  async ofFolders(folders: readonly string[] | null): Promise<ReadonlySet<string> | null> {
    if (folders === null) return null;
    const found = new Set(await Promise.all(folders.map((folder) => this.ofFolder(folder))));
    found.delete('');
    return found;
  }

  /** Where a file lies. */
  async ofFile(path: string): Promise<FilePlace> {
    await this.places.prepare(this.database);
    const known = this.places.ofFile(path);
    if (known.file !== '') return known;
    const { repository, worktree } = await repositoryOf(dirname(known.path));
    const inside = worktree !== '' && known.path.startsWith(worktree + sep);
    return inside ? { path: known.path, repository, file: relative(worktree, known.path).split(sep).join('/') } : known;
  }
}
