import { formatAge } from '../durations.ts';
import { dateWords } from '../dates.ts';
import { formatMoney } from '../money.ts';
import { dayKey } from '../time.ts';
import { counted, ended, repositoryName, shareText } from '../words.ts';
import type { ReviewInput } from './budgetReview.ts';
import { largeCordon } from './outcomeSums.ts';
import { reviewSums } from './reviewSums.ts';

/** What a reader has to know to judge the figures, a sentence each. */
export function reviewAssumptions({ standing, views, nowMs, timezone, asOf }: ReviewInput): readonly string[] {
  const { setAside } = reviewSums(views);
  const assumptions = [
    `Costs are at API list price as of ${dateWords(asOf)}, whatever the plan: a subscription costs its flat fee instead.`,
    `A change is a merged pull request, a merge, or a commit on the default branch. It stayed when nobody reverted it, mended it in a hurry or opened its task again within ${windowWords(views)}.`,
    'Cost per change that stayed is the whole spend of settled weeks, with reading, planning and what reached no commit, divided by the changes that stayed.',
    'A session belongs to a commit by its own record (its git commit call), or by the lines that it wrote; what is only likely is in no figure per change.',
  ];
  if (setAside.nanodollars > 0) {
    const share = shareText(setAside.nanodollars, standing.total.nanodollars);
    const isLarge = setAside.nanodollars >= largeCordon * standing.total.nanodollars;
    const large = isLarge ? ' That is a third or more: the figures above speak for the rest only.' : largeIn(views);
    assumptions.push(`Set aside by name (spikes, prototypes), in no ratio: ${formatMoney(setAside)}, ${share} of the spend.${large}`);
  } else if (standing.total.nanodollars > 0) assumptions.push('Nothing is set aside.');
  if (standing.total.unpricedRequests > 0)
    assumptions.push(`${counted(standing.total.unpricedRequests, 'request')} had no price yet: the spend is at least what is shown.`);
  if (standing.total.lowerBound) assumptions.push('Some older transcripts do not say all they used: the spend is at least what is shown.');
  if (standing.sideCallsUnknown) assumptions.push('Side calls of some sessions are not known, and in no figure.');
  for (const { repository, windows, fetchedAtMs, defaultBranch, settingsProblem } of views) {
    const name = repositoryName(repository);
    if (fetchedAtMs !== null) assumptions.push(`${name}: ${defaultBranch} as last fetched ${formatAge(Math.max(0, nowMs - fetchedAtMs))}.`);
    for (const { days, fromMs, reason } of windows)
      if (fromMs !== null)
        assumptions.push(`${name}: the window is ${String(days)} days since ${dateWords(dayKey(fromMs, timezone))}: ${ended(reason)}`);
    if (settingsProblem !== null) assumptions.push(`${name}: ${settingsProblem}`);
  }
  return assumptions;
}

/** Where all of it together is little, and most of what one of several repositories spent. */
function largeIn(views: ReviewInput['views']): string {
  const names = views.flatMap(({ cordon, repository }) => (cordon.isLarge ? [repositoryName(repository)] : []));
  return names.length === 0 ? '' : ` Of the spend in ${names.join(', ')} it is a third or more: the figures there speak for the rest only.`;
}

function windowWords(views: ReviewInput['views']): string {
  const days = [...new Set(views.flatMap(({ windows }) => windows.map((window) => window.days)))].sort((left, right) => left - right);
  return days.length === 0 ? '14 days' : `${days.join(' or ')} days`;
}
