/** The words of the faces for parts, reasons and evidence; JSON keeps the names of the code. */
import type { Confidence, Tier } from '../attribution/link.ts';
import { confidenceOf } from '../attribution/link.ts';
import type { Reason, StandingPart } from '../attribution/placement.ts';

/** `on main`, `in no commit Claude Code made`. `defaultBranch` as `defaultBranchWord` says it. */
export function partLabel(part: StandingPart, defaultBranch: string): string {
  return part === 'onDefaultBranch' ? `on ${defaultBranch}` : parts[part];
}

/** The name of the one default branch, or `the default branch` where there are several or none. */
export function defaultBranchWord(names: Iterable<string>): string {
  const known = new Set([...names].filter((name) => name !== ''));
  const [only] = known;
  return known.size === 1 && only !== undefined ? only : 'the default branch';
}

/** Why something belongs to no commit. */
export function reasonLabel(reason: Reason): string {
  return reasons[reason];
}

/** `own record`, `matching lines`, `likely`. */
export function confidenceLabel(confidence: Confidence): string {
  return confidences[confidence];
}

/** The confidence of a rung of the ladder in words. */
export function tierLabel(tier: Tier): string {
  return confidenceLabel(confidenceOf(tier));
}

const parts: Readonly<Record<Exclude<StandingPart, 'onDefaultBranch'>, string>> = {
  onAnotherBranch: 'on another branch',
  cameBack: 'came back',
  openWork: 'open work',
  noCommit: 'in no commit Claude Code made',
  noEdits: 'no edits: reading, planning',
  outsideRepositories: 'outside any repository',
  unknown: 'git not read yet',
};

const reasons: Readonly<Record<Reason, string>> = {
  openWork: 'open work',
  noCommit: 'in no commit Claude Code made',
  lostCommit: 'in a commit that is on no branch any more',
  review: 'review: another\u2019s pull request read, nothing edited',
  noEdits: 'no edits: reading, planning',
  outsideRepositories: 'outside any repository',
  sideCalls: 'side calls (titles, web searches)',
  unread: 'git not read yet',
};

const confidences: Readonly<Record<Confidence, string>> = {
  recorded: 'own record',
  matched: 'matching lines',
  inferred: 'likely',
};
