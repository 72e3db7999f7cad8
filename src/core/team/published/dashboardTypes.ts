/** The figures of a team's dashboard, section by section. Everything over several weeks is made of published weeks alone. Money is in microdollars. */
import type { Interval } from '../../outcomes/resample.ts';
import type { Bin, DormantRule, PartName, PeopleCount, PeopleSplit, QuadrantName, RankGroup, Shares, Split } from './types.ts';

/** Why there is no value. */
export type HiddenReason =
  /** Fewer than k people, one with more than half, or it would tell another figure that is hidden. Which of these, nobody is told. */
  | 'protected'
  /** Its week is published later. */
  | 'notClosed'
  /** Its week has closed, and nothing of it was published: nobody reported, or fewer than k. */
  | 'notPublished'
  /** Weeks that it is made of have no value: `weeks` names them. */
  | 'missingWeeks'
  /** The lead has not typed what it needs. */
  | 'notEntered'
  /** There is nothing to divide by, or the sample is too small to say anything: `needs` says what it takes. */
  | 'tooLittle';

export interface HiddenFigure {
  readonly hidden: HiddenReason;
  readonly weeks?: readonly string[];
  /** A sentence. */
  readonly needs?: string;
}

export type Shown<Value> = { readonly value: Value } | HiddenFigure;
export type Figure = Shown<number>;

/** Both ends are meant: a figure of people whose number is only known as a span. */
export type Span = Interval;

/** How a section is not able to say all: the same for every section, a sentence each. */
export interface SectionNotes {
  readonly notes: readonly string[];
}

export interface WeekRow {
  /** `2026-W47`. */
  readonly week: string;
  /** Its Monday, `2026-11-16`. */
  readonly monday: string;
  readonly reporters: Shown<PeopleCount>;
  readonly tokens: Figure;
  readonly cost: Figure;
  /** People whose costs are lower bounds: with them `cost` is one. Where it is not told, nobody's may be, or everybody's. */
  readonly lowerBounds: Shown<PeopleCount>;
  /** Own changes that stayed. */
  readonly verified: Figure;
  /** Of those whose window has closed; 0 to 1. */
  readonly verifiedShare: Figure;
  /** Cost per change that stayed, over the four weeks that end with this one, sum by sum. */
  readonly costPerChange: Figure;
  /** Whether it is told of one of those weeks that its cost is a lower bound. */
  readonly isCostPerChangeAtLeast: boolean;
  /** Share of Claude's lines that were still there after 30 days, 0 to 1. */
  readonly survivingShare: Figure;
  /** Days that changes are watched for, where that differs from the published week before; null where it does not. */
  readonly windowChange: { readonly before: readonly number[]; readonly now: readonly number[] } | null;
  /** The edition that is shown of each part; null where none is. */
  readonly editions: Readonly<Record<PartName, number | null>>;
}

export interface CoverageSection extends SectionNotes {
  /** Of the last published week. */
  readonly week: string | null;
  readonly reporters: Shown<PeopleCount>;
  readonly seats: Figure;
  /** Reporters of seats, 0 to 1. */
  readonly share: Shown<Span>;
  readonly months: readonly CoverageMonth[];
}

export interface CoverageMonth {
  /** `2026-11`. */
  readonly month: string;
  /** Published weeks, by their days in the month; a lower bound where `missingDays` is not 0. */
  readonly seen: Figure;
  /** Whether it is told of one of its weeks that its cost is a lower bound. */
  readonly isAtLeast: boolean;
  readonly missingDays: number;
  readonly invoiced: Figure;
  /** 0 to 1 and, where list price is above what is paid, more. */
  readonly share: Figure;
}

/** The kinds are those of the developer's own verdict. */
export interface PayingOffSection extends SectionNotes {
  readonly kind: 'better' | 'worse' | 'noDifference' | 'tooLittle';
  readonly sentence: string;
  /** The later quarter's cost per change that stayed over the earlier one's, 90%. */
  readonly ratio: (Interval & { readonly value: number }) | null;
  /** The earlier, then the later. */
  readonly quarters: readonly [TeamQuarter, TeamQuarter] | null;
  /** Whole weeks with all that is needed, of `neededWeeks`. */
  readonly weeks: number;
  readonly neededWeeks: number;
}

export interface TeamQuarter {
  readonly firstWeek: string;
  readonly lastWeek: string;
  readonly weeks: number;
  readonly cost: number;
  readonly verified: number;
  readonly costPerChange: number | null;
}

/** One month of the budget. A week is divided between two months by its days, all seven alike. */
export interface BudgetMonth {
  readonly month: string;
  readonly set: Figure;
  /** Of published weeks; see `missingDays`. */
  readonly spent: Figure;
  /** Whether it is told of one of its weeks that its cost is a lower bound: then so are `spent` and `forecast`. */
  readonly isAtLeast: boolean;
  /** Days of the month that no published week covers, those ahead included. */
  readonly missingDays: number;
  /** What the whole month comes to: spent, and for the days that are missing what the last eight published weeks say, 80%. */
  readonly forecast: Shown<Interval & { readonly middle: number }>;
  /** The week in which what was spent passed the budget; null where it did not. */
  readonly passedIn: string | null;
}

export interface BudgetSection extends SectionNotes {
  /** Oldest first. */
  readonly months: readonly BudgetMonth[];
}

export type AdoptionPhase = 'steep' | 'moderate' | 'flat';

export interface DistributionWeek {
  readonly week: string;
  /** Of the spend, by those who spent most: the upper half's share, and what it means (`docs/published-figures.md`). */
  readonly upperHalf: Figure;
  readonly phase: Shown<AdoptionPhase>;
}

/** People in order of their amount, those with most first; `share` 0 to 1. */
export interface RankShare {
  readonly until: number;
  readonly share: number;
}

export interface QuarterOfPeople {
  /** 1 are those with most. */
  readonly quarter: 1 | 2 | 3 | 4;
  readonly share: number;
  /** What one of them has on average, as far as their number is told; null where it is not. */
  readonly mean: Span | null;
}

export interface DistributionOf {
  readonly week: string | null;
  readonly bins: Shown<readonly Bin[]>;
  readonly quarters: Shown<readonly QuarterOfPeople[]>;
  /** The first 10, 30 and 50% of people; those that can be told. */
  readonly top: Shown<readonly RankShare[]>;
  readonly groups: Shown<readonly RankGroup[]>;
}

export interface DistributionSection extends SectionNotes {
  /** Microdollars of the last published week. */
  readonly spend: DistributionOf;
  /** Changes that stayed. */
  readonly output: DistributionOf;
  readonly phases: readonly DistributionWeek[];
  /** Of the last four weeks that are told, and of the four told ones a quarter (13 weeks) before; the mean of their upper halves. */
  readonly now: Shown<{ readonly upperHalf: number; readonly phase: AdoptionPhase }>;
  readonly aQuarterBefore: Shown<{ readonly upperHalf: number; readonly phase: AdoptionPhase }>;
}

export interface QuadrantSection extends SectionNotes {
  readonly week: string | null;
  /** In the order of `quadrantNames`, with the question that each is named by. */
  readonly quadrants: Shown<readonly { readonly name: QuadrantName; readonly question: string; readonly people: PeopleCount | null }[]>;
  readonly others: PeopleCount | null;
}

export interface PatternWeek {
  readonly week: string;
  readonly levels: Shown<PeopleSplit>;
  readonly rhythms: Shown<PeopleSplit>;
}

/** Weeks of people, never people: the label is a week's. */
export interface PatternSection extends SectionNotes {
  readonly weeks: readonly PatternWeek[];
  /** Sums of those weeks, at least; `others` is what could not be told apart. */
  readonly levels: Shown<PeopleSplit>;
  readonly rhythms: Shown<PeopleSplit>;
}

export interface DormantSection extends SectionNotes {
  readonly weeks: readonly {
    readonly week: string;
    /** Of those who reported the week, 0 to 1. */
    readonly rate: Shown<Span>;
    readonly rule: DormantRule | null;
  }[];
}

export interface ModelRow {
  readonly model: string;
  readonly cost: Figure;
  readonly sessions: Figure;
  readonly spendShare: Figure;
  readonly sessionShare: Figure;
  readonly costPerSession: Figure;
  /** Its cost per session over that of the cheapest model that has one. */
  readonly costRatio: Figure;
}

export interface ModelSection extends SectionNotes {
  /** Weeks that are summed up: the last eight published ones. A model's figure leaves out the weeks in which it is not told: `inWeeks`. */
  readonly weeks: readonly string[];
  readonly rows: readonly (ModelRow & { readonly inWeeks: number })[];
  /** Cost of models that are not told apart. */
  readonly others: Figure;
}

export interface LengthSection extends SectionNotes {
  /** Null unless it holds: the 95% interval over weeks leaves out 1, and the ratio is 1.25 at least. */
  readonly insight: {
    readonly sentence: string;
    readonly ratio: Interval & { readonly value: number };
    readonly weeks: number;
  } | null;
  readonly weeks: number;
  readonly neededWeeks: number;
}

export interface PlanSection extends SectionNotes {
  readonly weeks: readonly string[];
  /** A week on average. */
  readonly cost: Figure;
  /** Whether it is told of one of the weeks that its cost is a lower bound: then so are all dollars here. */
  readonly isAtLeast: boolean;
  readonly tokens: Figure;
  readonly active: Shown<PeopleCount>;
  readonly costPerActive: Shown<Span>;
  readonly tokensPerActive: Shown<Span>;
  readonly growthFactor: number;
  /** 90 days: the average week, times the growth factor; 80% over weeks drawn again. */
  readonly next90Days: Shown<Interval & { readonly middle: number }>;
}

export interface AllocationRow {
  /** The bucket's key; `''`: not told apart by those who spent it. */
  readonly repository: string;
  readonly cost: number;
  /** 0 to 1 of the sum of all weeks. */
  readonly share: number;
  readonly inWeeks: number;
}

export interface AllocationSection extends SectionNotes {
  readonly weeks: readonly string[];
  readonly total: Figure;
  /** Whether some of it is known to be a lower bound; whose, and so of which bucket, is not told. */
  readonly isAtLeast: boolean;
  /** Adds up to `total` with `others`. */
  readonly rows: readonly AllocationRow[];
  readonly others: number | null;
}

export interface ReviewSection extends SectionNotes {
  readonly weeks: readonly { readonly week: string; readonly interactive: Figure; readonly headless: Figure }[];
  /** Headless of all, over the weeks in which both are told, 0 to 1. */
  readonly share: Figure;
}

export interface CalendarRow {
  readonly week: string;
  readonly part: PartName;
  readonly closesAtMs: number;
  readonly state: 'open' | 'closed' | 'published';
  readonly edition: number | null;
}

export interface LastOf<Value> {
  readonly week: string | null;
  readonly shown: Shown<Value>;
}

/** Both are in it. */
export interface WeekSpan {
  readonly first: string;
  readonly last: string;
}

/** From which weeks the figures are that stand for a team as it is now; null where there is no value. */
export type LastWeeks = Readonly<Record<'costPerChange' | 'verifiedShare' | 'cordonShare', WeekSpan | null>>;

export interface TeamDashboard {
  readonly team: string;
  readonly k: number;
  /** `belowK`: nothing is published yet; the page shows demo data, and says that they are. */
  readonly state: 'belowK' | 'published';
  /** Oldest first, every week from the first published to the last that is over. */
  readonly weeks: readonly WeekRow[];
  readonly coverage: CoverageSection;
  readonly payingOff: PayingOffSection;
  readonly budget: BudgetSection;
  readonly distribution: DistributionSection;
  readonly quadrants: QuadrantSection;
  readonly patterns: PatternSection;
  readonly dormant: DormantSection;
  readonly models: ModelSection;
  readonly lengths: LengthSection;
  readonly plan: PlanSection;
  readonly allocation: AllocationSection;
  readonly review: ReviewSection;
  /** Of the last week that is published: where its dollars are, thousandths. */
  readonly standing: LastOf<Shares>;
  readonly verification: LastOf<Shares>;
  readonly kinds: LastOf<Split>;
  /** The last four-week figure, and the share over the last 13 weeks that are told; neither of more than a quarter ago. */
  readonly costPerChange: Figure;
  readonly verifiedShare: Figure;
  /** How often something ships where most was spent; teams are set side by side only within one band. */
  readonly cadence: Shown<string>;
  /** Of the last four published weeks, 0 to 1 each on average. */
  readonly cordonShare: Figure;
  /** The weeks of these three. */
  readonly lastWeeks: LastWeeks;
  /** The weeks that are open or closed last, and the next. */
  readonly calendar: readonly CalendarRow[];
}

export interface DashboardOptions {
  readonly team: string;
  readonly k: number;
  readonly nowMs: number;
}

export interface SideBySideTeam {
  readonly team: string;
  readonly name: string;
  readonly dashboard: TeamDashboard;
}

export interface SideBySideRow {
  readonly team: string;
  readonly name: string;
  readonly costPerChange: Figure;
  readonly verifiedShare: Figure;
  /** Beside each figure, so that nobody looks good by setting work aside. */
  readonly cordonShare: Figure;
  readonly lastWeeks: LastWeeks;
  /** Whether it is told of one of its weeks that its cost is a lower bound. */
  readonly isCostPerChangeAtLeast: boolean;
}

export interface SumOfWeeks {
  readonly figure: Figure;
  /** Weeks without a value: the sum is without them. */
  readonly missing: readonly string[];
}

export interface TeamCost {
  readonly team: string;
  readonly name: string;
  readonly cost: SumOfWeeks;
  /** Whether it is told of one of the weeks that its cost is a lower bound. */
  readonly isAtLeast: boolean;
  readonly tokens: SumOfWeeks;
}

export interface TeamCosts {
  /** The same for all teams, oldest first. */
  readonly weeks: readonly string[];
  readonly teams: readonly TeamCost[];
}

export interface SideBySide {
  readonly costs: TeamCosts;
  readonly bands: readonly { readonly cadence: string; readonly teams: readonly SideBySideRow[] }[];
  /** Teams whose cadence is not told, or that are alone in it. */
  readonly apart: readonly { readonly team: string; readonly name: string; readonly why: string }[];
}
