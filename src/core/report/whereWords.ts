import { t } from '../l10n/message.ts';
import type { CommitRow } from './commits.ts';
import { defaultBranchWord, partLabel } from './labels.ts';
import { shortSha } from './words.ts';

/** Where a commit of a table is: `on main`, `on main as 6ce3f4b`, `main, not on the remote`; `''` where that is not known. */
export function whereWords({ part, branch, defaultBranch, copies }: CommitRow): string {
  if (part === 'noCommit') return t('on no branch any more');
  if (part === 'onAnotherBranch') {
    if (branch === '') return t('on no branch, still held');
    if (branch === defaultBranch) return t('{0}, not on the remote', branch);
    if (defaultBranch === '') return t('on a branch');
  }
  const landed =
    (part === 'onDefaultBranch' || part === 'stayed') && branch !== defaultBranch
      ? copies.find((copy) => copy.branch === defaultBranch)
      : undefined;
  const word = defaultBranchWord([defaultBranch]);
  if (part === null) return '';
  if (landed === undefined) return partLabel(part, word);
  const as = shortSha(landed.sha);
  return part === 'onDefaultBranch' ? t('on {0} as {1}, window open', word, as) : t('{0} as {1}', partLabel(part, word), as);
}
