/** Several clones of one project hold the same commits: a session's link to one of them belongs to the clone that it was made in. */
import type { Link } from './link.ts';

/** Whether a session worked in a repository: has requests from there, or edits. */
export type WorksIn = (sessionId: string, repository: string) => boolean;

/**
 * Links, those of one session and commit in several repositories once: where the evidence is strongest, then where the session worked. Who pulls
 * what he made in another clone, with a trailer that names its session, made it there and not here; the same change would be counted twice.
 * `worksIn` is asked for sessions with such links.
 */
export function linksInOwnClone(links: readonly Link[], worksInOf: (sessionIds: ReadonlySet<string>) => WorksIn): readonly Link[] {
  const first = new Map<string, Link>();
  const twice = new Set<string>();
  const sessionIds = new Set<string>();
  for (const link of links) {
    const key = keyOf(link);
    const known = first.get(key);
    if (known === undefined) first.set(key, link);
    else if (known.repository !== link.repository) {
      twice.add(key);
      sessionIds.add(link.sessionId);
    }
  }
  if (twice.size === 0) return links;
  const worksIn = worksInOf(sessionIds);
  const best = new Map<string, Link>();
  for (const link of links) {
    const key = keyOf(link);
    if (!twice.has(key)) continue;
    const known = best.get(key);
    if (known === undefined || isBefore(link, known, worksIn)) best.set(key, link);
  }
  return links.filter((link) => (best.get(keyOf(link)) ?? link) === link);
}

function keyOf({ sessionId, sha }: Link): string {
  return `${sessionId} ${sha}`;
}

function isBefore(left: Link, right: Link, worksIn: WorksIn): boolean {
  if (left.tier !== right.tier) return left.tier < right.tier;
  const [here, there] = [worksIn(left.sessionId, left.repository), worksIn(right.sessionId, right.repository)];
  return here === there ? left.repository < right.repository : here;
}
