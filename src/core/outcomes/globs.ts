/** Globs as `.payoff.json` holds them: of paths from the root of the working tree, and of the names of branches and tags. */

/**
 * Whether a path (from the root, `/` between names) is left out by globs in order: the last one that matches decides, and one with `!` before
 * it takes back what others left out; null where none matches. `*` is anything within one name, `**` any number of names, `?` one
 * character. A glob without a slash matches a name anywhere; a folder takes along what is in it.
 */
export function pathRules(globs: readonly string[]): (path: string) => boolean | null {
  const rules = globs.map((glob) => {
    const leavesOut = !glob.startsWith('!');
    return { leavesOut, names: namesOf(leavesOut ? glob : glob.slice(1)) };
  });
  const known = new Map<string, boolean | null>();
  return (path) => {
    const seen = known.get(path);
    if (seen !== undefined) return seen;
    const names = path.split('/');
    const found = rules.findLast((rule) => matchesNames(rule.names, names))?.leavesOut ?? null;
    known.set(path, found);
    return found;
  };
}

/** Whether a branch or tag matches a glob, as git's own lists do it: `*` is anything, slashes included, `?` one character. */
export function matchesRef(glob: string, name: string): boolean {
  return matchesText(glob, name);
}

/** Names of a glob; `**` stands first where a name may be anywhere, and last where what is in a folder belongs to it. */
function namesOf(glob: string): readonly string[] {
  const names = glob.split('/').filter((name) => name !== '' && name !== '.');
  const isAnywhere = !glob.replace(/\/+$/, '').includes('/');
  const all = [...(isAnywhere ? ['**'] : []), ...names, '**'];
  return all.filter((name, index) => name !== '**' || all[index - 1] !== '**');
}

/** Steps back to the last `**` only, so that no glob takes longer than the product of both lengths. */
function matchesNames(glob: readonly string[], names: readonly string[]): boolean {
  return matches(glob, names, '**', (wanted, name) => matchesText(wanted, name));
}

function matchesText(glob: string, text: string): boolean {
  return matches(
    Array.from(glob.replaceAll(/\*+/g, '*')),
    Array.from(text),
    '*',
    (wanted, character) => wanted === '?' || wanted === character,
  );
}

function matches<Part>(
  glob: readonly string[],
  parts: readonly Part[],
  anything: string,
  isOne: (wanted: string, part: Part) => boolean,
): boolean {
  let [at, taken, star, starTook] = [0, 0, -1, 0];
  while (taken < parts.length) {
    const wanted = glob[at];
    const part = parts[taken];
    if (wanted === anything) {
      [star, starTook] = [at, taken];
      at += 1;
    } else if (wanted !== undefined && part !== undefined && isOne(wanted, part)) {
      at += 1;
      taken += 1;
    } else if (star >= 0) {
      starTook += 1;
      [at, taken] = [star + 1, starTook];
    } else return false;
  }
  return glob.slice(at).every((rest) => rest === anything);
}
