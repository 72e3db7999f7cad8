/**
 * What git is asked, and how it answers. Every answer is a value, also a failure; texts of people (subjects, addresses) are hashed on the
 * way, but for the subjects that `subjectsOf` reads to be shown and that nobody keeps.
 */
import type { CommitHints, CommitRecord, SessionMark } from '../core/attribution/gitFacts.ts';
import type { HashText } from '../core/transcript/hashedLine.ts';

/** Why git did not answer. The sentence says what happened, what was kept and what to do, and holds no path and no text of git's. */
export interface GitProblem {
  readonly reason:
    /** No git on the PATH. */
    | 'missing'
    | 'tooOld'
    /** The repository is of a format that this git does not know: reftable needs 2.45. */
    | 'unknownFormat'
    /** git refuses a folder that belongs to another user. */
    | 'notTrusted'
    /** The folder is gone, or is in no repository. */
    | 'noRepository'
    | 'damaged'
    | 'timeout'
    | 'cancelled'
    | 'failed';
  readonly sentence: string;
}

export type GitAnswer<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: GitProblem };

export interface GitOptions {
  /** Where PATH, HOME and the like come from; variables that steer git itself are not passed on. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  /** How long one process may be silent before it is ended, milliseconds. */
  readonly timeoutMs?: number;
}

/** A commit as git tells it. Where it stands among the branches is computed from the parents. */
export type ReadCommit = Omit<CommitRecord, 'branch' | 'onDefaultBranch' | 'reachable'> & { readonly hints: CommitHints };

/** What a commit's author and message say, without its files: of one that was read before that was kept. */
export type ReadHint = Pick<ReadCommit, 'sha' | 'hints' | 'pullNumber'>;

/** A branch, remote branch or tag that leads to a commit. */
export interface Head {
  /** Full name, `refs/remotes/origin/main`; `HEAD` for a working tree that is on no branch. */
  readonly ref: string;
  /** The commit, also where the tag is an annotated one. */
  readonly sha: string;
}

export interface DefaultBranch {
  /** Without the remote: `main`. */
  readonly name: string;
  readonly ref: string;
  readonly sha: string;
  /** Whether it is a remote's as last fetched; else the clone's own. */
  readonly upstream: boolean;
}

export interface RepositoryDescription {
  /** In git's order of names; symbolic ones (`origin/HEAD`) left out. Empty in a repository without a commit. */
  readonly heads: readonly Head[];
  /** Null when there is none that has a commit. */
  readonly defaultBranch: DefaultBranch | null;
  /** When the remote was last fetched from or pushed to, milliseconds UTC; null when never, or without a remote. */
  readonly fetchedAtMs: number | null;
  /** Of a shallow clone: author time of its oldest commit; null for a whole one. */
  readonly shallowSinceMs: number | null;
  /** `user.email` of every scope in lower case, hashed, each once. */
  readonly identityHashes: readonly string[];
  /** Roots of the working trees that are there, the main one first; none for a bare repository without any. */
  readonly worktrees: readonly string[];
  /** Differs whenever the notes and checkpoints that `readMarks` reads do; `''` when there are none. */
  readonly marksState: string;
  /** Whether the clone leaves contents out until somebody needs them. */
  readonly partial?: boolean;
}

/** `path` is anywhere in the repository; for a bare one the repository itself. */
export type DescribeRepository = (
  path: string,
  options: GitOptions & { readonly hash: HashText },
) => Promise<GitAnswer<RepositoryDescription>>;

export interface CommitQuery {
  /** SHAs in full whose history is read (of heads, or of commits that no ref holds any more); what does not exist is left out. */
  readonly include: readonly string[];
  /**
   * SHAs whose history is known already; those that exist no more exclude nothing. A shallow clone that was deepened (`shallowSinceMs` is another)
   * has older commits behind the same heads: then nothing is known.
   */
  readonly exclude: readonly string[];
  /** See `RepositoryDescription`; git is asked where it is not given. */
  readonly partial?: boolean | undefined;
  readonly hash: HashText;
}

/**
 * Commits in batches, newest first. A failure is the last item; what came before it is whole commits, but not the whole history: their heads
 * are not to be taken as known.
 */
export type ReadCommits = (
  path: string,
  query: CommitQuery,
  options: GitOptions,
) => AsyncGenerator<GitAnswer<readonly ReadCommit[]>, void, undefined>;

/** Of those of the commits that git still has, in batches. */
export type ReadHints = (
  path: string,
  shas: readonly string[],
  options: GitOptions,
) => AsyncGenerator<GitAnswer<readonly ReadHint[]>, void, undefined>;

/**
 * SHAs of the commits that working trees (their folders) stood on since a moment, milliseconds UTC, as far as their reflogs tell and git still
 * has them: also what was amended or rebased away. Those of a working tree of which all are known may be left out.
 */
export type MovesSince = (
  worktrees: readonly string[],
  sinceMs: number,
  options: GitOptions & { readonly isKnown?: (sha: string) => boolean },
) => Promise<GitAnswer<readonly string[]>>;

/** Sessions that notes and checkpoints name, by full SHA of the commit; all of them, every time. */
export type ReadMarks = (path: string, options: GitOptions) => Promise<GitAnswer<ReadonlyMap<string, readonly SessionMark[]>>>;

/** Those of the absolute paths that differ from the last commit or are not tracked, over all working trees (git is asked for them where they are not given). */
export type OpenPaths = (
  path: string,
  candidates: readonly string[],
  options: GitOptions & { readonly worktrees?: readonly string[] },
) => Promise<GitAnswer<ReadonlySet<string>>>;

/** Subjects to be shown, by full SHA; a commit that is gone has none. */
export type SubjectsOf = (path: string, shas: readonly string[], options: GitOptions) => Promise<GitAnswer<ReadonlyMap<string, string>>>;

/** Full SHAs of abbreviated ones, on a ref or on none; what is unknown or ambiguous has none. */
export type FullShas = (
  path: string,
  abbreviated: readonly string[],
  options: GitOptions,
) => Promise<GitAnswer<ReadonlyMap<string, string>>>;

export type ResolvedReference =
  | { readonly kind: 'commit'; readonly sha: string }
  | {
      readonly kind: 'branch';
      /** As git shortens it: `topic`, `origin/topic`. */
      readonly name: string;
      readonly sha: string;
      /** Commits of the branch that the default branch does not hold, newest first; none for the default branch itself. */
      readonly commits: readonly string[];
    };

/** What a person names: a branch, a SHA or its beginning (four characters and more), a tag, `HEAD`; null when it is none of them or ambiguous. */
export type ResolveReference = (path: string, text: string, options: GitOptions) => Promise<GitAnswer<ResolvedReference | null>>;
