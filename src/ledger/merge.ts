/** Which file owns what several repeat, and which of a response's lines is kept. Both are total orders: no order of reading matters. */
import type { RequestFact } from '../core/transcript/facts.ts';

export interface OwnerRank {
  /** Whether the file holds the response's own `api-request` record. */
  readonly requested: boolean;
  /** Time of the file's first timestamped record in file order. */
  readonly firstRecordMs: number;
  readonly birthMs: number;
  readonly sessionId: string;
  /** Only so that two files of one session have an order too. */
  readonly path: string;
}

/**
 * Whether the first file comes before the second: the one that asked, then the earlier first record, then the older birth, then the
 * smaller id.
 */
export function outranks(first: OwnerRank, second: OwnerRank): boolean {
  if (first.requested !== second.requested) return first.requested;
  if (first.firstRecordMs !== second.firstRecordMs) return first.firstRecordMs < second.firstRecordMs;
  if (first.birthMs !== second.birthMs) return first.birthMs < second.birthMs;
  if (first.sessionId !== second.sessionId) return first.sessionId < second.sessionId;
  return first.path < second.path;
}

/** One response as two passes saw it: the line with the most output is kept whole, the last on a tie; its time is the first one's. */
export function mergeRequests(stored: RequestFact, read: RequestFact): RequestFact {
  const kept = isLaterLine(read, stored) ? read : stored;
  return {
    ...kept,
    atMs: Math.min(stored.atMs, read.atMs),
    stopped: stored.stopped || read.stopped,
    visibleCharacters: Math.max(stored.visibleCharacters, read.visibleCharacters),
    sidechain: stored.sidechain,
    requested: stored.requested,
    context: stored.context,
  };
}

function isLaterLine(first: RequestFact, second: RequestFact): boolean {
  const byOutput = first.tokens.output - second.tokens.output || first.lineOffset - second.lineOffset;
  if (byOutput !== 0) return byOutput > 0;
  // The same place in two different files: copies say the same, and if they do not, the order must still not matter.
  return contentKey(first) > contentKey(second);
}

function contentKey(fact: RequestFact): string {
  return JSON.stringify([fact.model, fact.tokens, fact.fast, fact.geography, fact.stopReason]);
}
