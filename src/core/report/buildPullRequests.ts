import type { PullRequestCall } from '../attribution/gitFacts.ts';
import type { History } from '../attribution/history.ts';
import { reviewSessions } from '../attribution/placeRequest.ts';
import { branchesOf } from '../attribution/squashes.ts';
import { commitCostsOf, commitKey, commitOf } from './commitCosts.ts';
import type { CommitCost } from './commitCosts.ts';
import { nameOfDefaultBranch } from './explainWords.ts';
import type { PullRequestRow } from './commits.ts';
import type { Filter } from './filter.ts';
import { everything, fits } from './filterRequests.ts';
import { getOrAdd, MoneySum } from './moneySum.ts';

/**
 * Pull requests that a session made or worked on, first seen in the period, the newest first. Each has the whole cost of its commits;
 * with a branch, a model or a part those that have a request of it.
 */
export function buildPullRequests({ history, filter }: { readonly history: History; readonly filter: Filter }): readonly PullRequestRow[] {
  const { sinceMs, untilMs, repository, branch, model, part } = filter;
  const costs = commitCostsOf(history);
  const fit = branch === null && model === null && part === null ? null : fits({ ...everything, branch, model, part });
  const led = fit === null ? null : new Set(history.requests.filter(fit).map(commitOf));
  return pullRequestsOf(history)
    .filter(
      (pull) =>
        (sinceMs === null || pull.firstSeenAtMs >= sinceMs) &&
        (untilMs === null || pull.firstSeenAtMs < untilMs) &&
        (repository === null || pull.repository === repository) &&
        (led === null || pull.commits.some((sha) => led.has(sha))),
    )
    .map((pull) => pullRequestRow(pull, history, costs))
    .sort((left, right) => right.firstSeenAtMs - left.firstSeenAtMs || (left.url < right.url ? -1 : 1));
}

/** The address of the pull request that each of its commits belongs to, by SHA: the keys of a report by pull request. */
export function pullRequestsOfCommits(history: History): ReadonlyMap<string, string> {
  return new Map(pullRequestsOf(history).flatMap(({ url, commits }) => commits.map((sha) => [sha, url] as const)));
}

interface PullRequest {
  readonly url: string;
  readonly number: number;
  readonly repository: string;
  readonly branch: string;
  readonly created: boolean;
  /** Whether a session had it as its own or wrote to it; else it was only read or commented on. */
  readonly worked: boolean;
  readonly firstSeenAtMs: number;
  readonly sessionIds: readonly string[];
  /** Each commit is of one pull request. */
  readonly commits: string[];
}

/**
 * A commit belongs to the pull request whose number its subject names (a merge, a squash); else, when it is linked, to the first one
 * of its branch that was opened after it, or to the branch's last.
 */
function pullRequestsOf(history: History): readonly PullRequest[] {
  const pulls = grouped(history);
  const taken = new Set<string>();
  const byNumber = new Map(pulls.map((pull) => [`${pull.repository} ${String(pull.number)}`, pull]));
  const linked = new Set(history.links.map(({ sha }) => sha));
  const squashes = new Set([...history.squashes.values()].map(({ sha }) => sha).filter((sha) => !linked.has(sha)));
  for (const [path, { commits }] of history.repositories)
    for (const { sha, pullNumber } of commits.values()) {
      const pull = pullNumber === null ? undefined : byNumber.get(`${path} ${String(pullNumber)}`);
      if (pull === undefined) continue;
      // What was squashed into it stands for it.
      if (!squashes.has(sha)) pull.commits.push(sha);
      taken.add(commitKey(path, sha));
    }
  const byBranch = openedOnBranches(pulls, history);
  const branchOf = branchesOf(history.commitCalls);
  for (const link of history.links) {
    const key = commitKey(link.repository, link.sha);
    if (taken.has(key)) continue;
    const commit = history.repositories.get(link.repository)?.commits.get(link.sha);
    const branch = branchOf(link) || (commit?.branch ?? '');
    const opened = byBranch.get(`${link.repository} ${branch}`);
    const madeAtMs = link.evidence.endedAtMs ?? commit?.authorMs ?? 0;
    const squashed = byNumber.get(`${link.repository} ${String(history.squashes.get(link.sha)?.pullNumber)}`);
    const pull = squashed ?? opened?.find(({ firstSeenAtMs }) => firstSeenAtMs >= madeAtMs) ?? opened?.at(-1);
    if (pull === undefined) continue;
    pull.commits.push(link.sha);
    taken.add(key);
  }
  return pulls;
}

/**
 * The pull requests of each branch in the order in which they were opened. One that nobody here made may be another's that was only
 * read: it has the commits of a branch only where no session opened one for it. The default branch has none.
 */
function openedOnBranches(pulls: readonly PullRequest[], history: History): ReadonlyMap<string, readonly PullRequest[]> {
  const byBranch = new Map<string, PullRequest[]>();
  for (const pull of pulls) {
    const isDefault = history.repositories.get(pull.repository)?.record.defaultBranch === pull.branch;
    if (pull.branch !== '' && !isDefault && pull.worked) getOrAdd(byBranch, `${pull.repository} ${pull.branch}`, () => []).push(pull);
  }
  return new Map(
    [...byBranch].map(([key, opened]) => {
      const created = opened.filter((pull) => pull.created);
      return [key, (created.length > 0 ? created : opened).sort((left, right) => left.firstSeenAtMs - right.firstSeenAtMs)];
    }),
  );
}

/**
 * Whether a call worked on its pull request: a session that made it, or that edited or committed something and did not only comment.
 * What was only read or commented on is another's.
 */
export function isWork({
  pullRequests,
  edits,
  links,
}: Pick<History, 'pullRequests' | 'edits' | 'links'>): (call: PullRequestCall) => boolean {
  const committed = new Set(links.map(({ sessionId }) => sessionId));
  const readers = reviewSessions(pullRequests, edits);
  return ({ action, sessionId }) => action !== 'commented' && (committed.has(sessionId) || !readers.has(sessionId));
}

/** Calls by the address that they name. */
function grouped(history: History): readonly PullRequest[] {
  const works = isWork(history);
  const byUrl = new Map<string, PullRequestCall[]>();
  for (const call of history.pullRequests) getOrAdd(byUrl, call.url, () => []).push(call);
  return [...byUrl].flatMap(([url, some]): readonly PullRequest[] => {
    const ordered = [...some].sort((left, right) => left.atMs - right.atMs);
    const creating = ordered.find(({ action }) => action === 'created');
    const working = ordered.find(works);
    const main = creating ?? working ?? ordered[0];
    if (main === undefined) return [];
    return [
      {
        url,
        number: main.number,
        repository: main.repository,
        branch: working === undefined ? '' : main.branch,
        created: creating !== undefined,
        worked: working !== undefined,
        firstSeenAtMs: main.atMs,
        sessionIds: [...new Set(ordered.map(({ sessionId }) => sessionId))],
        commits: [],
      },
    ];
  });
}

function pullRequestRow(pull: PullRequest, history: History, costs: ReadonlyMap<string, CommitCost>): PullRequestRow {
  const linked = pull.commits.flatMap((sha) => costs.get(commitKey(pull.repository, sha)) ?? []);
  const sum = new MoneySum();
  for (const { mix } of linked) sum.addMoney(mix.money());
  const repository = history.repositories.get(pull.repository);
  const isShipped = (sha: string): boolean =>
    repository?.commits.get(sha)?.onDefaultBranch === true ||
    (history.copies.get(sha) ?? []).some(({ onDefaultBranch }) => onDefaultBranch);
  const { url, number, branch, created, firstSeenAtMs, sessionIds, commits } = pull;
  return {
    url,
    number,
    repository: pull.repository,
    branch,
    created,
    reviewed: !pull.worked,
    firstSeenAtMs,
    sessionIds,
    commits,
    money: linked.length === 0 ? null : sum.money(),
    onDefaultBranch: repository === undefined || commits.length === 0 ? null : commits.some(isShipped),
    defaultBranch: nameOfDefaultBranch(history, pull.repository),
  };
}
