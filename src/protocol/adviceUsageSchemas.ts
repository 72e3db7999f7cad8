import * as v from 'valibot';
import type { UsageSection, UsageSums, UsageWeek } from '../core/report/advice/usageSection.ts';
import type { UsualWeek } from '../core/report/advice/weekLabels.ts';
import { quartiles } from './adviceContextSchemas.ts';
import { count, finite, list } from './basicSchemas.ts';
import { money } from './moneySchemas.ts';

const sums = {
  spend: money,
  tokens: count,
  lowerBound: v.boolean(),
  requests: count,
  sessions: count,
  turns: count,
  activeDays: count,
  codingMs: finite,
  tokensPerSession: v.nullable(finite),
  turnsPerSession: v.nullable(finite),
  uncachedInputToOutput: v.nullable(finite),
  tokensPerHour: v.nullable(finite),
  spendPerHour: v.nullable(finite),
};

const week = v.object({
  ...sums,
  week: v.string(),
  partial: v.boolean(),
  level: v.nullable(v.picklist(['high', 'usual', 'low', 'nearZero'])),
  rhythm: v.nullable(v.picklist(['steady', 'bursty'])),
}) satisfies v.GenericSchema<UsageWeek>;

const usual = v.object({ weeks: count, needed: count, tokens: v.nullable(quartiles) }) satisfies v.GenericSchema<UsualWeek>;

export const usageSection = v.object({
  weeks: list(week),
  totals: v.object(sums) satisfies v.GenericSchema<UsageSums>,
  usual,
  longestGapMs: finite,
  leastCodingMs: finite,
}) satisfies v.GenericSchema<UsageSection>;
