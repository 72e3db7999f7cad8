import type { CommitRecord, RepositoryFacts } from '../attribution/gitFacts.ts';
import type { History } from '../attribution/history.ts';

/**
 * Which commits of a repository carry the cost that a commit stands for: itself where a session is linked with it, the commit that it
 * is a copy of, or those that were squashed into it; itself where there are none.
 */
export function carriersOf(history: History, { record, commits }: RepositoryFacts): (commit: CommitRecord) => readonly CommitRecord[] {
  const linked = new Set<string>();
  for (const { repository, sha } of history.links) if (repository === record.path) linked.add(sha);
  const carriers = new Map<string, CommitRecord[]>();
  for (const sha of linked) {
    const carrier = commits.get(sha);
    if (carrier === undefined) continue;
    for (const copy of history.copies.get(sha) ?? []) carriers.set(copy.sha, [...(carriers.get(copy.sha) ?? []), carrier]);
  }
  return (commit) => (linked.has(commit.sha) ? [commit] : (carriers.get(commit.sha) ?? [commit]));
}
