/** Where a repository comes from: what tells that two clones are of the same one. Asked when it is wanted, and kept nowhere. */
import { askGit } from './ask.ts';
import { settingsOf } from './configuration.ts';
import type { Setting } from './configuration.ts';
import { remotesInOrder } from './defaultBranch.ts';
import { answer } from './problem.ts';
import type { GitAnswer, GitOptions } from './types.ts';

export type RepositorySource =
  /** The address of `origin`, or of the only remote, as git would ask it (`insteadOf`). */
  | { readonly kind: 'remote'; readonly address: string }
  /** Without a remote: its first commit; of several the smallest SHA. */
  | { readonly kind: 'root'; readonly sha: string }
  /** Without a remote, and without a commit or with its history cut off. */
  | { readonly kind: 'none' };

export function sourceOf(path: string, options: GitOptions): Promise<GitAnswer<RepositorySource>> {
  return answer(async (): Promise<RepositorySource> => {
    const settings = await settingsOf(path, '^remote\\..*\\.url$|^url\\..*\\.insteadof$', options);
    const address = remoteAddress(settings);
    if (address !== '') return { kind: 'remote', address };
    if ((await askGit(path, ['rev-parse', '--is-shallow-repository'], options)).trim() === 'true') return { kind: 'none' };
    // No word after it: a repository without a commit has no HEAD, and answers nothing.
    const roots = (await askGit(path, ['rev-list', '--max-parents=0', '--branches', '--remotes', '--tags'], options)).split('\n');
    const [sha] = roots.filter((each) => each !== '').sort();
    return sha === undefined ? { kind: 'none' } : { kind: 'root', sha };
  });
}

/** `''` without a remote. */
function remoteAddress(settings: readonly Setting[]): string {
  const urls = new Map<string, string>();
  const rewrites: { readonly begins: string; readonly base: string }[] = [];
  for (const { key, value } of settings) {
    const remote = /^remote\.([^]*)\.url$/.exec(key)?.[1];
    const base = /^url\.([^]*)\.insteadof$/.exec(key)?.[1];
    // Of several addresses of one remote git fetches from the first.
    if (remote !== undefined && !urls.has(remote)) urls.set(remote, value);
    if (base !== undefined) rewrites.push({ begins: value, base });
  }
  const [remote] = remotesInOrder([...urls.keys()]);
  const address = remote === undefined ? '' : (urls.get(remote) ?? '');
  const longest = rewrites
    .filter(({ begins }) => begins !== '' && address.startsWith(begins))
    .sort((left, right) => right.begins.length - left.begins.length)[0];
  return longest === undefined ? address : `${longest.base}${address.slice(longest.begins.length)}`;
}
