/**
 * What a process remembers of the ledger while it holds the lease: row ids, folders, the hash key, what is excluded and forgotten. It is
 * begun anew whenever another process may have written, or a transaction was rolled back.
 */
import { folderMatcher } from '../core/report/folderGlobs.ts';
import type { CostStateFact, Fact } from '../core/transcript/facts.ts';
import type { FolderIdentity } from '../ledger/batch.ts';
import { readExclusions, writeExclusions } from '../ledger/exclusions.ts';
import { ForgottenMoments } from '../ledger/forgotten.ts';
import type { HashKey } from '../ledger/hashKey.ts';
import { readHashKey } from '../ledger/hashKey.ts';
import type { Lease } from '../ledger/lease.ts';
import type { Ledger } from '../ledger/open.ts';
import { LedgerWriter, timeOf } from '../ledger/writer.ts';
import type { FactFilter } from '../ledger/writer.ts';
import { Folders, parentOf } from './folders.ts';

export interface MemoryOptions {
  readonly ledger: Ledger;
  readonly lease: Lease;
  /** Globs of folders that are never read (`payoff.exclude`); null: those that the ledger holds. */
  readonly exclude: readonly string[] | null;
  readonly home: string;
  readonly identify: (folder: string) => Promise<FolderIdentity>;
  readonly now: () => number;
}

export class LedgerMemory implements FactFilter {
  readonly writer: LedgerWriter;
  readonly folders: Folders;
  readonly hashKey: HashKey;
  readonly excluded: readonly string[];
  readonly isExcluded: (folder: string) => boolean;
  private readonly forgotten: ForgottenMoments;

  /** Needs the lease. */
  constructor({ ledger: { database }, lease, exclude, home, identify, now }: MemoryOptions) {
    if (exclude !== null)
      lease.write(() => {
        writeExclusions(database, exclude);
      });
    this.excluded = readExclusions(database);
    this.isExcluded = folderMatcher(this.excluded, home);
    this.hashKey = readHashKey(database);
    this.writer = new LedgerWriter(database, this.hashKey);
    this.folders = new Folders(database, identify, now);
    this.forgotten = new ForgottenMoments(database);
  }

  /** Whether a fact is kept: older ones of a repository or folder that the user had forgotten are not, nor what sessions elsewhere did there. */
  keeps(fact: Exclude<Fact, CostStateFact>): boolean {
    const { forgotten, folders } = this;
    if (forgotten.isEmpty) return true;
    const atMs = timeOf(fact);
    const { cwd } = fact.context;
    if (atMs < forgotten.keptFromMs(cwd, folders.repositoryOf(cwd))) return false;
    const folder = folderNamedBy(fact);
    return folder === '' || atMs >= forgotten.keptFromMs(folder, folders.repositoryAround(folder));
  }
}

/** Where the file of a fact lies, or where a commit was made; `''` for a fact of neither. */
function folderNamedBy(fact: Fact): string {
  if (fact.kind === 'commit') return fact.directory;
  return fact.kind === 'edit' || fact.kind === 'failedEdit' || fact.kind === 'largeRead' ? parentOf(fact.path) : '';
}
