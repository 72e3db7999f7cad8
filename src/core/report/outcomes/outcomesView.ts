/** What a repository's spend became, week by week: the rows and sums behind `payoff outcomes`, the panel and the budget review. */
import type { ChangeOutcome, ChangeState } from '../../outcomes/outcome.ts';
import type { Interval } from '../../outcomes/resample.ts';
import type { SurvivalFigures } from '../../outcomes/survival.ts';
import type { ObservationWindow } from '../../outcomes/repositorySettings.ts';
import type { Money } from '../live.ts';
import type { Distribution } from '../overview.ts';
import type { Standing } from '../standing.ts';
import type { VerificationCounts } from './changeVerification.ts';

/** Own changes, by what became of them. `attempted` is the sum of the states. */
export interface OutcomeCounts extends Readonly<Record<ChangeState, number>> {
  readonly attempted: number;
  /** Those of them whose window has closed: what a share is taken of. */
  readonly closed: number;
  /** Those of `closed` that stayed. */
  readonly closedVerified: number;
}

/** Ratios over weeks that are settled: whatever could ship in them has had its window. */
export interface OutcomeRatios {
  /** The settled weeks that they rest on. */
  readonly settledWeeks: number;
  /** All of the repository's spend in those weeks, what is set aside apart, and the changes that shipped in them and stayed. */
  readonly settledSpend: Money;
  readonly settledVerified: number;
  /** Changes whose window has closed, of every week, and those of them that stayed. */
  readonly closed: number;
  readonly closedVerified: number;
  /** Stayed of those whose window has closed, 0 to 1, of every week; null without one. */
  readonly verifiedShare: number | null;
  /** Spend for each change that stayed; null without one (DESIGN section 2: no outcome, no figure). */
  readonly costPerChange: Money | null;
}

export interface OutcomeWeek extends OutcomeCounts {
  /** Monday, `2026-11-16`. */
  readonly week: string;
  /** `2026-W47`. */
  readonly isoWeek: string;
  /** Whether the period has only some of its days. */
  readonly partial: boolean;
  /** Everything used in the repository, what is set aside apart. */
  readonly spend: Money;
  readonly setAside: Money;
  /** The week is over, and whatever could ship in it has had its window. */
  readonly settled: boolean;
  /** Of the four weeks that end with this one, whatever the period; null until each of them is settled. Before the first request nothing was spent. */
  readonly fourWeeks: OutcomeRatios | null;
  /** Of what own changes that shipped in it and stayed cost themselves; null without one. */
  readonly distribution: Distribution | null;
  /** A window that came into force in this week, with its reason. */
  readonly windowChange: ObservationWindow | null;
}

/** One change and what it cost, inferred links left out. */
export interface ChangeCost {
  readonly outcome: ChangeOutcome;
  readonly money: Money;
}

/** A cost for each of some things; null where there is none to divide by. */
export interface UnitCost {
  readonly count: number;
  readonly total: Money;
  readonly each: Money | null;
  /** Of the single costs; null without one. */
  readonly distribution: Distribution | null;
}

export interface OutcomesView {
  readonly repository: string;
  readonly defaultBranch: string;
  readonly timezone: string;
  readonly firstDay: string;
  readonly lastDay: string;
  /** When the upstream was last fetched, milliseconds UTC; null without a remote or where it never was. */
  readonly fetchedAtMs: number | null;
  /** Until when the default branch is known. */
  readonly seenUntilMs: number | null;
  readonly windows: readonly ObservationWindow[];
  /** Why `.payoff.json` is not followed; null when it is, or there is none. */
  readonly settingsProblem: string | null;
  /** Oldest first, weeks without anything included. */
  readonly weeks: readonly OutcomeWeek[];
  readonly totals: OutcomeCounts & { readonly spend: Money; readonly setAside: Money } & OutcomeRatios;
  /** What each own change that stayed cost itself: the direct cost, which leaves out exploration and what reached no commit. */
  readonly perChange: UnitCost;
  readonly perCommit: UnitCost;
  readonly perPullRequest: UnitCost;
  readonly perBranch: UnitCost;
  /** Lines that Claude wrote in own changes of the period, and how many of them are still there. */
  readonly lines: SurvivalFigures;
  /** Own changes by whether tests, a build or the repository's own commands passed in the session between the last edit and the commit. */
  readonly verification: VerificationCounts;
  /** By shipped line that Claude wrote; null where there is none, or none was looked at yet. */
  readonly perShippedLine: { readonly lines: number; readonly total: Money; readonly each: Money | null } | null;
  /** Changes of the period that Claude helped to make, own or not, in the order in which they shipped. */
  readonly changes: readonly ChangeCost[];
  /** The dearest own changes of the period, whatever became of them. */
  readonly dearest: readonly ChangeCost[];
  readonly cordon: { readonly money: Money; readonly share: number; readonly isLarge: boolean };
  /** Changes that a session is linked with and that are not own, and those that no session made: shown apart, in no ratio. */
  readonly others: OutcomeCounts;
  /** Changes of an identity of this clone that only Claude's trailer names, most of them from before the first transcript: their cost is not recorded. */
  readonly notRecorded: OutcomeCounts & { readonly lines: SurvivalFigures };
  readonly standing: Standing;
  readonly cadence: Cadence | null;
  readonly verdict: Verdict;
}

/** How often something ships: repositories are only compared within one band. */
export interface Cadence {
  readonly band: 'daily' | 'weekly' | 'monthly' | 'rarer';
  /** Days with a shipped change, of `days` looked at. */
  readonly shippingDays: number;
  readonly days: number;
}

/** *Is it paying off?* Two quarters beside each other. */
export interface Verdict {
  readonly kind: 'better' | 'worse' | 'noDifference' | 'tooLittle';
  readonly sentence: string;
  /** Cost per change that stayed, the later quarter's over the earlier's; null where it cannot be said. */
  readonly ratio: (Interval & { readonly value: number }) | null;
  /** The same with every request at the prices of today. */
  readonly constantPrices: (Interval & { readonly value: number }) | null;
  readonly quarters: readonly [QuarterFigures, QuarterFigures] | null;
}

export interface QuarterFigures {
  readonly firstWeek: string;
  readonly lastWeek: string;
  readonly weeks: number;
  readonly spend: Money;
  readonly verified: number;
  readonly costPerChange: Money | null;
}
