import * as v from 'valibot';
import type {
  BranchRow,
  Distribution,
  FilterChoices,
  Overview,
  OverviewFigure,
  OverviewNote,
  Spend,
  Today,
  WeekRow,
  WorthALook,
} from '../core/report/overview.ts';
import type { StayedFigures } from '../core/report/outcomes/stayedView.ts';
import { count, finite, instant, list, oneOf, share } from './basicSchemas.ts';
import { commitRow } from './commitSchemas.ts';
import { standingPart } from './filterSchemas.ts';
import { modelShare, money } from './moneySchemas.ts';
import { partShare, standing } from './standingSchemas.ts';

const distribution = v.object({
  count,
  lowest: finite,
  firstQuartile: finite,
  median: finite,
  thirdQuartile: finite,
  highest: finite,
  dearestTenth: share,
  bins: list(v.object({ upTo: finite, count })),
}) satisfies v.GenericSchema<Distribution>;

const stayed = v.object({
  counts: v.object({
    ...{ attempted: count, verified: count, pending: count, reverted: count, hotfixed: count, reopened: count },
    ...{ closed: count, closedVerified: count },
  }),
  costPerChange: v.nullable(money),
  settled: v.object({ spend: money, verified: count }),
  distribution: v.nullable(distribution),
  tooFew: v.nullable(v.string()),
  dearest: v.nullable(v.object({ repository: v.string(), sha: v.string(), money })),
  lines: v.nullable(
    v.object({
      ...{ days: v.picklist([7, 14, 30]), changes: count, lines: count, surviving: count, share: v.nullable(share) },
      interval: v.nullable(v.object({ low: finite, high: finite })),
      left: v.object({ tooYoung: count, notFetched: count, notLooked: count }),
    }),
  ),
  waitsFor: v.nullable(v.string()),
  setAside: v.nullable(v.object({ money, share, isLarge: v.boolean() })),
  verdict: v.nullable(v.string()),
}) satisfies v.GenericSchema<StayedFigures>;

const figure = v.object({
  id: oneOf<OverviewFigure['id']>({ session: true, commit: true, day: true }),
  label: v.string(),
  distribution: v.nullable(distribution),
  tooFew: v.nullable(v.string()),
}) satisfies v.GenericSchema<OverviewFigure>;

const worthALook = v.object({
  id: v.string(),
  sentence: v.string(),
  money: v.nullable(money),
  leadsTo: v.variant('view', [
    v.object({ view: v.literal('sessions'), sessionId: v.nullable(v.string()), part: v.nullable(standingPart) }),
    v.object({ view: v.literal('shipped'), sha: v.nullable(v.string()) }),
  ]),
}) satisfies v.GenericSchema<WorthALook>;

const branchRow = v.object({
  repository: v.string(),
  branch: v.string(),
  defaultBranch: v.string(),
  money,
  sessions: count,
  commits: count,
  lastAtMs: instant,
  parts: list(partShare),
}) satisfies v.GenericSchema<BranchRow>;

const weekRow = v.object({
  week: v.string(),
  partial: v.boolean(),
  money,
  tokens: count,
  outcomes: v.nullable(count),
  verifiedShare: v.nullable(share),
  costPerChange: v.nullable(finite),
  windowChange: v.nullable(v.string()),
}) satisfies v.GenericSchema<WeekRow>;

const spend = v.object({
  grain: v.picklist(['day', 'week']),
  rows: list(v.object({ firstDay: v.string(), lastDay: v.string(), partial: v.boolean(), money, models: list(modelShare) })),
}) satisfies v.GenericSchema<Spend>;

const choices = v.object({
  repositories: list(v.object({ repository: v.string(), name: v.string(), read: v.boolean() })),
  branches: list(v.string()),
  models: list(v.object({ model: v.string(), label: v.string() })),
}) satisfies v.GenericSchema<FilterChoices>;

const note = v.object({
  kind: oneOf<OverviewNote['kind']>({
    notInGit: true,
    shallow: true,
    notFetched: true,
    unread: true,
    problem: true,
    unpriced: true,
    lowerBound: true,
    sideCalls: true,
    reading: true,
    untrusted: true,
  }),
  sentence: v.string(),
}) satisfies v.GenericSchema<OverviewNote>;

export const overview = v.object({
  atMs: instant,
  timezone: v.string(),
  asOf: v.string(),
  firstDay: v.string(),
  lastDay: v.string(),
  days: count,
  sentence: v.string(),
  sentenceKind: oneOf<Overview['sentenceKind']>({
    onDefaultBranch: true,
    oneCommit: true,
    noCommit: true,
    noRepository: true,
    nothing: true,
    unread: true,
    part: true,
  }),
  defaultBranch: v.nullable(v.string()),
  standing,
  whole: money,
  wholePlan: money,
  windows: v.nullable(v.string()),
  sessions: count,
  requests: count,
  before: v.nullable(v.object({ total: money, standing, sessions: count, wholePlan: money })),
  figures: list(figure),
  stayed: v.nullable(stayed),
  worthALook: list(worthALook),
  branches: list(branchRow),
  otherBranches: v.nullable(v.object({ branches: count, money, parts: list(partShare) })),
  weeks: list(weekRow),
  spend,
  choices,
  notes: list(note),
}) satisfies v.GenericSchema<Overview>;

export const today = v.object({ total: money, standing, commits: list(commitRow) }) satisfies v.GenericSchema<Today>;
