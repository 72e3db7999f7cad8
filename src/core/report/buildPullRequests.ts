import type { History } from '../attribution/history.ts';
import type { PullRequestRow } from './commits.ts';
import type { Filter } from './filter.ts';

/** Pull requests that a session made or worked on, first seen in the period, the newest first. Each has the whole cost of its commits. */
export function buildPullRequests(input: { readonly history: History; readonly filter: Filter }): readonly PullRequestRow[] {
  throw new Error(`not built: ${String(input.filter.sinceMs)}`);
}

/** The address of the pull request that each of its commits belongs to, by SHA: the keys of a report by pull request. */
export function pullRequestsOfCommits(history: History): ReadonlyMap<string, string> {
  throw new Error(`not built: ${String(history.requests.length)}`);
}
