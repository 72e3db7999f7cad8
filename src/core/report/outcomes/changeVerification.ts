import type { History } from '../../attribution/history.ts';
import type { ChangeOutcome, RepositoryOutcomes } from '../../outcomes/outcome.ts';
import { verificationOf } from '../../outcomes/verification.ts';
import type { Verification, VerificationInput } from '../../outcomes/verification.ts';
import { getOrAdd } from '../moneySum.ts';

/** How often the sessions that made own changes saw tests, a build or the repository's own commands pass before the commit. */
export type VerificationCounts = Readonly<Record<Verification, number>>;

/** What is known of a repository's own commands; none where it names none. */
export type ShellFacts = Pick<VerificationInput, 'shellCalls' | 'runs'>;

export const noShellFacts: ShellFacts = { shellCalls: [], runs: new Map() };

type VerificationHistory = Pick<History, 'links' | 'edits' | 'takenEdits' | 'checks' | 'repositories'>;

/** Counts changes by their recorded verification. It is shown beside outcomes, and is none itself (DESIGN section 6). */
export function countVerifications(
  history: VerificationHistory,
  outcomes: RepositoryOutcomes,
  changes: readonly ChangeOutcome[],
  shell: ShellFacts,
): VerificationCounts {
  const of = verifications(history, outcomes, shell);
  const counts: Record<Verification, number> = { passed: 0, failed: 0, notRun: 0, unknown: 0 };
  for (const outcome of changes) counts[of(outcome)] += 1;
  return counts;
}

/**
 * The recorded verification of a repository's changes: `failed` where it failed for any of a change's commits, else `passed` where it passed for one, else
 * `notRun` where that is known of one.
 */
export function verifications(
  history: VerificationHistory,
  { repository, changeOf }: RepositoryOutcomes,
  shell: ShellFacts,
): (outcome: ChangeOutcome) => Verification {
  const commits = history.repositories.get(repository)?.commits;
  const lastEdits = lastEditsBySession(history);
  const checks = bySession(history.checks);
  const shellCalls = bySession(shell.shellCalls);
  const found = new Map<ChangeOutcome, Set<Verification>>();
  for (const { sessionId, sha, evidence, ...link } of history.links) {
    const outcome = link.repository === repository && link.tier < 6 ? changeOf.get(sha) : undefined;
    const commit = commits?.get(sha);
    if (outcome === undefined || commit === undefined || outcome.joined.some((joined) => joined.sha === sha)) continue;
    const verification = verificationOf({
      ...{ sessionId, checks: checks.get(sessionId) ?? [], shellCalls: shellCalls.get(sessionId) ?? [], runs: shell.runs },
      lastEditMs: lastEdits.get(`${sessionId} ${sha}`) ?? null,
      // git knows whole seconds.
      committedMs: evidence.endedAtMs ?? commit.authorMs + 999,
    });
    getOrAdd(found, outcome, () => new Set()).add(verification);
  }
  return (outcome) => strongest.find((each) => found.get(outcome)?.has(each)) ?? 'unknown';
}

const strongest: readonly Verification[] = ['failed', 'passed', 'notRun'];

function lastEditsBySession({ edits, takenEdits }: Pick<History, 'edits' | 'takenEdits'>): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  for (const { toolUseId, sessionId, atMs } of edits) {
    const sha = takenEdits.get(toolUseId);
    if (sha === undefined) continue;
    const key = `${sessionId} ${sha}`;
    last.set(key, Math.max(last.get(key) ?? 0, atMs));
  }
  return last;
}

function bySession<Call extends { readonly sessionId: string }>(calls: readonly Call[]): ReadonlyMap<string, readonly Call[]> {
  const sessions = new Map<string, Call[]>();
  for (const call of calls) getOrAdd(sessions, call.sessionId, () => []).push(call);
  return sessions;
}
