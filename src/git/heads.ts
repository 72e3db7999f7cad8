/** Branches, remote branches and tags with the commits they lead to. */
import { askGit } from './ask.ts';
import { commitsOf } from './objects.ts';
import type { GitOptions, Head } from './types.ts';

export interface Reference extends Head {
  /** The reference that it stands for (`refs/remotes/origin/HEAD` -> `refs/remotes/origin/main`); `''` for an ordinary one. */
  readonly target: string;
}

const format = ['refname', 'objecttype', 'objectname', '*objecttype', '*objectname', 'symref'].map((name) => `%(${name})`).join('%00');

/** Every reference below the given ones that leads to a commit, in git's order of names. */
export async function referencesOf(path: string, below: readonly string[], options: GitOptions): Promise<readonly Reference[]> {
  const text = await askGit(path, ['for-each-ref', `--format=${format}`, ...below], options);
  const found = text.split('\n').flatMap((line): (Reference & { readonly isCommit: boolean })[] => {
    const [ref = '', type = '', id = '', innerType = '', innerId = '', target = ''] = line.split('\0');
    if (ref === '') return [];
    const isInner = innerType === 'commit';
    return [{ ref, sha: isInner ? innerId : id, target, isCommit: isInner || type === 'commit' }];
  });
  // A tag of a tag, or of something that is no commit.
  const unclear = found.filter(({ isCommit }) => !isCommit);
  const commits = await commitsOf(
    path,
    unclear.map(({ sha }) => sha),
    options,
  );
  const peeled = new Map(unclear.map(({ ref }, index) => [ref, commits[index] ?? '']));
  return found.map(({ ref, sha, target }) => ({ ref, target, sha: peeled.get(ref) ?? sha })).filter(({ sha }) => sha !== '');
}

/** Whether a branch holds somebody's work: Entire keeps its checkpoints and shadows of working trees as branches, too. */
export function isWorkBranch(ref: string): boolean {
  return !/^refs\/(?:heads|remotes\/.+)\/entire\/(?:checkpoints\/|[0-9a-f]{7,}(?:-|$))/.test(ref);
}
