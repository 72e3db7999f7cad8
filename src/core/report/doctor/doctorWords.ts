/** How the doctor says sizes, places and lists. */
import { formatCount } from '../money.ts';

/** `1.2 MB`; whole kilobytes below one. */
export function sizeText(bytes: number): string {
  if (bytes < 1e6) return `${formatCount(Math.ceil(bytes / 1000))} kB`;
  if (bytes < 1e8) return `${(bytes / 1e6).toFixed(1)} MB`;
  return bytes < 1e10 ? `${formatCount(bytes / 1e6)} MB` : `${formatCount(bytes / 1e9)} GB`;
}

/** A path below the home folder as people write it, `~/.payoff`. */
export function placeText(path: string, home: string): string {
  if (home === '' || !path.startsWith(home)) return path;
  const rest = path.slice(home.length);
  return rest === '' || rest.startsWith('/') || rest.startsWith('\\') ? `~${rest}` : path;
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function someOf(names: readonly string[], most = 2): string {
  if (names.length <= most) return names.join(' and ');
  return `${names.slice(0, most).join(', ')} and ${formatCount(names.length - most)} more`;
}
