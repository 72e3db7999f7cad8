/** Requests of single threads, found by time: rules look at few threads of a long history. */
import type { PlacedRequest } from '../attribution/history.ts';
import { getOrAdd } from '../report/moneySum.ts';

/** A conversation: a session's own, or that of one of its agents. */
export interface Thread {
  readonly sessionId: string;
  readonly agentId: string;
}

/** The same for two of the same thread. */
export function threadKey({ sessionId, agentId }: Thread): string {
  return `${sessionId} ${agentId}`;
}

export class ThreadSpans {
  private readonly requests = new Map<string, PlacedRequest[]>();

  /** @param wanted the threads that will be asked for */
  constructor(requests: readonly PlacedRequest[], wanted: Iterable<Thread>) {
    const keys = new Set([...wanted].map(threadKey));
    if (keys.size === 0) return;
    const sessions = new Set([...keys].map((key) => key.slice(0, key.indexOf(' '))));
    for (const request of requests) {
      if (!sessions.has(request.sessionId)) continue;
      const key = threadKey(request);
      if (keys.has(key)) getOrAdd(this.requests, key, () => []).push(request);
    }
  }

  /** Those after one moment up to another, in order of time. */
  between(thread: Thread, afterMs: number, untilMs: number): readonly PlacedRequest[] {
    return (this.requests.get(threadKey(thread)) ?? []).filter(({ atMs }) => atMs > afterMs && atMs <= untilMs);
  }

  /** The last one up to a moment. */
  lastUntil(thread: Thread, untilMs: number): PlacedRequest | undefined {
    return this.requests.get(threadKey(thread))?.findLast(({ atMs }) => atMs <= untilMs);
  }
}
