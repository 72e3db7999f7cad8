/**
 * Where folders and files are, as they are called here: paths that were recorded elsewhere (moved clones, containers, WSL) are mapped when
 * read, and a file's repository follows from the nearest folder that is known.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { RequestRow } from '../core/report/rows.ts';
import type { FolderIdentity } from '../ledger/batch.ts';
import { readFolderIdentities, readRecordedPaths } from '../ledger/contexts.ts';
import { parentOf } from '../ingest/folders.ts';
import { mapPath } from './mappings.ts';
import type { PathMapping } from './types.ts';

export type Place = Pick<RequestRow, 'cwd' | 'repository'>;

/** Where a file lies: its repository and its path from the root of the working tree, each `''` when that is not known. */
export interface FilePlace {
  readonly path: string;
  readonly repository: string;
  readonly file: string;
}

const nowhere: FolderIdentity = { repository: '', worktree: '' };

export class Places {
  /** Raised whenever a folder is known, or known otherwise, that was not before: files may lie in another repository now. */
  version = 0;
  /** Raised whenever a folder that was known is known otherwise: what was placed by it before has to be placed anew. */
  moved = 0;
  private readonly mappings: readonly PathMapping[];
  private readonly identify: (folder: string) => Promise<FolderIdentity>;
  /** What the ledger recorded, by recorded path. */
  private recorded: ReadonlyMap<string, FolderIdentity> = new Map();
  /** By the path as it is called here; roots of working trees too. */
  private known = new Map<string, FolderIdentity>();
  /** Mapped folders that were looked at, by mapped path. */
  private readonly looked = new Map<string, FolderIdentity>();
  private nearest = new Map<string, FolderIdentity>();

  constructor(mappings: readonly PathMapping[], identify: (folder: string) => Promise<FolderIdentity>) {
    this.mappings = mappings;
    this.identify = identify;
  }

  /** Reads what the ledger recorded, and looks at the folders that mappings name; call before the rest. */
  async prepare(database: DatabaseSync): Promise<void> {
    const recorded = readFolderIdentities(database);
    if (sameIdentities(recorded, this.recorded)) return;
    this.version += 1;
    for (const [cwd, identity] of this.recorded) if (!sameIdentity(recorded.get(cwd), identity)) this.moved += 1;
    const known = new Map<string, FolderIdentity>();
    for (const [cwd, identity] of recorded) {
      const place = await this.placeOf(cwd, identity);
      const path = mapPath(cwd, this.mappings);
      known.set(path, place);
      if (place.worktree !== '' && !known.has(place.worktree)) known.set(place.worktree, place);
    }
    if (this.mappings.length > 0) await this.lookAtFiles(database, known);
    this.recorded = recorded;
    this.known = known;
    this.nearest = new Map();
  }

  /** The path as it is called here. */
  map(path: string): string {
    return this.mappings.length === 0 ? path : mapPath(path, this.mappings);
  }

  /** The folder as it is called here, and its repository. */
  ofFolder(cwd: string): Place {
    const mapped = this.map(cwd);
    return { cwd: mapped, repository: this.identityOf(mapped).repository };
  }

  ofFile(path: string): FilePlace {
    const mapped = this.map(path);
    const { repository, worktree } = this.identityOf(parentOf(mapped));
    const inside = worktree !== '' && mapped.startsWith(worktree) && /^[/\\]/.test(mapped.slice(worktree.length));
    const file = inside ? mapped.slice(worktree.length + 1) : '';
    return { path: mapped, repository, file: mapped.charAt(worktree.length) === '\\' ? file.replaceAll('\\', '/') : file };
  }

  apply<T extends Place>(row: T): T {
    const place = this.ofFolder(row.cwd);
    return place.cwd === row.cwd && place.repository === row.repository ? row : { ...row, ...place };
  }

  *all<T extends Place>(rows: Iterable<T>): Generator<T> {
    for (const row of rows) yield this.apply(row);
  }

  /** A folder that nothing is known of is part of what its nearest known parent is part of. */
  private identityOf(folder: string): FolderIdentity {
    const known = this.known.get(folder) ?? this.nearest.get(folder);
    if (known !== undefined) return known;
    const parent = parentOf(folder);
    const identity = parent === folder ? nowhere : this.identityOf(parent);
    this.nearest.set(folder, identity);
    return identity;
  }

  private async placeOf(cwd: string, { repository, worktree }: FolderIdentity): Promise<FolderIdentity> {
    const mapped = this.map(cwd);
    if (mapped !== cwd) {
      const found = await this.look(mapped);
      if (found.repository !== '') return found;
    }
    return { repository: this.map(repository), worktree: this.map(worktree) };
  }

  /** Files that were recorded elsewhere may lie in repositories that no session worked in. */
  private async lookAtFiles(database: DatabaseSync, known: Map<string, FolderIdentity>): Promise<void> {
    for (const path of readRecordedPaths(database)) {
      const mapped = this.map(path);
      if (mapped === path) continue;
      const folder = parentOf(mapped);
      if (known.has(folder)) continue;
      const found = await this.look(folder);
      known.set(folder, found);
      if (found.worktree !== '' && !known.has(found.worktree)) known.set(found.worktree, found);
    }
  }

  private async look(folder: string): Promise<FolderIdentity> {
    const known = this.looked.get(folder);
    if (known !== undefined) return known;
    const found = await this.identify(folder);
    this.looked.set(folder, found);
    return found;
  }
}

function sameIdentity(first: FolderIdentity | undefined, second: FolderIdentity): boolean {
  return first?.repository === second.repository && first.worktree === second.worktree;
}

function sameIdentities(first: ReadonlyMap<string, FolderIdentity>, second: ReadonlyMap<string, FolderIdentity>): boolean {
  if (first.size !== second.size) return false;
  for (const [cwd, identity] of first) if (!sameIdentity(second.get(cwd), identity)) return false;
  return true;
}
