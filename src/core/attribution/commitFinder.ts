import { byCommitted, withCopies } from './copies.ts';
import type { Copies } from './copies.ts';
import type { CommitCall, CommitRecord, EditCall } from './gitFacts.ts';
import { ShaIndex } from './shaIndex.ts';

/** How far the author time of a commit that was found again may lie from its call. */
const nearMs = 120_000;
/** Shorter beginnings of a SHA do not tell repositories apart. */
const distinctiveLength = 7;

/** A commit that a call made, and how that is known. */
export interface Found {
  readonly call: CommitCall;
  readonly commit: CommitRecord;
  readonly tier: 1 | 2 | 3;
  readonly recordedSha: string;
  readonly refound: boolean;
  readonly sameSubject: boolean | null;
  readonly authorTimeInCall: boolean;
}

/** A SHA that a call left: in the client's record (tier 1), or in git's printed line (tier 2). */
interface Recorded {
  readonly tier: 1 | 2;
  readonly sha: string;
  /** Of the printed line, else of the call; `''` when neither shows it. */
  readonly subjectHash: string;
}

/** Finds the commits that `git commit` calls made in one repository. */
export class CommitFinder {
  readonly #calls: readonly CommitCall[];
  readonly #copies: Copies;
  readonly #shas: ShaIndex;
  readonly #bySubject = new Map<string, CommitRecord[]>();
  /** Calls of each session so far, in order: an amend keeps the author time of one of them. */
  readonly #earlier = new Map<string, CommitCall[]>();
  /** Which call's own record names a commit: it is not another call's. */
  readonly #namedBy = new Map<string, CommitCall>();
  /** Whose call was the first to find a commit by time. */
  readonly #byTimeOf = new Map<string, string>();
  readonly #edits: readonly EditCall[];
  /** When each session edited each file for the first time: which of several commits is whose. Worked out when that is first asked. */
  #editedAt: ReadonlyMap<string, ReadonlyMap<string, number>> | null = null;
  /** How many commits each tool call made, as far as its command shows. */
  readonly #commands = new Map<string, { count: number; readonly subjects: Set<string> }>();

  constructor(given: {
    readonly commits: ReadonlyMap<string, CommitRecord>;
    readonly copies: Copies;
    readonly calls: readonly CommitCall[];
    /** Of the repository. */
    readonly edits: readonly EditCall[];
  }) {
    this.#calls = [...given.calls].sort(byStart);
    this.#copies = given.copies;
    this.#edits = given.edits;
    const recordings = this.#calls.flatMap(recordedBy);
    this.#shas = new ShaIndex(
      given.commits,
      recordings.map(({ sha }) => sha),
    );
    // Most commits of a long history are no call's.
    const subjects = new Set([...this.#calls, ...recordings].map(({ subjectHash }) => subjectHash));
    for (const commit of given.commits.values()) if (subjects.has(commit.subjectHash)) pushTo(this.#bySubject, commit.subjectHash, commit);
    for (const [subject, list] of this.#bySubject) if (list.length > 1) this.#bySubject.set(subject, parentsFirst(list.sort(byCommitted)));
    for (const call of this.#calls) {
      const command = this.#commands.get(call.toolUseId) ?? { count: 0, subjects: new Set() };
      command.count += 1;
      if (call.subjectHash !== '') command.subjects.add(call.subjectHash);
      this.#commands.set(call.toolUseId, command);
    }
    for (const call of this.#calls)
      for (const recorded of recordedBy(call)) {
        const commit = this.#named(call, recorded);
        if (commit !== null) this.#namedBy.set(commit.sha, call);
      }
  }

  /** At most one commit for each that a call made. */
  found(): readonly Found[] {
    const found: Found[] = [];
    const shasOf = new Map<string, string[]>();
    const add = (one: Found): void => {
      found.push(one);
      pushTo(shasOf, one.call.toolUseId, one.commit.sha);
    };
    for (const call of this.#calls) {
      const before = found.length;
      const recorded = recordedBy(call);
      for (const one of recorded) {
        const named = this.#named(call, one);
        const commit = named === null ? this.#again(call, one) : this.#kept(named);
        if (commit !== null) add(this.#describe(call, commit, one, commit !== named));
      }
      // A line that led nowhere was no commit's. With several commits in a call it may be another's: `git commit -q -m a; git commit -m b`.
      const mayHideOne = (this.#commands.get(call.toolUseId)?.count ?? 0) > 1;
      if (found.length === before || (mayHideOne && !found.slice(before).some(({ commit }) => commit.subjectHash === call.subjectHash))) {
        const commit = this.#byTime(call, shasOf.get(call.toolUseId) ?? []);
        if (commit !== null) add(this.#describe(call, commit, null, false));
      }
      pushTo(this.#earlier, call.sessionId, call);
    }
    return found;
  }

  #describe(call: CommitCall, commit: CommitRecord, recorded: Recorded | null, refound: boolean): Found {
    const shown = call.subjectHash !== '' ? call.subjectHash : (recorded?.subjectHash ?? '');
    return {
      call,
      commit,
      tier: recorded?.tier ?? 3,
      recordedSha: recorded?.sha ?? '',
      refound,
      sameSubject: shown === '' ? null : shown === commit.subjectHash || recorded?.subjectHash === commit.subjectHash,
      authorTimeInCall: isWithin(commit.authorMs, call, 0),
    };
  }

  /** The commit that has the recorded SHA; null when it is gone, or not the call's own. */
  #named(call: CommitCall, { tier, sha, subjectHash }: Recorded): CommitRecord | null {
    const isElsewhere = call.repository === '';
    if (isElsewhere && (sha.length < distinctiveLength || subjectHash === '')) return null;
    const fitting = this.#shas.startingWith(sha).filter((commit) => {
      const sameSubject = subjectHash !== '' && commit.subjectHash === subjectHash;
      if (isElsewhere) return sameSubject;
      return tier === 1 || this.#isOwn(call, commit);
    });
    const inTime = fitting.length > 1 ? fitting.filter((commit) => isMadeWithin(commit, call, nearMs)) : fitting;
    return inTime.length === 1 ? (inTime[0] ?? null) : null;
  }

  /** A command may print a line that looks like git's and is older: then its subject is none of the call's, and it was made before. */
  #isOwn(call: CommitCall, commit: CommitRecord): boolean {
    return this.#commands.get(call.toolUseId)?.subjects.has(commit.subjectHash) === true || isMadeWithin(commit, call, 0);
  }

  /** Of a commit that is on no ref any more its copy that is on one, if any: what it became. */
  #kept(commit: CommitRecord): CommitRecord {
    return commit.reachable ? commit : (withCopies(this.#copies, commit).find(({ reachable }) => reachable) ?? commit);
  }

  /** A recorded SHA that is gone: found by its subject and an author time near the call. */
  #again(call: CommitCall, { subjectHash }: Recorded): CommitRecord | null {
    if (subjectHash === '' || call.repository === '') return null;
    const near = (this.#bySubject.get(subjectHash) ?? []).filter(({ authorMs }) => this.#isMade(call, authorMs, nearMs));
    const own = near.filter((commit) => this.#isMade(call, commit.authorMs, 0));
    const others = near.filter(({ sha }) => this.#namedBy.get(sha) === undefined);
    return this.#best(own.length > 0 ? own : others);
  }

  /**
   * A quiet call: the commit with its subject whose author time lies within it; of several one that is no other session's, has files that
   * its own edited, and is on its branch.
   */
  #byTime(call: CommitCall, taken: readonly string[]): CommitRecord | null {
    if (call.subjectHash === '' || call.repository === '') return null;
    const made = (this.#bySubject.get(call.subjectHash) ?? []).filter(({ sha, authorMs }) => {
      const namedBy = this.#namedBy.get(sha);
      return (
        this.#isMade(call, authorMs, 0) &&
        !taken.includes(sha) &&
        (namedBy === undefined || (call.amend && namedBy.sessionId === call.sessionId))
      );
    });
    const free = made.filter(({ sha }) => (this.#byTimeOf.get(sha) ?? call.sessionId) === call.sessionId);
    const pool = free.length > 1 ? this.#likeliest(call, free) : free;
    const here = pool.filter(({ branch }) => branch === call.branch);
    const best = this.#best(here.length > 0 ? here : pool.length > 0 ? pool : made);
    if (best !== null) this.#byTimeOf.set(best.sha, call.sessionId);
    return best;
  }

  /** Those with a file that the call's session edited before; else those without one that only others did; else all. */
  #likeliest(call: CommitCall, commits: readonly CommitRecord[]): readonly CommitRecord[] {
    const editedAt = (this.#editedAt ??= firstEdits(this.#edits));
    const edited = commits.map(({ files }) => {
      const times = files.flatMap(({ path }) => [...(editedAt.get(path) ?? [])]).filter(([, atMs]) => atMs <= call.endedAtMs);
      return times.length === 0 ? 'nobody' : times.some(([sessionId]) => sessionId === call.sessionId) ? 'own' : 'others';
    });
    const wanted = edited.includes('own') ? 'own' : edited.includes('nobody') ? 'nobody' : 'others';
    return commits.filter((_, index) => edited[index] === wanted);
  }

  /** Whether a call may have given a commit its author time; an amend keeps that of an earlier call of its session. */
  #isMade(call: CommitCall, authorMs: number, slackMs: number): boolean {
    if (isWithin(authorMs, call, slackMs)) return true;
    if (!call.amend) return false;
    return (this.#earlier.get(call.sessionId) ?? []).some(
      (earlier) => earlier.repository === call.repository && isWithin(authorMs, earlier, slackMs),
    );
  }

  /** One on a ref first, then the earliest committed: an original before its cherry-picks. */
  #best(commits: readonly CommitRecord[]): CommitRecord | null {
    const best = commits.find(({ reachable }) => reachable) ?? commits[0];
    return best === undefined ? null : this.#kept(best);
  }
}

/** Commits in order of time, those of one second with what they grew from before them: a SHA says nothing of which was made first. */
function parentsFirst(commits: readonly CommitRecord[]): CommitRecord[] {
  const ordered: CommitRecord[] = [];
  for (let from = 0; from < commits.length;) {
    const second = commits[from]?.committerMs;
    const to = commits.findIndex(({ committerMs }, index) => index > from && committerMs !== second);
    const waiting = new Map(commits.slice(from, to === -1 ? commits.length : to).map((commit) => [commit.sha, commit]));
    from += waiting.size;
    while (waiting.size > 0) {
      const [first] = waiting.values();
      const next = [...waiting.values()].find(({ parents }) => !parents.some((parent) => waiting.has(parent))) ?? first;
      if (next === undefined) break;
      ordered.push(next);
      waiting.delete(next.sha);
    }
  }
  return ordered;
}

/** When each session edited each file for the first time, by file. */
function firstEdits(edits: readonly EditCall[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const editedAt = new Map<string, Map<string, number>>();
  for (const { sessionId, file, atMs } of edits) {
    const files = editedAt.get(file) ?? new Map<string, number>();
    files.set(sessionId, Math.min(atMs, files.get(sessionId) ?? Infinity));
    editedAt.set(file, files);
  }
  return editedAt;
}

function recordedBy(call: CommitCall): readonly Recorded[] {
  const { operation } = call;
  const recorded: Recorded[] = [];
  if (operation !== null) {
    const line = call.printed.find(({ sha }) => isSame(sha, operation.sha));
    recorded.push({ tier: 1, sha: operation.sha, subjectHash: line?.subjectHash ?? call.subjectHash });
  }
  for (const { sha, subjectHash } of call.printed)
    if (operation === null || !isSame(sha, operation.sha)) recorded.push({ tier: 2, sha, subjectHash });
  return recorded;
}

function isSame(left: string, right: string): boolean {
  return left.startsWith(right) || right.startsWith(left);
}

/** Git's times are whole seconds: one in which the call began counts as within it. */
function isWithin(ms: number, call: CommitCall, slackMs: number): boolean {
  return ms >= Math.floor(call.startedAtMs / 1000) * 1000 - slackMs && ms <= call.endedAtMs + slackMs;
}

/** Made or rewritten at the time of the call: the committer time of a commit that still has its SHA is when it was made. */
function isMadeWithin({ authorMs, committerMs }: CommitRecord, call: CommitCall, slackMs: number): boolean {
  return isWithin(committerMs, call, slackMs) || isWithin(authorMs, call, slackMs);
}

function byStart(left: CommitCall, right: CommitCall): number {
  return (
    left.startedAtMs - right.startedAtMs ||
    (left.toolUseId < right.toolUseId ? -1 : left.toolUseId > right.toolUseId ? 1 : left.position - right.position)
  );
}

function pushTo<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [item]);
  else known.push(item);
}
