/**
 * What may leave the machine, and nothing else: a week of one reporter on one device, as counts and sums. One closed schema (DESIGN section 9): no name,
 * address, path, branch, title, id of a session or a commit, no time finer than the week, no text. `schemas/team-week.schema.json` publishes it, and a
 * test holds both equal.
 */
import * as v from 'valibot';
import { standingParts } from '../attribution/placement.ts';
import { workKinds } from '../advice/workKinds.ts';
import { changeStates } from '../outcomes/outcome.ts';

export const teamWeekSchemaName = 'payoff.team-week/1';

/** The largest count or sum that is taken: below 2^53, and far above what a week can hold. */
export const largestAmount = 1e15;
export const modelsAtMost = 100;
export const bucketsAtMost = 200;

/** A count or a sum, rounded to two significant digits before it leaves (`rounding.ts`). */
const amount = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(largestAmount));
const hex = (digits: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${digits}}$`)));

export const otherModel = 'other';
/** Words and numbers of a model's public name; `other` stands for every name that the price table of this build does not know. */
export const modelPattern = /^(?:other|claude(?:-(?:v?\d{1,2}|[a-z]{3,10})){1,4})$/;

/** Of one model, canonical: `claude-opus-5-5`. */
const modelUse = v.strictObject({
  model: v.pipe(v.string(), v.regex(modelPattern)),
  /** Responses; side calls are in tokens and cost alone, as in every report. */
  requests: amount,
  /** Sessions that began in the week and spent most on this model. */
  sessions: amount,
  input: amount,
  output: amount,
  cacheWrite5m: amount,
  cacheWrite1h: amount,
  cacheRead: amount,
  webSearches: amount,
  /** Nanodollars at list price. */
  cost: amount,
  /** Requests among them that have no price. */
  unpriced: amount,
});

/** Up to 3 turns, up to 15, and more. */
export const sessionLengths = ['short', 'medium', 'long'] as const;
export type SessionLength = (typeof sessionLengths)[number];

const length = v.strictObject({ sessions: amount, cost: amount, stayed: amount });

/** Lines of changes that are old enough to tell, and those of them that are still there. */
const survival = v.strictObject({ lines: amount, surviving: amount });

const bucket = v.strictObject({
  /** Keyed with the team's salt, so that one repository of two developers adds up; empty unless the developer turned it on: then all is one bucket. */
  repository: v.union([v.literal(''), hex(16)]),
  models: v.pipe(v.array(modelUse), v.maxLength(modelsAtMost)),
  /** Nanodollars that were spent by hand, by headless sessions (continuous integration, reviews), and where the client did not say (before 2.1.91). */
  interactiveCost: amount,
  headlessCost: amount,
  unrecordedCost: amount,
  /** Whether more was spent than these sums say: something has no price, a transcript does not say all, or a session's side calls are not known. */
  atLeast: v.boolean(),
  /**
   * Sessions that began in the week, by how many turns they have (`sessionLengths`), with all that they cost, later weeks and other buckets included, and
   * the own changes that stayed of them, each counted for its first session. So these costs are no part of the week's.
   */
  sessions: v.strictObject(v.entriesFromList(sessionLengths, length)),
  /** Sessions that began in the week without anybody at a keyboard; in none of the lengths. */
  headlessSessions: amount,
  turns: amount,
  /** Nanodollars by kind of work. */
  kinds: v.strictObject(v.entriesFromList(workKinds, amount)),
  /** Nanodollars by where they are now. */
  standing: v.strictObject(v.entriesFromList(standingParts, amount)),
  /** Own changes that shipped in the week, by what became of them; attempted is their sum. */
  changes: v.strictObject(v.entriesFromList(changeStates, amount)),
  /** Days that changes are watched for, each window that was in force, the shorter first: two where it changed, or where one bucket holds several repositories. */
  windows: v.pipe(v.array(v.picklist([7, 14, 21])), v.maxLength(3)),
  /** How often something ships there: teams are only set side by side within one band. */
  cadence: v.picklist(['daily', 'weekly', 'monthly', 'rarer', 'unknown']),
  /** Claude's lines in own changes that shipped in the week: all, and after so many days. */
  shippedLines: amount,
  survival: v.strictObject({ 7: survival, 14: survival, 30: survival }),
  /** Own changes by recorded verification. */
  verification: v.strictObject({ passed: amount, failed: amount, notRun: amount, unknown: amount }),
});

export const teamWeekSchema = v.strictObject({
  schema: v.literal(teamWeekSchemaName),
  team: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,62}$/)),
  /** Random, for this team alone, and new whenever the developer resets it. */
  reporter: hex(32),
  /** Random, for one ledger: two machines of one developer do not overwrite each other. */
  device: hex(16),
  /** `2026-W47`. */
  week: v.pipe(v.string(), v.regex(/^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$/)),
  /** The how-manieth report of this week from this device: a later one replaces all earlier ones. */
  sequence: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1e9)),
  /** Days of the week on which anything was asked. */
  activeDays: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(7)),
  /** The week against the developer's own usual one, as the Advice view labels it; null while too few weeks are known. */
  level: v.nullable(v.picklist(['high', 'usual', 'low', 'nearZero'])),
  rhythm: v.nullable(v.picklist(['steady', 'bursty'])),
  buckets: v.pipe(v.array(bucket), v.maxLength(bucketsAtMost)),
});

export type TeamWeek = v.InferOutput<typeof teamWeekSchema>;
/** What the ledger says of a week; the membership adds who reports it. */
export type TeamWeekBody = Omit<TeamWeek, 'team' | 'reporter' | 'device' | 'sequence'>;
export type TeamWeekBucket = TeamWeek['buckets'][number];
