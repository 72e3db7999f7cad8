/** Hotfixes: what a commit says that it mends, and whose lines it replaces. */
import type { RepositoryFacts } from '../attribution/gitFacts.ts';
import type { Change } from './changes.ts';
import { matchesRef } from './globs.ts';
import type { HotfixRule } from './repositorySettings.ts';
import type { UndoneLines } from './undoing.ts';
import { commitsOf } from './units.ts';

/** A change whose lines a unit takes away; lines of manifests and of what programs write are none of them. */
export interface MendCandidate {
  readonly lines: UndoneLines;
  /** When it landed, milliseconds UTC. */
  readonly landedMs: number;
}

export interface MendInput<Candidate extends MendCandidate> {
  readonly unit: Change;
  readonly commits: RepositoryFacts['commits'];
  readonly rule: HotfixRule;
  /** Branches that a unit was made on. */
  readonly branches: (unit: Change) => readonly string[];
  readonly candidates: readonly Candidate[];
}

const hourMs = 60 * 60_000;

/**
 * The change that a hotfix mends: the one with most lines that it replaces, of two as many the later one; null where the unit does not say that it is a
 * hotfix, came too late, or replaces nobody's lines.
 */
export function mendedBy<Candidate extends MendCandidate>(input: MendInput<Candidate>): Candidate | null {
  const { unit, rule, candidates } = input;
  const inTime = candidates.filter(({ lines, landedMs }) => {
    const sinceMs = unit.shippedAtMs - landedMs;
    return lines.addedGone > 0 && sinceMs >= 0 && sinceMs <= rule.hours * hourMs;
  });
  if (inTime.length === 0 || !saysHotfix(input)) return null;
  const [first, ...others] = inTime;
  if (first === undefined) return null;
  return others.reduce((best, each) => (isMore(each, best) ? each : best), first);
}

function isMore(left: MendCandidate, right: MendCandidate): boolean {
  return (
    left.lines.addedGone - right.lines.addedGone > 0 || (left.lines.addedGone === right.lines.addedGone && left.landedMs >= right.landedMs)
  );
}

/** By its subject, or by the branch that it was made on. */
function saysHotfix({ unit, commits, rule, branches }: Pick<MendInput<MendCandidate>, 'unit' | 'commits' | 'rule' | 'branches'>): boolean {
  const own = commitsOf(unit, commits);
  if (own.some(({ hints }) => hints?.hotfix === true)) return true;
  const names = [...own.map(({ hints }) => hints?.mergedBranch ?? ''), ...branches(unit)];
  return names.some((name) => name !== '' && rule.branches.some((glob) => matchesRef(glob, name)));
}
