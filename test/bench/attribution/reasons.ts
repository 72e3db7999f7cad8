/** Why a pair was not found or is wrong, as far as what happened tells. */
import type { Pair } from './judge.ts';

/** Why a pair that is true was not found, by what the commit has of the session. */
export function whyMissing({ sessionId, change }: Pair, ownAddresses: ReadonlySet<string>, author: string): string {
  const work = change.work.get(sessionId) ?? { lines: 0, shown: 0, plain: 0 };
  if (change.makers.has(sessionId) && change.members.length === 0)
    return `committed by the session${change.kinds.has('quiet') ? ', quietly' : ''}`;
  if (!ownAddresses.has(author)) return 'by an author who is no identity of the clone';
  if (work.shown === 0) return 'written by commands only';
  if (work.plain === 0) return 'every line moved or formatted';
  if (work.plain === 1) return 'one line as it was written';
  if (work.plain < 0.1 * change.lines) return 'less than a tenth of the lines';
  return `other (${String(work.plain)} of ${String(change.lines)} lines)`;
}

/** Why a pair that is not true was said. */
export function whyWrong({ sessionId, change }: Pair): string {
  for (const kind of ['merge', 'revert', 'reland', 'teammate']) if (change.kinds.has(kind)) return kind;
  if (change.work.size === 0) return 'a commit of no session’s';
  return change.work.has(sessionId) ? 'other' : 'a commit of another session’s';
}
