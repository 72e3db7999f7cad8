import type { RepositoryFacts } from './gitFacts.ts';
import type { StandingPart } from './placement.ts';

/** Where commits stand now, each by its SHA or that of a copy; null for a commit that is not known. */
export function commitParts(
  _repository: RepositoryFacts,
): (sha: string) => Extract<StandingPart, 'onDefaultBranch' | 'onAnotherBranch' | 'cameBack' | 'noCommit'> | null {
  return () => null;
}
