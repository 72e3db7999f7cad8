import type { CommitCall } from './gitFacts.ts';
import type { Link } from './link.ts';

/** A `git commit` call with the commit that it made, as a link says. */
export interface LinkedCall {
  readonly call: CommitCall;
  readonly repository: string;
  readonly sha: string;
}

/**
 * The calls that made a linked commit, in order of their end. An amend that shows nothing of its commit (`git commit -q --amend
 * --no-edit`) made what the session's call before it in the repository made.
 */
export function linkedCalls(calls: readonly CommitCall[], links: readonly Link[]): readonly LinkedCall[] {
  const linksOfCall = new Map<string, Link[]>();
  for (const link of links) {
    if (link.evidence.toolUseId === '') continue;
    const key = callKey(link.sessionId, link.evidence.toolUseId, link.evidence.position);
    const known = linksOfCall.get(key);
    if (known === undefined) linksOfCall.set(key, [link]);
    else known.push(link);
  }

  const linked: LinkedCall[] = [];
  /** By session and repository: what its last call made, null when that is in no link. */
  const last = new Map<string, LinkedCall | null>();
  for (const call of [...calls].sort(inOrder)) {
    const own = linksOfCall.get(callKey(call.sessionId, call.toolUseId, call.position)) ?? [];
    for (const { repository, sha } of own) {
      linked.push({ call, repository, sha });
      last.set(placeKey(call.sessionId, repository), { call, repository, sha });
    }
    if (own.length > 0) continue;
    const place = placeKey(call.sessionId, call.repository);
    const before = last.get(place) ?? null;
    if (!call.amend) last.set(place, null);
    else if (before !== null && call.succeeded === true) linked.push({ ...before, call });
  }
  return linked.sort((left, right) => left.call.endedAtMs - right.call.endedAtMs || inOrder(left.call, right.call));
}

function callKey(sessionId: string, toolUseId: string, position: number): string {
  return `${sessionId} ${toolUseId} ${String(position)}`;
}

function placeKey(sessionId: string, repository: string): string {
  return `${sessionId} ${repository}`;
}

function inOrder(left: CommitCall, right: CommitCall): number {
  return (
    left.startedAtMs - right.startedAtMs ||
    (left.toolUseId < right.toolUseId ? -1 : left.toolUseId > right.toolUseId ? 1 : left.position - right.position)
  );
}
