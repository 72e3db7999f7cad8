/** What a repository is at this moment: its heads, default branch, identities, and how far it can be seen. */
import { hexOf } from '../core/transcript/hex.ts';
import { isPartial, partialKeys, settingsOf } from './configuration.ts';
import type { Setting } from './configuration.ts';
import { defaultBranchOf } from './defaultBranch.ts';
import { edgesIn, placeOf } from './edges.ts';
import { fetchedAt } from './fetchTime.ts';
import { isWorkBranch, listReferences, referencesOf, toCommits } from './heads.ts';
import type { Reference } from './heads.ts';
import { normalAddress } from './logParser.ts';
import { marksBelow, marksStateOf } from './marks.ts';
import { existingCommits } from './objects.ts';
import { answer } from './problem.ts';
import { gitText } from './stream.ts';
import type { DefaultBranch, DescribeRepository, GitOptions, Head, RepositoryDescription } from './types.ts';
import { worktreesOf } from './worktrees.ts';
import type { Worktree } from './worktrees.ts';

const addressKeys = '^(user|author|committer)\\.email$';
const branchKeys = '^remote\\..*\\.url$|^init\\.defaultbranch$|^core\\.bare$';
/** Working trees beyond this share the identities of the others. */
const mostIdentities = 50;

/** See `DescribeRepository`. */
export const describeRepository: DescribeRepository = (path, options) => answer(() => describe(path, options));

async function describe(path: string, options: Parameters<DescribeRepository>[1]): Promise<RepositoryDescription> {
  const { common, isRoot } = await placeOf(path, options);
  const [listed, worktrees, settings] = await Promise.all([
    listReferences(path, ['refs/heads', 'refs/remotes', 'refs/tags', marksBelow], options),
    worktreesOf(path, options, isRoot),
    settingsOf(path, `${addressKeys}|${branchKeys}|^extensions\\.worktreeconfig$|${partialKeys}`, options),
  ]);
  const isNamed = ({ ref }: { readonly ref: string }): boolean => /^refs\/(?:heads|remotes|tags)\//.test(ref);
  const references = await toCommits(path, listed.filter(isNamed), options);
  const defaultBranch = findDefaultBranch(references, settings);
  const addresses = await addressesOf(settings, worktrees, options);
  return {
    heads: headsOf(references, worktrees),
    defaultBranch,
    fetchedAtMs: defaultBranch?.upstream === true ? await fetchedAt(common, [defaultBranch.ref, remoteHead(defaultBranch)]) : null,
    shallowSinceMs: await shallowSince(path, common, options),
    identityHashes: addresses.map((address) => hexOf(options.hash(address))),
    worktrees: worktrees.map((each) => each.path),
    marksState: marksStateOf(listed),
    partial: isPartial(settings),
  };
}

/** The branches' commits, and those that a working tree stands on without a branch: a rebase under way is on none. */
function headsOf(references: readonly Reference[], worktrees: readonly Worktree[]): readonly Head[] {
  const branches = references.filter(({ ref, target }) => target === '' && isWorkBranch(ref)).map(({ ref, sha }) => ({ ref, sha }));
  const detached = new Set(worktrees.flatMap(({ detachedSha }) => (detachedSha === null ? [] : [detachedSha])));
  return [...branches, ...[...detached].map((sha) => ({ ref: 'HEAD', sha }))];
}

/** The default branch of the repository that `path` lies in. */
export async function defaultBranchAt(path: string, options: GitOptions): Promise<DefaultBranch | null> {
  const references = await referencesOf(path, ['refs/heads', 'refs/remotes'], options);
  return findDefaultBranch(references, await settingsOf(path, branchKeys, options));
}

function findDefaultBranch(references: readonly Reference[], settings: readonly Setting[]): DefaultBranch | null {
  const last = (key: string): string => settings.findLast((each) => each.key === key)?.value ?? '';
  const remotes = settings.flatMap(({ key }) => /^remote\.([^]*)\.url$/.exec(key)?.[1] ?? []);
  return defaultBranchOf({
    references,
    remotes: [...new Set(remotes)],
    initialBranch: last('init.defaultbranch'),
    headBranch: references.find(({ isHead }) => isHead)?.ref.replace(/^refs\/heads\//, '') ?? '',
    bare: last('core.bare') === 'true',
  });
}

/** After a clone only the reflog of the remote's HEAD tells of it. */
function remoteHead({ name, ref }: DefaultBranch): string {
  return `${ref.slice(0, ref.length - name.length)}HEAD`;
}

/** Each address once: of the shared scopes, of the environment, and of every working tree where those have settings of their own. */
async function addressesOf(shared: readonly Setting[], worktrees: readonly Worktree[], options: GitOptions): Promise<readonly string[]> {
  const isAddress = ({ key }: Setting): boolean => /^(?:user|author|committer)\.email$/.test(key);
  const hasOwnSettings = shared.findLast(({ key }) => key === 'extensions.worktreeconfig')?.value === 'true';
  const asked = hasOwnSettings ? worktrees.slice(0, mostIdentities) : [];
  const own = await Promise.all(asked.map(({ path }) => settingsOf(path, addressKeys, options)));
  const values = [...shared.filter(isAddress), ...own.flat()].map(({ value }) => value);
  const all = [...values, options.environment.GIT_AUTHOR_EMAIL ?? ''].map(normalAddress);
  return [...new Set(all)].filter((address) => address !== '');
}

/** Author time of the oldest commit of a shallow clone; null for a whole one. */
async function shallowSince(path: string, common: string, options: GitOptions): Promise<number | null> {
  const commits = await existingCommits(path, [...(await edgesIn(common))], options);
  if (commits.length === 0) return null;
  const args = ['log', '--no-walk=unsorted', '--stdin', '--no-patch', '--format=%at'];
  const times = (await gitText(path, args, { ...options, input: commits.map((sha) => `${sha}\n`).join('') })).split('\n');
  return Math.min(...times.filter((each) => each !== '').map(Number)) * 1000;
}
