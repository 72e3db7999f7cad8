import type { RequestRow } from '../report/rows.ts';
import type { CommitCall, EditCall } from './gitFacts.ts';
import type { LinkedCall } from './linkedCalls.ts';

/** What one agent of a session did, each list in order of time. */
export interface Thread {
  readonly edits: EditCall[];
  /** Those in a repository. */
  readonly editsInside: EditCall[];
  /** `git commit` calls with what they made; `atMs` is their end. */
  readonly commits: (LinkedCall & { readonly atMs: number })[];
  /** Every `git commit` call; `atMs` is its end. */
  readonly calls: { readonly call: CommitCall; readonly atMs: number }[];
}

/** Threads by session and agent, `''` for the main one. */
export class Threads {
  readonly #threads = new Map<string, Thread>();

  /** `edits` with their owners, in order of time, and `linked` in order of their end. */
  constructor(edits: readonly EditCall[], calls: readonly CommitCall[], linked: readonly LinkedCall[]) {
    for (const edit of edits) {
      const thread = this.#openThread(edit);
      thread.edits.push(edit);
      if (edit.repository !== '') thread.editsInside.push(edit);
    }
    for (const commit of linked) this.#openThread(commit.call).commits.push({ ...commit, atMs: commit.call.endedAtMs });
    for (const call of calls) this.#openThread(call).calls.push({ call, atMs: call.endedAtMs });
    for (const { calls: ended } of this.#threads.values()) ended.sort((left, right) => left.atMs - right.atMs);
  }

  of(place: Pick<RequestRow, 'sessionId' | 'agentId'>): Thread {
    return this.#threads.get(threadKey(place)) ?? idle;
  }

  #openThread(place: Pick<RequestRow, 'sessionId' | 'agentId'>): Thread {
    const key = threadKey(place);
    let thread = this.#threads.get(key);
    if (thread === undefined) this.#threads.set(key, (thread = { edits: [], editsInside: [], commits: [], calls: [] }));
    return thread;
  }
}

/** Edits as their owners': an edit belongs to the session and thread of the request that made it, else to its transcript's. */
export function ownedEdits(edits: readonly EditCall[], requests: readonly RequestRow[]): readonly EditCall[] {
  const requestOf = new Map(requests.map((request) => [request.messageId, request]));
  return edits
    .map((edit) => {
      const request = edit.messageId === '' ? undefined : requestOf.get(edit.messageId);
      return request === undefined ? edit : { ...edit, sessionId: request.sessionId, agentId: request.agentId };
    })
    .sort((left, right) => left.atMs - right.atMs || (left.toolUseId < right.toolUseId ? -1 : 1));
}

const idle: Thread = { edits: [], editsInside: [], commits: [], calls: [] };

function threadKey({ sessionId, agentId }: Pick<RequestRow, 'sessionId' | 'agentId'>): string {
  return `${sessionId} ${agentId}`;
}
