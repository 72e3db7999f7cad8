/** What one reading finds of a repository, beside its commits, and what is kept of it. */
import type { GitOptions, RepositoryDescription } from '../git/types.ts';
import type { RepositoryState, StoredRepository } from '../ledger/repositories.ts';
import { findSettings } from './repositoryFiles.ts';

type Settings = Pick<RepositoryState, 'settings' | 'settingsProblem'>;

/** What git says of a repository, and what that says of itself. */
export type Found = RepositoryDescription & Settings;

/** Where git cannot give the settings, what they said before holds. */
export async function withSettings(
  path: string,
  described: RepositoryDescription,
  { settings, settingsProblem }: Settings,
  options: GitOptions,
): Promise<Found> {
  const answer = await findSettings(path, described, options);
  return { ...described, ...(answer.ok ? answer.value : { settings, settingsProblem }) };
}

/** What of a reading a repository's row keeps. */
export function stateOf(found: Found): Omit<RepositoryState, 'linked' | 'readAtMs' | 'problem' | 'incomplete'> {
  return {
    heads: found.heads,
    defaultBranch: found.defaultBranch?.name ?? '',
    defaultSha: found.defaultBranch?.sha ?? '',
    upstream: found.defaultBranch?.upstream ?? false,
    fetchedAtMs: found.fetchedAtMs,
    shallowSinceMs: found.shallowSinceMs,
    identityHashes: found.identityHashes,
    marksState: found.marksState,
    settings: found.settings,
    settingsProblem: found.settingsProblem,
  };
}

/** Whether a reading found everything as it was. */
export function sameState(before: StoredRepository, found: Found): boolean {
  const { defaultBranch, defaultSha, upstream, fetchedAtMs, shallowSinceMs, identityHashes, marksState, heads, settings } = before;
  const { settingsProblem } = before;
  const git = { heads, defaultBranch, defaultSha, upstream, fetchedAtMs, shallowSinceMs, identityHashes, marksState };
  const state = { ...git, settings, settingsProblem };
  return before.problem === null && JSON.stringify(state) === JSON.stringify(stateOf(found));
}
