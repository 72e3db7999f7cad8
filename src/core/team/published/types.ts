/**
 * What is published of a team's week, and nothing else is ever shown of it (`docs/published-figures.md`). A value that is `null` is protected: fewer
 * than k people have a share in it, one of them has more than half, or it would tell another that is. Which of these, nobody is told: the reason would
 * itself say something about somebody.
 */
import type { TeamWeek } from '../teamWeek.ts';

export const publishedSchemaName = 'payoff.published/1';

/** Each is published once it closes: 7, 28 and 37 days after the week is over everywhere. */
export const publishedParts = ['usage', 'outcomes', 'survival'] as const;
export type PartName = (typeof publishedParts)[number];

/** People are never counted exactly: one more or less would say that somebody came or went. Both are multiples of k; `below` is one more than the most. */
export interface PeopleCount {
  readonly atLeast: number;
  readonly below: number;
}

/**
 * A whole by one of its sides. `slices` and `others` add up to the whole exactly; `others` is everything that is not told apart, null where all is.
 * Names that are not in `slices` are in `others`, or nobody has any.
 */
export interface Split {
  readonly slices: Readonly<Record<string, number>>;
  readonly others: number | null;
}

/** As `Split`, in thousandths of a whole that is not published. */
export type Shares = Split;

/** People by one of their sides. `others`: those that are not told apart; null where all are. */
export interface PeopleSplit {
  readonly slices: Readonly<Record<string, PeopleCount>>;
  readonly others: PeopleCount | null;
}

/** People whose amount is `from` or more and less than `to` (null: any more); neighbours are put together until each has k people. */
export interface Bin {
  readonly from: number;
  readonly to: number | null;
  readonly people: PeopleCount;
}

/**
 * People in order of their amount, those with most first, cut into groups: `until` is the percentage of people down to which a group reaches (25 is the
 * first quarter), `share` its thousandths of the whole.
 */
export interface RankGroup {
  readonly until: number;
  readonly share: number;
}

interface PublishedBase {
  readonly schema: typeof publishedSchemaName;
  readonly team: string;
  /** `2026-W47`. */
  readonly week: string;
  readonly edition: number;
  readonly publishedAtMs: number;
  readonly k: number;
}

/** How the cost of a week is divided; each adds up to `total`. Microdollars at list price. */
export interface CostFigures {
  readonly total: number;
  /** By canonical name. */
  readonly models: Split;
  /** `workKinds`. */
  readonly kinds: Split;
  /** By repository bucket, 16 hexadecimal digits; `''` is that of all who do not tell repositories apart. */
  readonly repositories: Split;
  /** `interactive`, `headless`; `unrecorded` where a client did not say. */
  readonly surfaces: Split;
  /**
   * How often something ships where more than half of it was spent: `daily`, `weekly`, `monthly`, `rarer`, `unknown`. A word and no sum; null where no
   * band has as much, or its sum is not safe.
   */
  readonly cadence: string | null;
}

export interface SessionFigures {
  readonly total: number;
  readonly models: Split;
  /** `short`, `medium`, `long`, `headless`. */
  readonly lengths: Split;
}

export interface TokenFigures {
  readonly total: number;
  /** `input`, `output`, `cacheWrite`, `cacheRead`. */
  readonly classes: Split;
}

export interface UsagePart extends PublishedBase {
  readonly part: 'usage';
  /** Who reported the week. */
  readonly reporters: PeopleCount;
  /** Those of them who spent anything. */
  readonly active: PeopleCount | null;
  readonly cost: CostFigures | null;
  readonly tokens: TokenFigures | null;
  readonly sessions: SessionFigures | null;
  readonly turns: number | null;
  /** Cost of sessions by hand that began in the week, by `sessionLengths`. */
  readonly lengthCost: Shares | null;
  readonly spendBins: readonly Bin[] | null;
  /** Of those who spent anything. */
  readonly spendRanks: readonly RankGroup[] | null;
  /** Of those whose week has one: `high`, `usual`, `low`, `nearZero`. */
  readonly levels: PeopleSplit | null;
  /** `steady`, `bursty`, `neither`. */
  readonly rhythms: PeopleSplit | null;
  /** `dormant`, `used`. */
  readonly dormancy: PeopleSplit | null;
  readonly dormantRule: DormantRule;
  /** `lowerBound` (they spent more than their reports say), `complete`; both or null. Editions from before this was told are without it. */
  readonly lowerBounds?: PeopleSplit | null;
}

export interface OutcomesPart extends PublishedBase {
  readonly part: 'outcomes';
  /** Own changes shipped in the week that stayed. */
  readonly verified: number | null;
  /** Those whose window has closed, stayed or not; null also where only `verified` can be told. */
  readonly closed: number | null;
  /** Where the week's dollars are, by `standingParts`. */
  readonly standing: Shares | null;
  /** Own changes by recorded verification. */
  readonly verification: Shares | null;
  /** Changes that stayed of sessions that began in the week, by `sessionLengths`. */
  readonly lengthStayed: Shares | null;
  /** People by changes that stayed. */
  readonly outputBins: readonly Bin[] | null;
  /** Of those with a change that stayed. */
  readonly outputRanks: readonly RankGroup[] | null;
  /** `quadrantNames`. */
  readonly quadrants: PeopleSplit | null;
  /** Days that changes of at least k people are watched for, the shorter first. */
  readonly windows: readonly number[];
}

export interface SurvivalPart extends PublishedBase {
  readonly part: 'survival';
  /** Claude's lines shipped in the week that were looked for after 30 days, and those that were there. */
  readonly lines: number | null;
  readonly surviving: number | null;
}

export type PublishedPart = UsagePart | OutcomesPart | SurvivalPart;

/** Against the middle of those who spent anything in the week: cost first, then changes that stayed. */
export const quadrantNames = ['costlyMuch', 'costlyLittle', 'cheapMuch', 'cheapLittle'] as const;
export type QuadrantName = (typeof quadrantNames)[number];

/** Who of those that reported a week was dormant: at most so many active days and turns, both; or fewer tokens than that, as a team may choose instead. */
export type DormantRule =
  { readonly by: 'activity'; readonly activeDays: number; readonly turns: number } | { readonly by: 'tokens'; readonly below: number };

/** What one person has in each slice that is summed up, by the slice's key (`cost/models/claude-opus-5-5`). */
export type Contribution = Readonly<Record<string, number>>;

/**
 * What an edition was made of: only to judge whether the next one may be published. Never shown, kept with the rows. When somebody withdraws, their entry
 * of `people` is deleted with their rows (`withoutReporter`).
 */
export interface EditionBasis {
  readonly people: Readonly<Record<string, Contribution>>;
  /** Of everybody in the edition, also those who withdrew since: the sum, how many have a share, the largest share. */
  readonly whole: Readonly<Record<string, { readonly sum: number; readonly people: number; readonly largest: number }>>;
}

export interface PublishInput {
  readonly team: string;
  readonly week: string;
  readonly part: PartName;
  readonly k: number;
  /** All rows of the week, of all reporters and their devices. */
  readonly rows: readonly TeamWeek[];
  readonly nowMs: number;
  /** The rule of dormant seats that the team has chosen; `usualDormantRule` where it chose none. */
  readonly dormantRule: DormantRule;
  /** All earlier editions of this part with what they were made of, oldest first. A basis of null (no longer kept) allows no further edition. */
  readonly previous: readonly { readonly edition: PublishedPart; readonly basis: EditionBasis | null }[];
}

export type PublishResult =
  | { readonly kind: 'published'; readonly edition: PublishedPart; readonly basis: EditionBasis }
  /** Not yet: ask again with the next run. `protected`: nothing of it could be shown, or what changed since the last edition would tell of somebody. */
  | { readonly kind: 'waits'; readonly for: 'closing' | 'fourWeeks' | 'protected' }
  /** Nothing differs from the last edition, or it is the last that there will be: its basis may be deleted where `final`. */
  | { readonly kind: 'unchanged'; readonly final: boolean };
