import type { Copies } from '../attribution/copies.ts';
import { withCopies } from '../attribution/copies.ts';
import type { RepositoryFacts } from '../attribution/gitFacts.ts';
import type { ChangeOutcome } from './outcome.ts';

/**
 * Commits of a change that a revert names although the change as a whole stays, and those reverts: their cost came back, the change did not. A revert
 * that was itself taken back, or that the change was landed again after, counts for nothing, and neither does one after the window had closed: the
 * change stayed by then.
 */
export function partlyReverted(
  { joined, windowClosesAtMs }: Pick<ChangeOutcome, 'joined' | 'windowClosesAtMs'>,
  { commits }: Pick<RepositoryFacts, 'commits'>,
  copies: Copies,
): ReadonlySet<string> {
  const shas = new Set<string>();
  for (const { sha, kind, atMs } of joined) {
    const revert = commits.get(sha);
    if (kind !== 'revert' || revert === undefined || (windowClosesAtMs !== null && atMs > windowClosesAtMs)) continue;
    const isTakenBack = joined.some(
      (later) =>
        later.atMs >= atMs &&
        later.sha !== sha &&
        (later.kind === 'reland' || (commits.get(later.sha)?.reverts.some((named) => sha.startsWith(named)) ?? false)),
    );
    if (isTakenBack) continue;
    for (const named of revert.reverts) {
      const commit = commits.get(named) ?? [...commits.values()].find((each) => each.sha.startsWith(named));
      if (commit === undefined) continue;
      shas.add(sha);
      for (const copy of withCopies(copies, commit)) shas.add(copy.sha);
    }
  }
  return shas;
}
