/** What may be acted on by its name. Knows nothing of VS Code. */
import path from 'node:path';
import { t } from '../core/l10n/message.ts';

/** Whether it is a whole path, of either kind of system: an empty or a relative name would stand for whatever lies somewhere else. */
export function isWholePath(name: string): boolean {
  return path.posix.isAbsolute(name) || path.win32.isAbsolute(name);
}

/**
 * Why a glob can not be excluded, in a sentence; null where it can. A glob fits whole paths: one that begins nowhere fits no folder, though
 * the user would think theirs to be left out. A single name fits a folder of that name anywhere.
 */
export function globProblem(glob: string): string | null {
  if (glob.trim() === '') return t('There is no folder to exclude: name one, such as ~/private/**.');
  const folder = glob.trim().replaceAll('\\', '/');
  const begins = isWholePath(folder) || /^(?:~$|~\/|\*\*\/)/.test(folder);
  const isName = !/\/./.test(folder) && !/^\.{1,2}\/?$/.test(folder);
  return begins || isName ? null : t('{0} would fit no folder: begin with the whole path, ~/ or **/.', glob);
}
