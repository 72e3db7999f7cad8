import { commitCount, sessionCount } from '../../src/core/report/counts.ts';
import { t } from '../../src/core/l10n/message.ts';
import { noBranchLabel, partLabel } from '../../src/core/report/labels.ts';
import { capitalized, listed, shareText } from '../../src/core/report/words.ts';
import type { StandingPart } from '../../src/core/attribution/placement.ts';
import type { Money } from '../../src/core/report/live.ts';
import type { StandingShare } from '../../src/core/report/standing.ts';
import type { Amounts } from './panel.ts';

/** Parts that are named even when nothing is in them: what a reader looks for first. */
const alwaysNamed: readonly StandingPart[] = ['stayed', 'onDefaultBranch', 'onAnotherBranch', 'cameBack'];

/** `On main`, `Came back`: a part as a heading or the beginning of a name. */
export function partName(part: StandingPart, defaultBranch: string | null): string {
  return capitalized(partLabel(part, defaultBranch || t('the default branch')));
}

/** A branch as a choice or a row; `''` is that of requests without one. */
export function branchName(branch: string): string {
  return branch === '' ? capitalized(noBranchLabel()) : branch;
}

/** The parts that something is in, and those that are always named, and the one that is chosen. */
export function shownParts(parts: readonly StandingShare[], chosen: StandingPart | null): readonly StandingPart[] {
  return parts
    .filter(({ part, money }) => money.nanodollars > 0 || money.unpricedRequests > 0 || alwaysNamed.includes(part) || part === chosen)
    .map(({ part }) => part);
}

/** `On main: $284.20, 69%, 25 commits`. */
export function partSentence(
  { part, money, commits, sessions }: StandingShare,
  total: Money,
  defaultBranch: string | null,
  amounts: Amounts,
): string {
  const share = amounts.unit === 'money' ? [shareText(money.nanodollars, total.nanodollars)] : [];
  const behind = commits > 0 ? commitCount(commits) : sessions > 0 ? sessionCount(sessions) : null;
  return t('{0}: {1}', partName(part, defaultBranch), listed([amounts.text(money), ...share, ...(behind === null ? [] : [behind])]));
}

/** The parts that something is in. */
export function filledParts(parts: readonly StandingShare[]): readonly StandingPart[] {
  return parts.filter(({ money }) => money.nanodollars > 0 || money.unpricedRequests > 0).map(({ part }) => part);
}
