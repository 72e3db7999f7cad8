/** Commits that no ref holds any more and that matter all the same: what calls recorded, and what was rewritten between two readings. */
import type { DatabaseSync } from 'node:sqlite';
import type { CommitCall, EditCall } from '../core/attribution/gitFacts.ts';
import type { FullShas, GitOptions, GitProblem, MovesSince, RepositoryDescription } from '../git/types.ts';
import { shaLookup } from '../ledger/commits.ts';
import type { StoredCommit } from '../ledger/commits.ts';

export interface LostInput {
  readonly database: DatabaseSync;
  readonly git: { readonly fullShas: FullShas; readonly movesSince: MovesSince };
  readonly gitOptions: GitOptions;
  readonly path: string;
  /** The repository's row. */
  readonly id: number;
  readonly found: Pick<RepositoryDescription, 'identityHashes' | 'worktrees'>;
  /** Reads commits and what leads to them into the ledger, as far as they are wanted and no ref holds them; returns why that ended early. */
  readonly read: (shas: readonly string[], isWanted: (commit: StoredCommit) => boolean) => Promise<GitProblem | null>;
}

/** Moves are looked at again that far before the last reading: a session's transcript may have come after it. */
const movesOverlapMs = 60 * 60_000;

/** Working trees beyond this are not asked where they stood. */
const mostWorktrees = 50;

/** Commits that calls recorded: git may still have them, with the author time that finds their successors. */
export async function readRecorded(input: LostInput, calls: readonly CommitCall[]): Promise<GitProblem | null> {
  const { database, git, gitOptions, path, id, read } = input;
  const recorded = new Set<string>();
  for (const { repository, operation, printed } of calls) {
    if (repository !== path) continue;
    if (operation !== null) recorded.add(operation.sha);
    for (const { sha } of printed) recorded.add(sha);
  }
  if (recorded.size === 0) return null;
  const isKnown = shaLookup(database, id);
  const missing = [...recorded].filter((beginning) => !isKnown(beginning));
  if (missing.length === 0) return null;
  const whole = await git.fullShas(path, missing, gitOptions);
  if (!whole.ok) return whole.problem;
  return whole.value.size === 0 ? null : read([...whole.value.values()], () => true);
}

/**
 * Own commits that were made and rewritten since the last reading, as the reflogs tell: they may have taken lines of sessions, and stand for
 * what they became. `lastReadMs` is 0 before the first reading.
 */
export async function readRewritten(
  input: LostInput,
  lastReadMs: number,
  editsHere: () => readonly Pick<EditCall, 'atMs'>[],
): Promise<GitProblem | null> {
  const { database, git, gitOptions, id, found, read } = input;
  const isKnown = shaLookup(database, id);
  const worktrees = found.worktrees.slice(0, mostWorktrees);
  const moves = await git.movesSince(worktrees, lastReadMs - movesOverlapMs, { ...gitOptions, isKnown });
  // Without them everything else is as it is; whoever cancelled is heard at the next write.
  if (!moves.ok || moves.value.length === 0) return null;
  const fresh = moves.value.filter((sha) => !isKnown(sha));
  const firstEditMs = fresh.length === 0 ? undefined : editsHere()[0]?.atMs;
  if (firstEditMs === undefined) return null;
  const own = new Set(found.identityHashes);
  // git knows whole seconds.
  return read(fresh, ({ authorHash, committerMs }) => own.has(authorHash) && committerMs + 999 >= firstEditMs);
}
