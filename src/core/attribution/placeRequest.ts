import type { RequestRow } from '../report/rows.ts';
import type { EditCall, PullRequestCall } from './gitFacts.ts';
import type { Linked, Placement, Reason } from './placement.ts';
import type { Thread, Threads } from './threads.ts';
import { firstFrom } from './timeline.ts';

export interface Surroundings {
  readonly threads: Threads;
  /** SHA by the edit's `toolUseId`. */
  readonly takenEdits: ReadonlyMap<string, string>;
  readonly repositories: Linked['repositories'];
  /** Sessions that only looked at another's pull request. */
  readonly reviews: ReadonlySet<string>;
  /** Edits of a repository since then, milliseconds UTC, count as open work even where the file is not known to be open. */
  readonly openSinceMs: (repository: string) => number;
}

/**
 * Where one request belongs: to its thread's next edit and so to the commit that took it; without a later edit to its thread's next
 * commit in the repository of its folder; else to none, with the first reason that fits.
 */
export function placeRequest(request: RequestRow, surroundings: Surroundings): Placement {
  const thread = surroundings.threads.of(request);
  // Plan files and scratch outside every repository are not what a session in a repository works on.
  const edit = firstFrom(request.repository === '' ? thread.edits : thread.editsInside, request.atMs);
  return edit === null ? withoutEdit(request, thread, surroundings) : withEdit(request, edit, surroundings);
}

function withEdit(request: RequestRow, edit: EditCall, { takenEdits, repositories, openSinceMs }: Surroundings): Placement {
  const repository = edit.repository === '' ? request.repository : edit.repository;
  const sha = takenEdits.get(edit.toolUseId);
  if (sha !== undefined) return { repository, target: { kind: 'commit', repository, sha }, editId: edit.toolUseId };
  const none = (reason: Reason): Placement => ({ repository, target: { kind: 'none', reason }, editId: edit.toolUseId });
  if (repository === '') return none('outsideRepositories');
  const facts = repositories.get(repository);
  if (facts === undefined) return none('unread');
  if (facts.openPaths.has(edit.path)) return none('openWork');
  return none(edit.atMs > openSinceMs(repository) ? 'recentEdits' : 'noCommit');
}

function withoutEdit(request: RequestRow, thread: Thread, { repositories, reviews }: Surroundings): Placement {
  const isHere = (repository: string): boolean => request.repository === '' || repository === request.repository;
  const commit = firstFitting(thread.commits, request.atMs, ({ repository }) => isHere(repository));
  if (commit !== null) {
    const { repository, sha } = commit;
    return { repository, target: { kind: 'commit', repository, sha }, editId: '' };
  }
  const none = (repository: string, reason: Reason): Placement => ({ repository, target: { kind: 'none', reason }, editId: '' });
  const unread = firstFitting(
    thread.calls,
    request.atMs,
    ({ call }) => call.repository !== '' && isHere(call.repository) && !repositories.has(call.repository),
  );
  if (unread !== null) return none(unread.call.repository, 'unread');
  if (reviews.has(request.sessionId)) return none(request.repository, 'review');
  return none(request.repository, request.repository === '' ? 'outsideRepositories' : 'noEdits');
}

/** The first from `atMs` on that fits. A thread has few commits, and nearly all of them fit. */
function firstFitting<T extends { readonly atMs: number }>(items: readonly T[], atMs: number, fits: (item: T) => boolean): T | null {
  const first = firstFrom(items, atMs);
  if (first === null || fits(first)) return first;
  return items.slice(items.indexOf(first)).find(fits) ?? null;
}

/** Sessions that read, commented on or edited a pull request, created none and edited nothing. */
export function reviewSessions(pullRequests: readonly PullRequestCall[], edits: readonly EditCall[]): ReadonlySet<string> {
  const reviews = new Set(pullRequests.map(({ sessionId }) => sessionId));
  for (const { sessionId, action } of pullRequests) if (action === 'created') reviews.delete(sessionId);
  for (const { sessionId, repository } of edits) if (repository !== '') reviews.delete(sessionId);
  return reviews;
}
