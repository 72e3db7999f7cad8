import type { CommitCall, CommitRecord, EditCall } from './gitFacts.ts';
import { withoutCall } from './link.ts';
import type { Link, LinkEvidence, Tier } from './link.ts';
import type { Copies } from './copies.ts';
import { byCommitted, findCopies, withCopies } from './copies.ts';
import { CommitFinder } from './commitFinder.ts';
import type { Found } from './commitFinder.ts';

export interface LinkInput {
  /** Its path: the identity that calls carry. */
  readonly repository: string;
  readonly commits: ReadonlyMap<string, CommitRecord>;
  /** Every call of the ledger, or only those of this repository and of none (`''`); others are passed over. */
  readonly calls: readonly CommitCall[];
  /** Edits as far as they are known: they tell commits of one second and subject apart. Others' repositories are passed over. */
  readonly edits?: readonly EditCall[];
  /** Sessions of the ledger: marks that name another are nobody's. */
  readonly sessionIds: ReadonlySet<string>;
}

/** A link before the strongest is chosen. */
interface Candidate {
  readonly link: Link;
  readonly commit: CommitRecord;
}

/** The recorded tiers (1 to 4) of one repository: one link a session and commit, and one a session and group of copies. */
export function linkCommits({ repository, commits, calls, edits = [], sessionIds }: LinkInput): readonly Link[] {
  const copies = findCopies(commits);
  const finder = new CommitFinder({
    commits,
    copies,
    calls: calls.filter((call) => call.repository === repository || call.repository === ''),
    edits: edits.filter((edit) => edit.repository === repository),
  });
  const candidates: Candidate[] = [];
  for (const { call, commit, ...how } of finder.found()) {
    const link = { sessionId: call.sessionId, repository, sha: commit.sha, tier: how.tier, evidence: callEvidence(call, how) };
    candidates.push({ link, commit });
  }
  for (const commit of commits.values())
    for (const mark of commit.sessionMarks) {
      if (!sessionIds.has(mark.sessionId)) continue;
      const tier: Tier = 4;
      const link = { sessionId: mark.sessionId, repository, sha: commit.sha, tier, evidence: withoutCall(mark.source) };
      candidates.push({ link, commit });
    }
  return strongest(candidates, copies);
}

function callEvidence(call: CommitCall, how: Omit<Found, 'call' | 'commit'>): LinkEvidence {
  return {
    kind: how.tier === 1 ? 'operation' : how.tier === 2 ? 'printed' : 'call',
    toolUseId: call.toolUseId,
    position: call.position,
    agentId: call.agentId,
    startedAtMs: call.startedAtMs,
    endedAtMs: call.endedAtMs,
    recordedSha: how.recordedSha,
    refound: how.refound,
    sameSubject: how.sameSubject,
    authorTimeInCall: how.authorTimeInCall,
  };
}

/** Of a session's links to one commit and its copies the strongest, so that a copy never carries its cost again. */
function strongest(candidates: readonly Candidate[], copies: Copies): readonly Link[] {
  const kept = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const { link, commit } = candidate;
    const key = `${link.sessionId} ${withCopies(copies, commit)[0]?.sha ?? commit.sha}`;
    const known = kept.get(key);
    if (known === undefined || byStrength(candidate, known) < 0) kept.set(key, candidate);
  }
  return [...kept.values()].map(({ link }) => link).sort(byNames);
}

function byStrength(left: Candidate, right: Candidate): number {
  return (
    left.link.tier - right.link.tier ||
    Number(right.commit.reachable) - Number(left.commit.reachable) ||
    byCommitted(left.commit, right.commit) ||
    // A try that failed comes before the one that made it.
    (right.link.evidence.endedAtMs ?? 0) - (left.link.evidence.endedAtMs ?? 0) ||
    compare(left.link.evidence.toolUseId, right.link.evidence.toolUseId) ||
    left.link.evidence.position - right.link.evidence.position ||
    compare(left.link.evidence.kind, right.link.evidence.kind)
  );
}

/** The order in which links are kept: by session, then by commit. */
export function byNames(left: Link, right: Link): number {
  return compare(left.sessionId, right.sessionId) || compare(left.sha, right.sha);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
