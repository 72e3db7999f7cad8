/** The sentences about what could not be read: what happened, what is kept, what to do. */
import { inARow } from '../core/report/words.ts';
import { t } from '../core/l10n/message.ts';

/** `code` of a system error, else its text. */
export function codeOf(error: unknown): string {
  return error instanceof Error ? ('code' in error ? String(error.code) : error.message) : String(error);
}

/** Whether there is nothing at the path: no problem, files come and go. */
export function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
}

/** One sentence on a transcript, a folder or a link that could not be read, and one on what to do where that is known. */
export function unreadable(kind: 'transcript' | 'folder' | 'link', path: string, error: unknown): string {
  const code = codeOf(error);
  const todo = adviceOn(code);
  const what = unreadableSentence(kind, shownPath(path), code);
  return todo === null ? what : inARow(what, todo);
}

function unreadableSentence(kind: 'transcript' | 'folder' | 'link', path: string, code: string): string {
  if (kind === 'transcript') return t('The transcript {0} could not be read ({1}); what was read from it before is kept.', path, code);
  if (kind === 'folder') return t('The folder {0} could not be read ({1}); what was read from it before is kept.', path, code);
  return t('The link {0} could not be read ({1}); what was read from it before is kept.', path, code);
}

function adviceOn(code: string): string | null {
  if (code === 'EACCES' || code === 'EPERM') return t('Give yourself the permission to read it.');
  if (code === 'ELOOP') return t('It is a link that leads back to itself: delete it.');
  if (code === 'ENAMETOOLONG') return t('Its path is longer than this system allows: move it to a shorter one.');
  return code === 'EIO' ? t('Its disk may be failing: look at the log of the system.') : null;
}

/** A name of bytes that are no UTF-8 reaches no program that asks for names as text: such a file can be seen, and not opened. */
export function misnamed(path: string): string {
  return t(
    'The name of {0} is no valid UTF-8 (the characters � stand for its odd bytes), so it was not read. Rename it; everything else counts.',
    shownPath(path),
  );
}

/** Whether a name may have lost bytes on its way to being text. */
export function mayBeMisnamed(path: string): boolean {
  return path.includes('\ufffd');
}

/** A path as a sentence may hold it: a name can have line breaks and characters that steer a terminal. */
export function shownPath(path: string): string {
  return path.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}
