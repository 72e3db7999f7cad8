import { byCommitted, withCopies } from './copies.ts';
import type { Copies } from './copies.ts';
import type { CommitCall, CommitRecord, PullRequestCall, RepositoryFacts } from './gitFacts.ts';
import type { Link } from './link.ts';
import { ancestors } from './reach.ts';

export interface SquashInput {
  readonly repository: RepositoryFacts;
  readonly copies: Copies;
  /** Those of other repositories are passed over, and so are calls and pull requests. */
  readonly links: readonly Link[];
  readonly commitCalls: readonly CommitCall[];
  readonly pullRequests: readonly PullRequestCall[];
}

/**
 * The commits of the default branch that linked commits became with others, by the SHA of the linked one: a squashed pull request, or
 * `git merge --squash`. It is the commit whose files are exactly those of the branch's last commit, else the one whose subject has the
 * number of a pull request that a session opened for the commit's branch, or worked on. A number alone may be another project's: the
 * commits must have a file in common. What is on the default branch itself, or by a copy, is not in the result.
 */
export function findSquashes({ repository, copies, links, commitCalls, pullRequests }: SquashInput): ReadonlyMap<string, CommitRecord> {
  const { record, commits } = repository;
  const waiting = new Map<string, Waiting>();
  const branches = branchesOf(commitCalls);
  for (const link of links) {
    const commit = link.repository === record.path ? commits.get(link.sha) : undefined;
    if (commit === undefined || withCopies(copies, commit).some(({ onDefaultBranch }) => onDefaultBranch)) continue;
    const known = waiting.get(link.sha) ?? { commit, branches: new Set() };
    known.branches.add(branches(link) || commit.branch);
    waiting.set(link.sha, known);
  }
  if (waiting.size === 0) return new Map();
  const squashes = [...commits.values()].filter((commit) => commit.onDefaultBranch && isOneChange(commit, commits)).sort(byCommitted);
  return new Map([
    ...byNumber(
      waiting,
      squashes,
      pullRequests.filter((call) => call.repository === record.path),
    ),
    ...byTree(waiting, squashes, commits),
  ]);
}

/** A linked commit that the default branch does not have, with the branches on which sessions made it. */
interface Waiting {
  readonly commit: CommitRecord;
  readonly branches: Set<string>;
}

/** The branch that git printed with the linked commit, else the session's at the call; `''` for a mark. */
export function branchesOf(calls: readonly CommitCall[]): (link: Link) => string {
  const known = new Map(calls.map((call) => [`${call.toolUseId} ${String(call.position)}`, call]));
  return ({ evidence: { toolUseId, position, recordedSha } }) => {
    const call = known.get(`${toolUseId} ${String(position)}`);
    if (call === undefined) return '';
    const isOwn = ({ sha }: { readonly sha: string }): boolean => sha.startsWith(recordedSha) || recordedSha.startsWith(sha);
    return (recordedSha === '' ? undefined : call.printed.find(isOwn))?.branch ?? call.branch;
  };
}

function isOneChange({ parents, tree }: CommitRecord, commits: RepositoryFacts['commits']): boolean {
  return parents.length === 1 && commits.get(parents[0] ?? '')?.tree !== tree;
}

/** By the files: the last commit of a branch and the squash leave the same tree, and so all before it on the branch came along. */
function byTree(
  waiting: ReadonlyMap<string, Waiting>,
  squashes: readonly CommitRecord[],
  commits: RepositoryFacts['commits'],
): ReadonlyMap<string, CommitRecord> {
  const trees = new Map<string, CommitRecord[]>();
  for (const squash of squashes) trees.set(squash.tree, [...(trees.get(squash.tree) ?? []), squash]);
  const found = new Map<string, CommitRecord>();
  const add = (last: CommitRecord, squash: CommitRecord): void => {
    const [base, own] = onItsBranch(last, commits);
    const members = [...own].filter((sha) => waiting.has(sha) && !found.has(sha));
    // A branch that ended where it began, and a commit from before the branch, say nothing. Walking the history is dear: it comes last.
    if (members.length === 0 || base?.tree === last.tree) return;
    if (base !== null && ancestors(commits, [base.sha]).has(squash.sha)) return;
    for (const sha of members) found.set(sha, squash);
  };
  const candidates = [...commits.values()].filter(({ onDefaultBranch, tree }) => !onDefaultBranch && trees.has(tree)).sort(byCommitted);
  for (const last of candidates) {
    const squash = trees.get(last.tree)?.find(({ committerMs }) => committerMs >= last.authorMs);
    if (squash !== undefined) add(last, squash);
  }
  return found;
}

/** Where the branch of a commit left the default branch (by first parents), null where that is not known; and what it has of its own. */
function onItsBranch(last: CommitRecord, commits: RepositoryFacts['commits']): readonly [CommitRecord | null, ReadonlySet<string>] {
  let base: CommitRecord | undefined = last;
  // No real history is a circle; a ledger may say anything.
  const passed = new Set<string>();
  while (base !== undefined && !base.onDefaultBranch) {
    if (passed.has(base.sha)) return [null, passed];
    passed.add(base.sha);
    base = commits.get(base.parents[0] ?? '');
  }
  const own = new Set<string>();
  const open = [last];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at.onDefaultBranch || own.has(at.sha)) continue;
    own.add(at.sha);
    for (const parent of at.parents) open.push(...[commits.get(parent) ?? []].flat());
  }
  return [base ?? null, own];
}

/** A pull request that a session opened or worked on. */
interface Pull {
  readonly urls: Set<string>;
  readonly branches: Set<string>;
  /** When it was opened, null where a session only worked on it. */
  openedMs: number | null;
}

function byNumber(
  waiting: ReadonlyMap<string, Waiting>,
  squashes: readonly CommitRecord[],
  pullRequests: readonly PullRequestCall[],
): ReadonlyMap<string, CommitRecord> {
  const pulls = new Map<number, Pull>();
  for (const { number, url, branch, action, atMs } of pullRequests) {
    if (action === 'commented') continue;
    const pull = pulls.get(number) ?? { urls: new Set(), branches: new Set(), openedMs: null };
    pull.urls.add(url);
    pull.branches.add(branch);
    if (action === 'created') pull.openedMs = Math.min(atMs, pull.openedMs ?? Infinity);
    pulls.set(number, pull);
  }
  const landed = squashes.flatMap((squash) => {
    const pull = squash.pullNumber === null ? undefined : pulls.get(squash.pullNumber);
    // Two projects with one number cannot be told apart, and what was there before it was opened is another's. Git knows whole seconds.
    const isIt = pull?.urls.size === 1 && squash.committerMs + 999 >= (pull.openedMs ?? -Infinity);
    return isIt ? [{ squash, pull, members: [] as CommitRecord[] }] : [];
  });
  for (const { commit, branches } of waiting.values())
    landed
      .find(({ squash, pull }) => squash.committerMs >= commit.authorMs && [...branches].some((name) => pull.branches.has(name)))
      ?.members.push(commit);
  const found = new Map<string, CommitRecord>();
  for (const { squash, members } of landed) {
    const sharing = members.filter((commit) => shareFile(commit, squash));
    // What the branch took back itself left no trace in the squash; what is still on a branch may have come after it.
    if (sharing.length > 0) for (const member of members) if (!member.reachable || sharing.includes(member)) found.set(member.sha, squash);
  }
  return found;
}

function shareFile(left: CommitRecord, right: CommitRecord): boolean {
  const paths = new Set(left.files.flatMap(({ path, previousPath }) => [path, previousPath ?? path]));
  return right.files.some(({ path, previousPath }) => paths.has(path) || (previousPath !== null && paths.has(previousPath)));
}
