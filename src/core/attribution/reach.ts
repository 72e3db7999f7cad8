import type { CommitRecord } from './gitFacts.ts';

/** A ref: a branch, a remote's branch or a tag. */
export interface Head {
  /** Without the remote, `main`. */
  readonly name: string;
  readonly sha: string;
  readonly kind: 'branch' | 'remote' | 'tag';
}

/** What refs say of one commit. */
export type Reach = Pick<CommitRecord, 'branch' | 'onDefaultBranch' | 'reachable'>;

export interface ReachInput {
  /** By SHA; a parent that is not in it (a shallow clone's edge) ends its line. */
  readonly commits: ReadonlyMap<string, { readonly parents: readonly string[] }>;
  readonly heads: readonly Head[];
  /** The default branch as last fetched; null when there is none. */
  readonly defaultHead: { readonly name: string; readonly sha: string } | null;
}

/**
 * Which branch each commit is on: the default branch where that holds it, else the branch whose head is fewest steps away (a name
 * earlier in the alphabet, where several are as near). What only a tag holds is reachable and on no branch; what no ref holds is
 * not in the result.
 */
export function reach(_input: ReachInput): ReadonlyMap<string, Reach> {
  return new Map();
}
