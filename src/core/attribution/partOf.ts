import type { CommitRecord, RepositoryFacts } from './gitFacts.ts';
import type { Copies } from './copies.ts';
import { findCopies, withCopies } from './copies.ts';
import type { StandingPart } from './placement.ts';
import { ancestors } from './reach.ts';
import { ShaIndex } from './shaIndex.ts';

/** Where the cost of a commit can stand; `noCommit` is a commit that is lost: on no ref, and so are its copies. */
export type CommitPart = Extract<StandingPart, 'onDefaultBranch' | 'onAnotherBranch' | 'cameBack' | 'noCommit'>;

/**
 * Where commits stand now, each by itself, any of its copies, or the squash that it became; null for a commit that is not known. It
 * came back when a commit on the default branch says that it reverts it (or a copy, or the merge that brought it), is not reverted
 * itself, and nothing landed it again after.
 */
export function commitParts(
  repository: RepositoryFacts,
  copies: Copies = findCopies(repository.commits),
  squashes: ReadonlyMap<string, CommitRecord> = new Map(),
): (sha: string) => CommitPart | null {
  const reverts = new Reverts(repository, copies);
  return (sha) => {
    const commit = repository.commits.get(sha);
    if (commit === undefined) return null;
    const group = withCopies(copies, commit);
    const landed = group.filter(({ onDefaultBranch }) => onDefaultBranch);
    if (landed.length > 0) return reverts.takeBack(group, landed) ? 'cameBack' : 'onDefaultBranch';
    const squash = squashes.get(sha);
    if (squash !== undefined) return reverts.takeBack(withCopies(copies, squash), [squash]) ? 'cameBack' : 'onDefaultBranch';
    return group.some(({ reachable }) => reachable) ? 'onAnotherBranch' : 'noCommit';
  };
}

/** Commits on the default branch that say they revert others. */
class Reverts {
  readonly #copies: Copies;
  /** By the SHA of what they take back. */
  readonly #byReverted = new Map<string, CommitRecord[]>();
  readonly #inForce = new Map<string, boolean>();

  constructor({ commits }: RepositoryFacts, copies: Copies) {
    this.#copies = copies;
    const reverting = [...commits.values()].filter(({ reverts, onDefaultBranch }) => onDefaultBranch && reverts.length > 0);
    if (reverting.length === 0) return;
    const shas = new ShaIndex(commits);
    for (const commit of reverting)
      for (const named of commit.reverts)
        for (const reverted of shas.startingWith(named))
          for (const sha of broughtBy(commits, reverted)) {
            const known = this.#byReverted.get(sha);
            if (known === undefined) this.#byReverted.set(sha, [commit]);
            else known.push(commit);
          }
  }

  /** Whether a revert that stands came after the last of `landed`: what was landed again did not come back. */
  takeBack(group: readonly CommitRecord[], landed: readonly CommitRecord[]): boolean {
    const lastLanded = landed.reduce((last, { committerMs }) => Math.max(last, committerMs), 0);
    return group.some(({ sha }) =>
      (this.#byReverted.get(sha) ?? []).some((revert) => revert.committerMs >= lastLanded && this.#isInForce(revert)),
    );
  }

  /** A revert that was itself reverted takes nothing back any more. */
  #isInForce(revert: CommitRecord): boolean {
    const known = this.#inForce.get(revert.sha);
    if (known !== undefined) return known;
    // While it is being asked about it counts, so that two that name each other's copies come to an end.
    this.#inForce.set(revert.sha, true);
    const group = withCopies(this.#copies, revert);
    const answer = !this.takeBack(
      group,
      group.filter(({ onDefaultBranch }) => onDefaultBranch),
    );
    this.#inForce.set(revert.sha, answer);
    return answer;
  }
}

/** A commit; of a merge also what it brought: what its other parents reach and its first does not. */
export function broughtBy(commits: ReadonlyMap<string, CommitRecord>, commit: CommitRecord): readonly string[] {
  const [first, ...others] = commit.parents;
  if (first === undefined || others.length === 0) return [commit.sha];
  const before = ancestors(commits, [first]);
  return [commit.sha, ...[...ancestors(commits, others)].filter((sha) => !before.has(sha))];
}
