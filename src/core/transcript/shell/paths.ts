import { backslash, colon, dot, isLetter, slash, tilde } from './characters.ts';

/**
 * The folder that a path names, seen from another: resolved as text, for POSIX and Windows paths, without looking at any disk. A path that begins
 * with `~` stays as it is; `''`, an unknown folder, makes every relative path unknown too.
 */
export function resolveDirectory(from: string, path: string): string {
  if (isPlainFolder(from) && isPlainPath(path) && from.length + path.length <= longestPath) return `${from}/${path}`;
  const windows = isWindows(from) || isWindows(path);
  if (!windows && isPlainFolder(path)) return path;
  const target = windows ? fromGitBash(path) : path;
  if (isAbsolute(target)) return normalize(target, windows);
  // A path longer than any system allows is none: thousands of `cd` in one command must not cost their square.
  if (from === '' || from.length + target.length > longestPath) return '';
  return normalize(`${from}${windows ? '\\' : '/'}${target}`, windows);
}

/** Whether a POSIX folder is absolute and written as `resolveDirectory` would write it; false may also mean that this is not plain to see. */
export function isPlainFolder(path: string): boolean {
  return path.length > 1 && path.charCodeAt(0) === slash && hasPlainParts(path, 1);
}

/** Whether what a path names below a POSIX folder is written as `resolveDirectory` would write it; false may also mean that this is not plain to see. */
export function isPlainPath(path: string): boolean {
  return path.length > 1 && path.charCodeAt(0) !== tilde && path.charCodeAt(1) !== colon && hasPlainParts(path, 0);
}

/** Whether each part has a character, does not begin with a dot, and holds no backslash. */
function hasPlainParts(path: string, from: number): boolean {
  let before = slash;
  for (let index = from; index < path.length; index += 1) {
    const code = path.charCodeAt(index);
    if (code === backslash || (before === slash && (code === slash || code === dot))) return false;
    before = code;
  }
  return before !== slash;
}

const longestPath = 8192;

function isWindows(path: string): boolean {
  return path.length > 1 && (path.charCodeAt(1) === colon ? isLetter(path.charCodeAt(0)) : path.startsWith('\\\\'));
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || path.startsWith('~') || isWindows(path);
}

/** Git Bash writes `C:\work` as `/c/work`. */
function fromGitBash(path: string): string {
  const found = /^\/([A-Za-z])(?=\/|$)/.exec(path);
  return found === null ? path : `${(found[1] ?? '').toUpperCase()}:\\${path.slice(3)}`;
}

function normalize(path: string, windows: boolean): string {
  const root = (windows ? /^(?:[A-Za-z]:[\\/]?|\\\\[^\\/]+[\\/]+[^\\/]+[\\/]?|[\\/])/ : /^\//).exec(path)?.[0] ?? '';
  const kept: string[] = [];
  for (const part of path.slice(root.length).split(windows ? /[\\/]+/ : /\/+/)) {
    if (part === '' || part === '.') continue;
    const last = kept.at(-1);
    if (part !== '..') kept.push(part);
    else if (last !== undefined && last !== '..' && !last.startsWith('~')) kept.pop();
    else if (root === '') kept.push(part);
  }
  const start = windows
    ? root
        .replace(/\//g, '\\')
        .replace(/^([A-Za-z]:)$/, '$1\\')
        .replace(/^(\\\\.*[^\\])$/, '$1\\')
    : root;
  const joined = kept.join(windows ? '\\' : '/');
  return joined === '' ? start || '.' : `${start}${joined}`;
}
