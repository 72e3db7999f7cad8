/** Which branch is the default one: the remote's as last fetched, else the clone's own. */
import type { Reference } from './heads.ts';
import type { DefaultBranch } from './types.ts';

export interface Surroundings {
  readonly references: readonly Reference[];
  /** Names of the remotes, in the order of the configuration. */
  readonly remotes: readonly string[];
  /** `init.defaultBranch`, `''` when it is not set. */
  readonly initialBranch: string;
  /** The branch that HEAD names, `''` when it names none. */
  readonly headBranch: string;
  readonly bare: boolean;
}

const usualNames = ['main', 'master'];

/**
 * The upstream default branch, by the remote's own HEAD where that was fetched; else the clone's; null when none is known. What is merely
 * checked out, or all that was fetched (`git clone --single-branch -b feature`), is none for that.
 */
export function defaultBranchOf(surroundings: Surroundings): DefaultBranch | null {
  const byName = new Map(surroundings.references.map((each) => [each.ref, each]));
  for (const remote of remotesInOrder(surroundings.remotes)) {
    const prefix = `refs/remotes/${remote}/`;
    const target = byName.get(`${prefix}HEAD`)?.target ?? '';
    const found = [target, ...usualNames.map((name) => prefix + name)].map((ref) => byName.get(ref)).find((each) => each !== undefined);
    if (found !== undefined) return { name: found.ref.slice(prefix.length), ref: found.ref, sha: found.sha, upstream: true };
  }
  const { initialBranch, headBranch, bare, remotes, references } = surroundings;
  // A bare repository is what others clone: its HEAD is the default branch of them all. So is the only branch of what has no remote.
  const isOnly = remotes.length === 0 && references.filter(({ ref }) => ref.startsWith('refs/heads/')).length === 1;
  const names = bare ? [headBranch, initialBranch, ...usualNames] : [initialBranch, ...usualNames, ...(isOnly ? [headBranch] : [])];
  for (const name of names) {
    const found = byName.get(`refs/heads/${name}`);
    if (found !== undefined) return { name, ref: found.ref, sha: found.sha, upstream: false };
  }
  return null;
}

/** `origin` before the others. */
export function remotesInOrder(remotes: readonly string[]): readonly string[] {
  return remotes.includes('origin') ? ['origin', ...remotes.filter((name) => name !== 'origin')] : remotes;
}
