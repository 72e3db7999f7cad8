/** The ladder of evidence (1 to 4 recorded, 5 matched, 6 inferred). */
export type Tier = 1 | 2 | 3 | 4 | 5 | 6;
export type Confidence = 'recorded' | 'matched' | 'inferred';

/** What connects a session with a commit, to be pointed at. */
export interface LinkEvidence {
  /** The client's own record, git's printed line, the call's time and subject, a mark in the commit, lines that the session wrote, or files alone. */
  readonly kind: 'operation' | 'printed' | 'call' | 'trailer' | 'note' | 'checkpoint' | 'lines' | 'files';
  /** The `git commit` call, `''` where there is none. */
  readonly toolUseId: string;
  readonly position: number;
  readonly agentId: string;
  /** The call's beginning and end, milliseconds UTC; null where there is none. */
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  /** The SHA as the call named it, `''` when it named none. */
  readonly recordedSha: string;
  /** Whether the recorded SHA is gone and the commit was found again by subject and author time. */
  readonly refound: boolean;
  /** Null when the call does not show its subject. */
  readonly sameSubject: boolean | null;
  readonly authorTimeInCall: boolean;
  /** Of `lines` and `files`. */
  readonly matched?: MatchedEvidence;
}

/** What a commit has of a session's work. */
export interface MatchedEvidence {
  /** Lines of the session's that the commit changes and that prove something; 0 where files alone do. */
  readonly lines: number;
  /** All lines that it changes and that could prove something. */
  readonly changedLines: number;
  /** From the root of the working tree, in order; only the first few. */
  readonly files: readonly string[];
  readonly fileCount: number;
  /** The session's last work on them before the commit, milliseconds UTC. */
  readonly lastEditAtMs: number;
}

/** Evidence that is no call of the session's. */
export function withoutCall(kind: LinkEvidence['kind']): LinkEvidence {
  return {
    kind,
    toolUseId: '',
    position: 0,
    agentId: '',
    startedAtMs: null,
    endedAtMs: null,
    recordedSha: '',
    refound: false,
    sameSubject: null,
    authorTimeInCall: false,
  };
}

/** A session worked on a commit. One link a session and commit: the strongest. */
export interface Link {
  readonly sessionId: string;
  readonly repository: string;
  /** Full SHA. */
  readonly sha: string;
  readonly tier: Tier;
  readonly evidence: LinkEvidence;
}

export function confidenceOf(tier: Tier): Confidence {
  return tier <= 4 ? 'recorded' : tier === 5 ? 'matched' : 'inferred';
}
