/** Advice in words that every face shares. */
import type { AdviceRule, AdviceSample, AdviceStake } from '../../advice/advice.ts';
import { plural, t } from '../../l10n/message.ts';
import { formatCount, formatDollars } from '../money.ts';
import type { AdviceView } from './adviceView.ts';

/** `$4.10 to $9.30, between the two models’ prices`: one amount where it is counted rather than estimated. */
export function stakeText(stake: AdviceStake, amount: (nanodollars: number) => string = formatDollars): string {
  return t('{0}, {1}', stakeAmount(stake, amount), stake.what);
}

/** The amount alone. */
export function stakeAmount({ low, high }: AdviceStake, amount: (nanodollars: number) => string = formatDollars): string {
  return amount(low) === amount(high) ? amount(high) : t('{0} to {1}', amount(low), amount(high));
}

/** What it rests on, and from how many on the rule speaks. */
export function sampleText({ of, counted, needed }: AdviceSample): string {
  const count = formatCount(counted);
  const least = formatCount(needed);
  switch (of) {
    case 'changes':
      return plural(
        counted,
        'Rests on {0} change; this is said from {1} on.',
        'Rests on {0} changes; this is said from {1} on.',
        count,
        least,
      );
    case 'sessions':
      return plural(
        counted,
        'Rests on {0} session; this is said from {1} on.',
        'Rests on {0} sessions; this is said from {1} on.',
        count,
        least,
      );
    case 'weeks':
      return plural(counted, 'Rests on {0} week; this is said from {1} on.', 'Rests on {0} weeks; this is said from {1} on.', count, least);
    case 'requests':
      return plural(
        counted,
        'Rests on {0} request; this is said from {1} on.',
        'Rests on {0} requests; this is said from {1} on.',
        count,
        least,
      );
  }
}

/** Why there is no advice, and what comparisons wait for, with how much of it there is. */
export function waitingText({ requests, supply, dismissed }: Pick<AdviceView, 'requests' | 'supply' | 'dismissed'>): string {
  if (requests === 0) return t('No request in this period: there is nothing to advise on.');
  if (dismissed.length > 0) return t('Nothing else stands out in this period.');
  const { sessions, closedChanges } = supply;
  return [
    t('Nothing stands out in this period.'),
    plural(
      closedChanges,
      'Comparisons rest on changes whose window has closed, 30 on each side: {0} so far.',
      'Comparisons rest on changes whose window has closed, 30 on each side: {0} so far.',
      formatCount(closedChanges),
    ),
    plural(sessions, '{0} session was looked at.', '{0} sessions were looked at.', formatCount(sessions)),
  ].join(' ');
}

/** What a rule is about, in two or three words. */
export function ruleLabel(rule: AdviceRule): string {
  switch (rule) {
    case 'modelMismatch':
      return t('A model for the work');
    case 'modelMix':
      return t('Mix of models');
    case 'coldContext':
      return t('Cold context');
    case 'contextBloat':
      return t('Large contexts');
    case 'repeatedReads':
      return t('Files read again');
    case 'inNoCommit':
      return t('In no commit');
    case 'repeatedFailures':
      return t('The same failure again');
    case 'sessionLength':
      return t('Short and long sessions');
    case 'sessionFocus':
      return t('Focused and wide sessions');
    case 'planMode':
      return t('Plan mode');
    case 'subagents':
      return t('Subagents');
    case 'kindOfWork':
      return t('Kind of work');
    case 'modelCost':
      return t('Models beside each other');
  }
}
