/** Where the cost of commits stands now, by what became of their changes. */
import { findCopies, withCopies } from '../attribution/copies.ts';
import type { RepositoryFacts } from '../attribution/gitFacts.ts';
import type { StandingPart } from '../attribution/placement.ts';
import { cordonOf } from './cordon.ts';
import type { ChangeOutcome, RepositoryOutcomes } from './outcome.ts';
import { partlyReverted } from './partlyReverted.ts';

/** `noCommit` is a commit that is lost: on no ref, and so are its copies. */
export type CommitPart = Extract<StandingPart, 'stayed' | 'onDefaultBranch' | 'onAnotherBranch' | 'cameBack' | 'setAside' | 'noCommit'>;

/**
 * Where commits stand: with their change, or what they joined (a commit that is reverted by name came back also where the rest of its change stays);
 * else where they are themselves, any of their copies, or the squash that they became. Null for a commit that is not known.
 */
export function commitParts(repository: RepositoryFacts, outcomes: RepositoryOutcomes): (sha: string) => CommitPart | null {
  const copies = findCopies(repository.commits);
  const isSetAside = cordonOf(outcomes.settings);
  const known = new Map<ChangeOutcome, ReadonlySet<string>>();
  const takenBack = (outcome: ChangeOutcome): ReadonlySet<string> => {
    if (outcome.joined.length === 0) return nothing;
    let shas = known.get(outcome);
    if (shas === undefined) known.set(outcome, (shas = partlyReverted(outcome, repository, copies)));
    return shas;
  };
  return (sha) => {
    const commit = repository.commits.get(sha);
    if (commit === undefined) return null;
    const outcome = outcomes.changeOf.get(sha);
    if (outcome !== undefined) return takenBack(outcome).has(sha) && !outcome.setAside ? 'cameBack' : partOfChange(outcome);
    const group = withCopies(copies, commit);
    // A bot's, a merge of the default branch itself, a revert of what nobody knows: there, and no change that could be judged.
    if (group.some(({ onDefaultBranch }) => onDefaultBranch)) return 'onDefaultBranch';
    const branches = group.map(({ branch }) => branch);
    const files = commit.files.map(({ path }) => path);
    if (isSetAside({ atMs: commit.authorMs, branches, files })) return 'setAside';
    return group.some(({ reachable }) => reachable) ? 'onAnotherBranch' : 'noCommit';
  };
}

const nothing: ReadonlySet<string> = new Set();

function partOfChange({ state, setAside }: ChangeOutcome): CommitPart {
  if (setAside) return 'setAside';
  if (state === 'verified') return 'stayed';
  return state === 'pending' ? 'onDefaultBranch' : 'cameBack';
}
