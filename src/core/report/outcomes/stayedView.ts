/** The overview's three figures of outcomes: a change that stayed, stayed n of m, lines still there. */
import type { SurvivalFigure } from '../../outcomes/survival.ts';
import type { Money } from '../live.ts';
import type { Distribution } from '../overview.ts';
import type { OutcomeCounts } from './outcomesView.ts';

/** What became of own changes, over all repositories that are shown. */
export interface StayedFigures {
  readonly counts: OutcomeCounts;
  /** Everything spent in settled weeks for each change that stayed; null without one. */
  readonly costPerChange: Money | null;
  /** What that is taken of: everything spent in weeks that are settled, and the changes of those weeks that stayed. */
  readonly settled: { readonly spend: Money; readonly verified: number };
  /** Of what changes that stayed cost themselves, in nanodollars; null where there are too few to say. */
  readonly distribution: Distribution | null;
  /** `Too few to say: 3 of the 10 changes that stayed needed.`; null with a distribution. */
  readonly tooFew: string | null;
  /** The dearest of them; null without one. */
  readonly dearest: { readonly repository: string; readonly sha: string; readonly money: Money } | null;
  /** Lines that Claude wrote and that shipped, at the latest of 7, 14 and 30 days that some are old enough for; null where none is. */
  readonly lines: SurvivalFigure | null;
  /** What is waited for where no window has closed; null where one has. */
  readonly waitsFor: string | null;
  /** What is set aside and in none of these, and its share of everything spent; null for nothing. */
  readonly setAside: { readonly money: Money; readonly share: number; readonly isLarge: boolean } | null;
  /** *Is it paying off?* in a sentence; null over several repositories: each has its own. */
  readonly verdict: string | null;
}
