/** Whose a change is, and whether Claude had a part in it. */
import type { CommitRecord, RepositoryRecord } from '../attribution/gitFacts.ts';
import type { Link } from '../attribution/link.ts';
import type { Change } from './changes.ts';
import type { Members } from './members.ts';
import type { ChangeOutcome } from './outcome.ts';

export type Ownership = Pick<ChangeOutcome, 'own' | 'withClaude' | 'sessionIds'>;

export interface OwnershipInput {
  readonly record: Pick<RepositoryRecord, 'identityHashes'>;
  /** Of the repository, by the SHA that they link. */
  readonly links: ReadonlyMap<string, readonly Link[]>;
  readonly members: Members;
}

/** Links up to this tier make a change one's own: those above are likely, and no more. */
const surestTier = 5;

export function ownershipIn({ record, links, members }: OwnershipInput): (change: Change) => Ownership {
  const identities = new Set(record.identityHashes);
  const isOwn = ({ authorHash }: CommitRecord): boolean => identities.has(authorHash);
  const areMostlyOwn = (commits: readonly CommitRecord[]): boolean => 2 * commits.filter(isOwn).length > commits.length;
  return (change) => {
    const all = members.of(change);
    const linked = all.flatMap(({ sha }) => links.get(sha) ?? []);
    // A forge may squash under an address that it made up; the commits that it squashed still have their author's.
    const squashed = change.style === 'squash' ? all.filter((commit) => !change.commits.includes(commit)) : [];
    const isAuthor = areMostlyOwn(change.commits) || (squashed.length > 0 && areMostlyOwn(squashed));
    const isTrailed = all.some(({ hints }) => hints?.withClaude === true);
    return {
      own: isAuthor && linked.some(({ tier }) => tier <= surestTier),
      withClaude: linked.length > 0 ? 'linked' : isTrailed ? 'trailer' : 'no',
      sessionIds: [...new Set(linked.map(({ sessionId }) => sessionId))].sort(),
    };
  };
}

export function linksBySha(links: readonly Link[], repository: string): ReadonlyMap<string, readonly Link[]> {
  const bySha = new Map<string, Link[]>();
  for (const link of links) {
    if (link.repository !== repository) continue;
    const known = bySha.get(link.sha);
    if (known === undefined) bySha.set(link.sha, [link]);
    else known.push(link);
  }
  return bySha;
}
