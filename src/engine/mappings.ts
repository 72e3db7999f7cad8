/** Paths that were recorded elsewhere (moved clones, containers, WSL), as they are called here. Applied when read. */
import type { DatabaseSync } from 'node:sqlite';
import type { RequestRow } from '../core/report/rows.ts';
import type { FolderIdentity } from '../ledger/batch.ts';
import { readFolders } from '../ledger/contexts.ts';
import type { PathMapping } from './types.ts';

/** The path with the longest mapped prefix replaced; whole names only. */
export function mapPath(path: string, mappings: readonly PathMapping[]): string {
  let best: PathMapping | null = null;
  for (const mapping of mappings)
    if (isBelow(path, mapping.from) && (best === null || mapping.from.length > best.from.length)) best = mapping;
  return best === null ? path : best.to.replace(/[/\\]$/, '') + path.slice(best.from.replace(/[/\\]$/, '').length).replaceAll('\\', '/');
}

function isBelow(path: string, folder: string): boolean {
  const prefix = folder.replace(/[/\\]$/, '');
  return path === prefix || path.startsWith(`${prefix}/`) || path.startsWith(`${prefix}\\`);
}

export type Place = Pick<RequestRow, 'cwd' | 'repository'>;

/** Puts folders and repositories as they are called here. */
export class PathView {
  private readonly mappings: readonly PathMapping[];
  private readonly identify: (folder: string) => Promise<FolderIdentity>;
  private readonly places = new Map<string, Place>();

  constructor(mappings: readonly PathMapping[], identify: (folder: string) => Promise<FolderIdentity>) {
    this.mappings = mappings;
    this.identify = identify;
  }

  /** Looks at the mapped folders that facts name; call before `apply`. */
  async prepare(database: DatabaseSync): Promise<void> {
    if (this.mappings.length === 0) return;
    for (const [cwd, recorded] of readFolders(database)) {
      if (this.places.has(cwd)) continue;
      const mapped = mapPath(cwd, this.mappings);
      const found = mapped === cwd ? '' : (await this.identify(mapped)).repository;
      this.places.set(cwd, { cwd: mapped, repository: found || mapPath(recorded, this.mappings) });
    }
  }

  apply<T extends Place>(row: T): T {
    const place = this.places.get(row.cwd);
    return place === undefined ? row : { ...row, ...place };
  }

  *all<T extends Place>(rows: Iterable<T>): Generator<T> {
    for (const row of rows) yield this.apply(row);
  }
}
