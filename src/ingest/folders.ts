/**
 * Identifies folders while they are still there to be looked at: those that sessions worked in, and those of the files that they edited
 * and of the commits that they made. Thousands of edited folders cost one look each, and only a repository's root is kept of them.
 */
import { stat } from 'node:fs/promises';
import type { DatabaseSync } from 'node:sqlite';
import type { Fact } from '../core/transcript/facts.ts';
import type { Batch, FolderIdentity } from '../ledger/batch.ts';
import { integer, text } from '../ledger/values.ts';

/** A folder without a repository is looked at again after this time: `git init` may have come since. */
const lookAgainMs = 60 * 60 * 1000;

interface Known extends FolderIdentity {
  readonly checkedMs: number;
}

export class Folders {
  private readonly identify: (folder: string) => Promise<FolderIdentity>;
  private readonly now: () => number;
  private readonly known = new Map<string, Known>();
  /** Folders of edits and commits that were looked at: what is known of a parent holds for them, or they are known themselves. */
  private readonly looked = new Set<string>();

  constructor(database: DatabaseSync, identify: (folder: string) => Promise<FolderIdentity>, now: () => number) {
    this.identify = identify;
    this.now = now;
    for (const row of database.prepare('SELECT cwd, repository, worktree, checked_ms FROM folder').iterate())
      this.known.set(text(row, 'cwd'), {
        repository: text(row, 'repository'),
        worktree: text(row, 'worktree'),
        checkedMs: integer(row, 'checked_ms'),
      });
  }

  /** The identities of the batch's folders that are not in the ledger yet, to be written with it. */
  async identifyNew(batch: Batch): Promise<ReadonlyMap<string, FolderIdentity>> {
    const found = new Map<string, FolderIdentity>();
    const [worked, touched] = foldersOf(batch.facts);
    for (const cwd of worked) if (this.isWanted(cwd)) this.keep(found, cwd, await this.identifyFolder(cwd));
    await this.identifyTouched(touched, found);
    return found;
  }

  /** The identities that edited files' and commits' folders add to what is known. */
  async identifyTouched(folders: Iterable<string>, found: Map<string, FolderIdentity>): Promise<void> {
    for (const folder of folders) {
      if (this.looked.has(folder) || this.known.has(folder)) continue;
      this.looked.add(folder);
      const parent = this.nearestRepository(folder);
      if (parent === null) await this.identifyAlone(folder, found);
      else await this.lookBelow(parent, folder, found);
    }
  }

  /** The repository of a folder that was identified, `''` for none. */
  repositoryOf(cwd: string): string {
    return this.known.get(cwd)?.repository ?? '';
  }

  /** The repository of the nearest folder that was identified, of this one and those it lies in; `''` for none. */
  repositoryAround(folder: string): string {
    const known = this.nearestRepository(folder);
    return known === null ? '' : this.repositoryOf(known);
  }

  private isWanted(cwd: string): boolean {
    if (cwd === '') return false;
    const known = this.known.get(cwd);
    return known === undefined || (known.repository === '' && Math.abs(this.now() - known.checkedMs) > lookAgainMs);
  }

  /** A folder that is gone is part of what its parent is part of, but of which working tree cannot be told any more. */
  private async identifyFolder(folder: string): Promise<FolderIdentity> {
    const identity = await this.identify(folder);
    return identity.worktree === '' || (await exists(folder)) ? identity : { ...identity, worktree: '' };
  }

  private async identifyAlone(folder: string, found: Map<string, FolderIdentity>): Promise<void> {
    const identity = await this.identifyFolder(folder);
    if (identity.repository === '') return;
    const { worktree } = identity;
    this.keep(found, worktree !== '' && isBelow(folder, worktree) ? worktree : folder, identity);
  }

  /** Whether a folder between a known one and this is a repository or a working tree of its own, or is gone. */
  private async lookBelow(parent: string, folder: string, found: Map<string, FolderIdentity>): Promise<void> {
    const between: string[] = [];
    for (let at = folder; at !== parent; at = parentOf(at)) between.unshift(at);
    const there = await exists(folder);
    for (const at of between) {
      if (!there && !(await exists(at))) {
        this.keep(found, at, { repository: this.repositoryOf(parent), worktree: '' });
        return;
      }
      if (at !== folder && this.looked.has(at)) continue;
      this.looked.add(at);
      if (!(await exists(`${at}/.git`))) continue;
      const identity = await this.identifyFolder(at);
      if (identity.repository !== '') this.keep(found, (parent = at), identity);
    }
  }

  private keep(found: Map<string, FolderIdentity>, folder: string, identity: FolderIdentity): void {
    found.set(folder, identity);
    this.known.set(folder, { ...identity, checkedMs: this.now() });
  }

  /** The nearest folder above that is known, when it is in a repository. */
  private nearestRepository(folder: string): string | null {
    for (let at = folder; ; at = parentOf(at)) {
      const known = this.known.get(at);
      if (known !== undefined) return known.repository === '' ? null : at;
      if (at === parentOf(at)) return null;
    }
  }
}

/** The folders that facts were recorded in, and those of the files and commits that they name. */
function foldersOf(facts: readonly Fact[]): readonly [ReadonlySet<string>, ReadonlySet<string>] {
  const worked = new Set<string>();
  const touched = new Set<string>();
  for (const fact of facts) {
    if (fact.kind === 'costState') continue;
    worked.add(fact.context.cwd);
    if (fact.kind === 'edit') touched.add(parentOf(fact.path));
    else if (fact.kind === 'commit') touched.add(fact.directory);
  }
  touched.delete('');
  return [worked, touched];
}

/** The folder that a path lies in, by its text alone; a root is its own. */
export function parentOf(path: string): string {
  const end = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return end < 0 ? '' : end === 0 ? path.slice(0, 1) : path.slice(0, end);
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`);
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}
