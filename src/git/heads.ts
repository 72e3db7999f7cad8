/** Branches, remote branches and tags with the commits they lead to. */
import { askGit } from './ask.ts';
import { commitsOf } from './objects.ts';
import type { GitOptions, Head } from './types.ts';

export interface Reference extends Head {
  /** The reference that it stands for (`refs/remotes/origin/HEAD` -> `refs/remotes/origin/main`); `''` for an ordinary one. */
  readonly target: string;
  /** Whether it is the branch that HEAD names. */
  readonly isHead: boolean;
}

/** A reference as it is listed, whatever it leads to. */
export interface ListedReference extends Reference {
  /** The object that it names itself: of an annotated tag that, and not its commit. */
  readonly id: string;
  readonly isCommit: boolean;
}

const format = ['refname', 'objecttype', 'objectname', '*objecttype', '*objectname', 'symref', 'HEAD']
  .map((name) => `%(${name})`)
  .join('%00');

/** Every reference below the given ones that leads to a commit, in git's order of names. */
export async function referencesOf(path: string, below: readonly string[], options: GitOptions): Promise<readonly Reference[]> {
  return toCommits(path, await listReferences(path, below, options), options);
}

/** Every reference below the given ones, in git's order of names. */
export async function listReferences(path: string, below: readonly string[], options: GitOptions): Promise<readonly ListedReference[]> {
  const text = await askGit(path, ['for-each-ref', `--format=${format}`, ...below], options);
  return text.split('\n').flatMap((line): ListedReference[] => {
    const [ref = '', type = '', id = '', innerType = '', innerId = '', target = '', head = ''] = line.split('\0');
    if (ref === '') return [];
    const isInner = innerType === 'commit';
    return [{ ref, id, sha: isInner ? innerId : id, target, isHead: head === '*', isCommit: isInner || type === 'commit' }];
  });
}

/** Those that lead to a commit. */
export async function toCommits(path: string, found: readonly ListedReference[], options: GitOptions): Promise<readonly Reference[]> {
  // A tag of a tag, or of something that is no commit.
  const unclear = found.filter(({ isCommit }) => !isCommit);
  const commits = await commitsOf(
    path,
    unclear.map(({ sha }) => sha),
    options,
  );
  const peeled = new Map(unclear.map(({ ref }, index) => [ref, commits[index] ?? '']));
  return found
    .map(({ ref, sha, target, isHead }) => ({ ref, target, isHead, sha: peeled.get(ref) ?? sha }))
    .filter(({ sha }) => sha !== '');
}

/** Whether a branch holds somebody's work: Entire keeps its checkpoints and shadows of working trees as branches, too. */
export function isWorkBranch(ref: string): boolean {
  return !/^refs\/(?:heads|remotes\/.+)\/entire\/(?:checkpoints\/|[0-9a-f]{7,}(?:-|$))/.test(ref);
}
