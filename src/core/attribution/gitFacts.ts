/**
 * What git says of a repository, as facts: ids, times, paths, counts, names of branches, and keyed hashes of subjects and addresses. No
 * message, no name and no address of a person is in any of them.
 */
import type { RepositorySettings } from '../outcomes/repositorySettings.ts';

/** One file of a commit against its first parent, as `git log --numstat` counts it; counts are null for a binary file. */
export interface CommitFile {
  /** From the root of the working tree, with `/`. */
  readonly path: string;
  /** Where the file was renamed from, null when it was not. */
  readonly previousPath: string | null;
  readonly added: number | null;
  readonly removed: number | null;
}

export interface CommitRecord {
  readonly sha: string;
  /** The first is the one that the files are counted against. */
  readonly parents: readonly string[];
  readonly tree: string;
  /** Milliseconds UTC; git knows whole seconds. Survives amend, rebase and cherry-pick. */
  readonly authorMs: number;
  readonly committerMs: number;
  /** Keyed hash of the author's address in lower case. */
  readonly authorHash: string;
  /** Keyed hash of git's `%s`, trimmed, as transcripts' subjects are hashed. */
  readonly subjectHash: string;
  /** The default branch where that holds the commit, else a branch that does; `''` when no ref does. */
  readonly branch: string;
  readonly onDefaultBranch: boolean;
  /** Whether any branch, remote branch or tag held it when git was last read. */
  readonly reachable: boolean;
  /** What holds a commit that is on no branch: a tag, or a working tree that stands on it (a rebase under way). */
  readonly heldBy?: 'tag' | 'workingTree';
  /** None for a merge. */
  readonly files: readonly CommitFile[];
  /** Session ids that a trailer, a note or a checkpoint names (tier 4). */
  readonly sessionMarks: readonly SessionMark[];
  /** Commits that the message says it reverts (`This reverts commit …`). */
  readonly reverts: readonly string[];
  /** Number of the pull request that the subject names: `Merge pull request #7`, `… (#7)`; null without. */
  readonly pullNumber: number | null;
  /** What it says of itself beside that; absent where it was read before hints were kept. */
  readonly hints?: CommitHints;
}

/** What a commit's author and message say that outcomes are judged by; no text of them but names of branches. */
export interface CommitHints {
  /** A program made it of its own accord: its author's address or name says so (`[bot]`, dependabot, renovate, github-actions). Claude is none. */
  readonly bot: boolean;
  /**
   * Of a merge, also of a pull request's that was squashed: the branch that it says it merged, without a remote or an owner, and the one that it
   * says it merged into; `''` where it says none. git leaves out the name that new repositories' branches have.
   */
  readonly mergedBranch: string;
  readonly mergedInto: string;
  /** Its subject, or of a merge the branch or the pull request's title, says that it is a hotfix. */
  readonly hotfix: boolean;
  /** A `Co-Authored-By` trailer names Claude, or it is the author. */
  readonly withClaude: boolean;
}

export interface SessionMark {
  readonly sessionId: string;
  readonly source: 'trailer' | 'note' | 'checkpoint';
}

export interface RepositoryRecord {
  /** Main working tree, or the bare repository: the identity that requests carry. */
  readonly path: string;
  /** Name without the remote, `main`; `''` when there is none. */
  readonly defaultBranch: string;
  /** Whether it is a remote's as last fetched; else the clone's own. */
  readonly upstream: boolean;
  /** When the remote was last fetched from or pushed to, milliseconds UTC; null when never, or without a remote. */
  readonly fetchedAtMs: number | null;
  /** When git was last read here, milliseconds UTC. */
  readonly readAtMs: number;
  /** Of a shallow clone: author time of its oldest commit, before which nothing can be seen; null for a whole one. */
  readonly shallowSinceMs: number | null;
  /** Keyed hashes of `user.email` in every scope. */
  readonly identityHashes: readonly string[];
  /** Why the last reading failed, in a sentence; null when it did not. What was read before is kept. */
  readonly problem: string | null;
  /** What its `.payoff.json` says; absent where that was never looked for. */
  readonly settings?: RepositorySettings;
  /** Why that file is not followed, or not all of it, in a sentence. */
  readonly settingsProblem?: string | null;
  /** Branches, remote branches and tags by their full names, with the commits that they stand on; absent where nobody asks for them. */
  readonly heads?: readonly { readonly ref: string; readonly sha: string }[];
}

/** A repository as far as git was read, commits by SHA. */
export interface RepositoryFacts {
  readonly record: RepositoryRecord;
  readonly commits: ReadonlyMap<string, CommitRecord>;
  /** Files that differ from the last commit in any working tree, or are not tracked; absolute paths. */
  readonly openPaths: ReadonlySet<string>;
}

/** A `git commit` that a session ran, as attribution needs it. Mirrors `CommitFact`, with its place resolved. */
export interface CommitCall {
  readonly sessionId: string;
  /** `''` for the session's main thread. */
  readonly agentId: string;
  readonly toolUseId: string;
  readonly position: number;
  readonly messageId: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly succeeded: true | null;
  readonly amend: boolean;
  /** Repository of the folder that git ran in; `''` when it is in none that is known. */
  readonly repository: string;
  /** The call does not show the folder that git ran in: `repository` is that of its session, and it may have been any other. */
  readonly anywhere?: boolean;
  /** Branch of the session at the call. */
  readonly branch: string;
  readonly subjectHash: string;
  readonly printed: readonly { readonly branch: string; readonly sha: string; readonly subjectHash: string }[];
  readonly operation: { readonly sha: string; readonly kind: string } | null;
}

/** A successful edit, as attribution needs it. It belongs to the session and thread of the request that made it. */
export interface EditCall {
  readonly toolUseId: string;
  readonly sessionId: string;
  readonly agentId: string;
  readonly messageId: string;
  readonly atMs: number;
  /** Absolute, as recorded or mapped. */
  readonly path: string;
  /** Repository that the file lies in; `''` for none. */
  readonly repository: string;
  /** From the root of its working tree, with `/`; `''` when that is not known. */
  readonly file: string;
  readonly linesAdded: number;
  readonly linesRemoved: number;
}

/** A pull request that a session made or touched. */
export interface PullRequestCall {
  readonly sessionId: string;
  readonly atMs: number;
  readonly url: string;
  readonly number: number;
  readonly action: 'created' | 'edited' | 'commented' | 'linked';
  readonly repository: string;
  readonly branch: string;
}

/** A check that a session ran; null when its outcome is not known. */
export interface CheckCall {
  readonly sessionId: string;
  readonly atMs: number;
  readonly kind: 'test' | 'build' | 'lint' | 'types';
  readonly succeeded: boolean | null;
}
