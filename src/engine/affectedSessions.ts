/** Whose requests stand elsewhere after git was read: few, where one commit was added to a long history. */
import type { History } from '../core/attribution/history.ts';
import type { RepositoryFacts } from '../core/attribution/gitFacts.ts';
import { commitParts } from '../core/outcomes/commitParts.ts';
import type { Linked } from '../core/attribution/placement.ts';

/**
 * Sessions whose placements may differ because of what git says of the given repositories now. A session depends on its own links, on
 * which files are open, on the repository's settings, and (where a file's place is not known) on the names of all files; and on where the
 * linked commits stand, see `movedSessions`.
 */
export function affectedSessions(before: History, linked: Linked, repositories: ReadonlySet<string>): ReadonlySet<string> {
  const affected = new Set<string>();
  for (const path of repositories) {
    const [old, now] = [before.repositories.get(path), linked.repositories.get(path)];
    if (old === undefined || now === undefined || !haveSameSettings(old, now)) addAllOf(before, path, affected);
    else {
      addLinked(before, linked, path, affected);
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

function haveSameSettings({ record: old }: RepositoryFacts, { record: now }: RepositoryFacts): boolean {
  return old.settings === now.settings || JSON.stringify(old.settings) === JSON.stringify(now.settings);
}

/** Sessions with other links than before. */
function addLinked(before: History, linked: Linked, path: string, affected: Set<string>): void {
  const known = new Map<string, string>();
  for (const link of before.links) if (link.repository === path) known.set(`${link.sessionId} ${link.sha}`, JSON.stringify(link));
  for (const link of linked.links) {
    if (link.repository !== path) continue;
    const key = `${link.sessionId} ${link.sha}`;
    if (known.get(key) !== JSON.stringify(link)) affected.add(link.sessionId);
    known.delete(key);
  }
  for (const key of known.keys()) affected.add(key.slice(0, key.lastIndexOf(' ')));
}

/** Sessions with a linked commit that stands elsewhere now: its refs moved, its window closed, it came back. */
export function movedSessions(before: History, now: History): ReadonlySet<string> {
  const moved = new Set<string>();
  for (const [path, outcomes] of now.outcomes) {
    const [old, oldOutcomes, facts] = [before.repositories.get(path), before.outcomes.get(path), now.repositories.get(path)];
    if (old === undefined || oldOutcomes === undefined || facts === undefined || oldOutcomes === outcomes) continue;
    const [oldPart, newPart] = [commitParts(old, oldOutcomes), commitParts(facts, outcomes)];
    for (const { repository, sha, sessionId } of now.links) if (repository === path && oldPart(sha) !== newPart(sha)) moved.add(sessionId);
  }
  return moved;
}

/** Sessions with a file that is open now or was before, or whose place in the repository is told by its name alone. */
function addWithFiles(before: History, { path, old, now }: Changed, affected: Set<string>): void {
  for (const edit of before.edits) {
    if (edit.repository !== path) continue;
    if (edit.file === '' || old.openPaths.has(edit.path) !== now.openPaths.has(edit.path)) affected.add(edit.sessionId);
  }
}
