import type { Reason, StandingPart } from '../attribution/placement.ts';
import type { Money } from './live.ts';
import { MoneySum } from './moneySum.ts';

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
  /** Own commits on the default branch that carry cost, those that stayed and those whose window is open. */
  readonly commitsOnDefaultBranch: number;
  /** When the first of their observation windows closes or closed; null without a commit on the default branch that has one. */
  readonly firstWindowClosesAtMs: number | null;
  /** How many of them have been on the default branch for a whole window, and were seen there after. */
  readonly windowsClosed: number;
  /** When the next of the windows that are open closes; null when none is open. */
  readonly nextWindowClosesAtMs: number | null;
}

/** What of it is on the default branch: what stayed and what is still watched. */
export function moneyOnDefaultBranch({ parts }: Pick<Standing, 'parts'>): Money {
  const sum = new MoneySum();
  for (const { part, money } of parts) if (part === 'stayed' || part === 'onDefaultBranch') sum.addMoney(money);
  return sum.money();
}

export interface StandingShare {
  readonly part: StandingPart;
  readonly money: Money;
  /** Commits behind it; 0 where it is in none. */
  readonly commits: number;
  readonly sessions: number;
}
