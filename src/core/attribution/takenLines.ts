import type { Copies } from './copies.ts';
import type { Link } from './link.ts';
import type { LineMatches } from './matchLines.ts';
import type { LinesTaken } from './placement.ts';

interface TakenInput {
  readonly taken: LineMatches['taken'];
  /** Every link of the repository. */
  readonly links: readonly Link[];
  readonly copies: Copies;
  /** The session of an edit. */
  readonly sessionOf: (toolUseId: string) => string | undefined;
}

/**
 * Which commits took lines of an edit, each by the SHA under which it is linked with the edit's session: what is not linked took too little to
 * count. In order of the matches, the first commit first.
 */
export function takenLines({ taken, links, copies, sessionOf }: TakenInput): ReadonlyMap<string, readonly LinesTaken[]> {
  // One text of both names for each edit would cost more than all else here.
  const linkedAs = new Map<string, Map<string, string>>();
  for (const { sessionId, sha } of links) {
    const ofSession = linkedAs.get(sessionId) ?? new Map<string, string>();
    linkedAs.set(sessionId, ofSession);
    ofSession.set(copies.get(sha)?.[0]?.sha ?? sha, sha);
  }
  const byLinks = new Map<string, readonly LinesTaken[]>();
  for (const [toolUseId, bySha] of taken) {
    const ofSession = linkedAs.get(sessionOf(toolUseId) ?? '');
    if (ofSession === undefined) continue;
    const takers = [...bySha].flatMap(([first, lines]): readonly LinesTaken[] => {
      const sha = ofSession.get(first);
      return sha === undefined ? [] : [{ sha, lines }];
    });
    if (takers.length > 0) byLinks.set(toolUseId, takers);
  }
  return byLinks;
}
