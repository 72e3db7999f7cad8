/** The states of changes as the faces say them, each with the part of the standing that has its colour and pattern. */
import { dayCount } from '../../src/core/report/counts.ts';
import { t } from '../../src/core/l10n/message.ts';
import { formatCount } from '../../src/core/report/money.ts';
import { capitalized, listed } from '../../src/core/report/words.ts';
import type { CommitChange } from '../../src/core/report/commits.ts';
import type { StandingPart } from '../../src/core/attribution/placement.ts';
import type { ChangeState } from '../../src/core/outcomes/outcome.ts';
import type { OutcomeCounts } from '../../src/core/report/outcomes/outcomesView.ts';

/** What a reader asks of a change: whether it stayed, is watched, or came back. */
export const fates = ['stayed', 'onDefaultBranch', 'cameBack'] as const satisfies readonly StandingPart[];
export type Fate = (typeof fates)[number];

/** `stayed`, `window open`, `came back`. */
export function fateWord(fate: Fate): string {
  if (fate === 'stayed') return t('stayed');
  return fate === 'onDefaultBranch' ? t('window open') : t('came back');
}

/** The same as a heading or a choice. */
export function fateName(fate: Fate): string {
  return capitalized(fateWord(fate));
}

export function fateOf(state: ChangeState): Fate {
  return state === 'verified' ? 'stayed' : state === 'pending' ? 'onDefaultBranch' : 'cameBack';
}

const backStates = ['reverted', 'hotfixed', 'reopened'] as const satisfies readonly ChangeState[];

export function countOf(fate: Fate, counts: OutcomeCounts): number {
  if (fate === 'stayed') return counts.verified;
  return fate === 'onDefaultBranch' ? counts.pending : backStates.reduce((sum, state) => sum + counts[state], 0);
}

/** `1 reverted, 1 hotfixed`; `''` where nothing came back. */
export function cameBackWords(counts: OutcomeCounts): string {
  return listed(backStates.filter((state) => counts[state] > 0).map((state) => backCount(state, formatCount(counts[state]))));
}

function backCount(state: (typeof backStates)[number], count: string): string {
  if (state === 'reverted') return t('{0} reverted', count);
  return state === 'hotfixed' ? t('{0} hotfixed', count) : t('{0} reopened', count);
}

function backWords(state: ChangeState): string {
  if (state === 'reverted') return t('Came back: reverted');
  return state === 'hotfixed' ? t('Came back: hotfixed') : t('Came back: reopened');
}

const dayMs = 86_400_000;

/** `Stayed`, `12 days left`, `Came back: reverted`: short for a row, whole for who asks. */
export function changeWords(
  { state, pending, windowClosesAtMs, words }: CommitChange,
  nowMs: number,
): { readonly short: string; readonly whole: string } {
  const fate = fateOf(state);
  if (fate === 'stayed') return { short: fateName(fate), whole: fateName(fate) };
  if (fate === 'cameBack') return { short: backWords(state), whole: backWords(state) };
  const whole = capitalized(words);
  if (pending === 'windowOpen' && windowClosesAtMs !== null) {
    const days = Math.max(1, Math.ceil((windowClosesAtMs - nowMs) / dayMs));
    return { short: t('Open, {0} left', dayCount(days)), whole };
  }
  return { short: pending === 'notFetched' ? t('Not fetched since') : t('Not shipped yet'), whole };
}
