/**
 * What a view is asked for. A period is named by words or days, so that only the worker, which knows the ledger's time zone, has to know
 * when a day begins.
 */
import * as v from 'valibot';
import type { StandingPart } from '../core/attribution/placement.ts';
import { instant, name, oneOf } from './basicSchemas.ts';

export const standingPart = oneOf<StandingPart>({
  stayed: true,
  onDefaultBranch: true,
  onAnotherBranch: true,
  cameBack: true,
  openWork: true,
  noCommit: true,
  noEdits: true,
  setAside: true,
  outsideRepositories: true,
  unknown: true,
});

const day = v.pipe(v.string(), v.isoDate());

/** Days of the ledger's time zone; `7days` ends with today. Else milliseconds UTC, the end excluded, null is open. */
export const period = v.union([
  v.picklist(['today', '7days', '30days', '90days', 'all']),
  v.object({ firstDay: day, lastDay: day }),
  v.object({ sinceMs: v.nullable(instant), untilMs: v.nullable(instant) }),
]);
export type PeriodMessage = v.InferOutput<typeof period>;

/** Every null is no limit, as in the core's `Filter`. */
export const filter = v.object({
  period,
  repository: v.nullable(name),
  branch: v.nullable(name),
  model: v.nullable(name),
  part: v.nullable(standingPart),
});
export type FilterMessage = v.InferOutput<typeof filter>;
