/** The sentences about what could not be read: what happened, what is kept, what to do. */

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
  const todo = advice.get(code);
  return `The ${kind} ${shownPath(path)} could not be read (${code}); what was read from it before is kept.${todo === undefined ? '' : ` ${todo}`}`;
}

const permission = 'Give yourself the permission to read it.';
const advice: ReadonlyMap<string, string> = new Map([
  ['EACCES', permission],
  ['EPERM', permission],
  ['ELOOP', 'It is a link that leads back to itself: delete it.'],
  ['ENAMETOOLONG', 'Its path is longer than this system allows: move it to a shorter one.'],
  ['EIO', 'Its disk may be failing: look at the log of the system.'],
]);

/** A name of bytes that are no UTF-8 reaches no program that asks for names as text: such a file can be seen, and not opened. */
export function misnamed(path: string): string {
  return `The name of ${shownPath(path)} is no valid UTF-8 (the characters � stand for its odd bytes), so it was not read. Rename it; everything else counts.`;
}

/** Whether a name may have lost bytes on its way to being text. */
export function mayBeMisnamed(path: string): boolean {
  return path.includes('\ufffd');
}

/** A path as a sentence may hold it: a name can have line breaks and characters that steer a terminal. */
export function shownPath(path: string): string {
  return path.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}
