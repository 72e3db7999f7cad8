import type { RequestRow } from '../report/rows.ts';
import type { CommitCall, EditCall } from './gitFacts.ts';
import type { LinkedCall } from './linkedCalls.ts';
import type { Link } from './link.ts';

/** What one agent of a session did, each list in order of time. */
export interface Thread {
  readonly edits: EditCall[];
  /** Those in a repository. */
  readonly editsInside: EditCall[];
  /** What its `git commit` calls made, `atMs` being their end; and the commits that its work likely led to, `atMs` being the last of that work. */
  readonly commits: { readonly repository: string; readonly sha: string; readonly atMs: number }[];
  /** Every `git commit` call; `atMs` is its end. */
  readonly calls: { readonly call: CommitCall; readonly atMs: number }[];
}

type Place = Pick<RequestRow, 'sessionId' | 'agentId'>;

/** Threads by session and agent, `''` for the main one. */
export class Threads {
  readonly #bySession = new Map<string, Map<string, Thread>>();

  /** `edits` with their owners, in order of time, and `linked` in order of their end. Of `links` those of tier 6 say what work led to. */
  constructor(edits: readonly EditCall[], calls: readonly CommitCall[], linked: readonly LinkedCall[], links: readonly Link[] = []) {
    for (const edit of edits) {
      const thread = this.#open(edit);
      thread.edits.push(edit);
      if (edit.repository !== '') thread.editsInside.push(edit);
    }
    for (const { call, repository, sha } of linked) this.#open(call).commits.push({ repository, sha, atMs: call.endedAtMs });
    for (const { sessionId, repository, sha, tier, evidence } of links) {
      if (tier !== 6 || evidence.matched === undefined) continue;
      this.#open({ sessionId, agentId: evidence.agentId }).commits.push({ repository, sha, atMs: evidence.matched.lastEditAtMs });
    }
    for (const agents of this.#bySession.values())
      for (const { commits } of agents.values()) commits.sort((left, right) => left.atMs - right.atMs);
    for (const call of [...calls].sort((left, right) => left.endedAtMs - right.endedAtMs))
      this.#open(call).calls.push({ call, atMs: call.endedAtMs });
  }

  of({ sessionId, agentId }: Place): Thread {
    return this.#bySession.get(sessionId)?.get(agentId) ?? idle;
  }

  #open({ sessionId, agentId }: Place): Thread {
    let agents = this.#bySession.get(sessionId);
    if (agents === undefined) this.#bySession.set(sessionId, (agents = new Map<string, Thread>()));
    let thread = agents.get(agentId);
    if (thread === undefined) agents.set(agentId, (thread = { edits: [], editsInside: [], commits: [], calls: [] }));
    return thread;
  }
}

/** Edits as their owners': an edit belongs to the session and thread of the request that made it, else to its transcript's. */
export function ownedEdits(edits: readonly EditCall[], requests: readonly RequestRow[]): readonly EditCall[] {
  const requestOf = new Map<string, RequestRow>();
  for (const request of requests) requestOf.set(request.messageId, request);
  return edits
    .map((edit) => {
      const owner = requestOf.get(edit.messageId);
      if (owner === undefined || (owner.sessionId === edit.sessionId && owner.agentId === edit.agentId)) return edit;
      return { ...edit, sessionId: owner.sessionId, agentId: owner.agentId };
    })
    .sort((left, right) => left.atMs - right.atMs || (left.toolUseId < right.toolUseId ? -1 : 1));
}

const idle: Thread = { edits: [], editsInside: [], commits: [], calls: [] };
