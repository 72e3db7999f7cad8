/** The states of changes as the faces say them, each with the part of the standing that has its colour and pattern. */
import { formatCount } from '../../src/core/report/money.ts';
import { capitalized, counted } from '../../src/core/report/words.ts';
import type { CommitChange } from '../../src/core/report/commits.ts';
import type { StandingPart } from '../../src/core/attribution/placement.ts';
import type { ChangeState } from '../../src/core/outcomes/outcome.ts';
import type { OutcomeCounts } from '../../src/core/report/outcomes/outcomesView.ts';

/** What a reader asks of a change: whether it stayed, is watched, or came back. */
export const fates = ['stayed', 'onDefaultBranch', 'cameBack'] as const satisfies readonly StandingPart[];
export type Fate = (typeof fates)[number];

export const fateNames: Readonly<Record<Fate, string>> = { stayed: 'Stayed', onDefaultBranch: 'Window open', cameBack: 'Came back' };

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
  return backStates
    .filter((state) => counts[state] > 0)
    .map((state) => `${formatCount(counts[state])} ${state}`)
    .join(', ');
}

const dayMs = 86_400_000;

/** `Stayed`, `12 days left`, `Came back: reverted`: short for a row, whole for who asks. */
export function changeWords(
  { state, pending, windowClosesAtMs, words }: CommitChange,
  nowMs: number,
): { readonly short: string; readonly whole: string } {
  const fate = fateOf(state);
  if (fate === 'stayed') return { short: fateNames[fate], whole: fateNames[fate] };
  if (fate === 'cameBack') return { short: `${fateNames[fate]}: ${state}`, whole: `${fateNames[fate]}: ${state}` };
  const whole = capitalized(words);
  if (pending === 'windowOpen' && windowClosesAtMs !== null) {
    const days = Math.max(1, Math.ceil((windowClosesAtMs - nowMs) / dayMs));
    return { short: `Open, ${counted(days, 'day')} left`, whole };
  }
  return { short: pending === 'notFetched' ? 'Not fetched since' : 'Not shipped yet', whole };
}
