/** A comparison with another figure: what the window asks for, and what the worker found. */
import * as v from 'valibot';
import type { Cause, Comparison } from '../core/report/compare/comparison.ts';
import { count, finite, givenName, instant, integer, list, oneOf, shortText } from './basicSchemas.ts';
import { period } from './filterSchemas.ts';
import { money } from './moneySchemas.ts';

const file = v.object({ file: givenName });

/** Files are named and read by the worker; only it runs the installed program. */
export const compareQuery = v.variant('figure', [
  v.object({ figure: v.literal('ccusage'), period, report: v.nullable(file) }),
  v.object({ figure: v.literal('claude'), period }),
  v.object({ figure: v.literal('console'), period, amount: v.nullable(shortText), csv: v.nullable(file) }),
]);
export type CompareQueryMessage = v.InferOutput<typeof compareQuery>;

const cause = oneOf<Cause>({
  archive: true,
  unreached: true,
  refused: true,
  noTotal: true,
  later: true,
  days: true,
  unreported: true,
  duplicates: true,
  forks: true,
  subagents: true,
  leftovers: true,
  notHeld: true,
  lines: true,
  recorded: true,
  unknownModels: true,
  searches: true,
  geography: true,
  fast: true,
  lifetimes: true,
  longContext: true,
  prices: true,
  sideCalls: true,
  otherTools: true,
  batch: true,
  otherModels: true,
  otherProducts: true,
  discounts: true,
  rounding: true,
});

export const comparison = v.object({
  figure: v.picklist(['ccusage', 'claude', 'console']),
  name: v.string(),
  theirsNanodollars: integer,
  ours: money,
  timezone: v.string(),
  sinceMs: v.nullable(instant),
  untilMs: v.nullable(instant),
  causes: list(v.object({ cause, title: v.string(), nanodollars: integer, count, sentence: v.string() })),
  unexplainedNanodollars: integer,
  possibleReasons: list(v.string()),
  notes: list(v.string()),
  rowsBy: v.nullable(v.picklist(['session', 'day'])),
  rows: list(v.object({ key: v.string(), theirsNanodollars: finite, oursNanodollars: finite, unexplainedNanodollars: finite })),
}) satisfies v.GenericSchema<Comparison>;

export const comparisonProblem = v.object({ problem: v.string() });
