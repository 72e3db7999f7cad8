import type { Copies } from './copies.ts';
import { withoutCall } from './link.ts';
import type { Link } from './link.ts';
import type { LineMatches, Match } from './matchLines.ts';

export interface MatchedLinkInput {
  readonly repository: string;
  readonly matches: LineMatches['matches'];
  readonly copies: Copies;
  readonly commits: ReadonlyMap<string, { readonly reachable: boolean }>;
  /** Recorded links of the repository: what is recorded needs no lines. */
  readonly recorded: readonly Link[];
}

/** A session needs this share of the lines that sessions have in a commit. */
const leastShare = 0.1;

/** Or as many lines that no other session wrote: a small part of a large commit. */
const leastOwnLines = 3;

/** One line alone may be anybody's, unless the commit changes no other. */
const leastLines = 2;

const namedFiles = 5;

/** The links that matching lines prove (tier 5): one a session and commit with its copies, and none where a recorded one is. */
export function matchedLinks({ repository, matches, copies, commits, recorded }: MatchedLinkInput): readonly Link[] {
  const known = new Set(recorded.map(({ sessionId, sha }) => `${sessionId} ${copies.get(sha)?.[0]?.sha ?? sha}`));
  return matches
    .filter((match) => isEnough(match) && !known.has(`${match.sessionId} ${match.sha}`))
    .map((match): Link => {
      const { sessionId, sha, lines, changedLines, files, lastEditMs } = match;
      // The copy that is there carries the cost, so that it stands where the work is.
      const there = copies.get(sha)?.find((copy) => commits.get(copy.sha)?.reachable === true)?.sha ?? sha;
      const matched = { lines, changedLines, files: files.slice(0, namedFiles), fileCount: files.length, lastEditAtMs: lastEditMs };
      return { sessionId, repository, sha: there, tier: 5, evidence: { ...withoutCall('lines'), matched } };
    });
}

/**
 * Whether the lines prove a session's work. A line that is taken away may be so by anybody's hand: where a session added none it needs its share
 * of all that the commit changes. What other sessions of the commit wrote as well proves nothing beside them.
 */
function isEnough({ lines, addedLines, ownLines, matchedLines, changedLines }: Match): boolean {
  if (ownLines === 0 && lines < matchedLines) return false;
  if (addedLines >= leastOwnLines && ownLines >= leastOwnLines) return true;
  return lines >= leastShare * (addedLines === 0 ? changedLines : matchedLines) && (lines >= leastLines || lines === changedLines);
}
