import * as v from 'valibot';
import type { Holdings } from '../core/report/holdings.ts';
import { count, instant, list } from './basicSchemas.ts';

export const holdings = v.object({
  ledger: v.object({ path: v.string(), bytes: count, readOnly: v.boolean() }),
  firstAtMs: v.nullable(instant),
  lastAtMs: v.nullable(instant),
  counts: list(v.object({ what: v.string(), count })),
  repositories: list(v.object({ repository: v.string(), sessions: count, requests: count })),
  outsideRepositories: v.nullable(v.object({ sessions: count, requests: count })),
  exclude: list(v.string()),
  archivedFiles: count,
  trust: v.string(),
}) satisfies v.GenericSchema<Holdings>;
