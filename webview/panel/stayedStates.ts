/** The states of changes as the faces say them, each with the part of the standing that has its colour and pattern. */
import { formatCount } from '../../src/core/report/money.ts';
import type { StandingPart } from '../../src/core/attribution/placement.ts';
import type { ChangeState } from '../../src/core/outcomes/outcome.ts';
import type { OutcomeCounts } from '../../src/core/report/outcomes/outcomesView.ts';
import type { IconName } from '../shared/icons.ts';

/** What a reader asks of a change: whether it stayed, is watched, or came back. */
export const fates = ['stayed', 'onDefaultBranch', 'cameBack'] as const satisfies readonly StandingPart[];
export type Fate = (typeof fates)[number];

export const fateNames: Readonly<Record<Fate, string>> = { stayed: 'Stayed', onDefaultBranch: 'Window open', cameBack: 'Came back' };
export const fateIcons: Readonly<Record<Fate, IconName>> = { stayed: 'check', onDefaultBranch: 'clock', cameBack: 'cameBack' };

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
