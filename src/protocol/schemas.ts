/** Validators of the shapes that cross from the worker to the window; each is held to its type in the core by the compiler. */
import * as v from 'valibot';
import type { LiveSnapshot, PlanReading } from '../core/report/live.ts';
import type { Report, SessionRow } from '../core/report/report.ts';
import { count, instant, integer, list } from './basicSchemas.ts';
import { marksNow } from './markSchemas.ts';
import { modelShare, money } from './moneySchemas.ts';

const figures = {
  requests: count,
  inputTokens: count,
  outputTokens: count,
  cacheWrite5mTokens: count,
  cacheWrite1hTokens: count,
  cacheReadTokens: count,
  webSearches: count,
  costNanodollars: count,
  sideCallsNanodollars: v.nullable(integer),
  unpricedRequests: count,
  lowerBound: v.boolean(),
};
const reportRow = v.object({ key: v.string(), ...figures });

export const report = v.object({
  timezone: v.string(),
  prices: v.object({ version: v.string(), asOf: v.string() }),
  totals: reportRow,
  knownSideCallsNanodollars: integer,
  rows: list(reportRow),
}) satisfies v.GenericSchema<Report>;

export const sessionRow = v.object({
  sessionId: v.string(),
  startedAtMs: instant,
  endedAtMs: instant,
  cwd: v.string(),
  repository: v.string(),
  branches: list(v.string()),
  models: list(v.string()),
  turns: count,
  subagents: count,
  linesAdded: count,
  linesRemoved: count,
  figures: v.object(figures),
}) satisfies v.GenericSchema<SessionRow>;

export const planReading = v.object({
  plan: v.nullable(v.picklist(['pro', 'max', 'team', 'enterprise', 'api'])),
  tier: v.nullable(v.string()),
  windows: list(v.object({ kind: v.string(), percent: v.pipe(v.number(), v.finite()), resetsAtMs: v.nullable(instant) })),
  fetchedAtMs: v.nullable(instant),
}) satisfies v.GenericSchema<PlanReading>;

export const reading = v.object({ bytesRead: count, bytes: count, todayExact: v.boolean(), paused: v.exactOptional(v.boolean()) });

const cacheState = v.object({ warmUntilMs: instant, nextTurnWarmNanodollars: count, nextTurnColdNanodollars: count });

export const liveSnapshot = v.object({
  atMs: instant,
  timezone: v.string(),
  live: list(
    v.object({
      sessionId: v.string(),
      money,
      startedAtMs: instant,
      lastRequestAtMs: instant,
      models: list(modelShare),
      contextTokens: count,
      contextWindow: v.nullable(count),
      branch: v.string(),
      cwd: v.string(),
      repository: v.string(),
      cache: v.nullable(cacheState),
    }),
  ),
  resting: v.exactOptional(
    list(v.object({ sessionId: v.string(), branch: v.string(), cwd: v.string(), repository: v.string(), cache: cacheState })),
  ),
  today: money,
  todayByRepository: list(v.object({ repository: v.string(), cwd: v.string(), money })),
  reading: v.nullable(reading),
  plan: v.nullable(planReading),
  empty: v.boolean(),
  became: v.exactOptional(v.nullable(v.object({ money, onDefaultBranch: money, commits: count, defaultBranch: v.string() }))),
  advice: v.exactOptional(v.nullable(v.object({ sessionId: v.string(), sentence: v.string() }))),
  marks: v.exactOptional(marksNow),
}) satisfies v.GenericSchema<LiveSnapshot>;
