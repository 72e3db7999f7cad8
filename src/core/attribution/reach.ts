import type { CommitRecord } from './gitFacts.ts';

/** A ref: a branch, a remote's branch or a tag. */
export interface Head {
  /** Without the remote, `main`. */
  readonly name: string;
  readonly sha: string;
  /** `workingTree`: what one stands on that is on no branch. */
  readonly kind: 'branch' | 'remote' | 'tag' | 'workingTree';
}

/** What refs say of one commit. */
export type Reach = Pick<CommitRecord, 'branch' | 'onDefaultBranch' | 'reachable' | 'heldBy'>;

/** Commits by SHA. A parent that is not among them (the edge of a shallow clone) ends its line. */
export type Graph = ReadonlyMap<string, { readonly parents: readonly string[] }>;

export interface ReachInput {
  readonly commits: Graph;
  readonly heads: readonly Head[];
  /** The default branch as last fetched; null when there is none. */
  readonly defaultHead: { readonly name: string; readonly sha: string } | null;
}

/**
 * Which branch each commit is on: the default branch where that holds it, else the branch whose head is the fewest steps away (the
 * earlier name in the alphabet, where several are as near). What only a tag or a working tree holds is reachable and on no branch; what
 * no ref holds is not in the result.
 */
export function reach({ commits, heads, defaultHead }: ReachInput): ReadonlyMap<string, Reach> {
  const reached = new Map<string, Reach>();
  if (defaultHead !== null) spread(commits, [{ sha: defaultHead.sha, reach: on(defaultHead.name, true) }], reached);
  const named = [...heads].sort((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0));
  const branches = named.filter(({ kind }) => kind === 'branch' || kind === 'remote');
  spread(
    commits,
    branches.map(({ name, sha }) => ({ sha, reach: on(name, false) })),
    reached,
  );
  for (const heldBy of ['tag', 'workingTree'] as const) {
    const held = named.filter(({ kind }) => kind === heldBy);
    spread(
      commits,
      held.map(({ sha }) => ({ sha, reach: { ...on('', false), heldBy } })),
      reached,
    );
  }
  return reached;
}

/** All that can be reached from `from`, itself included. */
export function ancestors(commits: Graph, from: readonly string[]): ReadonlySet<string> {
  const reached = new Map<string, Reach>();
  const here = on('', false);
  spread(
    commits,
    from.map((sha) => ({ sha, reach: here })),
    reached,
  );
  return new Set(reached.keys());
}

function on(branch: string, onDefaultBranch: boolean): Reach {
  return { branch, onDefaultBranch, reachable: true };
}

/** Breadth first from all starts at once, through what was not reached before: each commit gets its nearest start. */
function spread(commits: Graph, starts: readonly { readonly sha: string; readonly reach: Reach }[], reached: Map<string, Reach>): void {
  let edge: { readonly sha: string; readonly reach: Reach }[] = [];
  const visit = (sha: string, reach: Reach, next: typeof edge): void => {
    if (reached.has(sha) || !commits.has(sha)) return;
    reached.set(sha, reach);
    next.push({ sha, reach });
  };
  for (const start of starts) visit(start.sha, start.reach, edge);
  while (edge.length > 0) {
    const next: typeof edge = [];
    for (const { sha, reach } of edge) for (const parent of commits.get(sha)?.parents ?? []) visit(parent, reach, next);
    edge = next;
  }
}
