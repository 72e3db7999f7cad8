/**
 * The folder that a path names, seen from another: resolved as text, for POSIX and Windows paths, without looking at any disk. A path that begins
 * with `~` stays as it is; `''`, an unknown folder, makes every relative path unknown too.
 */
export function resolveDirectory(from: string, path: string): string {
  const windows = isWindows(from) || isWindows(path);
  const target = windows ? fromGitBash(path) : path;
  if (isAbsolute(target)) return normalize(target, windows);
  // A path longer than any system allows is none: thousands of `cd` in one command must not cost their square.
  if (from === '' || from.length + target.length > longestPath) return '';
  return normalize(`${from}${windows ? '\\' : '/'}${target}`, windows);
}

const longestPath = 8192;

function isWindows(path: string): boolean {
  return /^[A-Za-z]:/.test(path) || path.startsWith('\\\\');
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
