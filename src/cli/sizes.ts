import { formatCount } from '../core/report/money.ts';

/** `1.2 MB`; whole kilobytes below one. */
export function megabytes(bytes: number): string {
  if (bytes < 1e6) return `${formatCount(Math.ceil(bytes / 1000))} kB`;
  return bytes < 1e8 ? `${(bytes / 1e6).toFixed(1)} MB` : `${formatCount(bytes / 1e6)} MB`;
}

/** A path below the home folder as people write it. */
export function homely(path: string, home: string): string {
  return path === home || path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
