import type { DatabaseSync } from 'node:sqlite';
import type { Batch, FolderIdentity } from '../ledger/batch.ts';
import { integer, text } from '../ledger/values.ts';

/** A folder without a repository is looked at again after this time: `git init` may have come since. */
const lookAgainMs = 60 * 60 * 1000;

/** Identifies each folder that facts name, once, while it is still there to be looked at. */
export class Folders {
  private readonly identify: (folder: string) => Promise<FolderIdentity>;
  private readonly now: () => number;
  private readonly known = new Map<string, { readonly repository: string; readonly checkedMs: number }>();

  constructor(database: DatabaseSync, identify: (folder: string) => Promise<FolderIdentity>, now: () => number) {
    this.identify = identify;
    this.now = now;
    for (const row of database.prepare('SELECT cwd, repository, checked_ms FROM folder').iterate())
      this.known.set(text(row, 'cwd'), { repository: text(row, 'repository'), checkedMs: integer(row, 'checked_ms') });
  }

  /** The identities of the batch's folders that are not in the ledger yet, to be written with it. */
  async identifyNew(batch: Batch): Promise<ReadonlyMap<string, FolderIdentity>> {
    const wanted = new Set<string>();
    for (const fact of batch.facts) if (fact.kind !== 'costState' && this.isWanted(fact.context.cwd)) wanted.add(fact.context.cwd);
    const found = new Map<string, FolderIdentity>();
    for (const cwd of wanted) {
      const folder = await this.identify(cwd);
      found.set(cwd, folder);
      this.known.set(cwd, { repository: folder.repository, checkedMs: this.now() });
    }
    return found;
  }

  /** The repository of a folder that was identified, `''` for none. */
  repositoryOf(cwd: string): string {
    return this.known.get(cwd)?.repository ?? '';
  }

  private isWanted(cwd: string): boolean {
    if (cwd === '') return false;
    const known = this.known.get(cwd);
    return known === undefined || (known.repository === '' && Math.abs(this.now() - known.checkedMs) > lookAgainMs);
  }
}
