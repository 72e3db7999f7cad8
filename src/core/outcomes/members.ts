/** Which arrival each commit belongs to, whatever the name under which it is known. */
import type { Copies } from '../attribution/copies.ts';
import { withCopies } from '../attribution/copies.ts';
import type { CommitRecord, RepositoryFacts } from '../attribution/gitFacts.ts';
import type { Change } from './changes.ts';
import { commitsOf } from './units.ts';

export interface MembersInput {
  readonly units: readonly Change[];
  readonly commits: RepositoryFacts['commits'];
  readonly copies: Copies;
  /** The commit of the default branch that commits became together, by the SHA of each of them. */
  readonly squashes: ReadonlyMap<string, CommitRecord>;
}

export interface Members {
  /** The place of the unit among all of them; undefined for a commit that never arrived. */
  unitOf(sha: string): number | undefined;
  /** The unit's own commits, copies of them, and the commits that it squashed with theirs. */
  of(unit: Change): readonly CommitRecord[];
}

export function membersOf({ units, commits, copies, squashes }: MembersInput): Members {
  const squashed = new Map<string, CommitRecord[]>();
  for (const [sha, squash] of squashes) {
    const commit = commits.get(sha);
    if (commit === undefined) continue;
    const others = squashed.get(squash.sha);
    if (others === undefined) squashed.set(squash.sha, [commit]);
    else others.push(commit);
  }
  const find = (unit: Change): readonly CommitRecord[] => {
    const own = commitsOf(unit, commits);
    const before = own.flatMap(({ sha }) => squashed.get(sha) ?? []);
    if (before.length === 0 && own.every(({ sha }) => !copies.has(sha))) return own;
    return [...new Set([...own, ...before, ...[...own, ...before].flatMap((commit) => withCopies(copies, commit))])];
  };
  const known = new Map(units.map((unit) => [unit, find(unit)]));
  const of = (unit: Change): readonly CommitRecord[] => known.get(unit) ?? find(unit);
  const places = new Map<string, number>();
  // A commit that arrived itself belongs where it arrived; a copy of it elsewhere belongs to the first that has it.
  for (const [place, unit] of units.entries()) for (const { sha } of commitsOf(unit, commits)) places.set(sha, place);
  for (const [place, unit] of units.entries()) for (const { sha } of of(unit)) if (!places.has(sha)) places.set(sha, place);
  return { unitOf: (sha) => places.get(sha), of };
}
