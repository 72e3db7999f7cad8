/** What a lead types about a team: nothing in it comes from a developer, and nothing about one. */
import * as v from 'valibot';
import { usualDormantRule } from '../published/labels.ts';
import { growthFactorRange } from './growthFactor.ts';

const month = v.pipe(v.string(), v.regex(/^20\d{2}-(?:0[1-9]|1[0-2])$/, 'A month is written like 2026-11.'));
/** Integer nanodollars, up to nine million dollars: below 2^53. */
const nanodollars = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9e15));

/** An amount a month, in any order. */
const byMonth = <Amount extends v.GenericSchema<number | null>>(amount: Amount, twice: string) =>
  v.pipe(
    v.array(v.strictObject({ month, nanodollars: amount })),
    v.maxLength(120),
    v.check((all) => new Set(all.map((each) => each.month)).size === all.length, twice),
  );

export const teamSettingsSchema = v.strictObject({
  /** People who have a seat, whether they report or not; null where nobody said. */
  seats: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000))),
  /** What was invoiced for a month, by month. */
  invoices: byMonth(nanodollars, 'Each month has one invoice.'),
  /** What the team may spend in a month, from that month on until the next of these; null from where on nothing is set. */
  budgets: byMonth(v.nullable(nanodollars), 'Each month has one budget.'),
  /** By how much the next 90 days are taken to grow against the last eight weeks. */
  growthFactor: v.pipe(v.number(), v.minValue(growthFactorRange.least), v.maxValue(growthFactorRange.most)),
  /** Who counts as dormant in the weeks that are published from now on. */
  dormant: v.variant('by', [
    v.strictObject({
      by: v.literal('activity'),
      /** At most so many, both. */
      activeDays: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(7)),
      turns: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000)),
    }),
    v.strictObject({ by: v.literal('tokens'), below: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1e12)) }),
  ]),
});

export type TeamSettings = v.InferOutput<typeof teamSettingsSchema>;

/** Of a team whose lead has typed nothing. */
export const settingsAtFirst: TeamSettings = {
  seats: null,
  invoices: [],
  budgets: [],
  growthFactor: growthFactorRange.usual,
  dormant: usualDormantRule,
};
