import type { History, PlacedRequest } from '../attribution/history.ts';
import type { ContextInput } from './contextInput.ts';

/** How often contexts were compacted in the period, and how large they were before. */
export interface CompactionSum {
  readonly count: number;
  readonly tokensBefore: number;
}

export function compactionsOf(input: ContextInput): CompactionSum {
  const own = compactionsAskedFor(input);
  return { count: own.length, tokensBefore: own.reduce((sum, each) => sum + each.tokensBefore, 0) };
}

/** A compaction belongs to the repository of its session's last request before it. */
export function compactionsAskedFor({ history, repository, question: { fromMs, toMs } }: ContextInput): History['compactions'] {
  const within = history.compactions.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
  if (repository === null || within.length === 0) return within;
  const sessions = new Map<string, PlacedRequest[]>();
  for (const { sessionId } of within) sessions.set(sessionId, []);
  for (const request of history.requests) sessions.get(request.sessionId)?.push(request);
  return within.filter(({ sessionId, atMs }) => {
    const before = sessions.get(sessionId)?.findLast((request) => request.atMs <= atMs);
    return before?.repository === repository;
  });
}
