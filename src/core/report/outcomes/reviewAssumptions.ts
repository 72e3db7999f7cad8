import { requestCount } from '../counts.ts';
import { t } from '../../l10n/message.ts';
import { formatAge } from '../durations.ts';
import { dateWords } from '../dates.ts';
import { formatMoney, formatCount } from '../money.ts';
import { dayKey } from '../time.ts';
import { ended, inARow, listed, repositoryName, shareText } from '../words.ts';
import type { ReviewInput } from './budgetReview.ts';
import { largeCordon } from './outcomeSums.ts';
import { reviewSums } from './reviewSums.ts';

/** What a reader has to know to judge the figures, a sentence each. */
export function reviewAssumptions({ standing, views, nowMs, timezone, asOf }: ReviewInput): readonly string[] {
  const { setAside } = reviewSums(views);
  const assumptions = [
    t('Costs are at API list price as of {0}, whatever the plan: a subscription costs its flat fee instead.', dateWords(asOf)),
    t('Each amount is rounded to the cent by itself.'),
    t(
      'A change is a merged pull request, a merge, or a commit on the default branch. It stayed when nobody reverted it, mended it in a hurry or opened its task again within {0} days.',
      windowDays(views),
    ),
    t(
      'Cost per change that stayed is the whole spend of settled weeks, with reading, planning and what reached no commit, divided by the changes that stayed.',
    ),
    t(
      'A session belongs to a commit by its own record (its git commit call), or by the lines that it wrote; what is only likely is in no figure per change.',
    ),
  ];
  if (setAside.nanodollars > 0) {
    const share = shareText(setAside.nanodollars, standing.total.nanodollars);
    const isLarge = setAside.nanodollars >= largeCordon * standing.total.nanodollars;
    const large = isLarge ? t('That is a third or more: the figures above speak for the rest only.') : largeIn(views);
    assumptions.push(
      inARow(t('Set aside by name (spikes, prototypes), in no ratio: {0}, {1} of the spend.', formatMoney(setAside), share), large),
    );
  } else if (standing.total.nanodollars > 0) assumptions.push(t('Nothing is set aside.'));
  if (standing.total.unpricedRequests > 0)
    assumptions.push(t('{0} had no price yet: the spend is at least what is shown.', requestCount(standing.total.unpricedRequests)));
  if (standing.total.lowerBound)
    assumptions.push(t('Some older transcripts do not say all they used: the spend is at least what is shown.'));
  if (standing.sideCallsUnknown) assumptions.push(t('Side calls of some sessions are not known, and in no figure.'));
  for (const { repository, windows, fetchedAtMs, defaultBranch, settingsProblem } of views) {
    const name = repositoryName(repository);
    if (fetchedAtMs !== null)
      assumptions.push(t('{0}: {1} as last fetched {2}.', name, defaultBranch, formatAge(Math.max(0, nowMs - fetchedAtMs))));
    for (const { days, fromMs, reason } of windows)
      if (fromMs !== null)
        assumptions.push(
          t('{0}: the window is {1} days since {2}: {3}', name, formatCount(days), dateWords(dayKey(fromMs, timezone)), ended(reason)),
        );
    if (settingsProblem !== null) assumptions.push(t('{0}: {1}', name, settingsProblem));
  }
  return assumptions;
}

/** Where all of it together is little, and most of what one of several repositories spent. */
function largeIn(views: ReviewInput['views']): string {
  const names = views.flatMap(({ cordon, repository }) => (cordon.isLarge ? [repositoryName(repository)] : []));
  return names.length === 0
    ? ''
    : t('Of the spend in {0} it is a third or more: the figures there speak for the rest only.', listed(names));
}

/** `14`, `7 or 14`. */
function windowDays(views: ReviewInput['views']): string {
  const days = [...new Set(views.flatMap(({ windows }) => windows.map((window) => window.days)))].sort((left, right) => left - right);
  return days.length === 0 ? formatCount(14) : days.map(formatCount).reduce((before, each) => t('{0} or {1}', before, each));
}
