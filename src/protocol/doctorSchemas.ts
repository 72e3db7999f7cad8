/** The doctor's findings as they cross from the worker to the window. */
import * as v from 'valibot';
import type { Machine } from '../core/report/doctor/bugReport.ts';
import type { CountName, Finding, StateId } from '../core/report/doctor/finding.ts';
import { count, instant, list } from './basicSchemas.ts';

/** Which ids there are the rules know; here only their shape is checked. */
const stateId = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9-]{1,40}$/),
  v.transform((id): StateId => id as StateId),
);

export const finding = v.object({
  id: stateId,
  severity: v.picklist(['problem', 'notice', 'fine']),
  examined: v.boolean(),
  sentence: v.string(),
  action: v.string(),
  counts: v.pipe(
    v.record(v.string(), v.number()),
    v.transform((counts): Partial<Record<CountName, number>> => counts),
  ),
  places: list(v.string()),
}) satisfies v.GenericSchema<unknown, Finding>;

const machine = v.object({
  platform: v.string(),
  release: v.string(),
  architecture: v.string(),
  node: v.string(),
  sqlite: v.string(),
  git: v.string(),
}) satisfies v.GenericSchema<Machine>;

const modelRequests = list(v.object({ model: v.string(), requests: count }));
const typeLines = list(v.object({ type: v.string(), lines: count }));

export const doctor = v.object({
  roots: list(v.object({ path: v.string(), found: v.boolean(), files: count, bytes: count, problem: v.nullable(v.string()) })),
  files: count,
  bytes: count,
  versions: list(v.object({ version: v.string(), requests: count })),
  models: modelRequests,
  recordTypes: typeLines,
  unknownRecordTypes: typeLines,
  skippedLines: count,
  skippedFiles: list(v.object({ path: v.string(), lines: count, reason: v.string() })),
  skippedReasons: list(v.object({ reason: v.string(), lines: count })),
  unpricedModels: modelRequests,
  machine,
  ledger: v.nullable(
    v.object({
      path: v.string(),
      bytes: count,
      schemaVersion: count,
      healthy: v.boolean(),
      readOnly: v.boolean(),
      requests: count,
      sessions: count,
      archivedFiles: count,
    }),
  ),
  lease: v.nullable(v.object({ holder: v.string(), pid: count, heartbeatAtMs: instant })),
  states: list(finding),
  findings: list(v.string()),
});
export type DoctorMessage = v.InferOutput<typeof doctor>;
