/** Validators of marks, of how they stand, and of what is shown of them. */
import * as v from 'valibot';
import type { Mark } from '../core/marks/mark.ts';
import type { MarkState } from '../core/marks/judge.ts';
import type { TimeSavedSetting } from '../core/marks/timeSaved.ts';
import type { MarksSection } from '../core/report/advice/marksSection.ts';
import type { MarksNow } from '../core/report/live.ts';
import { count, finite, instant, list, share, shortText } from './basicSchemas.ts';
import { money } from './moneySchemas.ts';

export const mark = v.object({
  period: v.picklist(['session', 'day', 'week', 'month', 'fiveHours']),
  unit: v.picklist(['dollars', 'percent']),
  first: finite,
  second: v.nullable(finite),
  repository: v.nullable(shortText),
  branch: v.nullable(shortText),
}) satisfies v.GenericSchema<Mark>;

const minutes = v.object({ low: finite, high: finite });
const ofKind = v.exactOptional(minutes);

export const timeSavedSetting = v.object({
  hourlyRate: finite,
  minutes: v.object({ code: ofKind, smallEdits: ofKind, tests: ofKind, docs: ofKind, configuration: ofKind }),
}) satisfies v.GenericSchema<TimeSavedSetting>;

/** The settings as they were read: what holds, and a sentence for what does not. */
export const markSettings = v.object({ marks: list(mark), timeSaved: v.nullable(timeSavedSetting), problems: list(v.string()) });
export type MarkSettings = v.InferOutput<typeof markSettings>;

const reach = v.object({ atMs: v.nullable(instant), share });
const markState = v.object({
  mark,
  amounts: list(finite),
  window: v.object({ key: v.string(), fromMs: instant, toMs: v.nullable(instant) }),
  spent: v.nullable(money),
  percent: v.nullable(finite),
  passed: count,
  sure: v.boolean(),
  forecast: v.nullable(
    v.object({
      interval: v.object({ low: finite, middle: finite, high: finite }),
      reached: list(v.nullable(reach)),
      limit: v.nullable(reach),
      weeks: count,
      lowerBound: v.boolean(),
    }),
  ),
  snoozedUntilMs: v.nullable(instant),
}) satisfies v.GenericSchema<MarkState>;

export const marksNow = v.object({ states: list(markState), problems: list(v.string()) }) satisfies v.GenericSchema<MarksNow>;

const text = v.nullable(v.string());

export const marksSection = v.object({
  rows: list(
    v.object({
      name: v.string(),
      counted: v.string(),
      amounts: list(v.object({ text: v.string(), passed: v.boolean(), reach: text })),
      filled: v.nullable(finite),
      share: text,
      state: v.picklist(['passed', 'open', 'unsure']),
      warns: v.boolean(),
      snoozed: text,
      unsure: text,
      forecast: text,
      basis: v.string(),
    }),
  ),
  problems: list(v.string()),
  rate: text,
  timeSaved: v.nullable(v.object({ sentence: v.string(), assumption: v.string() })),
}) satisfies v.GenericSchema<MarksSection>;
