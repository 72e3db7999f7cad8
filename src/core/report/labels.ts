/** The words of the faces for parts, reasons and evidence; JSON keeps the names of the code. */
import { t } from '../l10n/message.ts';
import type { Confidence, Tier } from '../attribution/link.ts';
import { confidenceOf } from '../attribution/link.ts';
import type { Reason, StandingPart } from '../attribution/placement.ts';

/** `stayed`, `on main, window open`, `in no commit`. `defaultBranch` as `defaultBranchWord` says it. */
export function partLabel(part: StandingPart, defaultBranch: string): string {
  return part === 'onDefaultBranch' ? `on ${defaultBranch}, window open` : parts[part];
}

/** The name of the one default branch, or `the default branch` where there are several or none. */
export function defaultBranchWord(names: Iterable<string>): string {
  const known = new Set([...names].filter((name) => name !== ''));
  const [only] = known;
  return known.size === 1 && only !== undefined ? only : 'the default branch';
}

/** What a part holds, for who wants to know how it is told apart from the others; ends without a full stop. */
export function partRule(part: StandingPart, defaultBranch: string): string {
  return rules[part].replaceAll('{main}', defaultBranch);
}

/** The choice of every part, and of whatever else is not narrowed down. */
export function anywhereLabel(): string {
  return t('Anywhere');
}
/** The branch of requests that none was recorded for. */
export function noBranchLabel(): string {
  return t('no branch recorded');
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
  stayed: 'stayed',
  onAnotherBranch: 'on another branch',
  cameBack: 'came back',
  openWork: 'open work',
  noCommit: 'in no commit',
  noEdits: 'no edits: reading, planning',
  setAside: 'set aside',
  outsideRepositories: 'outside any repository',
  unknown: 'git not read yet',
};

const rules: Readonly<Record<StandingPart, string>> = {
  stayed: 'requests that led to changes which were on {main} for their whole window, and were not reverted or mended in it',
  onDefaultBranch: 'requests that led to commits which {main} has, or a copy of them, and whose window is open or not seen to its end',
  onAnotherBranch: 'requests that led to commits which a branch or tag has, and {main} has not',
  cameBack:
    'requests that led to changes which were reverted or hotfixed on {main} within their window, by name or by their lines; the revert or hotfix with them',
  openWork: 'edits that are still open in the working tree, or younger than the window and in no commit yet',
  noCommit: 'edits that no commit took, by record or by their lines, or whose commit is on no branch any more',
  noEdits: 'requests that led to no edit and no commit: reading, planning, review, side calls',
  setAside: 'work on branches or paths that .payoff.json sets aside',
  outsideRepositories: 'requests in folders that are in no git repository',
  unknown: 'requests in repositories whose git was not read yet, or cannot be',
};

const reasons: Readonly<Record<Reason, string>> = {
  openWork: 'open work: in no commit yet',
  recentEdits: 'recent edits in no commit yet',
  noCommit: 'in no commit',
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
