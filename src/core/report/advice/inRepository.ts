import type { History } from '../../attribution/history.ts';

const known = new WeakMap<History, Map<string, History>>();

/**
 * A history as if it held one repository alone: requests that were placed in it and its outcomes, with all edits of their sessions, since by them it is told what
 * a request was for and how wide its session was. Made once for as long as the history is the same, so that what is remembered by history is remembered for it
 * too. Null is the whole history.
 */
export function inRepository(history: History, repository: string | null): History {
  if (repository === null) return history;
  let made = known.get(history);
  if (made === undefined) known.set(history, (made = new Map<string, History>()));
  let own = made.get(repository);
  if (own === undefined) made.set(repository, (own = narrowed(history, repository)));
  return own;
}

function narrowed(history: History, repository: string): History {
  const isOwn = (row: { readonly repository: string }): boolean => row.repository === repository;
  const requests = history.requests.filter(isOwn);
  const sideCalls = history.sideCalls.filter(isOwn);
  const sessions = new Set([...requests, ...sideCalls].map(({ sessionId }) => sessionId));
  const inSession = ({ sessionId }: { readonly sessionId: string }): boolean => sessions.has(sessionId);
  const only = <Value>(map: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> =>
    new Map([...map].filter(([path]) => path === repository));
  return {
    ...history,
    requests,
    sideCalls,
    repositories: only(history.repositories),
    outcomes: only(history.outcomes),
    survival: only(history.survival),
    links: history.links.filter(isOwn),
    edits: history.edits.filter(inSession),
    commitCalls: history.commitCalls.filter(inSession),
    pullRequests: history.pullRequests.filter(inSession),
    checks: history.checks.filter(inSession),
    compactions: history.compactions.filter(inSession),
    repetition: {
      commandTries: history.repetition.commandTries.filter(inSession),
      failedEdits: history.repetition.failedEdits.filter(inSession),
      largeReads: history.repetition.largeReads.filter(inSession),
    },
    turns: new Map([...history.turns].filter(([sessionId]) => sessions.has(sessionId))),
  };
}
