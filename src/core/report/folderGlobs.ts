/** Globs of folders, as the setting `payoff.exclude` holds them. */

/**
 * Whether a folder, or a folder it lies in, matches one of the globs. `~` is the home folder, `*` anything within one name, `**`
 * any number of names, `?` one character; a glob without a slash matches a name anywhere in the path.
 */
export function folderMatcher(globs: readonly string[], home: string): (folder: string) => boolean {
  const patterns = globs.filter((glob) => glob.trim() !== '').map((glob) => patternOf(glob.trim(), home));
  if (patterns.length === 0) return () => false;
  const known = new Map<string, boolean>();
  return (folder) => {
    const seen = known.get(folder);
    if (seen !== undefined) return seen;
    const path = folder.replaceAll('\\', '/');
    const matches = patterns.some((pattern) => pattern.test(path));
    known.set(folder, matches);
    return matches;
  };
}

function patternOf(glob: string, home: string): RegExp {
  const expanded = (glob === '~' || glob.startsWith('~/') ? home + glob.slice(1) : glob).replaceAll('\\', '/');
  // A folder that matches takes what is in it along, so that `/**` at the end says nothing more.
  const folder = expanded.replace(/(?:\/\*\*|\/)+$/, '');
  const body = folder.replaceAll(/\*\*\/|\*\*|\*|\?|[.+^${}()|[\]]/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    return `\\${part}`;
  });
  return new RegExp(`${folder.includes('/') ? '^' : '(?:^|/)'}${body}(?:/|$)`);
}
