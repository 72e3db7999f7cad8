import type { CommitCall, CommitRecord, EditCall, RepositoryFacts } from './gitFacts.ts';
import type { Link } from './link.ts';
import { linkedCalls } from './linkedCalls.ts';
import type { LinesTaken, Linked } from './placement.ts';
import { firstFrom } from './timeline.ts';

export interface TakeInput {
  /** Each with the session that made it. */
  readonly edits: readonly EditCall[];
  readonly linked: Linked;
  readonly commitCalls: readonly CommitCall[];
}

/** A linked commit that touches a file: it may take the edits made before `atMs`. */
interface Touch {
  readonly atMs: number;
  readonly commit: CommitRecord;
}

/**
 * Which commit took each edit, full SHA by `toolUseId`: the one place that decides it. Of the commits linked to the edit's session in its
 * repository it is the one that took most of its lines; where none did (they were written again before the commit, or nobody looked at lines) the
 * earliest that was made after it and touches its file. An edit that no commit took is not in it.
 */
export function takeEdits({ edits, linked, commitCalls }: TakeInput): ReadonlyMap<string, string> {
  // Of a long history often only one session is asked about.
  const sessions = new Set(edits.map(({ sessionId }) => sessionId));
  const linkedBy = shasOfSessions(linked.links.filter(({ sessionId }) => sessions.has(sessionId)));
  const taken = new Map<string, string>();
  const left: EditCall[] = [];
  for (const edit of edits) {
    if (!linked.repositories.has(edit.repository)) continue;
    const shas = linkedBy.get(edit.sessionId)?.get(edit.repository);
    const byLines = mostLines(linked.takenLines?.get(edit.toolUseId), shas);
    if (byLines !== null) taken.set(edit.toolUseId, byLines);
    else if (shas !== undefined) left.push(edit);
  }
  takeByFiles(left, { linked, commitCalls }, taken);
  return taken;
}

/** Adds the edits of which nobody found lines. Of a long history they are few, and of few sessions. */
function takeByFiles(edits: readonly EditCall[], { linked, commitCalls }: Omit<TakeInput, 'edits'>, taken: Map<string, string>): void {
  const sessions = new Set(edits.map(({ sessionId }) => sessionId));
  const isAsked = ({ sessionId }: { readonly sessionId: string }): boolean => sessions.has(sessionId);
  const touches = touchesByFile({ ...linked, links: linked.links.filter(isAsked) }, commitCalls.filter(isAsked));
  const paths = new Map<string, ReadonlySet<string>>();
  for (const edit of edits) {
    const repository = linked.repositories.get(edit.repository);
    if (repository === undefined) continue;
    let { file } = edit;
    if (file === '') {
      let known = paths.get(edit.repository);
      if (known === undefined) paths.set(edit.repository, (known = pathsOf(repository)));
      file = longestSuffix(edit.path, known);
    }
    const touch = firstFrom(touches.get(touchKey(edit.sessionId, edit.repository, file)) ?? [], edit.atMs);
    if (touch !== null) taken.set(edit.toolUseId, touch.commit.sha);
  }
}

/** SHAs of the commits that are linked with each session, by repository. */
function shasOfSessions(links: readonly Link[]): ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>> {
  const sessions = new Map<string, Map<string, Set<string>>>();
  for (const { sessionId, repository, sha } of links) {
    const ofSession = sessions.get(sessionId) ?? new Map<string, Set<string>>();
    sessions.set(sessionId, ofSession);
    ofSession.set(repository, (ofSession.get(repository) ?? new Set()).add(sha));
  }
  return sessions;
}

/** The commit that took most, the first of those that took as much. */
function mostLines(takers: readonly LinesTaken[] = [], linked: ReadonlySet<string> | undefined): string | null {
  let most: LinesTaken | null = null;
  for (const taker of takers) if (linked?.has(taker.sha) === true && taker.lines > (most?.lines ?? 0)) most = taker;
  return most?.sha ?? null;
}

function touchesByFile({ repositories, links }: Linked, commitCalls: readonly CommitCall[]): ReadonlyMap<string, readonly Touch[]> {
  const madeAt = madeTimes(links, commitCalls);
  const touches = new Map<string, Touch[]>();
  for (const link of links) {
    const commit = repositories.get(link.repository)?.commits.get(link.sha);
    if (commit === undefined) continue;
    // A mark says nothing of the time; git's author time is a whole second, which edits of the same second may come before.
    const atMs = madeAt.get(linkKey(link.sessionId, link.repository, link.sha)) ?? link.evidence.endedAtMs ?? commit.authorMs + 999;
    for (const path of pathsTouched(commit)) {
      const key = touchKey(link.sessionId, link.repository, path);
      const known = touches.get(key);
      if (known === undefined) touches.set(key, [{ atMs, commit }]);
      else known.push({ atMs, commit });
    }
  }
  for (const list of touches.values()) list.sort(earliest);
  return touches;
}

/** When each linked commit was made for the last time: an amend takes what was edited before it. */
function madeTimes(links: readonly Link[], commitCalls: readonly CommitCall[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { call, repository, sha } of linkedCalls(commitCalls, links))
    times.set(linkKey(call.sessionId, repository, sha), call.endedAtMs);
  return times;
}

function earliest(left: Touch, right: Touch): number {
  return (
    left.atMs - right.atMs ||
    left.commit.committerMs - right.commit.committerMs ||
    // Of commits of one second the parent came first.
    (right.commit.parents.includes(left.commit.sha) ? -1 : left.commit.parents.includes(right.commit.sha) ? 1 : 0) ||
    (left.commit.sha < right.commit.sha ? -1 : 1)
  );
}

function pathsTouched(commit: CommitRecord): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { path, previousPath } of commit.files) {
    paths.add(path);
    if (previousPath !== null) paths.add(previousPath);
  }
  return paths;
}

function pathsOf({ commits }: RepositoryFacts): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const commit of commits.values()) for (const path of pathsTouched(commit)) paths.add(path);
  return paths;
}

/** The longest end of a path that the repository's history knows; `''` when it knows none. */
function longestSuffix(path: string, known: ReadonlySet<string>): string {
  const names = path.split(/[\\/]/);
  for (let from = 0; from < names.length; from += 1) {
    const suffix = names.slice(from).join('/');
    if (known.has(suffix)) return suffix;
  }
  return '';
}

function linkKey(sessionId: string, repository: string, sha: string): string {
  return `${sessionId} ${sha} ${repository}`;
}

function touchKey(sessionId: string, repository: string, file: string): string {
  return `${sessionId}\0${repository}\0${file}`;
}
