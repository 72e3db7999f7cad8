/** Commits that were read before their hints were kept: their messages are read once more, as far as git still has them. */
import type { DatabaseSync } from 'node:sqlite';
import type { GitOptions, ReadHints } from '../git/types.ts';
import { addHints, shasWithoutHints } from '../ledger/commitHints.ts';

export interface RenewHintsOptions {
  readonly database: DatabaseSync;
  readonly repository: number;
  readonly path: string;
  readonly readHints: ReadHints;
  readonly git: GitOptions;
  /** Runs a change in one transaction under the lease. */
  readonly write: (change: () => void) => Promise<void>;
}

/**
 * Writes the hints that are missing; returns why that ended early, null at its end. A commit that git has no more, or cannot read, stays without:
 * nothing else of it is touched.
 */
export async function renewHints({ database, repository, path, readHints, git, write }: RenewHintsOptions): Promise<string | null> {
  const missing = shasWithoutHints(database, repository);
  if (missing.length === 0) return null;
  for await (const answer of readHints(path, missing, git)) {
    if (!answer.ok) return answer.problem.reason === 'damaged' ? null : answer.problem.sentence;
    await write(() => void addHints(database, repository, answer.value));
  }
  return null;
}
