import type { Reason, StandingPart } from '../attribution/placement.ts';
import type { Money } from './live.ts';

/** Where each nanodollar of some requests is now. The parts add up to the whole, exactly. */
export interface Standing {
  /** Requests and the side calls that are known. */
  readonly total: Money;
  /** Every part, in the order of the bar, also the empty ones. */
  readonly parts: readonly StandingShare[];
  readonly attributedNanodollars: number;
  readonly unattributed: readonly { readonly reason: Reason; readonly money: Money }[];
  /** Whether the side calls of a session are not known: they are in no part. */
  readonly sideCallsUnknown: boolean;
  /** Own commits on the default branch that carry cost. */
  readonly commitsOnDefaultBranch: number;
  /** When the first of their observation windows (14 days) closes or closed; null without a commit on the default branch. */
  readonly firstWindowClosesAtMs: number | null;
  /** How many of them have been on the default branch for a whole window. */
  readonly windowsClosed: number;
  /** When the next of the windows that are open closes; null when none is open. */
  readonly nextWindowClosesAtMs: number | null;
}

export interface StandingShare {
  readonly part: StandingPart;
  readonly money: Money;
  /** Commits behind it; 0 where it is in none. */
  readonly commits: number;
  readonly sessions: number;
}
