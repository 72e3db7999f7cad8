import * as v from 'valibot';
import type { CacheEconomics, CacheSum, ModelCache } from '../core/advice/cacheEconomics.ts';
import type { ColdSession, ColdSum } from '../core/advice/coldContext.ts';
import type { CompactionSum } from '../core/advice/compactions.ts';
import type { Quartiles, UsualContext } from '../core/advice/usualContext.ts';
import type { ContextSection, ContextWeek } from '../core/report/advice/contextSection.ts';
import { count, finite, instant, integer, list } from './basicSchemas.ts';
import { money } from './moneySchemas.ts';

const cold = { count, tokens: count, money };
const coldSum = v.object(cold) satisfies v.GenericSchema<ColdSum>;
const coldSession = v.object({ ...cold, sessionId: v.string(), atMs: instant }) satisfies v.GenericSchema<ColdSession>;

const compactions = v.object({ count, tokensBefore: count }) satisfies v.GenericSchema<CompactionSum>;

export const quartiles = v.object({
  count,
  firstQuartile: finite,
  median: finite,
  thirdQuartile: finite,
}) satisfies v.GenericSchema<Quartiles>;

const sums = {
  spend: money,
  cold: coldSum,
  coldShare: v.nullable(finite),
  compactions,
  requestContext: v.nullable(quartiles),
  sessionContext: v.nullable(quartiles),
};
const week = v.object({ ...sums, week: v.string(), partial: v.boolean() }) satisfies v.GenericSchema<ContextWeek>;

const usual = v.object({ sessions: count, needed: count, quartiles: v.nullable(quartiles) }) satisfies v.GenericSchema<UsualContext>;

const cache = {
  requests: count,
  readTokens: count,
  written5mTokens: count,
  written1hTokens: count,
  uncachedTokens: count,
  hitShare: v.nullable(finite),
  readCost: money,
  writeCost: money,
  savedByReading: money,
  addedByWriting: money,
  netNanodollars: integer,
};
const economics = v.object({
  models: list(v.object({ ...cache, model: v.string() }) satisfies v.GenericSchema<ModelCache>),
  totals: v.object(cache) satisfies v.GenericSchema<CacheSum>,
}) satisfies v.GenericSchema<CacheEconomics>;

export const contextSection = v.object({
  weeks: list(week),
  totals: v.object(sums),
  coldSessions: list(coldSession),
  otherColdSessions: v.object({ ...cold, sessions: count }),
  usual,
  cache: economics,
}) satisfies v.GenericSchema<ContextSection>;
