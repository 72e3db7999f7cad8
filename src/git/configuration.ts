/** The settings of a repository that Payoff looks at, from all scopes and includes; no other value is read. */
import { askGit } from './ask.ts';
import type { GitOptions } from './types.ts';

export interface Setting {
  /** Lower case but for the part between the dots, as git has it. */
  readonly key: string;
  readonly value: string;
}

/** Settings whose keys match the pattern (git's own regular expressions, names in lower case), the later ones winning. */
export async function settingsOf(path: string, pattern: string, options: GitOptions): Promise<readonly Setting[]> {
  const text = await askGit(path, ['config', '-z', '--includes', '--get-regexp', pattern], options);
  return text
    .split('\0')
    .filter((each) => each !== '')
    .map((each) => {
      const end = each.indexOf('\n');
      return end === -1 ? { key: each, value: '' } : { key: each.slice(0, end), value: each.slice(end + 1) };
    });
}

/** Keys that `isPartial` looks at. */
export const partialKeys = '^extensions\\.partialclone$|^remote\\..*\\.promisor$';

/** Whether they say that the clone leaves contents out until somebody needs them. */
export function isPartial(settings: readonly Setting[]): boolean {
  return settings.some(({ key }) => /^(?:extensions\.partialclone|remote\.[^]*\.promisor)$/.test(key));
}

/** Settings that switch every filter program of the repository off (`filter.<name>.clean` and the like): comparing a file would run them. */
export async function withoutFilters(path: string, options: GitOptions): Promise<readonly Setting[]> {
  const found = await settingsOf(path, '^filter\\..*\\.(clean|smudge|process|required)$', options);
  const keys = new Set(found.map(({ key }) => key));
  return [...keys].map((key) => ({ key, value: key.endsWith('.required') ? 'false' : '' }));
}
