/** Whose requests stand elsewhere after git was read: few, where one commit was added to a long history. */
import type { History } from '../core/attribution/history.ts';
import type { RepositoryFacts } from '../core/attribution/gitFacts.ts';
import { commitParts } from '../core/attribution/partOf.ts';
import type { Linked } from '../core/attribution/placement.ts';

/**
 * Sessions whose placements may differ because of what git says of the given repositories now. A session depends on its own links, on
 * where the linked commits stand, on which files are open, and (where a file's place is not known) on the names of all files.
 */
export function affectedSessions(before: History, linked: Linked, repositories: ReadonlySet<string>): ReadonlySet<string> {
  const affected = new Set<string>();
  for (const path of repositories) {
    const [old, now] = [before.repositories.get(path), linked.repositories.get(path)];
    if (old === undefined || now === undefined) addAllOf(before, path, affected);
    else {
      addMoved(before, linked, { path, old, now }, affected);
      addWithFiles(before, { path, old, now }, affected);
    }
  }
  return affected;
}

interface Changed {
  readonly path: string;
  readonly old: RepositoryFacts;
  readonly now: RepositoryFacts;
}

/** A repository that is known for the first time, or no more: everybody who has to do with it, and whose folder or file it is not told of. */
function addAllOf(before: History, path: string, affected: Set<string>): void {
  for (const items of [before.requests, before.edits, before.links, before.commitCalls])
    for (const { sessionId, repository } of items) if (repository === path || repository === '') affected.add(sessionId);
  for (const { sessionId, cwd } of before.requests) if (cwd === path || cwd.startsWith(`${path}/`)) affected.add(sessionId);
}

/** Sessions with other links than before, or with one to a commit that stands elsewhere now. */
function addMoved(before: History, linked: Linked, { path, old, now }: Changed, affected: Set<string>): void {
  const [oldPart, newPart] = [commitParts(old), commitParts(now)];
  const known = new Map<string, string>();
  for (const link of before.links) if (link.repository === path) known.set(`${link.sessionId} ${link.sha}`, JSON.stringify(link));
  for (const link of linked.links) {
    if (link.repository !== path) continue;
    const key = `${link.sessionId} ${link.sha}`;
    if (known.get(key) !== JSON.stringify(link) || oldPart(link.sha) !== newPart(link.sha)) affected.add(link.sessionId);
    known.delete(key);
  }
  for (const key of known.keys()) affected.add(key.slice(0, key.lastIndexOf(' ')));
}

/** Sessions with a file that is open now or was before, or whose place in the repository is told by its name alone. */
function addWithFiles(before: History, { path, old, now }: Changed, affected: Set<string>): void {
  for (const edit of before.edits) {
    if (edit.repository !== path) continue;
    if (edit.file === '' || old.openPaths.has(edit.path) !== now.openPaths.has(edit.path)) affected.add(edit.sessionId);
  }
}
