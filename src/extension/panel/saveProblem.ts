import { t } from '../../core/l10n/message.ts';

/** Why a file could not be saved: what happened, what is there now, and what to do. Knows nothing of VS Code. */

/** The part of VS Code's `FileSystemError` that is looked at, as any error may have it. */
interface FileProblem {
  readonly code?: unknown;
  readonly message?: unknown;
}

/** Problems that are found before anything is written, by VS Code's codes and by the system's. */
const refusals: readonly { readonly is: RegExp; readonly sentence: (name: string) => string }[] = [
  {
    is: /NoPermissions|EACCES|EPERM|EROFS/,
    sentence: (name) => t('“{0}” was not saved: you may not write there. Nothing was changed. Choose a folder that is yours.', name),
  },
  {
    is: /FileIsADirectory|EISDIR/,
    sentence: (name) => t('“{0}” was not saved: a folder has that name. Nothing was changed. Choose another name.', name),
  },
  {
    is: /FileNotFound|FileNotADirectory|ENOENT|ENOTDIR/,
    sentence: (name) =>
      t('“{0}” was not saved: its folder is not there any more, or takes no files. Nothing was changed. Choose another folder.', name),
  },
  {
    is: /Unavailable/,
    sentence: (name) =>
      t('“{0}” was not saved: that place cannot be reached now. Nothing was changed. Choose a folder of this machine, or try again.', name),
  },
];

const full = /EntryExceedsStorageQuota|FileExceedsStorageQuota|ENOSPC|EDQUOT/;

/**
 * One sentence or more for the user about the file `name`, which begin with it in quotation marks: a face takes them for sentences, and puts no
 * words of its own before them. They never hold the path, which error messages have.
 */
export function saveProblem(name: string, problem: unknown): string {
  const { code, message } = (typeof problem === 'object' && problem !== null ? problem : {}) as FileProblem;
  const words = [code, message].filter((each) => typeof each === 'string').join(' ');
  if (full.test(words))
    return t(
      '“{0}” was not saved whole: there is no room left. What is there under that name is incomplete. Make room, or choose another disk, and save it again.',
      name,
    );
  const refusal = refusals.find(({ is }) => is.test(words));
  return refusal === undefined
    ? t('“{0}” could not be saved, and what is there under that name may be incomplete. Save it again, or choose another folder.', name)
    : refusal.sentence(name);
}
