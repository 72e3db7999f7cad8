/** The words of the faces for parts, reasons and evidence; JSON keeps the names of the code. */
import { t } from '../l10n/message.ts';
import type { Confidence, Tier } from '../attribution/link.ts';
import { confidenceOf } from '../attribution/link.ts';
import type { Reason, StandingPart } from '../attribution/placement.ts';

/** `stayed`, `on main, window open`, `in no commit`. `defaultBranch` as `defaultBranchWord` says it. */
export function partLabel(part: StandingPart, defaultBranch: string): string {
  return part === 'onDefaultBranch' ? t('on {0}, window open', defaultBranch) : parts[part]();
}

/** The name of the one default branch, or `the default branch` where there are several or none. */
export function defaultBranchWord(names: Iterable<string>): string {
  const known = new Set([...names].filter((name) => name !== ''));
  const [only] = known;
  return known.size === 1 && only !== undefined ? only : t('the default branch');
}

/** What a part holds, for who wants to know how it is told apart from the others; ends without a full stop. */
export function partRule(part: StandingPart, defaultBranch: string): string {
  return rules[part](defaultBranch);
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
  return reasons[reason]();
}

/** `own record`, `matching lines`, `likely`. */
export function confidenceLabel(confidence: Confidence): string {
  return confidences[confidence]();
}

/** The confidence of a rung of the ladder in words. */
export function tierLabel(tier: Tier): string {
  return confidenceLabel(confidenceOf(tier));
}

const parts: Readonly<Record<Exclude<StandingPart, 'onDefaultBranch'>, () => string>> = {
  stayed: () => t('stayed'),
  onAnotherBranch: () => t('on another branch'),
  cameBack: () => t('came back'),
  openWork: () => t('open work'),
  noCommit: () => t('in no commit'),
  noEdits: () => t('no edits: reading, planning'),
  setAside: () => t('set aside'),
  outsideRepositories: () => t('outside any repository'),
  unknown: () => t('git not read yet'),
};

const rules: Readonly<Record<StandingPart, (main: string) => string>> = {
  stayed: (main) => t('requests that led to changes which were on {0} for their whole window, and were not reverted or mended in it', main),
  onDefaultBranch: (main) =>
    t('requests that led to commits which {0} has, or a copy of them, and whose window is open or not seen to its end', main),
  onAnotherBranch: (main) => t('requests that led to commits which a branch or tag has, and {0} has not', main),
  cameBack: (main) =>
    t(
      'requests that led to changes which were reverted or hotfixed on {0} within their window, by name or by their lines; the revert or hotfix with them',
      main,
    ),
  openWork: () => t('edits that are still open in the working tree, or younger than the window and in no commit yet'),
  noCommit: () => t('edits that no commit took, by record or by their lines, or whose commit is on no branch any more'),
  noEdits: () => t('requests that led to no edit and no commit: reading, planning, review, side calls'),
  setAside: () => t('work on branches or paths that .payoff.json sets aside'),
  outsideRepositories: () => t('requests in folders that are in no git repository'),
  unknown: () => t('requests in repositories whose git was not read yet, or cannot be'),
};

const reasons: Readonly<Record<Reason, () => string>> = {
  openWork: () => t('open work: in no commit yet'),
  recentEdits: () => t('recent edits in no commit yet'),
  noCommit: () => t('in no commit'),
  lostCommit: () => t('in a commit that is on no branch any more'),
  review: () => t('review: another\u2019s pull request read, nothing edited'),
  noEdits: () => t('no edits: reading, planning'),
  outsideRepositories: () => t('outside any repository'),
  sideCalls: () => t('side calls (titles, web searches)'),
  unread: () => t('git not read yet'),
};

const confidences: Readonly<Record<Confidence, () => string>> = {
  recorded: () => t('own record'),
  matched: () => t('matching lines'),
  inferred: () => t('likely'),
};
