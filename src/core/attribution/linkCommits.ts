import type { CommitCall, CommitRecord } from './gitFacts.ts';
import type { Link } from './link.ts';

export interface LinkInput {
  /** Its path: the identity that calls carry. */
  readonly repository: string;
  readonly commits: ReadonlyMap<string, CommitRecord>;
  /** Every call of the ledger, or only those of this repository and of none (`''`); others are passed over. */
  readonly calls: readonly CommitCall[];
  /** Sessions of the ledger: marks that name another are nobody's. */
  readonly sessionIds: ReadonlySet<string>;
}

/** The recorded tiers (1 to 4) of one repository: one link a session and commit, and one a session and group of copies. */
export function linkCommits(_input: LinkInput): readonly Link[] {
  return [];
}
