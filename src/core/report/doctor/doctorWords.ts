/** How the doctor says sizes, places and lists. */
import { t } from '../../l10n/message.ts';
import { formatNumber } from '../../l10n/numbers.ts';
import { listed } from '../words.ts';
import { formatCount } from '../money.ts';

/** `1.2 MB`; whole kilobytes below one. */
export function sizeText(bytes: number): string {
  if (bytes < 1e6) return t('{0} kB', formatCount(Math.ceil(bytes / 1000)));
  if (bytes < 1e8) return t('{0} MB', formatNumber(bytes / 1e6, 1, 1));
  return bytes < 1e10 ? t('{0} MB', formatCount(bytes / 1e6)) : t('{0} GB', formatCount(bytes / 1e9));
}

/** A path below the home folder as people write it, `~/.payoff`. */
export function placeText(path: string, home: string): string {
  if (home === '' || !path.startsWith(home)) return path;
  const rest = path.slice(home.length);
  return rest === '' || rest.startsWith('/') || rest.startsWith('\\') ? `~${rest}` : path;
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function someOf(names: readonly string[], most = 2): string {
  if (names.length > most) return t('{0} and {1} more', listed(names.slice(0, most)), formatCount(names.length - most));
  const [first = '', ...others] = names;
  return others.reduce((before, name) => t('{0} and {1}', before, name), first);
}
