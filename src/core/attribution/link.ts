/** The ladder of evidence (1 to 4 recorded, 5 matched, 6 inferred). */
export type Tier = 1 | 2 | 3 | 4 | 5 | 6;
export type Confidence = 'recorded' | 'matched' | 'inferred';

/** What connects a session with a commit, to be pointed at. */
export interface LinkEvidence {
  /** The client's own record, git's printed line, the call's time and subject, or a mark in the commit. */
  readonly kind: 'operation' | 'printed' | 'call' | 'trailer' | 'note' | 'checkpoint';
  /** The `git commit` call, `''` for a mark. */
  readonly toolUseId: string;
  readonly position: number;
  readonly agentId: string;
  /** The call's beginning and end, milliseconds UTC; null for a mark. */
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  /** The SHA as the call named it, `''` when it named none. */
  readonly recordedSha: string;
  /** Whether the recorded SHA is gone and the commit was found again by subject and author time. */
  readonly refound: boolean;
  /** Null when the call does not show its subject. */
  readonly sameSubject: boolean | null;
  readonly authorTimeInCall: boolean;
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
