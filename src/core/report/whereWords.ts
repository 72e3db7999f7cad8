import type { CommitRow } from './commits.ts';
import { defaultBranchWord, partLabel } from './labels.ts';
import { shortSha } from './words.ts';

/** Where a commit of a table is: `on main`, `on main as 6ce3f4b`, `main, not on the remote`; `''` where that is not known. */
export function whereWords({ part, branch, defaultBranch, copies }: CommitRow): string {
  if (part === 'noCommit') return 'on no branch any more';
  if (part === 'onAnotherBranch') {
    if (branch === '') return 'on no branch, still held';
    if (branch === defaultBranch) return `${branch}, not on the remote`;
    if (defaultBranch === '') return 'on a branch';
  }
  const landed =
    (part === 'onDefaultBranch' || part === 'stayed') && branch !== defaultBranch
      ? copies.find((copy) => copy.branch === defaultBranch)
      : undefined;
  const as = landed === undefined ? '' : ` as ${shortSha(landed.sha)}`;
  const word = defaultBranchWord([defaultBranch]);
  if (part === 'onDefaultBranch') return `on ${word}${as}, window open`;
  return part === null ? '' : `${partLabel(part, word)}${as}`;
}
